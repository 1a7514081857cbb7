"""The parts of the measurement that can be wrong without anybody noticing."""

import os
import time
from typing import Any

import pytest

from bench import load
from bench.__main__ import environment
from bench.load import Pressed
from bench.money import books_printed, charges_printed, month_printed, programs_printed
from bench.server import TICKS, cpu_ticks_of
from bench.table import printed


def row(title: str, cpu_us: float, queries: int | None, *, is_page: bool = True) -> dict[str, Any]:
    return {
        "title": title, "is_page": is_page, "per_second": 1234.5, "p50_ms": 0.5, "p99_ms": 9.99,
        "cpu_us": cpu_us, "queries": queries,
    }  # fmt: skip


def figures(**facts: Any) -> dict[str, Any]:
    rows = [row("bare", 100, None), row("healthz", 200, 1), row("a page", 400, 8), row("acts", 9000, 64, is_page=False)]
    least = {"bare_us": 100, "health_us": 200, "least_us": 250}
    return {"rows": rows, "check_ins_per_second": 300} | least | facts


def test_the_table_says_what_each_costs_beside_the_bare_answers() -> None:
    page = next(line for line in printed(figures()).splitlines() if "a page" in line)
    assert page.split() == ["a", "page", "1,234", "0.50", "9.99", "400", "4.0", "2.0", "1.6", "8"]


def test_aims_are_reached_to_the_last_unit_and_missed_beyond() -> None:
    assert "MISSED" not in printed(figures())
    assert printed(figures(check_ins_per_second=299)).count("MISSED") == 1
    assert printed(figures(rows=[row("a page", 401, 9)])).count("MISSED") == 2


def test_the_middle_of_three_rounds_is_taken_for_each_figure() -> None:
    rounds = [Pressed(1, 30, 100, 7), Pressed(3, 10, 300, 9), Pressed(2, 20, 200, 8)]
    assert load._middle(rounds) == Pressed(2, 20, 200, 8)


def test_the_kernel_s_count_is_this_process_s_own() -> None:
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert abs(cpu_ticks_of(os.getpid()) / TICKS - time.process_time()) < 0.1


def test_nothing_of_the_user_s_is_measured_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/passerelle.sqlite3")
    monkeypatch.setenv("SECRET_KEY", "the user's own")
    given = environment("/tmp/here", "")
    assert "DATABASE_URL" not in given
    assert given["SECRET_KEY"] != "the user's own"
    assert given["PASSERELLE_HOME"] == "/tmp/here"


BOOKS = dict.fromkeys(
    (
        "single_per_second", "single_cpu_ms", "slowest_lot_per_second", "bulk_cpu_ms", "balance_queries",
        "balance_on_a_day_ms", "all_balances_ms", "statement_ms",
    ),
    1.0,
) | {"bulk_per_second": 10_000.0, "balance_ms": 5.0, "check": {"wall_s": 2.0, "cpu_s": 1.0}}  # fmt: skip


def test_the_books_have_a_table_of_their_own_with_aims() -> None:
    assert books_printed({"SQLite": BOOKS}).count("reached") == 2
    slow = BOOKS | {"bulk_per_second": 9_999.0, "balance_ms": 5.1}
    assert books_printed({"SQLite": slow}).count("MISSED") == 2


def test_two_databases_stand_side_by_side_and_in_proportion() -> None:
    table = books_printed({"SQLite": BOOKS, "PostgreSQL": BOOKS | {"bulk_per_second": 25_000.0}})
    line = next(line for line in table.splitlines() if "in lots" in line)
    assert line.split()[-3:] == ["10,000", "25,000", "2.5"]
    assert table.count("(PostgreSQL)") == 2


def test_what_is_wrong_after_charging_is_no_aim_reached() -> None:
    row = {"title": "charges by 1", "per_second": 10.0, "p50_ms": 1.0, "p99_ms": 9.0, "cpu_us": 5000.0}
    figures = {"rows": [row], "queries": 22, "charges": 40, "faults": []}
    assert "10 (9; 5.0)" in charges_printed({"SQLite": figures})
    assert "MISSED" not in charges_printed({"SQLite": figures})
    assert "pass:1 differs" in charges_printed({"SQLite": figures | {"faults": ["pass:1 differs"]}})


def test_a_closing_is_added_up_before_it_is_measured_against_its_minute() -> None:
    step = {"wall_s": 20.0, "cpu_s": 10.0}
    names = ("filled", "checked", "closed", "filed", "derived", "read")
    figures = dict.fromkeys(names, step) | {"charges": 10, "spaces": 3, "most_memory_mb": 1024.0}
    assert "MISSED" not in month_printed({"SQLite": figures})
    late = figures | {"filed": {"wall_s": 20.1, "cpu_s": 1.0}, "most_memory_mb": 1025.0}
    assert month_printed({"SQLite": late}).count("MISSED") == 2


def test_a_program_that_is_not_there_is_said_not_to_be() -> None:
    hledger = {"exported_s": 3.0, "read_s": 5.0, "is_same": True}
    figures = {"check": {"wall_s": 1.0, "cpu_s": 1.0}, "balances_ms": 4.0}
    table = programs_printed({"SQLite": figures | {"programs": {"hledger": hledger, "beancount": None}}})
    assert table.count("not installed") == 2
    assert table.count("reached") == 1
