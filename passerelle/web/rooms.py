"""Rooms of a space as everybody sees them: all of them on one day, one of them for a week, and booking in two steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.bookings.access import may_book_for_others
from passerelle.bookings.actions import Wish, book
from passerelle.bookings.queries import (
    Time,
    asked_in_all,
    awaited_for,
    closed_dates,
    free_next,
    place_of,
    resource_called,
    resources_of,
    somebody_known_at,
    steps_taken,
    taken_on,
    times_of,
    who_on,
)
from passerelle.bookings.rules import LONGEST
from passerelle.bookings.rules.paying import held_until
from passerelle.bookings.rules.recurring import MOST_TIMES, walls_of
from passerelle.bookings.rules.steps import Wall
from passerelle.kit import clock
from passerelle.kit.ids import reference as new_key
from passerelle.kit.refusals import Refusal
from passerelle.payments.rules import Method
from passerelle.people.actions import present_oneself
from passerelle.spaces.access import may_receive
from passerelle.spaces.queries import today_at
from passerelle.web import phrases
from passerelle.web.audience import found_space, person_of, public, signed_in
from passerelle.web.enrolments import ways_to_pay
from passerelle.web.forms.rooms import BookingForm
from passerelle.web.refusals import sentence
from passerelle.web.room_grid import WEEKS, Looked, Reader, day_of, week_of_hours, weeks_of_days
from passerelle.web.room_words import conditions_of, in_time_words, late_words, time_words, told_of
from passerelle.web.spaces import page_of
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.bookings.models import Booking, Resource
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space

ON_A_PAGE = 12
EVERY_QUARTER = [time(minutes // 60, minutes % 60) for minutes in range(0, 24 * 60, 15)]


@public
@require_safe
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """All rooms of a space on one day: what is free of each, as links."""
    space = found_space(slug)
    if space.joined_into is not None:
        return redirect("rooms", slug=space.joined_into.slug, permanent=True)
    today = today_at(space)
    day = _day(request.GET.get("day"), today)
    page = page_of(resources_of(space).select_related("space"), request.GET.get("page"), ON_A_PAGE)
    closed, taken, reader, now = (
        closed_dates(space),
        taken_on(list(page.object_list), day),
        _reader(request, space),
        clock.now(),
    )
    found = [day_of(Looked(one, place_of(one, closed), taken[one.pk], reader, now), day) for one in page.object_list]
    given = {
        "space": space,
        "page": page,
        "rows": found,
        "day": day,
        "is_today": day == today,
        "before": max(today, day - timedelta(days=1)) if day > today else None,
        "after": day + timedelta(days=1),
        "is_staff": reader.is_staff,
    }
    return render(request, "rooms/day.html", given)


@public
@require_safe
def room(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One room: a week by the hour, or five weeks by the day; its conditions beside it."""
    resource = _found(slug, reference)
    today = today_at(resource.space)
    day = _day(request.GET.get("week"), today)
    monday = day - timedelta(days=day.weekday())
    shown = timedelta(days=7 * (WEEKS if resource.by_the_day else 1))
    reader = _reader(request, resource.space)
    looked = Looked(resource, place_of(resource), steps_taken(resource, monday, monday + shown), reader, clock.now())
    rows = weeks_of_days(looked, monday) if resource.by_the_day else week_of_hours(looked, monday)
    given = {
        "space": resource.space,
        "resource": resource,
        "told": told_of(resource),
        "conditions": conditions_of(resource),
        "days": [monday + timedelta(days=step) for step in range(7)],
        "rows": rows,
        "first": monday,
        "last": monday + shown - timedelta(days=1),
        "before": monday - shown if monday > today else None,
        "after": monday + shown,
        "today": today,
        "is_staff": reader.is_staff,
    }
    return render(request, "rooms/week.html", given)


