"""Each fault is found and named: the books are spoilt by hand, after everything that holds them together was lifted."""

import re
from typing import Any

import pytest
from django.db import connection

from passerelle.care.actions import check_the_books
from passerelle.kit import clock
from passerelle.ledger.actions import post, reverse
from passerelle.ledger.holding import let_go
from passerelle.ledger.models import Entry, Posting
from passerelle.ledger.queries import faults_in
from passerelle.ledger.rules.faults import SENTENCES, Fault
from passerelle.logbook.queries import records_about
from tests.ledger.conftest import BOOK, TREASURER, Accounts, draft

pytestmark = pytest.mark.django_db
Told = tuple[str, str, tuple[Any, ...]]


def run(sql: str, *facts: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)


def found(books: list[str] | None = None) -> list[Fault]:
    """What is wrong with the rows."""
    return [fault for fault in faults_in(books) if fault.code != "guard_is_missing"]


@pytest.fixture
def spoilt(ours: Accounts) -> dict[str, int]:
    """Books of three entries in tables that have lost all keys, constraints and triggers; numbers by name."""
    two = draft("k1", (ours.credits, ours.bank, 100), (ours.bank, ours.owed, 5))
    wrong, right = post(BOOK, two, by=TREASURER), post(BOOK, draft("k2", (ours.credits, ours.bank, 7)), by=TREASURER)
    answer = reverse(wrong, "k1/undone", cause="pass:1", by=TREASURER)
    places = {f"{name}{posting.place}": posting.pk for name, entry in (("wrong", wrong), ("answer", answer))
              for posting in Posting.objects.filter(entry=entry)}  # fmt: skip
    numbers = {"wrong": wrong.pk, "right": right.pk, "answer": answer.pk, "bank": ours.bank.pk} | places
    numbers |= {"hkd": ours.owed_in_hkd.pk, "owed": ours.owed.pk, "right1": Posting.objects.get(entry=right).pk}
    numbers |= {"theirs": Accounts("network:2").bank.book_id}
    connection.check_constraints()
    let_go(connection)
    for table in ("posting", "entry"):
        run(f"CREATE TABLE loose AS SELECT * FROM ledger_{table}")
        run(f"DROP TABLE ledger_{table}")
        run(f"ALTER TABLE loose RENAME TO ledger_{table}")
    assert found() == []
    return numbers


STRAY: list[Told] = [("posting_is_stray", "posting:{right1}", ("{right}",))]
SPOILT: list[tuple[str, list[Told]]] = [
    (
        "UPDATE ledger_monthsum SET debit = debit + 1 WHERE account_id = {bank}",
        [("sums_differ", "account:{bank}", ("2027-01", 113, 105, 112, 105))],
    ),
    (
        "DELETE FROM ledger_monthsum WHERE account_id = {owed}",
        [("sums_differ", "account:{owed}", ("2027-01", 0, 0, 5, 5))],
    ),
    (
        "UPDATE ledger_posting SET amount = 8 WHERE id = {right1}",
        [
            ("sums_differ", "account:{credits}", ("2027-01", 100, 107, 100, 108)),
            ("sums_differ", "account:{bank}", ("2027-01", 107 + 5, 105, 108 + 5, 105)),
        ],
    ),
    ("UPDATE ledger_posting SET currency = 'HKD' WHERE id = {right1}", STRAY),
    ("UPDATE ledger_posting SET book_id = {theirs} WHERE id = {right1}", STRAY),
    ("UPDATE ledger_posting SET dated_on = '2027-01-09' WHERE id = {right1}", STRAY),
    (
        "UPDATE ledger_posting SET amount = -amount WHERE id = {right1}",
        [
            ("sums_differ", "account:{credits}", ("2027-01", 100, 107, 100, 93)),
            ("sums_differ", "account:{bank}", ("2027-01", 112, 105, 98, 105)),
            ("amount_is_wrong", "posting:{right1}", ("{right}",)),
        ],
    ),
    (
        "DELETE FROM ledger_posting WHERE id = {right1}",
        [
            ("sums_differ", "account:{credits}", ("2027-01", 100, 107, 100, 100)),
            ("sums_differ", "account:{bank}", ("2027-01", 112, 105, 105, 105)),
            ("postings_are_missing", "entry:{right}", (1, 0)),
        ],
    ),
    ("UPDATE ledger_entry SET \"key\" = 'k1' WHERE id = {right}", [("key_is_there_twice", "entry:{wrong}", ("k1", 2))]),
    (
        "UPDATE ledger_entry SET reverses_id = {wrong} WHERE id = {right}",
        [("reversed_twice", "entry:{wrong}", (2,)), ("does_not_reverse", "entry:{right}", ("{wrong}",))],
    ),
    (
        "UPDATE ledger_entry SET reverses_id = {right} WHERE id = {answer}",
        [("does_not_reverse", "entry:{answer}", ("{right}",))],
    ),
    (
        "UPDATE ledger_entry SET reverses_id = {answer} WHERE id = {answer}",
        [("does_not_reverse", "entry:{answer}", ("{answer}",))],
    ),
    (
        "UPDATE ledger_account SET kind = 'pocket' WHERE id = {hkd}",
        [("kind_is_not_known", "account:{hkd}", ("pocket",))],
    ),
]


