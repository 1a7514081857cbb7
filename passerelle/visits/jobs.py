"""What happens by itself: the clocks of visits, as rows that are due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from passerelle.kit import clock
from passerelle.visits.actions import take_next_step, tell_that_host_left
from passerelle.visits.queries import visits_whose_host_has_left, visits_with_a_step_due

AT_ONCE = 200
log = logging.getLogger(__name__)


def take_due_steps(now: datetime) -> int:
    """Take the next step of every visit that is due, each in its own transaction; says how many were taken.

    One visit that fails is reported and the rest goes on; it stays due and is tried again at the next round.
    """
    failures: list[Exception] = []
    keys = visits_with_a_step_due(now, AT_ONCE)
    for key in keys:
        try:
            take_next_step(key)
        except Exception as failure:
            log.exception("visit %s could not take its next step", key)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of {len(keys)} visits could not take their next step", failures)
    return len(keys)


def tell_of_hosts_that_left(now: datetime) -> int:
    """Tell travellers whose host has left the network of their visit; says how many were told."""
    visits = visits_whose_host_has_left(clock.local_day("UTC", now), AT_ONCE)
    for visit in visits:
        tell_that_host_left(visit)
    return len(visits)


ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {
    "visits.take_due_steps": (take_due_steps, timedelta(seconds=1)),
    "visits.tell_of_hosts_that_left": (tell_of_hosts_that_left, timedelta(minutes=10)),
}
