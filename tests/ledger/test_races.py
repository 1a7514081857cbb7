"""Eight real processes post at once: the same keys, the same busy accounts. Nothing is doubled, none waits for ever."""

from collections import Counter
from typing import Any

import pytest

from passerelle.ledger.actions import post
from passerelle.ledger.models import Account, Book, Entry, MonthEnd, Posting
from passerelle.ledger.queries import balance, faults_in
from tests.ledger.conftest import BOOK, TREASURER, Accounts, draft
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 8


def press_at_once(presses: list[dict[str, Any]]) -> Counter[str]:
    """Each of the processes makes all the presses, in an order of its own; gives how often each outcome came."""
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.ledger.presser", presses, PROCESSES):
        outcomes += Counter(said)
    return outcomes


def told(key: str, *moves: tuple[Account, Account, int]) -> list[Any]:
    return [key, [[whence.pk, where.pk, amount] for whence, where, amount in moves]]


def test_the_same_keys_are_posted_once(ours: Accounts) -> None:
    presses = [{"press": "one", "draft": told(f"k{n}", (ours.credits, ours.bank, n + 1))} for n in range(20)]
    outcomes = press_at_once(presses)
    assert outcomes == {f"posted {entry.pk}": PROCESSES for entry in Entry.objects.all()}
    assert Entry.objects.count() == Posting.objects.count() == 20
    assert balance(ours.bank) == sum(range(1, 21))
    assert list(faults_in()) == []


def test_one_key_never_means_two_things(ours: Accounts) -> None:
    presses = [{"press": "one", "draft": told("k", (ours.credits, ours.bank, n + 1))} for n in range(20)]
    outcomes = press_at_once(presses)
    (entry,) = Entry.objects.all()
    assert outcomes == {f"posted {entry.pk}": PROCESSES, "key_means_another_entry": 19 * PROCESSES}
    assert balance(ours.bank) == entry.postings.get().amount


def test_a_busy_account_is_posted_to_from_all_sides(ours: Accounts) -> None:
    """Each entry touches four accounts in an order of its own: kept sums taken in that order would wait in a ring."""
    accounts = [ours.bank, *(ours.open("credits", f"person:{n}", "EUR") for n in range(1, 8))]
    presses = []
    for n in range(40):
        around = [accounts[(n * step + step) % 8] for step in (1, 3, 5, 7)]
        moves = [(one, other, 1) for one, other in zip(around, [*around[1:], around[0]], strict=True) if one != other]
        presses.append({"press": "one", "draft": told(f"k{n}", *moves, (accounts[0], accounts[1], 1))})
    press_at_once(presses)
    assert Entry.objects.count() == 40
    assert list(faults_in()) == []


def test_lots_that_overlap_are_posted_once(ours: Accounts) -> None:
    several = [told(f"k{n:03}", (ours.credits, ours.bank, 1), (ours.bank, ours.owed, 1)) for n in range(300)]
    lots = [{"press": "many", "drafts": several[start : start + 120]} for start in range(0, 240, 30)]
    outcomes = press_at_once(lots)
    written = sum(int(outcome.split()[1]) * count for outcome, count in outcomes.items())
    assert written == Entry.objects.count() == 300
    assert (balance(ours.credits), balance(ours.bank), balance(ours.owed)) == (300, 0, -300)
    assert list(faults_in()) == []


def test_a_mistake_is_answered_once(ours: Accounts) -> None:
    post(BOOK, draft("k", (ours.credits, ours.bank, 100)), by=TREASURER)
    post(BOOK, draft("other", (ours.credits, ours.bank, 7)), by=TREASURER)
    outcomes = press_at_once([{"press": "back", "entry": "k", "key": "k/undone"}])
    answer = Entry.objects.get(reverses__key="k")
    assert outcomes == {f"reversed {answer.pk}": PROCESSES}
    outcomes = press_at_once([{"press": "back", "entry": "other", "key": "u", "own": True}] * 3)
    assert outcomes["already_reversed"] == 3 * PROCESSES - 1
    assert (balance(ours.bank), Entry.objects.count()) == (0, 4)
    assert list(faults_in()) == []


@pytest.mark.usefixtures("db")
def test_an_account_is_opened_once() -> None:
    outcomes = press_at_once([{"press": "opened", "owner": f"person:{n}"} for n in range(5)])
    assert outcomes == {f"opened {account.pk}": PROCESSES for account in Account.objects.all()}
    assert (Book.objects.count(), Account.objects.count()) == (1, 5)


def test_what_is_posted_while_a_month_is_shut_is_in_it_for_good_or_refused(ours: Accounts) -> None:
    """Each process shuts the month at a moment of its own: no posting comes after the first, and none is half there."""
    presses = [{"press": "one", "draft": told(f"k{n}", (ours.credits, ours.bank, 1))} for n in range(120)]
    outcomes = press_at_once([*presses, {"press": "shut"}])
    posted = {f"posted {entry.pk}" for entry in Entry.objects.all()}
    assert set(outcomes) <= posted | {"shut", "month_is_closed"}
    assert outcomes["shut"] == PROCESSES
    ended = MonthEnd.objects.get()
    assert balance(ours.bank) == Entry.objects.count() == Entry.objects.filter(written_at__lte=ended.at).count()
    assert outcomes["month_is_closed"] > 0
    assert list(faults_in()) == []