@pytest.mark.parametrize(("sql", "wanted"), SPOILT, ids=[sql for sql, _ in SPOILT])
def test_a_fault_is_found_and_named(spoilt: dict[str, int], ours: Accounts, sql: str, wanted: list[Told]) -> None:
    numbers = spoilt | {"credits": ours.credits.pk}
    run(sql.format(**numbers))
    faults = [
        Fault(code, about.format(**numbers), tuple(numbers.get(str(fact).strip("{}"), fact) for fact in facts))
        for code, about, facts in wanted
    ]
    assert sorted(map(repr, found())) == sorted(map(repr, faults))
    assert sorted(map(repr, found([BOOK]))) == sorted(map(repr, faults))
    assert found(["network:2"]) == []
    assert all(re.search(r"\w", fault.sentence) for fault in faults)


BESIDE_THE_BOOKS = {
    "credits_differ", "used_days_differ", "account_differs", "figures_differ", "stay_is_not_even", "stay_differs",
    "transfers_differ", "receipts_differ", "document_differs", "numbers_have_gaps",
}  # fmt: skip
"""Of passes, stays, receipts, documents and closed months: they are seen where those are."""


def test_every_fault_has_been_seen() -> None:
    seen = {code for _, wanted in SPOILT for code, _, _ in wanted}
    assert seen | {"guard_is_missing"} | BESIDE_THE_BOOKS == set(SENTENCES)


def test_what_is_gone_is_named(ours: Accounts) -> None:
    run("DROP TRIGGER ledger_entry_no_update" + (" ON ledger_entry" if connection.vendor == "postgresql" else ""))
    assert list(faults_in()) == [Fault("guard_is_missing", "ledger_entry_no_update")]


def test_each_day_the_worker_writes_down_what_is_wrong(spoilt: dict[str, int]) -> None:
    run(f"UPDATE ledger_monthsum SET debit = debit + 1 WHERE account_id = {spoilt['bank']}")
    count = check_the_books(clock.now())
    records = records_about("books")
    assert len(records) == count > 1
    assert {record.act for record in records} == {"fault_found_in_the_books"}
    assert {"fault": "sums_differ", "where": f"account:{spoilt['bank']}"} in [record.facts for record in records]


def test_where_nothing_is_wrong_nothing_is_written_down(ours: Accounts) -> None:
    post(BOOK, draft("k1", (ours.credits, ours.bank, 100)), by=TREASURER)
    assert check_the_books(clock.now()) == 0
    assert not records_about("books").exists()
    assert Entry.objects.count() == 1
