"""The books alone, on the database that the environment names; prints the figures as JSON.

A network of two hundred spaces and two thousand holders; every day's charge touches the network's one account for the
result of credits, so that it is as busy as an account can be.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from itertools import islice
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from bench.cost import cost_of, milliseconds, queries_of  # noqa: E402
from passerelle.kit.lots import lots  # noqa: E402
from passerelle.ledger.actions import open_accounts, post, post_many  # noqa: E402
from passerelle.ledger.models import Account  # noqa: E402
from passerelle.ledger.queries import balance, balances, faults_in, statement  # noqa: E402
from passerelle.ledger.rules import Draft, Move  # noqa: E402

BOOK, BY = "network:1", "person:1"
SPACES, HOLDERS = 200, 2_000
SINGLE, BUSY_POSTINGS, A_LOT = 1_000, 1_000_000, 20_000
FIRST_DAY = date(2026, 1, 1)


def main() -> dict[str, Any]:
    """Open, post one by one, post in bulk, ask."""
    call_command("migrate", verbosity=0)
    spaces, holders, result = opened(BOOK)
    busy = Account.objects.get(pk=result)
    charges = charges_of(spaces, holders, result)
    single = cost_of(lambda: [post(BOOK, one, by=BY) for one in islice(charges, SINGLE)])
    took = [cost_of(lambda lot=lot: post_many(BOOK, lot, by=BY)) for lot in lots(charges, A_LOT)]
    last = FIRST_DAY + timedelta(days=364)
    return {
        "single_per_second": SINGLE / single.wall_s,
        "single_cpu_ms": single.cpu_s / SINGLE * 1e3,
        "bulk_per_second": (BUSY_POSTINGS - SINGLE) / sum(one.wall_s for one in took),
        "bulk_cpu_ms": sum(one.cpu_s for one in took) / (BUSY_POSTINGS - SINGLE) * 1e3,
        "slowest_lot_per_second": A_LOT / max(one.wall_s for one in took),
        "balance_ms": milliseconds(lambda: balance(busy)),
        "balance_queries": queries_of(lambda: balance(busy)),
        "balance_on_a_day_ms": milliseconds(lambda: balance(busy, last), 11),
        "all_balances_ms": milliseconds(lambda: balances(BOOK), 11),
        "statement_ms": milliseconds(lambda: statement(busy, last.replace(day=1), last), 11),
        "check": asdict(cost_of(lambda: list(faults_in()))),
    }


def opened(book: str) -> tuple[list[int], list[int], int]:
    """The accounts of the spaces, of the holders, and the busy one, by their keys."""
    spaces, holders, result = (
        [one.pk for one in open_accounts(book, [(kind, owner, "EUR") for owner in owners], by=BY).values()]
        for kind, owners in (
            ("owed_to_space", [f"space:{n}" for n in range(SPACES)]),
            ("credits", [f"person:{n}" for n in range(HOLDERS)]),
            ("credit_result", [book]),
        )
    )
    return spaces, holders, result[0]


def charges_of(spaces: list[int], holders: list[int], result: int) -> Iterator[Draft]:
    """Each day of somebody somewhere: two postings, of which one is the network's result."""
    for n in range(BUSY_POSTINGS):
        holder = holders[n * 7919 % len(holders)]
        moves = (Move(spaces[n % len(spaces)], holder, 1100), Move(result, holder, 131 + n % 2))
        yield Draft(f"visit:{n}", f"visit:{n}", FIRST_DAY + timedelta(days=n * 364 // BUSY_POSTINGS), moves)


if __name__ == "__main__":
    print(json.dumps(main()))
