"""The parts of the measurement that can be wrong without anybody noticing."""

import os
import time
from typing import Any

import pytest

from bench import load
from bench.__main__ import environment
from bench.load import Pressed
from bench.server import TICKS, _cpu_ticks
from bench.table import books_printed, printed


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
    assert abs(_cpu_ticks(os.getpid()) / TICKS - time.process_time()) < 0.1


def test_nothing_of_the_user_s_is_measured_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/passerelle.sqlite3")
    monkeypatch.setenv("SECRET_KEY", "the user's own")
    given = environment("/tmp/here", "")
    assert "DATABASE_URL" not in given
    assert given["SECRET_KEY"] != "the user's own"
    assert given["PASSERELLE_HOME"] == "/tmp/here"


def test_the_books_have_a_table_of_their_own_with_aims() -> None:
    figures = dict.fromkeys(
        ("single_per_second", "slowest_lot_per_second", "balance_on_a_day_ms", "all_balances_ms", "statement_ms"), 1.0
    ) | {"bulk_per_second": 10_000.0, "balance_ms": 5.0, "check_s": 1.0}
    assert books_printed(figures).count("reached") == 2
    assert books_printed(figures | {"bulk_per_second": 9_999.0, "balance_ms": 5.1}).count("MISSED") == 2
