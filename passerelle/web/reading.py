"""What the desk reads when a visitor stands before it: who this is, what was agreed, and what to do now.

One page says it, whichever way it was opened: by the visitor's code, by the link of the host's letter, or by a name in
the desk's list. Somebody who has never heard of all this must be able to act on it in five seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext

from passerelle.credentials.rules import Validity
from passerelle.kit import clock
from passerelle.members.queries import standing_of
from passerelle.members.rules import Standing
from passerelle.presence.rules import State as Day
from passerelle.spaces.queries import today_at
from passerelle.visits.queries import presences_of
from passerelle.visits.queries.paying import cost_of
from passerelle.visits.rules import ACCEPTED_ONCE, EXPECTED, VOUCHED_FOR, WAITING, State
from passerelle.visits.rules.clocks import may_be_added, may_be_corrected
from passerelle.web import phrases
from passerelle.web.day_cost import CostTold, cost_told
from passerelle.web.terms_table import spelled
from passerelle.web.told import known_as
from passerelle.web.words import included_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from passerelle.people.models import Person
    from passerelle.presence.models import Presence
    from passerelle.visits.models import Visit
    from passerelle.visits.queries.lists import Expected, Mark, Named


class Case(StrEnum):
    """How it stands with a visitor at the door, today."""

    EXPECTED = "expected"
    HERE = "here"
    NOT_TODAY = "not_today"
    NOT_YET = "not_yet"
    OVER = "over"
    UNANSWERED = "unanswered"
    GIVEN_UP = "given_up"
    REPLACED = "replaced"
    STANDING_LOST = "standing_lost"
    CANNOT_PAY = "cannot_pay"
    ELSEWHERE = "elsewhere"
    NOT_OURS = "not_ours"
    BROKEN = "broken"


@dataclass(frozen=True)
class Words:
    """The band of a case: its colour, its word and its greeting; what is so; and what can be done, line by line."""

    kind: str
    word: Any
    greeting: Any
    said: Any = ""
    can_be_done: tuple[Any, ...] = ()


SORRY = lazy("Say it kindly, and offer a coffee: most such cases are a mistake in the dates.")
NOT_READ = lazy("Say it kindly: the letter that says so may not have been read yet.")
OWN_PAGE = lazy("%(first)s can open the visit’s page on a telephone: the dates and the code in force stand there.")
ASK_AGAIN = lazy("Whoever would like to come on another day can ask for it on the page of %(host)s.")
BY_YOURSELF = lazy("You are free to let %(first)s in all the same: that stays between you, and is not counted here.")

CASES: dict[Case, Words] = {
    Case.EXPECTED: Words("yes", lazy("Valid code"), lazy("Welcome, %(first)s.")),
    Case.HERE: Words("yes", lazy("Checked in at %(hour)s"), lazy("%(first)s is here.")),
    Case.NOT_TODAY: Words(
        "wait",
        lazy("Not today"),
        lazy("%(first)s is not expected today."),
        lazy("Expected here: %(held)s."),
        (OWN_PAGE, ASK_AGAIN, BY_YOURSELF),
    ),
    Case.NOT_YET: Words(
        "wait",
        lazy("Not yet valid"),
        lazy("%(first)s comes later."),
        lazy("Expected here: %(held)s."),
        (SORRY, ASK_AGAIN, BY_YOURSELF),
    ),
    Case.OVER: Words(
        "no",
        lazy("Expired code"),
        lazy("These days are over."),
        lazy("The last day agreed was %(last)s."),
        (SORRY, ASK_AGAIN, BY_YOURSELF),
    ),
    Case.UNANSWERED: Words(
        "wait",
        lazy("Not answered yet"),
        lazy("%(first)s has asked to come."),
        lazy("%(host)s has not said yes so far."),
        (lazy("Answer the request, or ask a manager to: it takes ten seconds from the letter."), BY_YOURSELF),
    ),
    Case.GIVEN_UP: Words(
        "no",
        lazy("Code no longer valid"),
        lazy("This visit has been called off."),
        "",
        (NOT_READ, ASK_AGAIN, BY_YOURSELF),
    ),
    Case.REPLACED: Words(
        "no",
        lazy("Replaced code"),
        lazy("There is a newer code."),
        lazy("The days of this visit have changed since this code was made."),
        (OWN_PAGE, lazy("Read the newer code, or type its six signs on your desk’s page.")),
    ),
    Case.STANDING_LOST: Words(
        "no",
        lazy("Not valid today"),
        lazy("The home no longer vouches."),
        lazy("%(home)s does not count %(first)s among its members today."),
        (
            lazy("Ask %(first)s: the membership may have ended, or its renewal may not be written down yet."),
            lazy("A word from %(home)s on its own list puts it right at once; then read the code again."),
            BY_YOURSELF,
        ),
    ),
    Case.CANNOT_PAY: Words(
        "no",
        lazy("Not paid"),
        lazy("The pass cannot pay today."),
        "",
        (
            lazy("%(first)s can buy days, or pay what is owed, on a telephone; then open this page again."),
            lazy("Or sell the day as to anybody else, and press nothing."),
            BY_YOURSELF,
        ),
    ),
    Case.ELSEWHERE: Words(
        "wait",
        lazy("Another place"),
        lazy("This code is for %(host)s."),
        lazy("It opens the door of %(host)s in %(town)s, and no other."),
        (lazy("%(first)s can ask to come to your space too, on your page."), SORRY),
    ),
    Case.NOT_OURS: Words(
        "no",
        lazy("Unknown code"),
        lazy("Nobody here made this code."),
        lazy("It may come from another network, or from an instance like this one elsewhere."),
    ),
    Case.BROKEN: Words(
        "no",
        lazy("Unreadable code"),
        lazy("This code is not whole."),
        lazy("Part of it is missing or was changed on the way."),
    ),
}
CALLED_OFF = {
    State.CANCELLED: lazy("%(name)s has cancelled this visit."),
    State.WITHDRAWN: lazy("%(host)s has taken its yes back."),
    State.DECLINED: lazy("%(host)s could not receive %(first)s on these days."),
    State.LAPSED: lazy("The request was not answered in time."),
}


@dataclass(frozen=True)
class Reading:
    """One visit as the desk reads it. `agreed` are its days in words, `which` says which of them today is.

    `day` is today where an arrival recorded today can still be taken back; `forgotten` a day just over that nobody
    recorded, which can still be added. `cost` is what today costs, where something is sold.
    """

    visit: Visit
    case: Case
    words: Words
    name: str
    first: str
    agreed: str
    which: str
    included: str
    said: str
    can_be_done: list[str]
    used: list[date]
    to_correct: list[date]
    forgotten: date | None
    cost: CostTold | None = None

    @property
    def kind(self) -> str:
        """The colour of the band."""
        return self.words.kind


def read(visit: Visit, days: Sequence[date], *, validity: Validity | None = None, elsewhere: bool = False) -> Reading:
    """How it stands with this visit today, its days given; `validity` is that of the code it was opened by.

    `elsewhere` when the reader acts for another space than the host. Two queries at most.
    """
    presences = presences_of(visit)
    case = Case.ELSEWHERE if elsewhere else case_of(visit, presences, validity)
    facts = _facts(visit, presences)
    cost = cost_told(cost_of(visit, presences, today_at(visit.host))) if case in (Case.EXPECTED, Case.HERE) else None
    if case is Case.EXPECTED and cost and cost.wrong:
        case = Case.CANNOT_PAY
    words = _words_of(case, visit)
    if case is Case.EXPECTED and validity is None:
        words = Words("yes", _("Expected today"), words.greeting)
    return Reading(
        visit=visit,
        case=case,
        words=Words(words.kind, str(words.word) % facts, str(words.greeting) % facts),
        name=known_as(visit.person),
        first=first_name_of(visit.person),
        agreed=_agreed(days, is_sold=cost is not None),
        which=_which(days, today_at(visit.host)),
        included=_included(visit),
        said=str(words.said) % facts if facts["held"] or "%(held)s" not in str(words.said) else "",
        can_be_done=[str(line) % facts for line in words.can_be_done],
        used=[presence.day for presence in presences if presence.state == Day.USED],
        to_correct=[presence.day for presence in presences if can_be_corrected(presence)],
        forgotten=_forgotten(visit, days, presences),
        cost=cost,
    )


def unreadable(validity: Validity) -> Words:
    """The words for a code that leads to no visit."""
    return CASES[Case.BROKEN if validity is Validity.BROKEN else Case.NOT_OURS]


def case_of(visit: Visit, presences: Sequence[Presence], validity: Validity | None) -> Case:
    """How it stands today at the host; one query where the home's word has to be asked again."""
    state, today = State(visit.state), today_at(visit.host)
    if state in WAITING:
        return Case.UNANSWERED
    if state not in ACCEPTED_ONCE:
        return Case.GIVEN_UP
    if validity is Validity.REVOKED and state in EXPECTED:  # a code is revoked too when the last day has ended well
        return Case.REPLACED
    mark = next((presence.state for presence in presences if presence.day == today), None)
    if mark == Day.USED:
        return Case.HERE
    if mark == Day.HELD:
        return Case.STANDING_LOST if _standing_is_lost(visit, today) else Case.EXPECTED
    if today < visit.first_day:
        return Case.NOT_YET
    return Case.OVER if today > visit.last_day else Case.NOT_TODAY


