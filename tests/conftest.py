"""What holds for every test: real parts, no socket beyond this machine, any order, warnings as errors."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings

from passerelle.invoices import freezing as papers
from passerelle.kit.triggers import put_up, take_down
from passerelle.ledger import holding
from passerelle.logbook import freezing
from passerelle.settlement import freezing as months

# A machine with much to do is no fault of ours: what a property says is tested, not how fast it is said.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
pytest_plugins = ("tests.cast", "tests.getaways.offering", "tests.getaways.paying", "tests.passes.selling")
pytest_plugins += ("tests.bookings.letting", "tests.console.ready", "tests.events.happening")
FROZEN = (*freezing.TRIGGERS, *holding.TRIGGERS, *papers.TRIGGERS, *months.TRIGGERS)


@pytest.fixture(autouse=True)
def _no_notes_left_by_others(request: pytest.FixtureRequest) -> None:
    """The cache is a table that keeps the limits on signing in: each test that has a database begins with none used."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _sweeping_lifts_the_freeze() -> Iterator[None]:
    """A transactional test is swept by DELETE or TRUNCATE, which logbook and books refuse: lifted for that moment."""
    operations = type(connection.ops)
    sweep = operations.execute_sql_flush

    def sweep_thawed(self: Any, statements: list[str]) -> None:
        take_down(self.connection, FROZEN)
        try:
            sweep(self, statements)
        finally:
            put_up(self.connection, FROZEN)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", sweep_thawed)
        yield
