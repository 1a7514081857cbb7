"""The books as plain text: hledger and beancount read them, add up for themselves, and come to the same cent."""

import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from passerelle.ledger.actions import post, reverse
from passerelle.ledger.queries import told_of
from passerelle.ledger.rules.plain_text import FORMATS, Named
from tests.ledger import programs
from tests.ledger.conftest import BOOK, TREASURER, Accounts, draft
from tests.ledger.told import examples, post_all

pytestmark = pytest.mark.django_db
NASTY = [
    'He said "no"; then | left \\ again',
    "* ! (code) ; tag:value",
    "# not a comment",
    "  two  blanks  ",
    "\\",
    '"',
    "«Éé» 安娜 – 2027-01-01 open Assets:X",
    "=1+1",
    "",
]


def written(form: str, path: Path) -> Path:
    path.write_text("".join(f"{line}\n" for line in FORMATS[form](told_of(BOOK), get_currency_precision)))
    return path


def in_beancount(path: Path) -> tuple[int, programs.Totals, list[str]]:
    if find_spec("beancount") is None:
        pytest.skip("books read by beancount (not installed)")
    return programs.in_beancount(path)


def in_hledger(path: Path) -> tuple[int, programs.Totals]:
    if not shutil.which("hledger"):
        pytest.skip("books read by hledger (not installed: apt-get install hledger)")
    return programs.in_hledger(path)


@pytest.fixture
def played(ours: Accounts) -> None:
    """All ten examples in one book, entries with lines that would mean something to a program, and yen."""
    for number, example in enumerate(examples()):
        for entry in example.entries:
            entry.key, entry.reverses = f"{number}/{entry.key}", entry.reverses and f"{number}/{entry.reverses}"
        post_all(example)
    for number, line in enumerate(NASTY):
        post(BOOK, draft(f"nasty:{number}", (ours.credits, ours.bank, number + 1), line=line), by=TREASURER)
    yen = ours.open("credits", "person:7", "JPY"), ours.open("till", "network:1", "JPY")
    entry = post(BOOK, draft("yen", (*yen, 1500), on=date(2027, 3, 31)), by=TREASURER)
    reverse(entry, "yen/undone", cause="pass:1", by=TREASURER)
    post(BOOK, draft("yen/2", (*yen, 1499), on=date(2027, 1, 1)), by=TREASURER)


@pytest.mark.usefixtures("played")
def test_beancount_comes_to_the_same_cent(tmp_path: Path) -> None:
    errors, totals, says = in_beancount(written("beancount", tmp_path / "books.beancount"))
    assert (errors, totals) == (0, programs.ours_are(BOOK))
    assert [line for line in NASTY if line and line not in says] == []


@pytest.mark.usefixtures("played")
def test_hledger_comes_to_the_same_cent(tmp_path: Path) -> None:
    assert in_hledger(written("hledger", tmp_path / "books.journal")) == (0, programs.ours_are(BOOK))


@pytest.mark.usefixtures("played")
def test_both_come_to_the_same(tmp_path: Path) -> None:
    _, theirs = in_hledger(written("hledger", tmp_path / "books.journal"))
    assert theirs == in_beancount(written("beancount", tmp_path / "books.beancount"))[1]


@pytest.mark.usefixtures("played")
def test_a_cent_changed_on_the_way_is_noticed_by_both(tmp_path: Path) -> None:
    for form, read in (("hledger", in_hledger), ("beancount", in_beancount)):
        path = written(form, tmp_path / f"books.{form}")
        text = path.read_text()
        assert text.count("  69.00 EUR") == text.count("  -69.00 EUR") == 2  # two postings, and no balance
        changed = text.replace("  69.00 EUR", "  69.01 EUR", 1).replace("-69.00 EUR", "-69.01 EUR", 1)
        path.write_text(changed)
        assert read(path)[0] > 0


def test_books_without_an_entry_are_read_as_well(ours: Accounts, tmp_path: Path) -> None:
    assert ours.bank
    assert in_beancount(written("beancount", tmp_path / "b"))[:2] == (0, {})
    assert in_hledger(written("hledger", tmp_path / "h")) == (0, {})


@pytest.mark.parametrize(
    ("owner", "path"),
    [
        ("person:42", "Liabilities:OwedToSpace:Person-42"),
        ("payment_card:a_b-c", "Liabilities:OwedToSpace:Payment0card-a-0b--c"),
        ("terms", "Liabilities:OwedToSpace:Terms"),
    ],
)
def test_an_account_has_a_name_that_both_programs_read(owner: str, path: str) -> None:
    assert Named("owed_to_space", owner, "EUR").path == path


REFERENCES = st.from_regex(r"\A[a-z][a-z_]{0,3}(:[AB01u_-]{1,4})?\Z")


@given(one=REFERENCES, other=REFERENCES)
def test_two_owners_never_have_one_name(one: str, other: str) -> None:
    paths = {Named("credits", owner, "EUR").path for owner in (one, other)}
    assert len(paths) == len({one, other})
