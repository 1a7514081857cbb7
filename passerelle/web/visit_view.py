"""One visit, gathered for its page: what both sides read, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from passerelle.credentials.queries import address_of, credential_because_of
from passerelle.events.queries import events_for_a_visitor
from passerelle.kit import clock
from passerelle.kit.calendars import Occasion, calendar_file
from passerelle.kit.qr import qr_picture
from passerelle.networks.rules import Mode
from passerelle.presence.queries import crowds, days_taken
from passerelle.presence.rules import State as Day
from passerelle.spaces.queries import today_at
from passerelle.visits.queries import allowance_of, book_of, lines_of, presences_of, terms_now, visiting_hours
from passerelle.visits.queries.standing import why_not_standing
from passerelle.visits.rules import EXPECTED, WAITING, Side, State, Word
from passerelle.web import phrases
from passerelle.web.day_boxes import boxes_for, shown_until
from passerelle.web.months import Month, months
from passerelle.web.reckoning import Reckoning, told
from passerelle.web.refusals import sentence
from passerelle.web.terms_table import Line, terms_lines, terms_sentence
from passerelle.web.told import (
    DayTold,
    Said,
    conversation,
    days_told,
    footing_said,
    known_as,
    next_said,
    story,
    take_back_until,
    what_can_be_done,
)
from passerelle.web.ways import url

if TYPE_CHECKING:
    from datetime import time

    from markupsafe import Markup

    from passerelle.events.models import Occurrence
    from passerelle.networks.rules import Terms
    from passerelle.presence.models import Presence
    from passerelle.visits.models import Visit


@dataclass(frozen=True)
class Code:
    """The visitor's code: to be read by a camera, and to be typed."""

    picture: Markup
    short_code: str
    is_spent: bool


@dataclass(frozen=True)
class Seen:
    """A visit as one side's page shows it. `story` and `lines` are as the drawn pieces take them.

    `lacking` says why a visitor who comes on a pass would not be let in on the days still to come.
    """

    visit: Visit
    side: Side
    name: str
    next: str
    dates: list[date]
    days: list[DayTold]
    story: list[tuple[str, str, str]]
    lines: list[Said]
    can: frozenset[str]
    take_back_until: str
    proposed: list[date]
    word: str
    footing: str
    lacking: str
    terms: str
    terms_lines: list[Line]
    reckoning: Reckoning | None
    hours: str
    code: Code | None
    months: list[Month]
    events: list[Occurrence]


def seen_by(visit: Visit, side: Side, dates: list[date], *, with_days_to_propose: bool = False) -> Seen:
    """The visit for one side's page, in as many queries whatever its length."""
    terms = terms_now(visit)
    proposed = [date.fromisoformat(day) for day in visit.proposed_days]
    wished = proposed if visit.state == State.COUNTERED else dates
    near = _days_at_the_host(visit, terms, [*dates, *wished])
    own = [presence for presence in near if presence.cause == visit.ref]  # `near` counts free days alone
    presences = presences_of(visit) if visit.network.mode == Mode.PAID else own
    held = [presence.day for presence in presences if presence.state == Day.HELD]
    can = what_can_be_done(visit, side)
    return Seen(
        visit=visit,
        side=side,
        name=known_as(visit.person),
        next=next_said(visit, side),
        dates=dates,
        days=days_told(visit, dates, presences),
        story=[step.row for step in story(visit, side, held)],
        lines=conversation(visit, side, lines_of(visit)),
        can=can,
        take_back_until=take_back_until(visit),
        proposed=proposed,
        word=word_said(visit, side),
        footing=footing_said(visit),
        lacking=_lacking(visit, held) if side is Side.VISITOR else "",
        terms=terms_sentence(terms) if terms else "",
        terms_lines=terms_lines(terms, visit.host.currency) if terms else [],
        reckoning=_reckoning(visit, terms, wished, near),
        hours=hours_said(visit, dates) if side is Side.VISITOR and visit.state in EXPECTED else "",
        code=_code(visit) if side is Side.VISITOR and visit.state in EXPECTED else None,
        months=_months(visit, terms) if with_days_to_propose and "answer" in can else [],
        events=events_for_a_visitor(visit.host, dates) if side is Side.VISITOR and visit.state in EXPECTED else [],
    )


