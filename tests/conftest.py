"""What holds for every test: real parts, no socket beyond this machine, any order, warnings as errors."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from passerelle.logbook.freezing import freeze, thaw

pytest_plugins = ("tests.cast",)


@pytest.fixture(autouse=True)
def _no_notes_left_by_others(request: pytest.FixtureRequest) -> None:
    """The cache is a table that keeps the limits on signing in: each test that has a database begins with none used."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _sweeping_lifts_the_freeze() -> Iterator[None]:
    """A transactional test is swept by DELETE on SQLite, which the logbook refuses: lifted for that moment only."""
    operations = type(connection.ops)
    sweep = operations.execute_sql_flush

    def sweep_thawed(self: Any, statements: list[str]) -> None:
        thaw(self.connection)
        try:
            sweep(self, statements)
        finally:
            freeze(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(operations, "execute_sql_flush", sweep_thawed)
        yield
