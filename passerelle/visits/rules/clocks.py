"""The clocks of a visit: when it is somebody's turn, when that has passed, and what happens by itself. Plain Python."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from passerelle.visits.rules import EXPECTED, WAITING, State
from passerelle.visits.rules.days import OfficeHours, Span

HOME_MAY_BE_SILENT_FOR = timedelta(hours=48)
CORRECTION_LASTS = timedelta(hours=24)
OPENING_TIME_ON_THE_EVE = timedelta(hours=4)
LOOKED_AHEAD = 60  # days; a host with no open day among them is taken never to open


class Step(StrEnum):
    """What happens to a visit by itself, when its time has come."""

    WRITE_TO_HOST = "write_to_host"
    REMIND_HOST = "remind_host"
    ASK_SECOND_CONTACT = "ask_second_contact"
    LAPSE = "lapse"
    LET_A_DAY_GO = "let_a_day_go"


@dataclass(frozen=True)
class Clocks:
    """When the host is reminded, when its second contact is asked, and when the request lapses (UTC).

    A reminder that would come after the lapse is left out.
    """

    remind_at: datetime | None
    second_at: datetime | None
    lapse_at: datetime


def clocks(asked_at: datetime, days: Collection[date], zone: ZoneInfo, hours: OfficeHours) -> Clocks:
    """The clocks of a request put to the host at `asked_at`, counted in the host's open local days.

    After one open day a reminder, after two the second contact, after three it lapses: at the hour at which it was
    asked, brought into that day's opening hours. Never later than closing time on the eve of the first day; where the
    request is made on the eve or on the day itself, the host has four hours of opening.
    """
    asked = asked_at.astimezone(zone)
    third, second, first = _moments_after(asked, hours)
    last_call = _closing_on_the_eve(asked, min(days), hours)
    if last_call is None:
        lapse = min(_after_opening_time(asked, hours, OPENING_TIME_ON_THE_EVE), _end_of(max(days), zone))
    else:
        lapse = min(third, last_call)
    lapse = max(lapse, asked)
    remind_at, second_at = (_utc(moment) if moment < lapse else None for moment in (first, second))
    return Clocks(remind_at, second_at, _utc(lapse))


def host_waits_for_home_until(
    asked_at: datetime, days: Collection[date], zone: ZoneInfo, hours: OfficeHours
) -> datetime:
    """Until when the host's letter waits for the home's word: 48 hours, less where the first day leaves less time.

    The host keeps at least one day before the eve's closing time; where there is not even that, both are asked at once.
    """
    asked = asked_at.astimezone(zone)
    last_call = _closing_on_the_eve(asked, min(days), hours)
    latest = (last_call or asked) - timedelta(days=1)
    return _utc(max(asked, min(asked + HOME_MAY_BE_SILENT_FOR, latest)))


def let_go_at(day: date, zone: ZoneInfo) -> datetime:
    """When a day nobody checked in on is free again: 24 hours after its local midnight (UTC)."""
    return _utc(datetime.combine(day, time(0), zone)) + timedelta(hours=24)


def opening_of(day: date, zone: ZoneInfo, hours: OfficeHours) -> datetime:
    """When the host opens on `day` (UTC); its midnight where it does not."""
    spans = hours(day)
    return _utc(datetime.combine(day, spans[0][0] if spans else time(0), zone))


def _moments_after(asked: datetime, hours: OfficeHours) -> tuple[datetime, datetime, datetime]:
    """The same hour on the third, second and first open day after the one of asking, within opening hours."""
    found = [_same_hour(asked, day, hours(day)) for day in islice(_open_days(asked.date(), hours), 3)]
    never = asked + timedelta(days=LOOKED_AHEAD)
    first, second, third = (*found, never, never, never)[:3]
    return third, second, first


def _open_days(after: date, hours: OfficeHours) -> Iterator[date]:
    ahead = (after + timedelta(days=step) for step in range(1, LOOKED_AHEAD))
    return (day for day in ahead if hours(day))


def _same_hour(asked: datetime, day: date, spans: tuple[Span, ...]) -> datetime:
    hour = min(max(asked.time(), spans[0][0]), spans[-1][1])
    return _at(day, hour, asked.tzinfo)


def _closing_on_the_eve(asked: datetime, first_day: date, hours: OfficeHours) -> datetime | None:
    """Closing time on the last open day before the first day asked; None when asked on the eve, on the day or later."""
    if asked.date() >= first_day - timedelta(days=1):
        return None
    for step in range(1, LOOKED_AHEAD):
        day = first_day - timedelta(days=step)
        if spans := hours(day):
            closing = _at(day, spans[-1][1], asked.tzinfo)
            return closing if closing > asked else None
    return None


def _after_opening_time(asked: datetime, hours: OfficeHours, wanted: timedelta) -> datetime:
    """The moment at which the host has been open for `wanted` since it was asked."""
    left = wanted
    for step in range(LOOKED_AHEAD):
        day = asked.date() + timedelta(days=step)
        for opens, closes in hours(day):
            start = max(asked, _at(day, opens, asked.tzinfo))
            open_for = _at(day, closes, asked.tzinfo).astimezone(UTC) - start.astimezone(UTC)
            if open_for >= left:
                return (start.astimezone(UTC) + left).astimezone(asked.tzinfo)
            left -= max(open_for, timedelta(0))
    return asked + timedelta(days=1)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), zone)


def _at(day: date, hour: time, zone: object) -> datetime:
    """`hour` on `day`; opening hours that end at midnight are known as 00:00 and end that day."""
    return datetime.combine(day, hour, zone)  # type: ignore[arg-type]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


# What can be put right


def may_be_corrected(used_at: datetime | None, now: datetime) -> bool:
    """Whether the space can still take back an arrival recorded at `used_at`: for 24 hours."""
    return used_at is not None and now < used_at + CORRECTION_LASTS


def may_be_added(day: date, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the space can still write down that somebody came on `day`: for 24 hours after its end."""
    return let_go_at(day, zone) <= now < let_go_at(day, zone) + CORRECTION_LASTS


