"""When a resource can be had, what it costs, and which times come again: tables without a database."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.bookings.rules import As, Every, Letting, NotPossible, OpenTo, Prices
from passerelle.bookings.rules.having import Place, next_free, price_of, why_not
from passerelle.bookings.rules.recurring import MOST_TIMES, Again, walls_of
from passerelle.bookings.rules.steps import (
    Stretch,
    Unit,
    Wall,
    is_skipped,
    quarters_of_day,
    runs_of,
    steps_of,
    stretch_of,
    wall_of,
)
from passerelle.spaces.rules import office_hours

BRUSSELS, TUESDAY = "Europe/Brussels", date(2027, 1, 12)
NOON = datetime(2027, 1, 6, 11, 0, tzinfo=UTC)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
WEEK = Place(BRUSSELS, office_hours("Mo-Fr 09:00-18:00", "BE", ()))
ALWAYS = Place(BRUSSELS, office_hours("24/7", "BE", ()))
HOURLY = Letting(Unit.HOUR, Prices(hour=1000), notice_hours=2, shortest=2, longest=32)
DAILY = Letting(Unit.DAY, Prices(day=4000), longest=30)


def hours(begins: str, ends: str, day: date = TUESDAY) -> Wall:
    return Wall.of_hours(day, time.fromisoformat(begins), time.fromisoformat(ends))


@pytest.mark.parametrize(
    ("wall", "who", "why"),
    [
        (hours("09:00", "10:00"), As.MEMBER, None),
        (hours("17:30", "18:00"), As.MEMBER, None),
        (hours("17:30", "18:15"), As.MEMBER, NotPossible.SHUT_THEN),
        (hours("08:45", "10:00"), As.MEMBER, NotPossible.SHUT_THEN),
        (hours("23:45", "00:00"), As.STAFF, NotPossible.SHUT_THEN),
        (hours("09:00", "10:00", date(2027, 1, 16)), As.MEMBER, NotPossible.SHUT_THEN),
        (hours("09:00", "10:00", date(2027, 1, 5)), As.STAFF, NotPossible.IS_PAST),
        (hours("13:00", "14:00", date(2027, 1, 6)), As.MEMBER, NotPossible.TOO_SOON),
        (hours("13:00", "14:00", date(2027, 1, 6)), As.STAFF, None),
        (hours("14:00", "15:00", date(2027, 1, 6)), As.MEMBER, None),
        (hours("09:00", "10:00", date(2027, 5, 18)), As.MEMBER, NotPossible.TOO_FAR_AHEAD),
        (hours("09:00", "09:15"), As.MEMBER, NotPossible.TOO_SHORT),
        (hours("09:00", "17:15"), As.MEMBER, NotPossible.TOO_LONG),
        (hours("09:00", "17:15"), As.STAFF, None),
        (hours("09:05", "10:05"), As.MEMBER, NotPossible.NOT_ON_A_QUARTER),
        (Wall(*[datetime.combine(TUESDAY, time(10))] * 2), As.MEMBER, NotPossible.ENDS_BEFORE_IT_BEGINS),
    ],
)
def test_why_it_cannot_be_had(wall: Wall, who: As, why: NotPossible | None) -> None:
    assert why_not(HOURLY, wall, WEEK, NOON, who) is why


def test_the_quarter_that_runs_can_still_be_had() -> None:
    now = datetime(2027, 1, 12, 9, 7, tzinfo=UTC)
    at_once = Letting(Unit.HOUR, Prices(), notice_hours=0)
    assert why_not(at_once, hours("10:00", "11:00"), WEEK, now, As.STAFF) is None
    assert why_not(at_once, hours("09:45", "11:00"), WEEK, now, As.STAFF) is NotPossible.IS_PAST


def test_hours_over_midnight_are_whole_where_it_is_always_open() -> None:
    over = hours("22:00", "02:00")
    assert why_not(HOURLY, over, ALWAYS, NOON, As.MEMBER) is None
    assert over.days == [TUESDAY, date(2027, 1, 13)]
    assert len(steps_of(Unit.HOUR, over, BRUSSELS)) == 16
    late = Place(BRUSSELS, office_hours("Mo-Su 09:00-24:00", "BE", ()))
    assert why_not(HOURLY, hours("22:00", "00:00"), late, NOON, As.MEMBER) is None
    assert why_not(HOURLY, over, late, NOON, As.MEMBER) is NotPossible.SHUT_THEN


def test_hours_that_touch_at_noon_are_one() -> None:
    split = Place(BRUSSELS, office_hours("Mo-Fr 09:00-12:00,12:00-18:00", "BE", ()))
    gap = Place(BRUSSELS, office_hours("Mo-Fr 09:00-12:00,13:00-18:00", "BE", ()))
    assert why_not(HOURLY, hours("11:30", "12:30"), split, NOON, As.MEMBER) is None
    assert why_not(HOURLY, hours("11:30", "12:30"), gap, NOON, As.MEMBER) is NotPossible.SHUT_THEN


@pytest.mark.parametrize(("day", "quarters"), [(SPRING, 92), (AUTUMN, 100), (TUESDAY, 96)])
def test_a_day_has_as_many_quarters_as_its_clock_gives_it(day: date, quarters: int) -> None:
    assert len(quarters_of_day(day, BRUSSELS)) == quarters


def test_the_hour_left_out_in_spring_is_no_hour_and_the_one_that_comes_twice_is_both() -> None:
    assert is_skipped(datetime.combine(SPRING, time(2, 30)), BRUSSELS)
    far = Letting(Unit.HOUR, Prices(hour=1000), ahead_days=400)
    assert why_not(far, hours("02:30", "04:00", SPRING), ALWAYS, NOON, As.MEMBER) is NotPossible.NO_SUCH_HOUR
    assert why_not(far, hours("01:00", "04:00", SPRING), ALWAYS, NOON, As.MEMBER) is None
    assert price_of(far, hours("01:00", "04:00", SPRING), ALWAYS, As.MEMBER) == 2000
    assert price_of(far, hours("02:00", "03:00", AUTUMN), ALWAYS, As.MEMBER) == 2000
    assert len(steps_of(Unit.HOUR, hours("02:00", "03:00", AUTUMN), BRUSSELS)) == 8


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "UTC"])
def test_zones_of_half_and_quarter_hours_have_whole_quarters(zone: str) -> None:
    wall = hours("09:15", "10:45")
    there = stretch_of(wall, zone)
    assert len(there.quarters) == 6
    assert wall_of(there, zone) == wall
    place = Place(zone, office_hours("Mo-Fr 09:00-18:00", "", ()))
    assert why_not(HOURLY, wall, place, NOON, As.MEMBER) is None
    assert why_not(HOURLY, hours("17:30", "18:30"), place, NOON, As.MEMBER) is NotPossible.SHUT_THEN


def test_the_half_hour_that_lord_howe_leaves_out_is_counted() -> None:
    assert len(quarters_of_day(date(2027, 10, 3), "Australia/Lord_Howe")) == 94


@pytest.mark.parametrize(
    ("letting", "wall", "who", "price"),
    [
        (HOURLY, hours("09:00", "10:30"), As.ANYBODY, 1500),
        (Letting(Unit.HOUR, Prices(hour=999)), hours("09:00", "09:15"), As.ANYBODY, 250),
        (Letting(Unit.HOUR, Prices(hour=1000, day=3000)), hours("09:00", "17:00"), As.ANYBODY, 3000),
        (Letting(Unit.HOUR, Prices(hour=1000, day=3000)), hours("22:00", "06:00"), As.ANYBODY, 5000),
        (Letting(Unit.HOUR, Prices(hour=1000, member_hour=0)), hours("09:00", "10:00"), As.MEMBER, 0),
        (Letting(Unit.HOUR, Prices(hour=1000, member_hour=0)), hours("09:00", "10:00"), As.VISITOR, 1000),
        (DAILY, Wall.of_days(date(2027, 1, 14), date(2027, 1, 18)), As.ANYBODY, 12000),
        (Letting(Unit.DAY, Prices(day=4000, member_day=2500)), Wall.of_days(TUESDAY, TUESDAY), As.MEMBER, 2500),
    ],
)
def test_what_it_costs(letting: Letting, wall: Wall, who: As, price: int) -> None:
    assert price_of(letting, wall, WEEK, who) == price


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (TUESDAY, TUESDAY, None),
        (date(2027, 1, 15), date(2027, 1, 18), None),
        (date(2027, 1, 16), date(2027, 1, 18), NotPossible.SHUT_THEN),
        (date(2027, 1, 15), date(2027, 1, 17), NotPossible.SHUT_THEN),
        (date(2027, 1, 5), date(2027, 1, 6), NotPossible.IS_PAST),
        (date(2027, 1, 12), date(2027, 1, 11), NotPossible.ENDS_BEFORE_IT_BEGINS),
    ],
)
def test_whole_days_begin_and_end_on_open_ones(first: date, last: date, why: NotPossible | None) -> None:
    assert why_not(DAILY, Wall.of_days(first, last), WEEK, NOON, As.MEMBER) is why


def test_today_is_had_by_the_day_by_staff_and_by_whoever_needs_no_notice_tomorrow() -> None:
    today = Wall.of_days(date(2027, 1, 6), date(2027, 1, 6))
    assert why_not(DAILY, today, WEEK, NOON, As.STAFF) is None


@pytest.mark.parametrize(
    ("open_to", "welcome"),
    [
        (OpenTo.MEMBERS, {As.MEMBER, As.STAFF}),
        (OpenTo.VISITORS, {As.MEMBER, As.VISITOR, As.STAFF}),
        (OpenTo.ANYBODY, set(As)),
    ],
)
def test_for_whom_it_is_open(open_to: OpenTo, welcome: Collection[As]) -> None:
    letting = Letting(Unit.HOUR, Prices(), open_to)
    assert {who for who in As if letting.welcomes(who)} == welcome


@pytest.mark.parametrize(
    ("facts", "faults"),
    [
        ({}, {}),
        ({"longest": 1, "shortest": 2}, {"longest": "longest_is_shorter"}),
        ({"unit": Unit.DAY}, {"price_day": "price_is_missing"}),
        ({"buffer": 25}, {"buffer": "out_of_range"}),
        (
            {"prices": Prices(hour=-1, member_day=-1)},
            {"price_hour": "out_of_range", "member_price_day": "out_of_range"},
        ),
        ({"ahead_days": 0, "notice_hours": -1}, {"ahead_days": "out_of_range", "notice_hours": "out_of_range"}),
    ],
)
def test_what_cannot_be_kept(facts: dict[str, Any], faults: dict[str, str]) -> None:
    assert dict(Letting(**({"unit": Unit.HOUR, "prices": Prices(hour=1000)} | facts)).faults()) == faults


def test_the_next_free_time_is_as_long_and_leaves_the_buffer_alone() -> None:
    letting = Letting(Unit.HOUR, Prices(), buffer=1)
    taken = {*steps_of(Unit.HOUR, hours("10:00", "11:00"), BRUSSELS, 1)}
    until = TUESDAY + timedelta(days=3)
    found = next_free(letting, hours("10:00", "11:00"), WEEK, taken, until, NOON, As.MEMBER)
    assert found == hours("11:15", "12:15")
    assert next_free(letting, hours("09:30", "10:30"), WEEK, taken, until, NOON, As.MEMBER) == hours("11:15", "12:15")
    assert next_free(letting, hours("08:00", "09:00"), WEEK, taken, until, NOON, As.MEMBER) == hours("11:15", "12:15")
    assert next_free(letting, hours("08:00", "08:45"), WEEK, taken, until, NOON, As.MEMBER) == hours("09:00", "09:45")


def test_the_next_free_time_may_be_on_another_day_or_none() -> None:
    whole_day = set(quarters_of_day(TUESDAY, BRUSSELS))
    until = TUESDAY + timedelta(days=3)
    wednesday = TUESDAY + timedelta(days=1)
    found = next_free(HOURLY, hours("16:00", "18:00"), WEEK, whole_day, until, NOON, As.MEMBER)
    assert found == hours("09:00", "11:00", wednesday)
    assert next_free(HOURLY, hours("16:00", "18:00"), WEEK, whole_day, wednesday, NOON, As.MEMBER) is None
    days = set(range(TUESDAY.toordinal(), TUESDAY.toordinal() + 2))
    friday = Wall.of_days(date(2027, 1, 14), date(2027, 1, 15))
    assert next_free(DAILY, Wall.of_days(TUESDAY, wednesday), WEEK, days, until, NOON, As.MEMBER) == friday


@pytest.mark.parametrize(
    ("again", "days"),
    [
        (None, ["2027-01-29"]),
        (Again(Every.DAY, times=3), ["2027-01-29", "2027-01-30", "2027-01-31"]),
        (Again(Every.WEEK, until=date(2027, 2, 12)), ["2027-01-29", "2027-02-05", "2027-02-12"]),
        (Again(Every.MONTH, times=3), ["2027-01-29", "2027-03-29", "2027-04-29"]),
        (Again(Every.MONTH, until=date(2027, 3, 28)), ["2027-01-29"]),
        (Again(Every.DAY, times=9, until=date(2027, 1, 30)), ["2027-01-29", "2027-01-30"]),
    ],
)
def test_which_days_come_again(again: Again | None, days: list[str]) -> None:
    found = walls_of(hours("09:00", "10:00", date(2027, 1, 29)), again)
    assert [wall.begins.date().isoformat() for wall in found] == days


def test_the_wall_keeps_its_hour_across_the_change_of_the_clock() -> None:
    found = walls_of(hours("09:00", "10:00", date(2027, 3, 22)), Again(Every.WEEK, times=2))
    assert [stretch_of(wall, BRUSSELS).begins_at.hour for wall in found] == [8, 7]


def test_there_is_an_end_to_what_comes_again() -> None:
    assert len(walls_of(hours("09:00", "10:00"), Again(Every.DAY, until=date(2030, 1, 1)))) == MOST_TIMES + 1


@given(st.sets(st.integers(0, 60)))
def test_runs_hold_the_same_steps_and_never_touch(steps: set[int]) -> None:
    runs = runs_of(steps)
    assert {step for run in runs for step in run} == steps
    assert all(before.stop < after.start for before, after in pairwise(runs))


@given(st.integers(0, 366 * 96), st.integers(1, 200), st.sampled_from([BRUSSELS, "America/St_Johns", "Asia/Tehran"]))
def test_an_instant_comes_back_from_the_wall_unless_its_hour_comes_twice(start: int, long: int, zone: str) -> None:
    begins = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * start)
    stretch = Stretch(begins, begins + timedelta(minutes=15 * long))
    wall = wall_of(stretch, zone)
    back = stretch_of(wall, zone)
    for there, here in ((back.begins_at, stretch.begins_at), (back.ends_at, stretch.ends_at)):
        assert here - there in (timedelta(0), timedelta(hours=1))
