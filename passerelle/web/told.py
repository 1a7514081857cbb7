"""A visit as pages tell it: its days with their marks, what has happened, what happens next and when, what was written.

Each sentence is said from one side: the visitor reads "You asked", the host reads the visitor's name. Moments stand in
the host's time zone, which is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from passerelle.kit import clock
from passerelle.presence.rules import State as Day
from passerelle.spaces.queries import today_at
from passerelle.visits.actions.answering import can_be_taken_back
from passerelle.visits.rules import (
    ACCEPTED_ONCE,
    SAYING_LASTS,
    UNDO_LASTS,
    WAITING,
    Side,
    State,
    Word,
    may_be_said,
    may_still_be_said,
    open_acts,
)
from passerelle.visits.rules.clocks import Step, let_go_at
from passerelle.web import phrases
from passerelle.web.words import witness_word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from passerelle.people.models import Person
    from passerelle.presence.models import Presence
    from passerelle.visits.models import Line, Visit
    from passerelle.visits.queries.lists import Expected, ListedVisit, Named


@dataclass(frozen=True)
class DayTold:
    """A day of a visit: `mark` is "asked", "held", "used" or "off", and `said` says it in words."""

    day: date
    mark: str
    said: str


@dataclass(frozen=True)
class StepTold:
    """Something in the life of a visit: `when` is "done", "now" or "later"; `at` is in words, or empty."""

    said: str
    at: str
    when: str

    @property
    def row(self) -> tuple[str, str, str]:
        """As the drawn timeline takes it."""
        return self.said, self.at, self.when


Said = tuple[str, str, str, bool]
"""A line of a conversation, as the drawn thread takes it: who, when, what, and whether it is the reader's own."""


def known_as(person: Person | Named) -> str:
    """How somebody is called before others. A mail address is never shown for want of a name."""
    return person.name or _("somebody without a name")


def footing_said(visit: Visit | ListedVisit | Expected) -> str:
    """On what somebody comes: « Coworking Namur, Namur », « Pass Tandem »."""
    if visit.word == Word.HOLDER:
        return _("Pass of %(network)s") % {"network": visit.footing.name}
    return f"{visit.footing.name}, {getattr(visit.footing, 'town', '')}"


def moment_at(visit: Visit | ListedVisit, moment: datetime) -> str:
    """« lundi 12 janvier à 9 h 42, heure locale (Hong Kong) »."""
    said = phrases.moment(moment, visit.host.time_zone)
    return _("%(moment)s, local time in %(town)s") % {"moment": said, "town": visit.host.town}


# The days


def days_told(visit: Visit, days: Iterable[date], presences: Iterable[Presence]) -> list[DayTold]:
    """The days of a visit, in order, with what has become of each."""
    kept = {presence.day: presence for presence in presences}
    return [_day_told(visit, day, kept.get(day)) for day in sorted({*days, *kept})]


def _day_told(visit: Visit, day: date, presence: Presence | None) -> DayTold:
    if presence is not None and presence.state == Day.USED and presence.used_at is not None:
        hour = phrases.hour(presence.used_at, visit.host.time_zone)
        facts = {"hour": hour, "how": witness_word(presence.witness) if presence.witness else ""}
        return DayTold(day, "used", _("checked in at %(hour)s, %(how)s") % facts)
    if presence is not None:
        return DayTold(day, "held", _("expected"))
    if visit.state in WAITING:
        return DayTold(day, "asked", _("asked"))
    if State(visit.state) not in ACCEPTED_ONCE:
        return DayTold(day, "off", _("not taken"))
    return DayTold(day, "off", _("given back") if _was_given_back(visit, day) else _("nobody checked in: free again"))


def _was_given_back(visit: Visit, day: date) -> bool:
    """Whether the visitor left before the day was over; one that nobody came on ends after it."""
    return visit.ended_at is not None and day >= clock.local_day(visit.host.time_zone, visit.ended_at)


# What happens next

