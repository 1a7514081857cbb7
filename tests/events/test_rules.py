"""On which days an event takes place and what the wall means, told as tables and against another reader of rules."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from passerelle.events.rules import Described, ForWhom, Kind, has_room, moves_up_until, reminder_due
from passerelle.events.rules.recurring import Every, Recurring, date_of, dates_between, fits, number_of, rule_text
from passerelle.events.rules.walls import instant, wall_at
from passerelle.people.rules import Language

BRUSSELS = "Europe/Brussels"
NOW = datetime(2027, 1, 6, 11, tzinfo=UTC)
A_TALK = Described("Talk", Kind.TALK, Language.FRENCH, ForWhom.MEMBERS, date(2027, 1, 12), time(18, 30), 90)


def days(first: str, every: Every, before: str, until: str = "") -> list[str]:
    rule = Recurring(date.fromisoformat(first), every, date.fromisoformat(until) if until else None)
    return [f"{day}" for day in dates_between(rule, rule.first, date.fromisoformat(before))]


@pytest.mark.parametrize(
    ("first", "every", "before", "found"),
    [
        ("2027-01-31", Every.MONTH, "2027-08-01", ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]),
        ("2027-01-30", Every.MONTH, "2027-05-01", ["2027-01-30", "2027-03-30", "2027-04-30"]),
        ("2028-01-29", Every.MONTH, "2028-04-01", ["2028-01-29", "2028-02-29", "2028-03-29"]),
        ("2027-01-29", Every.MONTH, "2027-04-01", ["2027-01-29", "2027-03-29"]),
        ("2027-01-31", Every.LAST_DAY, "2027-05-31", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2028-02-29", Every.LAST_DAY, "2028-05-01", ["2028-02-29", "2028-03-31", "2028-04-30"]),
        ("2028-02-29", Every.YEAR, "2041-01-01", ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"]),
        ("2027-12-31", Every.YEAR, "2030-01-01", ["2027-12-31", "2028-12-31", "2029-12-31"]),
        ("2027-01-12", Every.WEEKDAY, "2027-05-01", ["2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13"]),
        ("2027-01-29", Every.WEEKDAY, "2027-08-01", ["2027-01-29", "2027-04-30", "2027-07-30"]),  # a fifth Friday
        ("2027-01-29", Every.LAST_WEEKDAY, "2027-05-01", ["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30"]),
        ("2026-12-29", Every.WEEK, "2027-01-20", ["2026-12-29", "2027-01-05", "2027-01-12", "2027-01-19"]),
        ("2026-12-29", Every.FORTNIGHT, "2027-02-01", ["2026-12-29", "2027-01-12", "2027-01-26"]),
        ("2028-02-28", Every.DAY, "2028-03-02", ["2028-02-28", "2028-02-29", "2028-03-01"]),
        ("2027-01-12", Every.ONCE, "2028-01-01", ["2027-01-12"]),
    ],
)  # fmt: skip
def test_the_days_of_each_way_to_recur(first: str, every: Every, before: str, found: list[str]) -> None:
    assert days(first, every, before) == found


def test_the_last_day_is_included_and_the_horizon_is_not() -> None:
    assert days("2027-01-05", Every.WEEK, "2027-12-31", until="2027-01-19") == [
        "2027-01-05",
        "2027-01-12",
        "2027-01-19",
    ]
    assert days("2027-01-05", Every.WEEK, "2027-01-19") == ["2027-01-05", "2027-01-12"]
    assert days("2027-01-05", Every.WEEK, "2027-12-31", until="2027-01-04") == []


@pytest.mark.parametrize(
    ("first", "every", "is_one"),
    [
        ("2027-01-29", Every.LAST_WEEKDAY, True),
        ("2027-01-22", Every.LAST_WEEKDAY, False),
        ("2027-02-28", Every.LAST_DAY, True),
        ("2028-02-28", Every.LAST_DAY, False),
        ("2028-02-29", Every.YEAR, True),
    ],
)
def test_a_first_day_is_one_of_its_own_rule(first: str, every: Every, is_one: bool) -> None:
    assert fits(date.fromisoformat(first), every) is is_one


recurring = st.builds(
    Recurring,
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from([every for every in Every if every is not Every.ONCE]),
).filter(lambda rule: fits(rule.first, rule.every))


@given(recurring, st.integers(0, 800), st.booleans())
def test_calendars_read_the_same_days_out_of_the_rule_as_we_do(rule: Recurring, length: int, ends: bool) -> None:
    before = rule.first + timedelta(days=length)
    if ends:
        rule = Recurring(rule.first, rule.every, before - timedelta(days=1))
    at = datetime.combine(rule.first, time(18, 30))
    text = rule_text(rule, at, "UTC")
    read = rrulestr(text, dtstart=at.replace(tzinfo=UTC), ignoretz=False)
    theirs = [
        one.date() for one in read.between(at.replace(tzinfo=UTC), datetime.combine(before, time(0), UTC), inc=True)
    ]
    assert list(dates_between(rule, rule.first, before)) == [day for day in theirs if day < before]


@given(recurring, st.integers(0, 60))
def test_a_number_and_its_day_say_the_same(rule: Recurring, number: int) -> None:
    day = date_of(rule, number)
    assert day is None or number_of(rule, day) == number


def test_the_end_of_a_rule_is_an_instant() -> None:
    summer = Recurring(date(2027, 3, 2), Every.WEEK, date(2027, 3, 30))
    assert rule_text(summer, datetime(2027, 3, 2, 18, 30), BRUSSELS) == "FREQ=WEEKLY;UNTIL=20270330T163000Z"  # noqa: DTZ001
    assert rule_text(Recurring(date(2027, 3, 2)), datetime(2027, 3, 2, 18), BRUSSELS) == ""  # noqa: DTZ001


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        ("2027-10-26T18:30", "2027-10-26T16:30"),
        ("2027-11-02T18:30", "2027-11-02T17:30"),
        ("2027-03-28T02:30", "2027-03-28T01:30"),  # never shown: half past three by summer time
        ("2027-10-31T02:30", "2027-10-31T00:30"),  # shown twice: the first time
    ],
)
def test_what_the_wall_means(wall: str, utc: str) -> None:
    assert instant(datetime.fromisoformat(wall), BRUSSELS) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_what_the_wall_never_shows_is_shown_an_hour_later() -> None:
    moment = instant(datetime(2027, 3, 28, 2, 30), BRUSSELS)  # noqa: DTZ001
    assert wall_at(moment, BRUSSELS) == datetime(2027, 3, 28, 3, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"title": " "}, "title", "title_is_missing"),
        ({"title": "x" * 101}, "title", "too_long"),
        ({"text": "x" * 2001}, "text", "too_long"),
        ({"minutes": 0}, "ends", "ends_before_it_begins"),
        ({"minutes": 24 * 60 + 1}, "ends", "ends_before_it_begins"),
        ({"places": 0}, "places", "out_of_range"),
        ({"places": 5001}, "places", "out_of_range"),
        ({"hours": 337}, "hours", "out_of_range"),
        ({"first_on": date(2027, 1, 6), "at": time(12)}, "first_on", "is_past"),
        ({"first_on": date(1, 1, 1)}, "first_on", "is_past"),
        ({"first_on": date(9999, 12, 31)}, "first_on", "too_far_ahead"),
        ({"first_on": date(2028, 2, 11)}, "first_on", "too_far_ahead"),
        ({"every": Every.LAST_DAY}, "every", "first_day_does_not_fit"),
        ({"every": Every.WEEK, "until": date(2027, 1, 11)}, "until", "until_is_before_the_first"),
    ],
)
def test_what_cannot_be_said_of_an_event(change: dict[str, Any], field: str, code: str) -> None:
    wrong = Described(**{**vars(A_TALK), **change})
    assert wrong.faults(BRUSSELS, NOW) == {field: code}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"first_on": date(2027, 1, 6), "at": time(12, 1)},
        {"first_on": date(2028, 2, 10)},
        {"until": date(2020, 1, 1)},
    ],
)
def test_what_can_be_said(change: dict[str, Any]) -> None:
    assert Described(**{**vars(A_TALK), **change}).faults(BRUSSELS, NOW) == {}


def test_places_and_who_moves_up() -> None:
    assert has_room(None, 10_000)
    assert has_room(3, 2)
    assert not has_room(3, 3)
    assert moves_up_until(NOW, 2) == datetime(2027, 1, 6, 9, tzinfo=UTC)


def test_one_is_reminded_at_ten_of_the_day_before() -> None:
    begins_at = instant(datetime(2027, 3, 28, 18, 30), BRUSSELS)  # noqa: DTZ001  the night before the clock changed
    assert reminder_due(begins_at, BRUSSELS, NOW) == datetime(2027, 3, 27, 9, tzinfo=UTC)
    assert reminder_due(begins_at, BRUSSELS, datetime(2027, 3, 27, 9, tzinfo=UTC)) is None