def word_said(visit: Visit, side: Side) -> str:
    """In one sentence: what the home says of the visitor, or the network that sold a pass."""
    home, name = visit.footing.name, known_as(visit.person)
    said = {
        Word.STANDING: _("%(home)s vouches: %(name)s is its member in good standing."),
        Word.ASKED: _("%(home)s has been asked whether %(name)s is its member."),
        Word.GIVEN: _("%(home)s vouches for %(name)s."),
        Word.SILENT: _("Not vouched for: %(home)s has not answered whether %(name)s is its member."),
        Word.REFUSED: _("%(home)s says that %(name)s is not its member."),
        Word.HOLDER: _("%(name)s holds a pass of %(home)s: it speaks for itself, and pays each day on arrival."),
    }
    return said[Word(visit.word)] % {"home": home, "name": name}


def hours_said(visit: Visit, days: list[date]) -> str:
    """« de 9 h à 19 h, heure locale (Hong Kong) »; day by day where they differ, nothing where they are not known."""
    hours = {day: span for day, span in visiting_hours(visit, days).items() if span}
    spans = set(hours.values())
    if not spans:
        return visit.host.hours_note
    if len(spans) == 1:
        said = _span(*spans.pop())
    else:
        said = " · ".join(f"{phrases.day_short(day)} {_span(*span)}" for day, span in hours.items())
    return _("%(hours)s, local time in %(town)s") % {"hours": said, "town": visit.host.town}


def calendar_of(visit: Visit) -> bytes:
    """The days as a calendar file; one fetched later replaces what an earlier one put into the calendar."""
    host, presences = visit.host, presences_of(visit)
    days = [presence.day for presence in presences]
    occasion = Occasion(
        uid=f"visit-{visit.reference}",
        title=_("Working at %(host)s") % {"host": host.name},
        place=", ".join(part for part in (host.name, host.address, host.town) if part),
        zone_name=host.time_zone,
        days=visiting_hours(visit, days),
        note=_("Ask for %(name)s at the desk.") % {"name": host.ask_for} if host.ask_for else "",
        url=address(visit),
        sequence=visit.answers,
    )
    return calendar_file(occasion, written_at=clock.now())


def address(visit: Visit) -> str:
    """The whole address of a visit's page, for files that are read elsewhere."""
    return settings.SITE_URL + url("visit", reference=visit.reference)


def _span(opens: time, closes: time) -> str:
    return _("from %(start)s to %(end)s") % {"start": phrases.hour(opens), "end": phrases.hour(closes)}


def _days_at_the_host(visit: Visit, terms: Terms | None, dates: list[date]) -> list[Presence]:
    """The visitor's days at this host that can stand in one window with the visit's or with today, its own included."""
    if terms is None:
        return presences_of(visit)
    return days_taken(visit.person, visit.host, allowance_of(terms), [today_at(visit.host), *dates])


def _lacking(visit: Visit, held: list[date]) -> str:
    refusal = why_not_standing(visit.person, visit.network, held) if visit.word == Word.HOLDER and held else None
    return sentence(refusal) if refusal else ""


def _reckoning(visit: Visit, terms: Terms | None, wished: list[date], near: list[Presence]) -> Reckoning | None:
    """What the visit means for the free days: asked while it waits, held or used afterwards."""
    if terms is None or visit.home is None or visit.state not in (*WAITING, *EXPECTED):
        return None
    used = [presence.day for presence in near if presence.state == Day.USED]
    held = [presence.day for presence in near if presence.state == Day.HELD]
    asked = wished if visit.state in WAITING else []
    return told(book_of(allowance_of(terms), used, held, asked, today_at(visit.host)), visit.host)


def _code(visit: Visit) -> Code | None:
    credential = credential_because_of(visit.ref)
    if credential is None:
        return None
    picture = qr_picture(address_of(credential), _("Your code for the door"))
    return Code(picture, credential.short_code, is_spent=today_at(visit.host) >= credential.until)


def _months(visit: Visit, terms: Terms | None) -> list[Month]:
    """From which the host picks other days."""
    if terms is None:
        return []
    today = today_at(visit.host)
    until = shown_until(today)
    return months(today, until, boxes_for(visit.host, terms, crowds(visit.host, visit.person, today, until)))
