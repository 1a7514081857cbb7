"""The triggers that stand in the database are those that should, and no others.

SQLite drops a table's triggers without a word when a migration builds the table again: this is how one would know.
"""

import pytest
from django.db import connection

from passerelle.invoices import freezing as papers
from passerelle.kit.triggers import Trigger, fallen, needed, put_up, refusing, standing, take_down
from passerelle.ledger import holding
from passerelle.logbook import freezing
from passerelle.networks import mode_stays
from passerelle.settlement import freezing as months
from passerelle.walls import hearing

pytestmark = pytest.mark.django_db
EVERY = (
    *freezing.TRIGGERS,
    *mode_stays.TRIGGERS,
    *holding.TRIGGERS,
    *papers.TRIGGERS,
    *months.TRIGGERS,
    *hearing.TRIGGERS,
)
LOGBOOK = freezing.TRIGGERS


def test_those_that_stand_are_those_that_should() -> None:
    assert sorted(standing(connection)) == sorted(trigger.name for trigger in needed(connection, EVERY))
    assert fallen(connection, EVERY) == []


def test_one_that_is_missing_is_found_and_put_up_again_and_again() -> None:
    take_down(connection, LOGBOOK[:1])
    assert fallen(connection, EVERY) == [LOGBOOK[0].name]
    for _ in range(2):
        put_up(connection, LOGBOOK)
        assert fallen(connection, EVERY) == []


def test_one_that_does_something_else_is_found() -> None:
    (first, *_) = refusing(LOGBOOK[0].table, "so it goes")
    put_up(connection, [first])
    assert fallen(connection, LOGBOOK) == [first.name]


def test_one_that_is_switched_off_is_found() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("a trigger that is switched off (SQLite cannot)")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {LOGBOOK[0].table} DISABLE TRIGGER {LOGBOOK[0].name}")
    assert fallen(connection, EVERY) == [LOGBOOK[0].name]


@pytest.mark.parametrize("trigger", EVERY, ids=lambda trigger: trigger.name)
def test_each_is_said_for_both_databases_but_for_what_only_one_needs(trigger: Trigger) -> None:
    assert len(trigger.made("postgresql")) == (0 if trigger.name.endswith(("_no_replace", "_fits")) else 2)
    assert len(trigger.made("sqlite")) == (0 if trigger.name.endswith(("_no_truncate", "_heard")) else 1)
