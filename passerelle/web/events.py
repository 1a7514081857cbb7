"""The calendar of a space as everybody reads it, one event and the answers to it, one’s own events and their feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.events import actions
from passerelle.events.access import may_propose, may_see
from passerelle.events.calendars import calendar_of_person, calendar_of_space
from passerelle.events.queries import (
    ahead_of,
    answer_of,
    answers_of,
    behind_of,
    coming_to,
    counted,
    date_called,
    dates_of,
    days_between,
    feed_of,
    footing_of,
    moves_up_at,
    person_of_feed,
)
from passerelle.events.rules import Saying
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.queries import today_at
from passerelle.web import phrases
from passerelle.web.answers import kept_private
from passerelle.web.audience import by_link, found_space, person_of, public, signed_in
from passerelle.web.forms.events import EventForm
from passerelle.web.forms.getaways import month_of
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.ways import url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from passerelle.events.models import Answer, Occurrence
    from passerelle.events.queries import Footing
    from passerelle.people.models import Person

MOST_OF_A_MONTH = 300
A_WEEK = 7


@dataclass(frozen=True)
class Box:
    """One day of the month’s view, and what happens on it; `is_of_month` is false for the days around."""

    day: date
    is_of_month: bool
    is_today: bool
    dates: Sequence[Occurrence]


@dataclass(frozen=True)
class MonthShown:
    """A month in weeks, with the months beside it."""

    first: date
    before: date
    after: date
    weeks: list[list[Box]]


@public
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens at a space: a list by day, and on wide screens the month; each reader sees what is for them."""
    space, person = found_space(slug), _somebody(request)
    footing, now, today = footing_of(person, space), clock.now(), today_at(space)
    found = dates_of(space, footing)
    month, is_past = _month_asked(request), request.GET.get("show") == "past"
    first = month or today.replace(day=1)
    if is_past:
        listed = behind_of(found, now)
    else:
        listed = days_between(found, month, _after(month)) if month else ahead_of(found, now)
    page = page_of(counted(listed, person), request.GET.get("page"))
    given = {
        "space": space,
        "page": page,
        "days": _by_day(page.object_list),
        "is_past": is_past,
        "month": month,
        "shown": _month(found, first, today),
        "footing": footing,
        "proposes": footing.members_propose and footing.is_member_on(today) and not footing.manages,
        "feed": settings.SITE_URL + url("space_calendar", slug=slug),
    }
    return render(request, "events/calendar.html", given)