Pair = tuple[Any, Any]
NEXT: dict[str, Pair] = {
    "home_is_asked": (
        lazy("%(home)s has been asked whether you are its member. %(host)s is asked at the latest on %(moment)s."),
        lazy("%(home)s has been asked whether %(name)s is its member. You are asked at the latest on %(moment)s."),
    ),
    "host_is_to_answer": (
        lazy("%(host)s is to answer by %(moment)s; without an answer the request lapses."),
        lazy("You are to answer by %(moment)s; without an answer the request lapses."),
    ),
    "visitor_is_to_choose": (
        lazy("%(host)s proposes other days. You are to answer by %(moment)s."),
        lazy("%(name)s is to say by %(moment)s whether the days you propose will do."),
    ),
    "expected": (
        lazy("You are expected on %(day)s. Show your code at the door."),
        lazy("%(name)s is expected on %(day)s and shows a code at the door."),
    ),
    "expected_today": (
        lazy("You are expected today. Show your code at the door."),
        lazy("%(name)s is expected today and shows a code at the door."),
    ),
    "here": (lazy("You have arrived. Enjoy your stay."), lazy("%(name)s has arrived.")),
    "can_be_said": (
        lazy("The visit is over. Until %(last)s you can say whether it happened."),
        lazy("The visit is over. Until %(last)s you can say whether it happened."),
    ),
    "over": (lazy("The visit is over."), lazy("The visit is over.")),
    "no_show": (lazy("Nobody checked in."), lazy("Nobody checked in.")),
    "declined": (lazy("%(host)s cannot receive you on these days."), lazy("You have said no.")),
    "turned_down": (
        lazy("The other days did not suit you."),
        lazy("The days you proposed did not suit %(name)s."),
    ),
    "not_vouched": (
        lazy("%(home)s does not know you as its member."),
        lazy("%(home)s does not know %(name)s as its member."),
    ),
    "lapsed": (lazy("%(host)s did not answer in time."), lazy("You did not answer in time.")),
    "not_taken_up": (
        lazy("You did not take up the other days in time."),
        lazy("%(name)s did not take up the days you proposed in time."),
    ),
    "cancelled": (lazy("You have cancelled."), lazy("%(name)s has cancelled.")),
    "withdrawn": (lazy("%(host)s has taken its yes back."), lazy("You have taken your yes back.")),
}


def next_said(visit: Visit | ListedVisit, side: Side) -> str:
    """In one sentence: what happens next and when, or how it ended. No query."""
    key, facts = _what_is_next(visit)
    return _told(NEXT[key], visit, side) % (_names(visit) | facts)


def _what_is_next(visit: Visit | ListedVisit) -> tuple[str, dict[str, str]]:
    state = State(visit.state)
    if state is State.REQUESTED and visit.host_asked_at is None:
        return "home_is_asked", _by(visit, visit.next_step_at)
    if state in WAITING:
        return ("host_is_to_answer" if state is State.REQUESTED else "visitor_is_to_choose"), _by(visit, visit.lapse_at)
    if state is State.ACCEPTED:
        return _expected(visit)
    if state in (State.CLOSED, State.NO_SHOW) and may_still_be_said(
        visit.last_day, clock.local_day(visit.host.time_zone)
    ):
        return "can_be_said", {"last": phrases.dated(visit.last_day + SAYING_LASTS)}
    return _ENDS[state](visit), {}


def _expected(visit: Visit | ListedVisit) -> tuple[str, dict[str, str]]:
    if visit.first_day > clock.local_day(visit.host.time_zone):
        return "expected", {"day": phrases.day(visit.first_day)}
    return "expected_today", {}


def _why_declined(visit: Visit | ListedVisit) -> str:
    if visit.word == Word.REFUSED:
        return "not_vouched"
    return "turned_down" if visit.proposed_days else "declined"


_ENDS: dict[State, Any] = {
    State.ARRIVED: lambda visit: "here",
    State.CLOSED: lambda visit: "over",
    State.NO_SHOW: lambda visit: "no_show",
    State.DECLINED: _why_declined,
    State.LAPSED: lambda visit: "not_taken_up" if visit.proposed_days else "lapsed",
    State.CANCELLED: lambda visit: "cancelled",
    State.WITHDRAWN: lambda visit: "withdrawn",
}


