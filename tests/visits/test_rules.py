"""How a visit comes to be accepted, on which days one can come, and what can be said of it afterwards."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from passerelle.networks.rules import Included, Terms, Way
from passerelle.spaces.rules import office_hours
from passerelle.visits.rules import (
    Side,
    State,
    may_be_said,
    may_still_be_said,
    open_acts,
    state_after_what_was_said,
)
from passerelle.visits.rules.clocks import days_to_let_go, may_be_added, may_be_corrected, opening_of
from passerelle.visits.rules.days import (
    DAYS_AT_ONCE,
    NotOpen,
    accepted_by_terms,
    days_not_open,
    kindness,
    narrowed,
    why_not_open,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
WEEKDAYS = office_hours("Mo-Fr 09:00-18:00", "BE", [])
TODAY, TOMORROW, SATURDAY = date(2027, 1, 6), date(2027, 1, 7), date(2027, 1, 9)
NINE = datetime(2027, 1, 8, 9, tzinfo=UTC)
NINE_TO_SIX = ((time(9), time(12)), (time(13), time(18)))


@pytest.mark.parametrize(
    ("way", "asked_at", "accepted"),
    [
        (Way.DROP_IN, NINE, True),
        (Way.NOTICE, NINE - timedelta(hours=24), True),
        (Way.NOTICE, NINE - timedelta(hours=24) + timedelta(seconds=1), False),
        (Way.NOTICE, NINE + timedelta(hours=1), False),
        (Way.REQUEST, NINE - timedelta(days=30), False),
    ],
    ids=[
        "dropping in",
        "announced in time",
        "a second too late",
        "announced after opening",
        "on request, however early",
    ],
)
def test_the_terms_say_yes_to_who_drops_in_and_to_who_announces_it_in_time(
    way: Way, asked_at: datetime, accepted: bool
) -> None:
    assert accepted_by_terms(Terms(way=way, notice_hours=24), asked_at, NINE) is accepted


def test_a_traveller_prefers_more_days_then_a_shorter_window_then_less_ceremony_then_more_included() -> None:
    from_the_kindest = [
        Terms(free_days=4, within_days=90),
        Terms(free_days=3, within_days=30),
        Terms(free_days=3, within_days=90, way=Way.DROP_IN),
        Terms(free_days=3, within_days=90, way=Way.NOTICE),
        Terms(free_days=3, within_days=90, way=Way.REQUEST, included=(Included.WIFI, Included.COFFEE)),
        Terms(free_days=3, within_days=90, way=Way.REQUEST, included=(Included.WIFI,)),
    ]
    assert all(kindness(kinder) > kindness(other) for kinder, other in pairwise(from_the_kindest))


def test_a_day_begins_when_the_host_opens_and_at_midnight_where_it_does_not() -> None:
    assert opening_of(TODAY, BRUSSELS, WEEKDAYS) == datetime(2027, 1, 6, 8, tzinfo=UTC)
    assert opening_of(SATURDAY, BRUSSELS, WEEKDAYS) == datetime(2027, 1, 8, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (TODAY - timedelta(days=1), NotOpen.PAST),
        (TODAY, None),
        (date(2028, 1, 7), None),
        (date(2028, 1, 8), NotOpen.TOO_FAR),
        (date(2027, 1, 8), NotOpen.WEEKDAY),
        (SATURDAY, NotOpen.CLOSED),
    ],
    ids=["yesterday", "today", "366 days ahead", "a day more", "a day of the week without visitors", "closed"],
)
def test_why_one_cannot_come_on_a_day(day: date, why: NotOpen | None) -> None:
    terms = Terms(weekdays=(0, 1, 2, 3, 5)) if day.year == 2027 else Terms(weekdays=tuple(range(7)))
    hours = WEEKDAYS if day.year == 2027 else office_hours("24/7", "BE", [])
    assert why_not_open(day, terms, hours, TODAY) is why


def test_only_the_days_that_are_not_open_are_named_each_with_its_reason() -> None:
    asked = [SATURDAY, TODAY, date(2027, 1, 5)]
    terms = Terms(weekdays=tuple(range(7)))
    assert days_not_open(asked, terms, WEEKDAYS, TODAY) == {date(2027, 1, 5): NotOpen.PAST, SATURDAY: NotOpen.CLOSED}


def test_a_month_can_be_asked_at_once() -> None:
    assert DAYS_AT_ONCE == 31


@pytest.mark.parametrize(
    ("spans", "from_hour", "to_hour", "for_visitors"),
    [
        (NINE_TO_SIX, "", "", (time(9), time(18))),
        (NINE_TO_SIX, "10:00", "17:00", (time(10), time(17))),
        (NINE_TO_SIX, "07:00", "20:00", (time(9), time(18))),
        (NINE_TO_SIX, "10:00", "", (time(10), time(18))),
        (NINE_TO_SIX, "", "17:00", (time(9), time(17))),
        ((), "10:00", "17:00", (time(10), time(17))),
        ((), "10:00", "", None),
        ((), "", "17:00", None),
        ((), "", "", None),
    ],
)
def test_visitors_come_between_the_first_opening_and_the_last_closing_within_what_the_terms_say(
    spans: tuple[tuple[time, time], ...], from_hour: str, to_hour: str, for_visitors: tuple[time, time] | None
) -> None:
    assert narrowed(spans, from_hour, to_hour) == for_visitors


def test_days_are_free_again_once_their_night_is_over_in_order() -> None:
    midnight = datetime(2027, 1, 6, 23, tzinfo=UTC)
    assert days_to_let_go([TOMORROW, TODAY], BRUSSELS, midnight) == [TODAY]
    assert days_to_let_go([TOMORROW, TODAY], BRUSSELS, midnight - timedelta(seconds=1)) == []
    assert days_to_let_go([TOMORROW, TODAY], BRUSSELS, midnight + timedelta(days=1)) == [TODAY, TOMORROW]


@pytest.mark.parametrize(("days_later", "can_be_said"), [(-1, False), (0, True), (30, True), (31, False)])
def test_for_thirty_days_it_can_be_said_that_a_visit_happened(days_later: int, can_be_said: bool) -> None:
    assert may_still_be_said(TODAY, TODAY + timedelta(days=days_later)) is can_be_said


def test_for_24_hours_an_arrival_can_be_taken_back() -> None:
    assert may_be_corrected(NINE, NINE + timedelta(hours=24) - timedelta(seconds=1))
    assert not may_be_corrected(NINE, NINE + timedelta(hours=24))
    assert not may_be_corrected(None, NINE)


def test_for_24_hours_after_a_day_an_arrival_can_be_added() -> None:
    midnight = datetime(2027, 1, 6, 23, tzinfo=UTC)
    second = timedelta(seconds=1)
    moments = [midnight - second, midnight, midnight + timedelta(days=1) - second, midnight + timedelta(days=1)]
    assert [may_be_added(TODAY, BRUSSELS, moment) for moment in moments] == [False, True, True, False]


@pytest.mark.parametrize(
    ("state", "days_later", "can_be_said"),
    [
        (State.ACCEPTED, -1, False),
        (State.ACCEPTED, 0, True),
        (State.ARRIVED, 1, True),
        (State.NO_SHOW, 31, True),
        (State.NO_SHOW, 32, False),
        (State.CANCELLED, 0, False),
    ],
)
def test_from_its_first_day_on_it_can_be_said_of_a_visit_that_was_accepted(
    state: State, days_later: int, can_be_said: bool
) -> None:
    assert may_be_said(state, TODAY, TOMORROW, TODAY + timedelta(days=days_later)) is can_be_said


@pytest.mark.parametrize(
    ("side", "state", "is_young", "acts"),
    [
        (Side.HOST, State.REQUESTED, False, {"answer"}),
        (Side.HOST, State.COUNTERED, False, set()),
        (Side.HOST, State.COUNTERED, True, {"take_back"}),
        (Side.HOST, State.ACCEPTED, True, {"take_back"}),
        (Side.HOST, State.ACCEPTED, False, {"withdraw"}),
        (Side.HOST, State.ARRIVED, False, set()),
        (Side.VISITOR, State.REQUESTED, False, {"cancel"}),
        (Side.VISITOR, State.COUNTERED, True, {"cancel", "choose"}),
        (Side.VISITOR, State.ACCEPTED, True, {"cancel"}),
        (Side.VISITOR, State.ARRIVED, False, {"leave_early"}),
        (Side.VISITOR, State.LAPSED, False, set()),
    ],
)
def test_what_each_side_can_do(side: Side, state: State, is_young: bool, acts: set[str]) -> None:
    assert open_acts(side, state, can_be_taken_back=is_young) == acts


def test_one_side_alone_can_say_that_nothing_happened() -> None:
    assert state_after_what_was_said(State.CLOSED, by_visitor=False, by_host=None) is State.NO_SHOW
    assert state_after_what_was_said(State.CLOSED, by_visitor=None, by_host=False) is State.NO_SHOW
