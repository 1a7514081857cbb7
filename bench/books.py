"""The books alone, on the database that the environment names; prints the figures as JSON.

A network of two hundred spaces and ten thousand holders; every day's charge touches the network's one account for the
result of credits, so that it is as busy as an account can be.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

import django

django.setup()

from passerelle.console.prepare import bring_database_up_to_date  # noqa: E402  models can be imported only now
from passerelle.kit.lots import lots  # noqa: E402
from passerelle.ledger.actions import open_account, post, post_many  # noqa: E402
from passerelle.ledger.queries import balance, balances, faults_in, statement  # noqa: E402
from passerelle.ledger.rules import Draft, Move  # noqa: E402

BOOK, BY = "network:1", "person:1"
SPACES, HOLDERS = 200, 2_000
SINGLE, BUSY_POSTINGS, A_LOT = 1_000, 1_000_000, 20_000
FIRST_DAY = date(2026, 1, 1)


def main() -> dict[str, Any]:
    """Open, post one by one, post in bulk, ask."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
    result = open_account(BOOK, "credit_result", BOOK, "EUR", by=BY)
    spaces = [open_account(BOOK, "owed_to_space", f"space:{n}", "EUR", by=BY).pk for n in range(SPACES)]
    holders = [open_account(BOOK, "credits", f"person:{n}", "EUR", by=BY).pk for n in range(HOLDERS)]
    charges = charges_of(spaces, holders, result.pk)
    began = time.perf_counter()
    for _ in range(SINGLE):
        post(BOOK, next(charges), by=BY)
    single = SINGLE / (time.perf_counter() - began)
    took = [_seconds(lambda lot=lot: post_many(BOOK, lot, by=BY)) for lot in lots(charges, A_LOT)]
    last = FIRST_DAY + timedelta(days=364)
    return {
        "single_per_second": single,
        "bulk_per_second": (BUSY_POSTINGS - SINGLE) / sum(took),
        "slowest_lot_per_second": A_LOT / max(took),
        "balance_ms": _ms(lambda: balance(result)),
        "balance_on_a_day_ms": _ms(lambda: balance(result, last), 11),
        "all_balances_ms": _ms(lambda: balances(BOOK), 11),
        "statement_ms": _ms(lambda: statement(result, last.replace(day=1), last), 11),
        "check_s": _seconds(lambda: list(faults_in())),
    }


def charges_of(spaces: list[int], holders: list[int], result: int) -> Iterator[Draft]:
    """Each day of somebody somewhere: two postings, of which one is the network's result."""
    for n in range(BUSY_POSTINGS):
        holder = holders[n * 7919 % len(holders)]
        moves = (Move(spaces[n % len(spaces)], holder, 1100), Move(result, holder, 131 + n % 2))
        yield Draft(f"visit:{n}", f"visit:{n}", FIRST_DAY + timedelta(days=n * 364 // BUSY_POSTINGS), moves)


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _ms(ask: Callable[[], Any], times: int = 101) -> float:
    return median(_seconds(ask) for _ in range(times)) * 1e3


if __name__ == "__main__":
    print(json.dumps(main()))