def _by(visit: Visit | ListedVisit, moment: datetime | None) -> dict[str, str]:
    return {"moment": moment_at(visit, moment) if moment else "—"}


def _told(pair: Pair, visit: Visit | ListedVisit, side: Side) -> str:
    return str(pair[0] if side is Side.VISITOR else pair[1])


def _names(visit: Visit | ListedVisit) -> dict[str, str]:
    return {"host": visit.host.name, "home": visit.footing.name, "name": known_as(visit.person)}


# The story

# These ended at a moment; a visit that was spent ended by and by, with its last day.
ENDED_BY_SOMETHING = frozenset({State.DECLINED, State.LAPSED, State.CANCELLED, State.WITHDRAWN})
DONE: dict[str, Pair] = {
    "asked": (lazy("You asked %(host)s."), lazy("%(name)s asked you.")),
    "home_asked": (lazy("%(home)s was asked to vouch for you."), lazy("%(home)s was asked to vouch.")),
    "home_vouched": (lazy("%(home)s vouched for you."), lazy("%(home)s vouched.")),
    "home_refused": (
        lazy("%(home)s does not know you as its member."),
        lazy("%(home)s does not know %(name)s as its member."),
    ),
    "home_silent": (
        lazy("%(home)s has not answered; %(host)s was asked all the same."),
        lazy("%(home)s has not answered; you were asked all the same."),
    ),
    "host_asked": (lazy("Your request was put to %(host)s."), lazy("The request was put to you.")),
    "accepted": (lazy("%(host)s said yes."), lazy("You said yes.")),
    "accepted_by_terms": (
        lazy("The terms of %(host)s said yes: nobody needed to be asked."),
        lazy("Your terms said yes: nobody needed to be asked."),
    ),
    "accepted_by_visitor": (
        lazy("You took up the days that %(host)s proposed."),
        lazy("%(name)s took up the days you proposed."),
    ),
    "countered": (lazy("%(host)s proposed other days."), lazy("You proposed other days.")),
    "arrived": (lazy("You arrived."), lazy("%(name)s arrived.")),
}
LATER: dict[Step, Pair] = {
    Step.WRITE_TO_HOST: (
        lazy("If %(home)s has not answered, %(host)s is asked all the same."),
        lazy("If %(home)s has not answered, you are asked all the same."),
    ),
    Step.REMIND_HOST: (lazy("%(host)s is reminded."), lazy("You are reminded.")),
    Step.ASK_SECOND_CONTACT: (
        lazy("The second address of %(host)s is asked."),
        lazy("Your second address is asked."),
    ),
    Step.LAPSE: (
        lazy("Without an answer the request lapses, and you are told."),
        lazy("Without an answer the request lapses, and %(name)s is told."),
    ),
    Step.LET_A_DAY_GO: (
        lazy("A day on which you have not checked in is free again."),
        lazy("A day on which nobody has checked in is free again."),
    ),
}


def story(visit: Visit, side: Side, held: Collection[date] = ()) -> list[StepTold]:
    """What has happened to a visit, where it stands, and what will happen by itself. No query."""
    done = [
        StepTold(_told(DONE[key], visit, side) % _names(visit), _at(visit, moment), "done")
        for key, moment in _happened(visit)
    ]
    ended_at = visit.ended_at if State(visit.state) in ENDED_BY_SOMETHING else None
    now = StepTold(next_said(visit, side), _at(visit, ended_at), "now" if visit.is_open else "done")
    later = [
        StepTold(_told(LATER[step], visit, side) % _names(visit), _at(visit, moment), "later")
        for step, moment in _to_come(visit, held)
    ]
    return [*done, now, *later]


