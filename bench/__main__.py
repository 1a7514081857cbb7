"""Measures on SQLite, then on PostgreSQL where there is one, and prints a table for each."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.machine import described
from bench.table import books_printed, printed, printed_directory
from tests.run import postgres_here, server_version

LONGEST_S = 600
LONGEST_WITH_SPACES_S = 3600
SPACES = 50_000
NO_WRK = "wrk is missing: it presses on the pages. On Debian and Ubuntu: apt-get install wrk"


@dataclass(frozen=True)
class Subject:
    """What is measured in a process of its own, for at most so many seconds, and how its figures are printed."""

    module: str
    arguments: tuple[str, ...]
    within_s: int
    table: Callable[[dict[str, Any]], str]


def subjects(words: list[str]) -> list[Subject]:
    """Pages and check-ins, the directory, the books; `directory` alone, on so many `--spaces` or BENCH_SPACES."""
    spaces = words[words.index("--spaces") + 1] if "--spaces" in words else os.environ.get("BENCH_SPACES", str(SPACES))
    directory = Subject("bench.directory", (spaces,), LONGEST_WITH_SPACES_S, printed_directory)
    books = Subject("bench.books", (), LONGEST_S, books_printed)
    return [directory] if "directory" in words else [Subject("bench.measure", (), LONGEST_S, printed), directory, books]


def main() -> int:
    """Everything, on each database; 1 when something could not be measured."""
    if not shutil.which("wrk"):
        print(NO_WRK)
        return 1
    print(described())
    broken = 0
    for name, url in databases():
        for subject in subjects(sys.argv[1:]):
            print(f"\n{name}", flush=True)
            with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as home, a_place_for(url) as own:
                figures = measured(home, own, subject)
            print(subject.table(figures) if figures else "  not measured; what stands above says why", flush=True)
            broken += not figures
    return 1 if broken else 0


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


def measured(home: str, url: str, subject: Subject) -> dict[str, Any] | None:
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
