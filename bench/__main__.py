"""Measures on SQLite, then on PostgreSQL where there is one, and prints a table for each."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from bench.machine import described
from bench.table import printed
from tests.run import postgres_here, server_version

LONGEST_S = 600
NO_WRK = "wrk is missing: it presses on the pages. On Debian and Ubuntu: apt-get install wrk"


def main() -> int:
    """Everything, in at most ten minutes for each database; 1 when something could not be measured."""
    if not shutil.which("wrk"):
        print(NO_WRK)
        return 1
    print(described())
    broken = 0
    for name, url in databases():
        print(f"\n{name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as home:
            figures = measured(home, url)
        print(printed(figures) if figures else "  not measured; what stands above says why", flush=True)
        broken += not figures
    return 1 if broken else 0


def databases() -> Iterator[tuple[str, str]]:
    """What to measure on: a name to print and an address, empty for SQLite in the run's own directory."""
    yield "SQLite", ""
    postgres = postgres_here()
    if postgres is None:
        print("\nPostgreSQL: no server at DATABASE_URL nor at 127.0.0.1:5432")
        return
    with a_database_on(postgres) as url:
        yield f"PostgreSQL {server_version(postgres)}", url


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


def measured(home: str, url: str) -> dict[str, Any] | None:
    """What `bench.measure` found, in a process of its own: Django knows one database in its life."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.measure"],
            env=environment(home, url),
            stdout=subprocess.PIPE,
            timeout=LONGEST_S,
        )
    except subprocess.TimeoutExpired:
        print(f"  took more than {LONGEST_S} seconds")
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
