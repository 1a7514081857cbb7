"""The digest: chosen by its reader, at eight in the morning of the space, only what is new, ended by one press."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from passerelle.board.actions import be_written, stop_writing, write_what_is_new
from passerelle.board.jobs import write_digests
from passerelle.board.models import Wish
from passerelle.board.queries import rhythm_of, wishes_due
from passerelle.board.rules import Rhythm, next_digest
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound
from passerelle.mail.models import Letter
from passerelle.mail.post import as_message
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.board.makers import make_notice
from tests.makers import WEDNESDAY_NOON, make_person

BRUSSELS = ZoneInfo("Europe/Brussels")
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def at(day: int, hour: int, month: int = 1) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("rhythm", "after", "due"),
    [
        (Rhythm.DAILY, at(6, 7), at(6, 8)),
        (Rhythm.DAILY, at(6, 8), at(7, 8)),
        (Rhythm.DAILY, at(31, 12), at(1, 8, 2)),
        (Rhythm.DAILY, at(27, 12, 3), at(28, 8, 3)),  # the clocks change that night
        (Rhythm.WEEKLY, at(6, 7), at(11, 8)),
        (Rhythm.WEEKLY, at(11, 8), at(18, 8)),
        (Rhythm.NEVER, at(6, 7), None),
    ],
)
def test_when_the_next_one_is_due(rhythm: Rhythm, after: datetime, due: datetime | None) -> None:
    assert next_digest(rhythm, after.astimezone(UTC), BRUSSELS) == due


@pytest.fixture
def daily(alder: Space, ana: Person, wednesday_noon: object) -> Wish:
    be_written(alder, Rhythm.DAILY, by=ana)
    return Wish.objects.get()


def walk(moment: datetime) -> int:
    with clock.at(moment):
        return write_digests(moment)


def test_nobody_is_written_who_did_not_choose_it(alder: Space, ana: Person, cy: Person, wednesday_noon: object) -> None:
    assert rhythm_of(ana, alder) == Rhythm.NEVER
    with pytest.raises(NotFound):
        be_written(alder, Rhythm.DAILY, by=cy)
    be_written(alder, Rhythm.WEEKLY, by=ana)
    assert rhythm_of(ana, alder) == Rhythm.WEEKLY
    be_written(alder, Rhythm.NEVER, by=ana)
    assert not Wish.objects.exists()


def test_what_is_new_is_written_once_the_next_morning(daily: Wish, alder: Space, fay: Person) -> None:
    make_notice(alder, fay, "Before", stood_at=WEDNESDAY_NOON - HOUR)
    make_notice(alder, fay, "After", text="A lamp\nof brass", stood_at=WEDNESDAY_NOON + HOUR)
    assert walk(at(7, 7)) == 0
    assert [walk(at(7, 8)) for _ in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert letter.subject == "On the board of Alder: After"
    assert "Before" not in letter.text
    assert "of brass" in letter.text
    assert walk(at(8, 8)) == 0  # nothing is new, nothing is written
    make_notice(alder, fay, "Later", stood_at=at(8, 9))
    assert walk(at(9, 8)) == 1


def test_each_reads_in_their_own_language(daily: Wish, alder: Space, ana: Person, fay: Person) -> None:
    Person.objects.filter(pk=ana.pk).update(language="fr")
    make_notice(alder, fay, "Une lampe", stood_at=WEDNESDAY_NOON + HOUR)
    walk(at(7, 8))
    letter = Letter.objects.get()
    assert letter.subject == "Alder, au tableau\N{NO-BREAK SPACE}: Une lampe"
    assert "Ne plus la recevoir" in letter.text


def test_it_never_leaves_at_night(daily: Wish, alder: Space, fay: Person) -> None:
    make_notice(alder, fay, stood_at=WEDNESDAY_NOON + HOUR)
    Wish.objects.update(rhythm=Rhythm.WEEKLY)
    assert walk(at(7, 21)) == 0  # the worker was down all day
    assert walk(at(8, 7)) == 0
    assert walk(at(8, 8)) == 1
    assert Wish.objects.get().next_at == at(11, 8)


def test_whoever_has_left_is_written_no_more(daily: Wish, alder: Space, fay: Person) -> None:
    make_notice(alder, fay, stood_at=WEDNESDAY_NOON + HOUR)
    Membership.objects.filter(person=daily.person).update(until=at(7, 1).date())
    assert walk(at(7, 8)) == 0
    assert not Wish.objects.exists()


def test_the_letter_has_a_button_of_the_mail_program_s_own(daily: Wish, alder: Space, fay: Person) -> None:
    make_notice(alder, fay, stood_at=WEDNESDAY_NOON + HOUR)
    walk(at(7, 8))
    letter = Letter.objects.get()
    headers = as_message(letter).message()
    assert headers["List-Unsubscribe"] == f"<{letter.stop_link}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.stop_link in letter.text


def test_stopped_once_it_stays_stopped(daily: Wish) -> None:
    for _ in range(2):
        stop_writing(daily)
    assert not Wish.objects.exists()
    assert not write_what_is_new(daily.pk, at(7, 8))


def test_one_that_fails_does_not_stop_the_others(
    daily: Wish, alder: Space, fay: Person, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    other = make_person("Other")
    Membership.objects.create(person=other, space=alder, since=at(1, 1).date(), source="staff")
    with clock.at(WEDNESDAY_NOON):
        be_written(alder, Rhythm.DAILY, by=other)
    make_notice(alder, fay, stood_at=WEDNESDAY_NOON + HOUR)
    Person.objects.filter(pk=daily.person_id).update(language="xx")
    with pytest.raises(ExceptionGroup), clock.at(at(7, 8)):
        write_digests(at(7, 8))
    assert [letter.to for letter in Letter.objects.all()] == [other.email]
    assert wishes_due(at(7, 8), 10) == [daily.pk]