def _happened(visit: Visit) -> list[tuple[str, datetime | None]]:
    facts = [("asked", visit.asked_at), *_word_of_home(visit)]
    if visit.host_asked_at:
        facts.append(("host_asked", visit.host_asked_at))
    if visit.answered_at:
        answer = _answer(visit)
        if answer == "accepted_by_visitor":
            facts.append(("countered", None))
        facts.append((answer, visit.answered_at))
    if visit.arrived_at:
        facts.append(("arrived", visit.arrived_at))
    return [(key, moment) for key, moment in facts if key]


def _word_of_home(visit: Visit) -> list[tuple[str, datetime | None]]:
    told = {Word.ASKED: "home_asked", Word.GIVEN: "home_vouched", Word.REFUSED: "home_refused"}
    word = Word(visit.word)
    if word is Word.SILENT:
        return [("home_silent", visit.host_asked_at)]
    return [(told[word], visit.home_answered_at or visit.asked_at)] if word in told else []


def _answer(visit: Visit) -> str:
    """Which answer it was that `answered_at` dates; a no is the last step of the story, told there."""
    if visit.state == State.DECLINED and not visit.proposed_days:
        return ""
    if visit.answered_by == visit.person.ref:
        return "accepted_by_visitor"
    if visit.proposed_days:
        return "countered"
    return "accepted_by_terms" if visit.answered_by == "terms" else "accepted"


def _to_come(visit: Visit, held: Collection[date]) -> list[tuple[Step, datetime]]:
    state = State(visit.state)
    if state is State.REQUESTED and visit.host_asked_at is None:
        steps: list[tuple[Step, datetime | None]] = [(Step.WRITE_TO_HOST, visit.next_step_at)]
    elif state in WAITING:
        steps = [(Step.REMIND_HOST, visit.remind_at), (Step.ASK_SECOND_CONTACT, visit.second_at)]
        steps.append((Step.LAPSE, visit.lapse_at))
    else:
        zone = clock.zone(visit.host.time_zone)
        steps = [(Step.LET_A_DAY_GO, let_go_at(day, zone)) for day in sorted(held)[:1]]
    return [(step, moment) for step, moment in steps if moment is not None]


def _at(visit: Visit, moment: datetime | None) -> str:
    return phrases.moment(moment, visit.host.time_zone) if moment else ""


# The conversation


def conversation(visit: Visit, side: Side, lines: Iterable[Line]) -> list[Said]:
    """What was written, the oldest first: the line about oneself, the line of the answer, and all that followed.

    The host reads the line about the visitor above everything else, so it is not said twice.
    """
    about = visit.about if side is Side.VISITOR else ""
    said = [(visit.asked_at, Side.VISITOR, about), (_answered_at(visit), Side.HOST, visit.answer_line)]
    said += [(line.written_at, Side(line.side), line.text) for line in lines]
    spoken = [(moment, whose, text) for moment, whose, text in said if text]
    return [_said(visit, side, *one) for one in sorted(spoken, key=lambda one: one[0])]


def _said(visit: Visit, reader: Side, moment: datetime, whose: Side, text: str) -> Said:
    name = known_as(visit.person) if whose is Side.VISITOR else visit.host.name
    return name, phrases.moment_short(moment, visit.host.time_zone), text, whose is reader


def _answered_at(visit: Visit) -> datetime:
    """When the line of the answer was written; that of a visit taken back is its reason, written as it ended."""
    ended = visit.ended_at if visit.state == State.WITHDRAWN else None
    return ended or visit.answered_at or visit.asked_at


# What can be done now


def what_can_be_done(visit: Visit, side: Side) -> frozenset[str]:
    """The acts that a side's page offers now. The actions ask again: a page may be an hour old when it is pressed."""
    state = State(visit.state)
    acts = {"write", *open_acts(side, state, can_be_taken_back=can_be_taken_back(visit))}
    if may_be_said(state, visit.first_day, visit.last_day, today_at(visit.host)):
        acts.add("say")
    return frozenset(acts)


def take_back_until(visit: Visit) -> str:
    """Until when the answer can be taken back: « 14 h 52 »."""
    if visit.answered_at is None:
        return ""
    return phrases.hour(visit.answered_at + UNDO_LASTS, visit.host.time_zone)
