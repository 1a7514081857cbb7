"""When a host is reminded, when a request lapses, when a day is free again."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.spaces.rules import Closed, office_hours
from passerelle.visits.rules import LIFE, OPEN, TAKEN_BACK, State, may_become, state_after_what_was_said
from passerelle.visits.rules.clocks import (
    Step,
    Waiting,
    clocks,
    due_step,
    host_waits_for_home_until,
    let_go_at,
    next_step,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
WEEKDAYS = office_hours("Mo-Fr 09:00-18:00; PH off", "BE", [])
ZONES = ("Pacific/Pago_Pago", "America/New_York", "Europe/Brussels", "Asia/Kathmandu", "Pacific/Kiritimati")


def brussels(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def local(moment: datetime | None) -> str | None:
    return moment.astimezone(BRUSSELS).strftime("%a %d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("asked", "first_day", "expected"),
    [
        ("2027-01-06T12:00", "2027-02-01", ("Thu 07 12:00", "Fri 08 12:00", "Mon 11 12:00")),
        ("2027-01-08T20:30", "2027-02-01", ("Mon 11 18:00", "Tue 12 18:00", "Wed 13 18:00")),
        ("2027-01-06T06:00", "2027-02-01", ("Thu 07 09:00", "Fri 08 09:00", "Mon 11 09:00")),
        ("2027-01-06T12:00", "2027-01-08", ("Thu 07 12:00", None, "Thu 07 18:00")),
        ("2027-01-06T12:00", "2027-01-11", ("Thu 07 12:00", "Fri 08 12:00", "Fri 08 18:00")),
        ("2027-01-06T12:00", "2027-01-07", (None, None, "Wed 06 16:00")),
        ("2027-01-06T16:00", "2027-01-07", (None, None, "Thu 07 11:00")),
        ("2027-01-06T12:00", "2027-01-06", (None, None, "Wed 06 16:00")),
        ("2027-01-09T12:00", "2027-01-11", ("Mon 11 12:00", None, "Mon 11 13:00")),
        ("2026-12-31T12:00", "2027-02-01", ("Mon 04 12:00", "Tue 05 12:00", "Wed 06 12:00")),
    ],
    ids=[
        "three open days",
        "asked on Friday night: brought into hours, the weekend does not count",
        "asked before opening",
        "never later than closing time on the eve",
        "the eve is a Sunday: the last open day before it",
        "asked on the eve: four hours of opening",
        "four hours of opening run over the night",
        "asked on the day itself",
        "asked on a Saturday for Monday: there is no open day left",
        "a public holiday does not count",
    ],
)
def test_the_clocks_count_open_days(asked: str, first_day: str, expected: tuple[str | None, ...]) -> None:
    found = clocks(brussels(asked), [date.fromisoformat(first_day)], BRUSSELS, WEEKDAYS)
    assert (local(found.remind_at), local(found.second_at), local(found.lapse_at)) == expected


def test_unknown_hours_count_as_weekdays_without_public_holidays() -> None:
    unknown = office_hours("", "BE", [])
    found = clocks(brussels("2026-12-24T12:00"), [date(2027, 2, 1)], BRUSSELS, unknown)
    assert local(found.remind_at) == "Mon 28 12:00"


def test_closed_dates_do_not_count() -> None:
    hours = office_hours("Mo-Fr 09:00-18:00", "BE", [Closed(date(2027, 1, 7), date(2027, 1, 9))])
    assert local(clocks(brussels("2027-01-06T12:00"), [date(2027, 2, 1)], BRUSSELS, hours).remind_at) == "Mon 11 12:00"


def test_hours_of_opening_are_real_hours_when_the_clock_changes() -> None:
    nights = office_hours("Sa,Su 00:00-08:00", "BE", [])
    found = clocks(brussels("2027-03-28T00:30"), [date(2027, 3, 28)], BRUSSELS, nights)
    assert local(found.lapse_at) == "Sun 28 05:30"


def test_a_host_that_never_opens_still_lets_the_request_lapse() -> None:
    def never(day: date) -> tuple[tuple[time, time], ...]:
        return ()

    asked = brussels("2027-01-06T12:00")
    found = clocks(asked, [date(2027, 2, 1)], BRUSSELS, never)
    assert found.lapse_at == asked + timedelta(days=1)


MOMENTS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.sets(st.integers(0, 90), min_size=1, max_size=5), st.sampled_from(ZONES))
def test_the_clocks_keep_their_order_anywhere_on_earth(asked: datetime, ahead: set[int], zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    days = [asked.astimezone(zone).date() + timedelta(days=step) for step in ahead]
    found = clocks(asked, days, zone, WEEKDAYS)
    assert asked <= found.lapse_at
    if found.remind_at:
        assert asked < found.remind_at < found.lapse_at
    if found.second_at:
        assert found.remind_at
        assert found.remind_at < found.second_at < found.lapse_at
    if asked.astimezone(zone).date() < min(days) - timedelta(days=4):
        assert found.lapse_at.astimezone(zone).date() < min(days)


@pytest.mark.parametrize(
    ("asked", "first_day", "until"),
    [
        ("2027-01-06T12:00", "2027-02-01", "Fri 08 12:00"),
        ("2027-01-06T12:00", "2027-01-09", "Thu 07 18:00"),
        ("2027-01-06T12:00", "2027-01-07", "Wed 06 12:00"),
    ],
)
def test_the_host_waits_for_the_home_while_there_is_time(asked: str, first_day: str, until: str) -> None:
    days = [date.fromisoformat(first_day)]
    assert local(host_waits_for_home_until(brussels(asked), days, BRUSSELS, WEEKDAYS)) == until


@pytest.mark.parametrize(
    ("day", "freed"),
    [
        (date(2027, 1, 6), datetime(2027, 1, 6, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 23, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 22, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 2, 29, 23, tzinfo=UTC)),
    ],
)
def test_a_day_is_free_again_24_hours_after_its_local_midnight(day: date, freed: datetime) -> None:
    assert let_go_at(day, BRUSSELS) == freed


def test_every_state_is_drawn_and_what_is_over_stays_over() -> None:
    assert set(LIFE) == set(State)
    assert {state for state in State if state not in OPEN} == {
        State.CLOSED,
        State.DECLINED,
        State.LAPSED,
        State.CANCELLED,
        State.WITHDRAWN,
        State.NO_SHOW,
    }
    assert not may_become(State.LAPSED, State.ACCEPTED)
    assert not may_become(State.COUNTERED, State.REQUESTED)
    assert all(may_become(back, answer) for answer, back in TAKEN_BACK.items())


def waits(state: State = State.REQUESTED, **facts: object) -> Waiting:
    at = {
        name: brussels(f"2027-01-{day:02}T12:00")
        for name, day in (("remind_at", 7), ("second_at", 8), ("lapse_at", 11))
    }
    given: dict[str, object] = {
        "state": state,
        "host_is_asked": True,
        "write_at": None,
        "held": (),
        "last_day": date(2027, 2, 3),
        "zone": BRUSSELS,
        **at,
    }
    return Waiting(**(given | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "step"),
    [
        ("2027-01-07T11:59", None),
        ("2027-01-07T12:00", Step.REMIND_HOST),
        ("2027-01-08T13:00", Step.ASK_SECOND_CONTACT),
        ("2027-02-01T00:00", Step.LAPSE),
    ],
)
def test_the_latest_step_due_is_taken_for_a_late_reminder_helps_nobody(now: str, step: Step | None) -> None:
    assert due_step(waits(), brussels(now)) == step


def test_what_happens_next_is_told_for_every_open_state() -> None:
    first_lapse = brussels("2027-01-08T18:00")
    assert next_step(waits(host_is_asked=False, write_at=first_lapse)) == (Step.WRITE_TO_HOST, first_lapse)
    assert next_step(waits()) == (Step.REMIND_HOST, brussels("2027-01-07T12:00"))
    held = (date(2027, 2, 1), date(2027, 2, 2))
    assert next_step(waits(State.ACCEPTED, held=held)) == (Step.LET_A_DAY_GO, let_go_at(held[0], BRUSSELS))
    assert next_step(waits(State.ARRIVED)) == (Step.LET_A_DAY_GO, let_go_at(date(2027, 2, 3), BRUSSELS))
    assert next_step(waits(State.CLOSED)) is None


@pytest.mark.parametrize(
    ("witnessed", "visitor", "host", "state"),
    [
        (State.NO_SHOW, None, None, State.NO_SHOW),
        (State.NO_SHOW, True, None, State.CLOSED),
        (State.NO_SHOW, True, False, State.CLOSED),
        (State.CLOSED, None, False, State.NO_SHOW),
        (State.CLOSED, None, True, State.CLOSED),
        (State.NO_SHOW, None, True, State.CLOSED),
    ],
)
def test_whoever_says_that_it_happened_is_believed(
    witnessed: State, visitor: bool | None, host: bool | None, state: State
) -> None:
    assert state_after_what_was_said(witnessed, by_visitor=visitor, by_host=host) is state