# What happens by itself


@dataclass(frozen=True)
class Waiting:
    """What the clocks need to know of a visit. `held` are the days expected and not yet used."""

    state: State
    host_is_asked: bool
    write_at: datetime | None
    remind_at: datetime | None
    second_at: datetime | None
    lapse_at: datetime | None
    held: tuple[date, ...]
    last_day: date
    zone: ZoneInfo


def next_step(visit: Waiting) -> tuple[Step, datetime] | None:
    """What will happen to a visit by itself, and when (UTC); None when nothing will."""
    steps = [(moment, step) for moment, step in _steps(visit) if moment is not None]
    if not steps:
        return None
    moment, step = min(steps, key=lambda pair: pair[0])
    return step, moment


def due_step(visit: Waiting, now: datetime) -> Step | None:
    """What is to be done now: the last of the steps whose time has come, for a late reminder helps nobody."""
    due = [(moment, step) for moment, step in _steps(visit) if moment is not None and moment <= now]
    return max(due, key=lambda pair: pair[0])[1] if due else None


def days_to_let_go(held: Collection[date], zone: ZoneInfo, now: datetime) -> list[date]:
    """The days on which nobody checked in and which are free again at `now`."""
    return [day for day in sorted(held) if let_go_at(day, zone) <= now]


def _steps(visit: Waiting) -> list[tuple[datetime | None, Step]]:
    if visit.state is State.REQUESTED and not visit.host_is_asked:
        return [(visit.write_at, Step.WRITE_TO_HOST)]
    if visit.state in WAITING:
        return [
            (visit.remind_at, Step.REMIND_HOST),
            (visit.second_at, Step.ASK_SECOND_CONTACT),
            (visit.lapse_at, Step.LAPSE),
        ]
    if visit.state in EXPECTED:
        return [(let_go_at(min(visit.held, default=visit.last_day), visit.zone), Step.LET_A_DAY_GO)]
    return []
