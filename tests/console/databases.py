"""Databases of a test's own, for instances that run in processes of their own."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

from tests.run import postgres_here

_server = cache(postgres_here)


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new, empty database of this kind; skips the test where there is no such server."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / (secrets.token_hex(4) + '.sqlite3')}"
        return
    address = _server()
    if not address:
        pytest.skip("instances on PostgreSQL (no server here)")
    name, root = f"passerelle_test_{secrets.token_hex(6)}", address.rpartition("/")[0]
    with psycopg.connect(f"{root}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{root}/{name}"
    finally:
        with psycopg.connect(f"{root}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def copy_database(whence: str, where: str) -> None:
    """What one database holds instead of what another of its kind does; nobody may be at work in either."""
    if whence.startswith("sqlite"):
        shutil.copy(whence.removeprefix("sqlite:///"), where.removeprefix("sqlite:///"))
        return
    root, _, name = where.rpartition("/")
    with psycopg.connect(f"{root}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {whence.rpartition('/')[2]}")