@dataclass(frozen=True)
class Asked:
    """Somebody at the form: who, for which room, and whether they act for the space."""

    request: HttpRequest
    resource: Resource
    by: Person
    is_staff: bool


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def book_room(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Choose a time; then read the price and the rule for cancelling, and book. Only the button books."""
    resource, by = _found(slug, reference), person_of(request)
    asked = Asked(request, resource, by, may_book_for_others(by, resource))
    has_name, ways = bool(by.name) or not resource.is_sold, ways_to_pay(resource.space) if resource.is_sold else []
    typed = request.POST if request.method == "POST" else _typed(request, resource, ways)
    form = BookingForm(
        typed, resource=resource, hours=EVERY_QUARTER, is_staff=asked.is_staff, has_name=has_name, ways=ways
    )
    if not form.is_valid():
        return _page(asked, form, status=422 if request.method == "POST" or "look" in request.GET else 200)
    if request.method != "POST":
        return _page(asked, form)
    try:
        if form.cleaned_data.get("name"):
            asked = replace(asked, by=present_oneself(by, name=form.cleaned_data["name"], language=by.language))
        booked = book(_wish(asked, form), by=asked.by)
    except Refusal as refusal:
        return _page(asked, form, wrong=sentence(refusal), status=422)
    return _go_on(request, booked, by)


def _go_on(request: HttpRequest, booked: list[Booking], by: Person) -> HttpResponse:
    """To the page where one pays what is held until then; to the booking in all other cases."""
    first = booked[0]
    if first.held_until is not None and first.person_id == by.pk:
        payment = awaited_for(booked).get(first.sale_id or 0)
        until = phrases.moment(first.held_until, first.resource.space.time_zone)
        messages.success(
            request, _("It is held for you until %(moment)s. It is booked once it is paid.") % {"moment": until}
        )
        if payment is not None and payment.method != Method.CASH:
            return redirect("payment", reference=payment.reference)
        return redirect("booking", reference=first.reference)
    said = ngettext(
        "It is booked. A letter confirms it.", "%(count)s times are booked. A letter confirms them.", len(booked)
    )
    messages.success(request, said % {"count": len(booked)})
    return redirect("booking", reference=booked[0].reference)


def _wish(asked: Asked, form: BookingForm) -> Wish:
    """Raises Refusal `nobody_known_here`."""
    given = form.cleaned_data
    key = {"key": given["key"]} if given["key"] else {}
    return Wish(
        asked.resource,
        form.wall(),
        given["price"] or 0,
        given["about"],
        form.again(),
        given["others"],
        _for_whom(asked, form),
        Method(given["method"] or Method.CASH),
        **key,
    )


def _for_whom(asked: Asked, form: BookingForm) -> Person:
    address = form.cleaned_data.get("whom")
    if not address:
        return asked.by
    person = somebody_known_at(asked.resource.space, address)
    if person is None:
        raise Refusal("nobody_known_here")
    return person


def _page(asked: Asked, form: BookingForm, *, wrong: str = "", status: int = 200) -> HttpResponse:
    resource = asked.resource
    given = {
        "space": resource.space,
        "resource": resource,
        "conditions": conditions_of(resource),
        "form": form,
        "wrong": wrong,
        "key": form.data.get("key") or new_key(),
        "rule": in_time_words(resource),
        "late_rule": late_words(resource.late_back),
        "comes_again": bool(form.data.get("every")),
    }
    is_looked_at = asked.request.method == "POST" or "look" in asked.request.GET
    if is_looked_at and form.is_valid():
        given |= _looked_at(asked, form, wrong)
    return render(asked.request, "rooms/book.html", given, status=status)


def _looked_at(asked: Asked, form: BookingForm, wrong: str) -> dict[str, Any]:
    """What the time, or each of them, costs; or why it cannot be had, and when next."""
    resource = asked.resource
    try:
        person = _for_whom(asked, form)
    except Refusal as refusal:
        return {"wrong": sentence(refusal)}
    walls = walls_of(form.wall(), form.again())
    if resource.retired_at:
        return {"wrong": sentence(Refusal("resource_is_retired"))}
    if len(walls) > MOST_TIMES:
        return {"wrong": sentence(Refusal("too_many_times", most=MOST_TIMES))}
    times = times_of(resource, walls, person, by_staff=asked.is_staff)
    free, refused = [one for one in times if not one.refusal], [one for one in times if one.refusal]
    return {
        "times": [
            (_words(resource, one.wall), one.price, sentence(one.refusal) if one.refusal else "") for one in times
        ],
        "free": len(free),
        "refused": len(refused),
        "total": asked_in_all(resource, free),
        "is_sold": resource.is_sold and any(one.price for one in free),
        "net": sum(one.price for one in free),
        "held": _held_until(resource, free),
        "wrong": "" if refused and not free else wrong,
        "person": person if person != asked.by else None,
        "instead": _instead(asked, person, refused) if not free and len(times) == 1 else None,
        "asked_day": walls[0].begins.date().isoformat(),
        "cancel_until": _cancel_until(resource, free[0].wall) if free else "",
    }


def _cancel_until(resource: Resource, wall: Wall) -> str:
    """Until when the first time may be cancelled, by the clock at the space; empty where that has passed."""
    zone = resource.space.time_zone
    until = clock.local(zone, _begins_at(wall, zone)) - resource.letting.cancelled_ahead
    return phrases.moment(until, zone) if until > clock.now() else ""


def _held_until(resource: Resource, free: list[Time]) -> str:
    """Until when it would be held for the money; empty where it need not be paid first."""
    if not any(one.is_paid_first for one in free):
        return ""
    zone = resource.space.time_zone
    begins_at = min(_begins_at(one.wall, zone) for one in free)
    return phrases.moment(held_until(clock.now(), begins_at, resource.hold_hours), zone)


def _begins_at(wall: Wall, zone: str) -> datetime:
    return wall.begins.replace(tzinfo=clock.zone(zone))


def _instead(asked: Asked, person: Person, refused: list[Time]) -> tuple[str, str] | None:
    """The next free time of the same length: its words, and the address at which its price is read."""
    wall, resource = refused[0].wall, asked.resource
    if refused[0].refusal is None or refused[0].refusal.code != "resource_is_taken":
        return None
    (who,) = who_on(person, resource.space, [wall.days])
    found = free_next(resource, wall, who)
    return (_words(resource, found), _address(asked, found)) if found else None


def _address(asked: Asked, wall: Wall) -> str:
    """The same question about another time."""
    said = asked.request.GET.copy() if asked.request.method != "POST" else asked.request.POST.copy()
    for name in ("csrfmiddlewaretoken", "price", "others", "key", "method", "name"):
        said.pop(name, None)
    if asked.resource.by_the_day:
        said["first"], said["last"] = wall.days[0].isoformat(), wall.days[-1].isoformat()
    else:
        said["day"], said["begins"] = wall.begins.date().isoformat(), f"{wall.begins:%H:%M}"
        said["ends"] = f"{wall.ends:%H:%M}"
    said["look"] = "1"
    resource = asked.resource
    return f"{url('book_room', slug=resource.space.slug, reference=resource.reference)}?{said.urlencode()}"


def _words(resource: Resource, wall: Wall) -> str:
    return time_words(wall, by_the_day=resource.by_the_day)


def _typed(request: HttpRequest, resource: Resource, ways: list[Method]) -> Any:
    """What stands in the address, and the first way to pay; a missing end is an hour later, or as it can be."""
    typed = request.GET.copy()
    begins = typed.get("begins", "")
    if "ends" not in typed and begins in {f"{one:%H:%M}" for one in EVERY_QUARTER} and not resource.by_the_day:
        first = int(begins[:2]) * 4 + int(begins[3:]) // 15
        steps = min(max(resource.shortest, 4), resource.longest, LONGEST[resource.letting.unit])
        typed["ends"] = f"{EVERY_QUARTER[(first + steps) % len(EVERY_QUARTER)]:%H:%M}"
    if typed and ways:
        typed.setdefault("method", ways[0].value)
    return typed if typed else None


def _reader(request: HttpRequest, space: Space) -> Reader:
    if not request.user.is_authenticated:
        return Reader()
    person = person_of(request)
    return Reader(person.pk, may_receive(person, space))


def _found(slug: str, reference: str) -> Resource:
    resource = resource_called(slug, reference)
    if resource is None:
        raise Http404
    return resource


def _day(text: str | None, today: date) -> date:
    """The day that the address names, from a month back to two years on; today for what is no day."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return today
    return min(max(day, today - timedelta(days=31)), today + timedelta(days=730))


urlpatterns = [
    path("spaces/<slug:slug>/rooms/", rooms, name="rooms"),
    path("spaces/<slug:slug>/rooms/<slug:reference>/", room, name="room"),
    path("spaces/<slug:slug>/rooms/<slug:reference>/book/", book_room, name="book_room"),
]
