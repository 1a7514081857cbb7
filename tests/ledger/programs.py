"""What hledger and beancount make of books that were exported: they add up for themselves."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from babel.numbers import get_currency_precision

from passerelle.ledger.queries import balances
from passerelle.ledger.rules.chart import CHART, Kind
from passerelle.ledger.rules.plain_text import Named

Totals = dict[tuple[str, str], Decimal]
"""By account and currency, as bookkeeping programs count: debts and income below nothing."""
ADD_UP = """
import json, sys
from collections import Counter
from beancount import loader
from beancount.core.data import Transaction
entries, errors, _ = loader.load_file(sys.argv[1])
totals = Counter()
for entry in entries:
    for posting in entry.postings if isinstance(entry, Transaction) else ():
        totals[f"{posting.account} {posting.units.currency}"] += posting.units.number
says = [entry.narration for entry in entries if isinstance(entry, Transaction)]
print(json.dumps([len(errors), {name: str(total) for name, total in totals.items() if total}, says]))
"""


def in_beancount(path: Path, within_s: int = 120) -> tuple[int, Totals, list[str]]:
    """How many errors it finds, what it comes to, and what it read beside each entry."""
    done = subprocess.run([sys.executable, "-c", ADD_UP, str(path)], capture_output=True, text=True, timeout=within_s)
    assert done.returncode == 0, done.stderr
    errors, totals, says = json.loads(done.stdout)
    return errors, {tuple(name.split(" ")): Decimal(total) for name, total in totals.items()}, says  # type: ignore[misc]


def in_hledger(path: Path, within_s: int = 120) -> tuple[int, Totals]:
    """How it ends, and what it comes to."""
    command = ["hledger", "-f", str(path), "balance", "--flat", "--no-total", "-O", "csv", "--layout", "bare"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=within_s)
    if done.returncode:
        return done.returncode, {}
    totals: Totals = {}
    for line in done.stdout.splitlines()[1:]:
        name, currency, total = (cell.strip('"') for cell in line.split(","))
        if Decimal(total):
            totals[name, currency] = Decimal(total)
    return 0, totals


def ours_are(book: str) -> Totals:
    """What the books say, in the same way."""
    totals: Counter[tuple[str, str]] = Counter()
    for account, held in balances(book):
        named = Named(account.kind, account.owner, account.currency)
        debit = held if CHART[Kind(account.kind)].grows_with_debit else -held
        totals[named.path, named.currency] += debit
    return {name: Decimal(total).scaleb(-get_currency_precision(name[1])) for name, total in totals.items() if total}
