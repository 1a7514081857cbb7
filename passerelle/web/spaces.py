"""The page of a space."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle.bookings.queries import behind
from passerelle.directory.queries import around
from passerelle.getaways.queries import getaways_ahead
from passerelle.kit import clock
from passerelle.listings.queries import origins_of
from passerelle.listings.rules.saying import Origin
from passerelle.networks.queries import Offer, offers_of
from passerelle.networks.rules import Mode
from passerelle.people.rules import Language
from passerelle.provisions.queries import provisions_offered
from passerelle.spaces.queries import closures_ahead
from passerelle.spaces.rules import (
    MARKS_OF_AN_OFFICE_CENTRE,
    MARKS_OF_AN_OPEN_ROOM,
    Closed,
    Feature,
    OfficeHours,
    Role,
    office_hours,
)
from passerelle.web.audience import found_space, public
from passerelle.web.import_words import column_said
from passerelle.web.kept import kept_a_second
from passerelle.web.machines import for_machines
from passerelle.web.opening import Now, open_now, usual_hours
from passerelle.web.rows import where
from passerelle.web.terms_table import Line, terms_lines, terms_sentence

if TYPE_CHECKING:
    from passerelle.spaces.models import Closure, Space

ROWS_A_PAGE = 25


@public
@require_safe
@kept_a_second
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """A space: what sort of place, where, when it is open, who stands behind it, and on which terms one comes."""
    shown = found_space(slug)
    if shown.joined_into is not None:
        return redirect("space", slug=shown.joined_into.slug, permanent=True)
    today = clock.local_day(shown.time_zone)
    closures = list(closures_ahead(shown))
    closed = [Closed(closure.since, closure.until) for closure in closures]
    (staff, has_rooms, has_services), offers = behind(shown), offers_of(shown, today)
    given = {
        "space": shown,
        "where": where(shown),
        "times": _times(shown, office_hours(shown.hours, shown.country, closed), closures),
        "offers": [_offered(offer, shown.currency) for offer in offers],
        "managers": [one.person for one in staff if one.role == Role.MANAGER and one.person.name],
        "manages": any(one.person_id == request.user.pk and one.role == Role.MANAGER for one in staff),
        "around": around(shown, today),
        "texts": [] if shown.answers_letters else _texts_to_send(shown),
        "getaways": getaways_ahead(shown, today) if any(one.network.mode == Mode.PAID for one in offers) else [],
        "has_rooms": has_rooms,
        "provisions": provisions_offered(shown) if has_services else [],
        "is_claimed": bool(staff),
        "origins": _told_by(shown),
        "for_machines": for_machines(shown, request.build_absolute_uri(request.path)),
        **_checklist(shown),
    }
    return render(request, "spaces/space.html", given)


@dataclass(frozen=True)
class Times:
    """When a space is open: now, in an ordinary week, and on which days ahead it is not."""

    now: Now | None
    there: datetime
    week: list[tuple[str, str]]
    closures: list[tuple[date, date, str]]


@dataclass(frozen=True)
class Offered:
    """What the space offers under one network: a sentence, and the table behind it."""

    offer: Offer
    sentence: str
    lines: list[Line]


def page_of(found: QuerySet[Any] | Sequence[Any], number: str | None, rows: int = ROWS_A_PAGE) -> Page[Any]:
    """One page of a long list; a number that makes no sense gives the nearest page that does."""
    return Paginator(found, rows).get_page(number)


def _times(space: "Space", hours: OfficeHours, closures: "list[Closure]") -> Times:
    there = clock.local(space.time_zone)
    ahead = [(one.since, last_day(one.until), one.reason) for one in closures]
    return Times(open_now(space, hours), there, usual_hours(space), ahead)


def last_day(until: date) -> date:
    """The last day of a span whose end is excluded, as people write it."""
    return date.fromordinal(until.toordinal() - 1)


def _offered(offer: Offer, currency: str) -> Offered:
    return Offered(offer, terms_sentence(offer.terms), terms_lines(offer.terms, currency, offer.default))


def _texts_to_send(space: "Space") -> list[tuple[str, str]]:
    """For a place that cannot be asked from here: what one may write to it oneself, each text with its language.

    In the language of the place; where nobody knows in which country it is, in the reader's and in every other of ours.
    """
    if space.country:
        return [(space.language, _text_to_send(space, space.language))]
    reader = get_language() or space.language
    spoken = sorted((one.value for one in Language), key=lambda one: one != reader.partition("-")[0])
    return [(language, _text_to_send(space, language)) for language in spoken]


def _text_to_send(space: "Space", language: str) -> str:
    with override(language):
        return _(
            "Hello, I am a member of a coworking space, and I should like to come and work at %(space)s for a few "
            "days. My dates: … My space vouches for me. Would you have a desk?"
        ) % {"space": space.name}


def _told_by(space: "Space") -> list[tuple[Origin, list[str]]]:
    """The lists that told us of it, each with what is known from it, as people call it."""
    told: dict[tuple[Any, ...], tuple[Origin, list[str]]] = {}
    for column, origin in origins_of(space).items():
        if origin.source:
            a_list = (origin.source, origin.licence, origin.told_on, origin.page)
            told.setdefault(a_list, (origin, []))[1].append(column_said(column, origin))
    return list(told.values())


def _checklist(space: "Space") -> dict[str, Any]:
    """What tells an open room from an office centre, each known to be there or not known; and what else is there."""
    known = set(space.features.split())
    marks = (*MARKS_OF_AN_OPEN_ROOM, *MARKS_OF_AN_OFFICE_CENTRE)
    return {
        "marks": [
            (_("Marks of an open room"), [(one, one in known) for one in MARKS_OF_AN_OPEN_ROOM]),
            (_("Marks of an office centre"), [(one, one in known) for one in MARKS_OF_AN_OFFICE_CENTRE]),
        ],
        "also_there": [one for one in Feature if one in known and one not in marks],
    }


urlpatterns = [path("spaces/<slug:slug>/", space, name="space")]