def can_be_corrected(presence: Presence | Mark) -> bool:
    """Whether the space can still take this arrival back."""
    return may_be_corrected(presence.used_at, clock.now())


def can_be_added(visit: Visit | Expected, day: date) -> bool:
    """Whether it can still be written down that the visitor came on `day`, which is over."""
    return may_be_added(day, clock.zone(visit.host.time_zone), clock.now())


def first_name_of(person: Person | Named) -> str:
    """What one says at the door; never a part of a mail address."""
    return person.name.split(" ")[0] if person.name else _("the visitor")


def _standing_is_lost(visit: Visit, today: date) -> bool:
    """Whether the home speaks for the visitor no longer. A pass that is over cannot pay, which the door says anyway."""
    if visit.word not in VOUCHED_FOR or visit.home is None:
        return False
    return standing_of(visit.person, visit.home, today) is not Standing.GOOD


def _words_of(case: Case, visit: Visit) -> Words:
    words = CASES[case]
    if case is not Case.GIVEN_UP:
        return words
    said = CALLED_OFF.get(State(visit.state), lazy("%(name)s is no longer expected."))
    return Words(words.kind, words.word, words.greeting, said, words.can_be_done)


def _facts(visit: Visit, presences: Sequence[Presence]) -> dict[str, str]:
    today = today_at(visit.host)
    held = [presence.day for presence in presences if presence.state == Day.HELD and presence.day >= today]
    arrived = next((presence.used_at for presence in presences if presence.day == today and presence.used_at), None)
    return {
        "name": known_as(visit.person),
        "first": first_name_of(visit.person),
        "home": visit.footing.name,
        "host": visit.host.name,
        "town": visit.host.town,
        "held": phrases.days(held) if held else "",
        "last": phrases.day(visit.last_day),
        "hour": phrases.hour(arrived, visit.host.time_zone) if arrived else "",
    }


