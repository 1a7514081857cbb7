"""The worked examples of docs/money.md come out as they say, and the chart of accounts is the one told there."""

import pytest

from passerelle.ledger.queries import balances, faults_in
from passerelle.ledger.rules.chart import CHART
from tests.ledger.told import BOOK, Example, chart, examples, post_all

EXAMPLES = examples()


def test_they_are_numbered_in_order() -> None:
    assert [int(example.title.split(".")[0]) for example in EXAMPLES] == list(range(1, len(EXAMPLES) + 1))


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_comes_out_as_it_says(example: Example) -> None:
    post_all(example)
    held = {(f"{account.kind} {account.owner}", account.currency): amount for account, amount in balances(example.book)}
    assert {name: amount for name, amount in held.items() if amount} == example.balances
    assert list(faults_in()) == []


@pytest.mark.django_db
def test_an_example_played_twice_is_played_once() -> None:
    for _ in range(2):
        post_all(EXAMPLES[4])
    held = {(f"{account.kind} {account.owner}", account.currency): amount for account, amount in balances(BOOK)}
    assert {name: amount for name, amount in held.items() if amount} == EXAMPLES[4].balances


def test_every_account_of_the_chart_is_explained_and_used() -> None:
    told = [(kind, family, whose, says) for kind, family, whose, says in chart()]
    assert told == [(kind, place.root, ", ".join(place.owners), place.says) for kind, place in CHART.items()]
    used = {
        name.split(" ")[0]
        for example in EXAMPLES
        for entry in example.entries
        for posting in entry.postings
        for name in (posting.whence, posting.where)
    }
    assert used == set(CHART)
