"""Many debts into few transfers, in a network without a till. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Proposed:
    """One transfer: who pays whom how much, in minor units."""

    payer: str
    payee: str
    amount: int


def netted(nets: Mapping[str, int]) -> list[Proposed]:
    """Transfers after which everybody ends at nothing: at most one fewer than there are parties.

    `nets` says by party what it is owed (above nothing) or owes; all of it adds up to nothing. Those whose amounts are
    the same pay each other; the others in the order of their amounts, so the same figures give the same transfers. The
    fewest of all cannot be found in reasonable time (it holds the sum of subsets); this is never more than n - 1.
    """
    if sum(nets.values()):
        raise ValueError("What some are owed, others owe: together it comes to nothing.")
    left = dict(nets)
    return [*_exact(left), *_swept(left)]


def _exact(left: dict[str, int]) -> list[Proposed]:
    """One who owes what another is owed pays that, and both are done."""
    owed: dict[int, list[str]] = {}
    for party in sorted(left, reverse=True):
        if left[party] > 0:
            owed.setdefault(left[party], []).append(party)
    found = []
    for payer in sorted(party for party, amount in left.items() if amount < 0):
        payees = owed.get(-left[payer])
        if payees:
            found.append(Proposed(payer, payees.pop(), -left[payer]))
            left[payer] = left[found[-1].payee] = 0
    return found


def _swept(left: dict[str, int]) -> list[Proposed]:
    """The greatest debt to whom the most is owed, until one of both is done."""
    payers = sorted((amount, party) for party, amount in left.items() if amount < 0)
    payees = sorted((-amount, party) for party, amount in left.items() if amount > 0)
    found = []
    while payers and payees:
        (owes, payer), (owed, payee) = payers.pop(0), payees.pop(0)
        amount = min(-owes, -owed)
        found.append(Proposed(payer, payee, amount))
        if -owes > amount:
            payers.insert(0, (owes + amount, payer))
        if -owed > amount:
            payees.insert(0, (owed + amount, payee))
    return found
