"""Records are written once, found again, and changed by nobody, whatever door they knock at."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from passerelle.kit import clock
from passerelle.kit.triggers import standing
from passerelle.logbook.actions import write_down
from passerelle.logbook.freezing import freeze, is_frozen, thaw
from passerelle.logbook.models import Record
from passerelle.logbook.queries import records_about, records_by

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def refuses(statement: str) -> bool:
    """Whether the database itself says no, and why."""
    with pytest.raises(DatabaseError, match="a record is never changed"), transaction.atomic():
        connection.cursor().execute(statement)
    return True


@pytest.fixture
def record() -> Record:
    with clock.at(MONDAY):
        return write_down("visit_accepted", about="visit:42", actor="person:7", days=3)


def test_a_record_says_when_who_what_and_about_what(record):
    record.refresh_from_db()
    assert (record.at, record.act, record.actor, record.about) == (MONDAY, "visit_accepted", "person:7", "visit:42")
    assert record.facts == {"days": 3}


def test_records_are_found_by_what_they_are_about_and_by_who_acted():
    with clock.at(MONDAY):
        asked = write_down("visit_asked", about="visit:42", actor="person:7")
    with clock.at(MONDAY + timedelta(hours=1)):
        accepted = write_down("visit_accepted", about="visit:42", actor="person:8")
        other = write_down("visit_asked", about="visit:421", actor="person:7")
    assert list(records_about("visit:42")) == [asked, accepted]
    assert list(records_by("person:7")) == [asked, other]


def test_facts_are_kept_as_numbers_dates_references_and_codes(record):
    kept = write_down(
        "terms_changed",
        about="space:3",
        actor="terms",
        days=[date(2027, 1, 12), date(2027, 1, 13)],
        at=datetime(2027, 1, 12, 9, 30, tzinfo=UTC),
        opens=time(9, 30),
        before={"free_days": 3, "way": "request", "price": None},
        weekdays={5, 1},
        vouched=True,
    )
    kept.refresh_from_db()
    assert kept.facts == {
        "days": ["2027-01-12", "2027-01-13"],
        "at": "2027-01-12T09:30:00+00:00",
        "opens": "09:30:00",
        "before": {"free_days": 3, "way": "request", "price": None},
        "weekdays": [1, 5],
        "vouched": True,
    }


@pytest.mark.parametrize("fact", ["ana@namur.example.org", "Ana Delvaux", "a line that somebody typed", object(), b"x"])
def test_a_record_holds_no_names_and_no_prose(fact):
    with pytest.raises(ValueError, match="A record holds"):
        write_down("visit_asked", about="visit:42", actor="person:7", words=[fact])


@pytest.mark.parametrize("reference", ["Ana Delvaux", "ana@namur.example.org", "", "visit:", "person:" + "7" * 80])
def test_people_and_things_stand_as_references(reference):
    with pytest.raises(ValueError, match="by reference"):
        write_down("visit_asked", about=reference, actor="person:7")
    with pytest.raises(ValueError, match="by reference"):
        write_down("visit_asked", about="visit:42", actor=reference)


@pytest.mark.parametrize("act", ["Accept visit", "visit accepted!", ""])
def test_an_act_is_a_past_sentence_in_snake_case(act):
    with pytest.raises(ValueError, match="snake case"):
        write_down(act, about="visit:42", actor="person:7")


def test_the_database_refuses_to_change_a_record(record):
    assert refuses(f"UPDATE logbook_record SET actor = 'person:9' WHERE id = {record.pk}")
    assert refuses("UPDATE logbook_record SET facts = '{}'")
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(actor="person:9")


def test_the_database_refuses_to_remove_a_record(record):
    assert refuses(f"DELETE FROM logbook_record WHERE id = {record.pk}")
    with pytest.raises(DatabaseError), transaction.atomic():
        record.delete()
    assert Record.objects.filter(pk=record.pk).exists()


def test_the_database_refuses_to_write_over_a_record(record):
    columns = "id, at, act, actor, about, facts"
    values = f"{record.pk}, '2027-01-01', 'x', 'x', 'x', '{{}}'"
    if connection.vendor == "sqlite":
        assert refuses(f"INSERT OR REPLACE INTO logbook_record ({columns}) VALUES ({values})")
    else:
        over = "ON CONFLICT (id) DO UPDATE SET actor = 'x'"
        assert refuses(f"INSERT INTO logbook_record ({columns}) VALUES ({values}) {over}")


def test_the_triggers_can_be_taken_away_and_put_up_again_and_again():
    assert is_frozen(connection)
    thaw(connection)
    assert [name for name in standing(connection) if name.startswith("logbook_")] == []
    assert not is_frozen(connection)
    for _ in range(2):
        freeze(connection)
        assert is_frozen(connection)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time_around", [1, 2])
def test_a_test_that_commits_is_swept_and_the_next_finds_the_triggers(time_around):
    assert is_frozen(connection)
    assert not Record.objects.exists()
    write_down("visit_asked", about="visit:42", actor="person:7")
