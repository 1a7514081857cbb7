"""Measures on SQLite and on PostgreSQL where there is one, one subject after the other, and prints a table for each."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.machine import described
from bench.money import books_printed, charges_printed, month_printed, papers_printed, programs_printed
from bench.table import (
    lists_printed,
    people_printed,
    printed,
    printed_directory,
    rooms_printed,
    today_printed,
    walls_printed,
)
from tests.run import postgres_here, server_version

LONGEST_S = 600
LONGEST_WITH_SPACES_S = 3600
SPACES = 50_000
CHARGES = "1000000"
MONEY = ("charges", "books", "month", "papers", "programs")
NO_WRK = "wrk is missing: it presses on the pages. On Debian and Ubuntu: apt-get install wrk"


Figures = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """What is measured in a process of its own, for at most so many seconds, and how its figures are printed."""

    module: str
    arguments: tuple[str, ...]
    within_s: int
    table: Callable[[Mapping[str, Figures]], str]

    @property
    def name(self) -> str:
        """How it is asked for."""
        return self.module.removeprefix("bench.")


def apart(table: Callable[[Figures], str]) -> Callable[[Mapping[str, Figures]], str]:
    """A table for each database, below one another: some are too wide to stand side by side."""
    return lambda found: "\n\n".join(f"{name}\n{table(figures)}" for name, figures in found.items())


def subjects(words: list[str]) -> list[Subject]:
    """Pages and check-ins, a manager’s day, a list, the directory, rooms, people, walls, money; or what is named.

    A list and the directory are measured with so many `--spaces`, or BENCH_SPACES.
    """
    spaces = words[words.index("--spaces") + 1] if "--spaces" in words else os.environ.get("BENCH_SPACES", str(SPACES))
    every = [
        Subject("bench.measure", (), LONGEST_S, apart(printed)),
        Subject("bench.today", (), LONGEST_S, apart(today_printed)),
        Subject("bench.lists", (spaces,), LONGEST_WITH_SPACES_S, apart(lists_printed)),
        Subject("bench.directory", (spaces,), LONGEST_WITH_SPACES_S, apart(printed_directory)),
        Subject("bench.rooms", (), LONGEST_S, apart(rooms_printed)),
        Subject("bench.people", (), LONGEST_S, apart(people_printed)),
        Subject("bench.walls", (), LONGEST_S, walls_printed),
        Subject("bench.charges", (), LONGEST_S, charges_printed),
        Subject("bench.books", (), LONGEST_S, books_printed),
        Subject("bench.month", (CHARGES,), LONGEST_S, month_printed),
        Subject("bench.papers", (), LONGEST_S, papers_printed),
        Subject("bench.programs", (), LONGEST_S, programs_printed),
    ]
    return [one for one in every if one.name in words or (one.name in MONEY and "money" in words)] or every


def main() -> int:
    """Everything, on each database; 1 when something could not be measured."""
    if not shutil.which("wrk"):
        print(NO_WRK)
        return 1
    print(described())
    on, broken = list(databases()), 0
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as shared:
        for subject in subjects(sys.argv[1:]):
            found = {name: measured_on(url, subject, Path(shared)) for name, url in on}
            said = {name: figures for name, figures in found.items() if figures}
            broken += len(found) - len(said)
            print(f"\n{subject.table(said)}" if said else "", flush=True)
    return 1 if broken else 0


def measured_on(url: str, subject: Subject, shared: Path) -> Figures | None:
    """What was found on one database. Static files are gathered once and for all: that is not measured."""
    static = shared / "static"
    static.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as home, a_place_for(url) as own:
        (Path(home) / "static").symlink_to(static)
        figures = measured(home, own, subject)
    if not figures:
        print(f"\n{subject.name}: not measured; what stands above says why", flush=True)
    return figures


def databases() -> Iterator[tuple[str, str]]:
    """What to measure on: a name to print and an address, empty for SQLite in the run's own directory."""
    yield "SQLite", ""
    postgres = postgres_here()
    if postgres is None:
        print("\nPostgreSQL: no server at DATABASE_URL nor at 127.0.0.1:5432")
        return
    yield f"PostgreSQL {server_version(postgres)}", postgres


@contextmanager
def a_place_for(url: str) -> Iterator[str]:
    """A database of its own for each subject: an empty address stands for SQLite, whose file is the run's."""
    if not url:
        yield ""
        return
    with a_database_on(url) as own:
        yield own


@contextmanager
def a_database_on(server: str) -> Iterator[str]:
    """A new database, dropped afterwards."""
    whole = server.rpartition("/")[0]
    name = f"passerelle_bench_{secrets.token_hex(4)}"
    with psycopg.connect(f"{whole}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{whole}/{name}"
    finally:
        with psycopg.connect(f"{whole}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def measured(home: str, url: str, subject: Subject) -> Figures | None:
    """What was found, in a process of its own: Django knows one database in its life."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", subject.module, *subject.arguments],
            env=environment(home, url),
            stdout=subprocess.PIPE,
            timeout=subject.within_s,
        )
    except subprocess.TimeoutExpired:
        print(f"  took more than {subject.within_s} seconds")
        return None
    return json.loads(done.stdout) if done.returncode == 0 else None


def environment(home: str, url: str) -> dict[str, str]:
    """A real instance's, with a secret of its own and nothing of the user's."""
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
    return ours | {
        "DJANGO_SETTINGS_MODULE": "passerelle.config.settings",
        "PASSERELLE_DEMO": "0",
        "PASSERELLE_HOME": home,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SITE_URL": "http://127.0.0.1:8000",
        "EMAIL_URL": "dummymail:",
        **({"DATABASE_URL": url} if url else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
