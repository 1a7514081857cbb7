"""The books on the command line: looked at, and taken out, by real processes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.console.ready import Prepare
from tests.console.shell import Shell, real_instance

pytestmark = pytest.mark.own_databases
SCENE = """
from datetime import date
from passerelle.networks.rules import Mode
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.rules import Draft, Move
from tests.makers import make_network
for slug in ("visa", "other", "bare"):
    network = make_network(slug.title(), slug=slug)
    if slug != "bare":
        bank, sold = (
            open_account(network.ref, kind, owner, "EUR", by="person:1")
            for kind, owner in (("bank", network.ref), ("credits", "person:7"))
        )
        post(network.ref, Draft("pass:1", "k1", date(2027, 1, 4), [Move(sold.pk, bank.pk, 14900)]), by="person:1")
"""


@pytest.fixture(scope="module")
def shell(prepare: Prepare, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """An instance with three networks, two of which have books."""
    home = tmp_path_factory.mktemp("books")
    shell = prepare(real_instance(home, DATABASE_URL=f"sqlite:///{home / 'here.sqlite3'}"))
    shell.python(SCENE)
    return shell


def test_books_are_looked_at_and_each_fault_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    good = shell.run("check-books")
    assert (good.returncode, good.stdout) == (0, "2 books looked at: nothing is wrong.\n")
    spoilt = Shell(tmp_path, shell.settings | {"DATABASE_URL": f"sqlite:///{tmp_path / 'spoilt.sqlite3'}"})
    with closing(sqlite3.connect(shell.home / "here.sqlite3")) as here:
        here.execute("VACUUM INTO ?", [str(tmp_path / "spoilt.sqlite3")])
    with closing(sqlite3.connect(tmp_path / "spoilt.sqlite3")) as here, here:
        here.execute("DROP TRIGGER ledger_posting_no_update")
        here.execute("UPDATE ledger_posting SET amount = 14901 WHERE id = 1")
    bad = spoilt.run("check-books")
    assert bad.returncode == 1
    assert bad.stdout.splitlines() == [
        "The database does not have ledger_posting_no_update as it should: it would let the books be spoilt.",
        "account:1: for 2027-01 a debit of 14900 and a credit of 0 are kept; its postings say 14901 and 0.",
        "account:2: for 2027-01 a debit of 0 and a credit of 14900 are kept; its postings say 0 and 14901.",
        "2 books looked at: 3 faults.",
    ]
    other = spoilt.run("check-books", "--network", "other")
    assert (other.returncode, len(other.stdout.splitlines())) == (1, 2)  # the trigger is everybody's
    assert "WRONG  Books" in spoilt.run("doctor").stdout
    assert "fine   Books" in shell.run("doctor").stdout


def test_books_of_one_network_are_looked_at(shell: Shell) -> None:
    assert shell.run("check-books", "--network", "visa").stdout == "1 books looked at: nothing is wrong.\n"
    assert shell.run("check-books", "--network", "bare").stdout == "0 books looked at: nothing is wrong.\n"
    unknown = shell.run("check-books", "--network", "nowhere")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "There is no network called nowhere." in unknown.stderr


def test_books_are_taken_out_for_either_program(shell: Shell) -> None:
    journal = shell.run("export", "books", "--network", "visa").stdout
    assert "    Assets:Bank:Network-1  149.00 EUR\n    Liabilities:Credits:Person-7  -149.00 EUR\n" in journal
    ledger = shell.run("export", "books", "--network", "visa", "--format", "beancount").stdout
    assert "2027-01-05 balance Assets:Bank:Network-1 149.00 ~ 0 EUR\n" in ledger


def test_one_network_has_to_be_named_where_there_are_several(shell: Shell) -> None:
    refused = shell.run("export", "books")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "2 books are kept here. Name one" in refused.stderr
    assert "No books are kept yet." in shell.run("export", "books", "--network", "bare").stderr
    assert shell.run("export", "books", "--format", "spreadsheet").returncode == 2