@public
@require_safe
def space_calendar(_request: HttpRequest, slug: str) -> HttpResponse:
    """The public events of a space for calendar programs, which read them again by themselves."""
    space = found_space(slug)
    response = HttpResponse(calendar_of_space(space, clock.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{space.slug}.ics"'
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One date of an event, and the answer to it. Whoever is signed out learns nothing of what is not for everybody."""
    person, found = _somebody(request), date_called(slug, reference)
    mine = answer_of(person, found) if found else None
    footing = footing_of(person, found.space) if found else None
    if found is None or footing is None or not may_see(footing, found, has_answered=mine is not None):
        if person is None:
            return redirect_to_login(request.get_full_path())
        raise Http404
    wrong = ""
    if request.method == "POST":
        if person is None:
            return redirect_to_login(request.get_full_path())
        try:
            return _answered(request, found, person)
        except NotFound:
            raise Http404 from None
        except Refusal as refusal:
            wrong = sentence(refusal)
    given = _seen(found, footing, mine) | {"person": person, "wrong": wrong}
    return render(request, "events/event.html", given, status=422 if wrong else 200)


def _answered(request: HttpRequest, found: Occurrence, person: Person) -> HttpResponse:
    """Raises as the action, and Refusal `act_is_not_known`."""
    acts = {"come": Saying.COMING, "not_come": Saying.NOT_COMING}
    saying = acts.get(request.POST.get("act", ""))
    if saying is None:
        raise Refusal("act_is_not_known")
    said = actions.answer(found, saying, by=person, shows_name="shows_name" in request.POST)
    words = {
        Saying.COMING: _("You come. A letter has the invitation for your calendar."),
        Saying.WAITING: _("You are on the waiting list. A letter tells you as soon as there is a place."),
        Saying.NOT_COMING: _("You do not come. Thank you for saying so."),
    }
    messages.success(request, words[Saying(said.saying)])
    return redirect("event", slug=found.space.slug, reference=found.reference)


def _seen(found: Occurrence, footing: Footing, mine: Answer | None) -> dict[str, Any]:
    """The page of one date; who comes is for those who come and for the team."""
    people = coming_to(found)
    coming = [one for one in people if one.saying == Saying.COMING]
    waiting = [one for one in people if one.saying == Saying.WAITING]
    comes = mine is not None and mine.saying == Saying.COMING
    named = [one.person.name for one in coming if one.person.name and (footing.is_staff or one.shows_name)]
    return {
        "occurrence": found,
        "event": found.event,
        "space": found.space,
        "when": when_words(found),
        "footing": footing,
        "mine": mine,
        "comes": comes,
        "waits": [one.person_id for one in waiting].index(mine.person_id) + 1
        if mine and mine.saying == Saying.WAITING
        else 0,
        "coming": len(coming),
        "left": max(found.places - len(coming), 0) if found.places else None,
        "waiting": len(waiting),
        "named": named if comes or footing.is_staff else [],
        "others": len(coming) - len(named),
        "names_waiting": [one.person.name for one in waiting if one.person.name] if footing.is_staff else [],
        "can_answer": found.called_off_at is None and clock.now() < found.begins_at,
        "is_over": clock.now() >= found.ends_at,
        "moves_up_until": moves_up_at(found),
    }


def when_words(one: Occurrence) -> str:
    """« mardi 2 mars, 18 h 30 – 20 h » · "Tuesday 2 March, 18:30 – 20:00", by the wall of the space."""
    begins, ends = one.begins, one.ends
    said = f"{phrases.day(begins.date(), year=begins.year != clock.now().year)}, {phrases.hour(begins.time())}"
    return f"{said} – {phrases.hour(ends.time())}"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_events(request: HttpRequest) -> HttpResponse:
    """Where this person comes or waits, and the secret address at which a calendar program reads it."""
    person, now = person_of(request), clock.now()
    if request.method == "POST":
        return _fed(request, person)
    is_past = request.GET.get("show") == "past"
    said = answers_of(person).exclude(saying=Saying.NOT_COMING)
    listed = (
        said.filter(occurrence__ends_at__lte=now).reverse() if is_past else said.filter(occurrence__ends_at__gt=now)
    )
    page, feed = page_of(listed, request.GET.get("page")), feed_of(person)
    rows = [(one, when_words(one.occurrence)) for one in page.object_list]
    address = settings.SITE_URL + url("my_calendar", sealed=feed) if feed else ""
    return render(request, "events/mine.html", {"page": page, "rows": rows, "is_past": is_past, "feed": address})


def _fed(request: HttpRequest, person: Person) -> HttpResponse:
    if request.POST.get("act") == "end":
        actions.end_feed(person)
        messages.success(request, _("The address opens nothing any more."))
    else:
        actions.make_feed(person)
        messages.success(request, _("Here is the address. Whoever has it can read it, so keep it to yourself."))
    return redirect("my_events")


@by_link
@require_safe
def my_calendar(_request: HttpRequest, sealed: str) -> HttpResponse:
    """Where somebody comes, for their calendar program. The address is the right to read it."""
    try:
        person = person_of_feed(sealed)
    except Refusal:
        raise Http404 from None
    with override(person.language):
        name = _("My events")
    response = HttpResponse(calendar_of_person(person, clock.now(), name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="events.ics"'
    return kept_private(response)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def propose_event(request: HttpRequest, slug: str) -> HttpResponse:
    """A member proposes an event, where the space lets its members; the space answers by letter."""
    space, person = found_space(slug), person_of(request)
    if not may_propose(person, space):
        raise Http404
    form = EventForm(request.POST or None, space=space, proposes=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(space, form.described(), by=person)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Proposed. The space answers you by letter."))
            return redirect("events", slug=space.slug)
    given = {"space": space, "form": form, "proposes": True}
    return render(request, "events/form.html", given, status=422 if form.errors else 200)


def _somebody(request: HttpRequest) -> Person | None:
    return person_of(request) if request.user.is_authenticated else None


def _month_asked(request: HttpRequest) -> date | None:
    month = month_of(request.GET.get("month", ""))
    return month if month and 1900 < month.year < 2200 else None


def _after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _by_day(found: Iterable[Occurrence]) -> list[tuple[date, list[Occurrence]]]:
    return [(day, list(dates)) for day, dates in groupby(found, key=lambda one: one.day)]


def _month(found: QuerySet[Occurrence], first: date, today: date) -> MonthShown:
    """The month in weeks that begin on Monday; one query."""
    after, before = _after(first), (first - timedelta(days=1)).replace(day=1)
    listed: dict[date, list[Occurrence]] = {}
    for one in days_between(found, first, after)[:MOST_OF_A_MONTH]:
        listed.setdefault(one.day, []).append(one)
    monday, weeks = first - timedelta(days=first.weekday()), []
    while monday < after:
        days = [monday + timedelta(days=number) for number in range(A_WEEK)]
        weeks.append([Box(day, day.month == first.month, day == today, listed.get(day, [])) for day in days])
        monday += timedelta(days=A_WEEK)
    return MonthShown(first, before, after, weeks)


urlpatterns = [
    path("spaces/<slug:slug>/events/", calendar, name="events"),
    path("spaces/<slug:slug>/events.ics", space_calendar, name="space_calendar"),
    path("spaces/<slug:slug>/events/propose/", propose_event, name="propose_event"),
    path("spaces/<slug:slug>/events/<slug:reference>/", event, name="event"),
    path("events/", my_events, name="my_events"),
    path("events/<str:sealed>/calendar.ics", my_calendar, name="my_calendar"),
]
