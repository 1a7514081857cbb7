"""The rules of the books, as tables, without a database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from passerelle.ledger.rules import (
    Draft,
    Move,
    first_of_each_key,
    is_a_line,
    is_the_same,
    must_be_an_account,
    must_be_an_entry,
)
from passerelle.ledger.rules.chart import CHART, GROUPS, Group, Kind, Root
from passerelle.ledger.rules.plain_text import FORMATS, Kept, Moved, Named, Told

MONDAY = date(2027, 1, 4)
MOVE = Move(1, 2, 100)


def draft(key: str = "k", moves: Sequence[Move] = (MOVE,), **facts: Any) -> Draft:
    told: dict[str, Any] = {"cause": "pass:1", "on": MONDAY, "line": ""} | facts
    return Draft(key=key, moves=moves, **told)


@pytest.mark.parametrize(
    ("kind", "owner", "fits"),
    [
        ("bank", "network:1", True),
        ("bank", "space:2", False),
        ("owed_to_space", "space:2", True),
        ("owed_to_space", "spaces:2", False),
        ("credits", "person:7", True),
        ("credits", "pass:7", True),
        ("credits", "network:1", False),
        ("credits", "Person 7", False),
        ("tax_owed", "tax:be_21", True),
        ("pocket", "person:7", False),
        ("", "person:7", False),
    ],
)
def test_an_account_has_a_kind_of_the_chart_and_an_owner_that_fits(kind: str, owner: str, *, fits: bool) -> None:
    if fits:
        must_be_an_account("network:1", kind, owner, "EUR")
        return
    with pytest.raises(ValueError, match=r"\w"):
        must_be_an_account("network:1", kind, owner, "EUR")


@pytest.mark.parametrize(
    ("book", "kind", "owner", "fits"),
    [
        ("space:3", "bank", "space:3", True),
        ("space:3", "bank", "space:4", False),
        ("space:3", "bank", "network:1", False),
        ("network:1", "bank", "space:3", False),
        ("network:1", "till", "network:2", False),
        ("space:3", "sold", "tax:be_21", True),
        ("network:1", "sold", "tax:be_21", False),
        ("space:3", "owed_by_member", "person:7", True),
        ("network:1", "owed_by_member", "person:7", False),
        ("space:3", "credits", "person:7", False),
        ("network:1", "credits", "person:7", True),
    ],
)
def test_a_book_holds_its_own_money_in_its_own_kinds(book: str, kind: str, owner: str, *, fits: bool) -> None:
    if fits:
        must_be_an_account(book, kind, owner, "EUR")
        return
    with pytest.raises(ValueError, match="have no account"):
        must_be_an_account(book, kind, owner, "EUR")


@pytest.mark.parametrize(
    ("currency", "fits"), [("EUR", True), ("eur", False), ("EURO", False), ("€", False), ("", False)]
)
def test_a_currency_is_three_capitals(currency: str, *, fits: bool) -> None:
    if fits:
        must_be_an_account("network:1", "bank", "network:1", currency)
        return
    with pytest.raises(ValueError, match="three capital letters"):
        must_be_an_account("network:1", "bank", "network:1", currency)


@pytest.mark.parametrize(
    ("amount", "fits"),
    [(1, True), (10**13, True), (0, False), (-1, False), (10**13 + 1, False), (1.0, False), (True, False)],
)
def test_an_amount_is_a_positive_whole_number(amount: Any, *, fits: bool) -> None:
    if fits:
        must_be_an_entry(draft(moves=[Move(1, 2, amount)]))
        return
    with pytest.raises(ValueError, match="positive whole number"):
        must_be_an_entry(draft(moves=[Move(1, 2, amount)]))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (draft(moves=()), "moves something"),
        (draft(moves=[MOVE] * 1001), "moves something"),
        (draft(moves=[Move(3, 3, 1)]), "to another one"),
        (draft(key=""), "A key"),
        (draft(key="two words"), "A key"),
        (draft(key="k" * 101), "A key"),
        (draft(cause="Ana’s pass"), "by reference"),
        (draft(line="ana@example.org"), "names nobody"),
    ],
)
def test_what_is_no_entry_is_refused(wrong: Draft, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        must_be_an_entry(wrong)


def test_the_largest_entry_is_an_entry() -> None:
    must_be_an_entry(draft(key="k" * 100, moves=[MOVE] * 1000, line="x" * 120))


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("", True),
        ("Ten days; « 安娜 »", True),
        ("x" * 121, False),
        ("two\nlines", False),
        ("a\tb", False),
        ("a@b", False),
    ],
)
def test_a_line_is_short_printable_and_has_no_address(line: str, *, fits: bool) -> None:
    assert is_a_line(line) is fits


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (draft(), True),
        (draft(on=date(2027, 1, 5), line="told otherwise"), True),
        (draft(moves=[Move(1, 2, 101)]), False),
        (draft(moves=[Move(2, 1, 100)]), False),
        (draft(moves=[MOVE, MOVE]), False),
        (draft(cause="pass:2"), False),
    ],
)
def test_two_say_the_same_if_they_move_the_same_for_the_same_cause(other: Draft, *, same: bool) -> None:
    assert is_the_same(draft(), other) is same


def test_a_lot_has_one_entry_for_each_key() -> None:
    first, other = draft("a"), draft("b")
    assert first_of_each_key([first, other, draft("a")]) == {"a": first, "b": other}
    with pytest.raises(ValueError, match="two entries"):
        first_of_each_key([first, draft("a", moves=[Move(2, 1, 100)])])


def test_every_kind_stands_on_the_chart_and_assets_and_expenses_grow_with_debit() -> None:
    assert set(CHART) == set(Kind)
    grows = {place.root for place in CHART.values() if place.grows_with_debit}
    assert grows == {Root.ASSETS, Root.EXPENSES}


TILL, SOLD = Named("till", "network:1", "JPY"), Named("credits", "person:7", "JPY")


def told() -> Told:
    moved = [Moved(SOLD, TILL, 1500)]
    entry = Kept(7, MONDAY, "k/1", "pass:1", "person:9", 'A "pack"; of | ten', 3, moved)
    return Told("network:1", MONDAY, [(TILL, 1500), (SOLD, 1500)], iter([entry]))


def test_a_journal_for_hledger() -> None:
    assert list(FORMATS["hledger"](told(), lambda currency: 0)) == [
        "; The books of network:1, for hledger",
        "decimal-mark .",
        "commodity 1000. JPY",
        "account Assets:Till:Network-1",
        "account Liabilities:Credits:Person-7",
        '\n2027-01-04 * A "pack", of / ten  ; entry:7, key:k/1, cause:pass:1, actor:person:9, reverses:3',
        "    Assets:Till:Network-1  1500 JPY",
        "    Liabilities:Credits:Person-7  -1500 JPY",
        "\n2027-01-04 * what every account must hold",
        "    Assets:Till:Network-1  0 JPY = 1500 JPY",
        "    Liabilities:Credits:Person-7  0 JPY = -1500 JPY",
    ]


def test_a_ledger_for_beancount() -> None:
    assert list(FORMATS["beancount"](told(), lambda currency: 3)) == [
        "; The books of network:1, for beancount",
        "2027-01-04 open Assets:Till:Network-1 JPY",
        "2027-01-04 open Liabilities:Credits:Person-7 JPY",
        '\n2027-01-04 * "A \\"pack\\"; of | ten"',
        '  entry: "7"',
        '  key: "k/1"',
        '  cause: "pass:1"',
        '  actor: "person:9"',
        '  reverses: "3"',
        "  Assets:Till:Network-1  1.500 JPY",
        "  Liabilities:Credits:Person-7  -1.500 JPY",
        "",
        "2027-01-05 balance Assets:Till:Network-1 1.500 ~ 0 JPY",
        "2027-01-05 balance Liabilities:Credits:Person-7 -1.500 ~ 0 JPY",
    ]


def test_every_kind_of_account_stands_in_one_group() -> None:
    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(Kind)
    assert set(GROUPS) == set(Group)
    assets = [group for group in Group if group.grows_with_debit]
    assert {CHART[kind].root for group in assets for kind in GROUPS[group]} == {Root.ASSETS}
