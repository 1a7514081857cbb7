"""What happens by itself: dates are kept ahead, and whoever comes tomorrow is reminded."""

from collections.abc import Callable
from datetime import datetime, timedelta

from passerelle.events.actions import plan_further, remind
from passerelle.events.queries import dates_to_remind_of, events_to_plan

AT_ONCE = 200


def plan_dates(now: datetime) -> int:
    """Keep the dates of recurring events for a good year ahead, each event in its own transaction."""
    return sum(plan_further(key) for key in events_to_plan(now, AT_ONCE))


def remind_of_tomorrow(now: datetime) -> int:
    """Remind those who come to each date whose reminder is due, each date in its own transaction."""
    return sum(remind(key) for key in dates_to_remind_of(now, AT_ONCE))


ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {
    "events.plan_dates": (plan_dates, timedelta(hours=6)),
    "events.remind_of_tomorrow": (remind_of_tomorrow, timedelta(minutes=5)),
}
