"""What happens by itself: renewals are asked for, credits lapse or roll over, passes end; who is late is reminded."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from passerelle.kit import clock
from passerelle.passes.actions.accounts import ask_for_less, remind_of_account
from passerelle.passes.actions.renewing import ask_for_renewal, end_pass, settle_lot
from passerelle.passes.queries.accounts import asked_too_much
from passerelle.passes.queries.holding import lots_to_settle, passes_to_end, renewals_to_ask_for
from passerelle.passes.rules.accounts import KIND
from passerelle.payments.queries import payments_to_remind_of

AT_ONCE = 500
T = TypeVar("T")
log = logging.getLogger(__name__)


def take_care_of_passes(now: datetime) -> int:
    """Ask for what renews within a week, settle what is over, end what nothing is left of; how many changed.

    Each is done in its own transaction. One that fails is reported and the rest goes on; it is tried at the next round.
    """
    on = clock.today()
    return (
        _each(ask_for_renewal, renewals_to_ask_for(on, AT_ONCE))
        + _each(settle_lot, lots_to_settle(on, AT_ONCE))
        + _each(end_pass, passes_to_end(on, AT_ONCE))
    )


def take_care_of_accounts(now: datetime) -> int:
    """Ask for no more than is owed, remind those who are late; how many changed."""
    late = payments_to_remind_of(KIND, clock.today(), AT_ONCE)
    return _each(ask_for_less, asked_too_much()) + _each(remind_of_account, late)


def _each(act: Callable[[T], bool], keys: Iterable[T]) -> int:
    done, failures = 0, []
    for key in keys:
        try:
            done += act(key)
        except Exception as failure:
            log.exception("%s failed for %s", act.__name__, key)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} were not taken care of", failures)
    return done


ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {
    "passes.take_care_of_passes": (take_care_of_passes, timedelta(minutes=10)),
    "passes.take_care_of_accounts": (take_care_of_accounts, timedelta(minutes=10)),
}
