"""The life of a visit: its states, who says what, what each side can do with it, and what is said afterwards.

`clocks` has when something happens by itself, `days` on which days one can come. Plain Python.
"""

from datetime import date, timedelta
from enum import StrEnum

UNDO_LASTS = timedelta(minutes=10)
SAYING_LASTS = timedelta(days=30)


class State(StrEnum):
    """Where a visit stands."""

    REQUESTED = "requested"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    CLOSED = "closed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"


LIFE: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.ACCEPTED, State.DECLINED, State.COUNTERED, State.LAPSED, State.CANCELLED}),
    State.COUNTERED: frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED, State.CANCELLED}),
    State.ACCEPTED: frozenset({State.ARRIVED, State.NO_SHOW, State.CANCELLED, State.WITHDRAWN}),
    State.ARRIVED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.DECLINED: frozenset(),
    State.LAPSED: frozenset(),
    State.CANCELLED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.NO_SHOW: frozenset(),
}
OPEN = frozenset(state for state, onward in LIFE.items() if onward)
WAITING = frozenset({State.REQUESTED, State.COUNTERED})
OPEN_REQUESTS_AT_ONCE = 30  # of one person: each is a letter to somebody
LINES_A_DAY = 20  # of one side about one visit, for the same reason
EXPECTED = frozenset({State.ACCEPTED, State.ARRIVED})
ACCEPTED_ONCE = frozenset({State.ACCEPTED, State.ARRIVED, State.CLOSED, State.NO_SHOW})

# Within ten minutes the host may take an answer back; a slip is not a step in the life of a visit.
TAKEN_BACK: dict[State, State] = {
    State.ACCEPTED: State.REQUESTED,
    State.DECLINED: State.REQUESTED,
    State.COUNTERED: State.REQUESTED,
}


class Word(StrEnum):
    """What is said of the traveller: by the home, or by the network whose pass is held."""

    STANDING = "standing"  # a member in good standing here: nobody needs to be asked
    ASKED = "asked"
    GIVEN = "given"
    SILENT = "silent"
    REFUSED = "refused"
    HOLDER = "holder"  # no home: the network has sold a pass, and nobody needs to be asked


VOUCHED_FOR = frozenset({Word.STANDING, Word.GIVEN, Word.HOLDER})


class Purpose(StrEnum):
    """Why somebody comes."""

    WORK = "work"
    MEETING = "meeting"
    EVENT = "event"
    HOLIDAY = "holiday"
    OTHER = "other"


class Side(StrEnum):
    """Who speaks: the visitor, or the host."""

    VISITOR = "visitor"
    HOST = "host"


def may_become(state: State, onward: State) -> bool:
    """Whether a visit in `state` can turn into `onward`."""
    return onward in LIFE[state]


# Afterwards


def state_after_what_was_said(state: State, *, by_visitor: bool | None, by_host: bool | None) -> State:
    """The state of a visit whose days are over, once both sides may have said whether it happened.

    What the door witnessed stands unless somebody says otherwise; who says it happened is believed, for nothing is
    taken from anybody by it: saying so moves neither days nor money.
    """
    if by_visitor or by_host:
        return State.CLOSED
    if by_visitor is False or by_host is False:
        return State.NO_SHOW
    return state


def may_still_be_said(last_day: date, today: date) -> bool:
    """Whether it can still be said that a visit happened or did not: for 30 days after it."""
    return last_day <= today <= last_day + SAYING_LASTS


def may_be_said(state: State, first_day: date, last_day: date, today: date) -> bool:
    """Whether it can be said that a visit happened or did not: from its first day on, if it was accepted."""
    return state in ACCEPTED_ONCE and first_day <= today <= last_day + SAYING_LASTS


# What a side's page offers

OPEN_ACTS: dict[Side, dict[State, frozenset[str]]] = {
    Side.VISITOR: {
        State.REQUESTED: frozenset({"cancel"}),
        State.COUNTERED: frozenset({"cancel", "choose"}),
        State.ACCEPTED: frozenset({"cancel"}),
        State.ARRIVED: frozenset({"leave_early"}),
    },
    Side.HOST: {State.REQUESTED: frozenset({"answer"}), State.ACCEPTED: frozenset({"withdraw"})},
}


def open_acts(side: Side, state: State, *, can_be_taken_back: bool) -> frozenset[str]:
    """What this side can do with a visit in `state`. While the host can take its answer back, it need not withdraw."""
    if side is Side.HOST and can_be_taken_back:
        return frozenset({"take_back"})
    return OPEN_ACTS[side].get(state, frozenset())
