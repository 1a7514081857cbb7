"""What happens on boards by itself: whoever wants to be written what is new is written."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from passerelle.board.actions import write_what_is_new
from passerelle.board.queries import wishes_due

AT_ONCE = 200
log = logging.getLogger(__name__)


def write_digests(now: datetime) -> int:
    """Write the digests that are due, each in its own transaction; says how many were written.

    One that fails is reported and the rest goes on; it stays due and is tried again at the next round.
    """
    failures: list[Exception] = []
    written = 0
    for key in wishes_due(now, AT_ONCE):
        try:
            written += write_what_is_new(key, now)
        except Exception as failure:
            log.exception("digest %s could not be written", key)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} digests could not be written", failures)
    return written


ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {
    "board.write_digests": (write_digests, timedelta(minutes=1)),
}