def _agreed(days: Sequence[date], *, is_sold: bool) -> str:
    """« trois jours offerts », or « trois jours » where a pass pays some of them."""
    if is_sold:
        return ngettext("%(number)s day", "%(number)s days", len(days)) % {"number": spelled(len(days))}
    said = ngettext("%(number)s free day", "%(number)s free days", len(days))
    return said % {"number": spelled(len(days))}


def _which(days: Sequence[date], today: date) -> str:
    """Which of the days today is; nothing when it is none of them."""
    if today not in days:
        return ""
    number = sorted(days).index(today) + 1
    if len(days) == 1:
        return pgettext("a visit of one day", "Today is the day.")
    if number == 1:
        return pgettext("the days of a visit", "Today is the first.")
    if number == len(days):
        return pgettext("the days of a visit", "Today is the last.")
    return _("Today is day %(number)s of %(total)s.") % {"number": number, "total": len(days)}


def _included(visit: Visit) -> str:
    terms = visit.frozen_terms
    return phrases.listed(included_word(thing) for thing in terms.included) if terms else ""


def _forgotten(visit: Visit, days: Sequence[date], presences: Sequence[Presence]) -> date | None:
    eve = today_at(visit.host) - timedelta(days=1)
    came = any(presence.day == eve and presence.state == Day.USED for presence in presences)
    is_open = State(visit.state) in ACCEPTED_ONCE and eve in days and not came
    return eve if is_open and can_be_added(visit, eve) else None
