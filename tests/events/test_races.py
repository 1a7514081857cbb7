"""Eight processes that really press for two places: two come, six wait; and places that come free go round once."""

import pytest

from passerelle.events.models import Answer, Occurrence
from passerelle.events.rules import Saying
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from tests.events.happening import comes
from tests.makers import make_person
from tests.spaces.test_races import pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 8
PRESS = """
    from datetime import date, datetime, time
    from passerelle.events.actions import Changed, answer, call_off, change_one
    from passerelle.events.models import Occurrence
    from passerelle.events.rules import Saying
    from passerelle.kit import clock
    one = Occurrence.objects.select_related("space", "event").get(pk={occurrence})
    with clock.at(datetime.fromisoformat("2027-01-06T11:00+00:00")):
        me = Person.objects.get(pk={people}[number])
        {press}
"""


def press(talk: Occurrence, people: list[Person], act: str) -> dict[str, int]:
    keys = [person.pk for person in people]
    return dict(pressed_at_once(PRESS.format(occurrence=talk.pk, people=keys, press=act), PROCESSES))


def counted(talk: Occurrence) -> tuple[int, int]:
    """How many come and how many wait."""
    said = Answer.objects.filter(occurrence=talk)
    return said.filter(saying=Saying.COMING).count(), said.filter(saying=Saying.WAITING).count()


@pytest.fixture
def people(hugo: Person) -> list[Person]:
    return [make_person(f"Person {number}") for number in range(PROCESSES)]


def test_eight_press_for_two_places(talk: Occurrence, people: list[Person]) -> None:
    assert press(talk, people, "answer(one, Saying.COMING, by=me)") == {"done": PROCESSES}
    assert counted(talk) == (2, 6)
    assert Letter.objects.filter(kind="confirm").count() == 2


def test_one_who_presses_eight_times_has_one_place(talk: Occurrence, people: list[Person]) -> None:
    assert press(talk, [people[0]] * PROCESSES, "answer(one, Saying.COMING, by=me)") == {"done": PROCESSES}
    assert counted(talk) == (1, 0)
    assert Letter.objects.filter(kind="confirm").count() == 1


def test_those_who_leave_and_those_who_come_at_once_never_overfill(talk: Occurrence, people: list[Person]) -> None:
    first = [make_person(f"First {number}") for number in range(4)]
    for person in first:
        comes(person, talk)
    pressing = [*first, *people[4:]]
    act = "answer(one, Saying.NOT_COMING if number < 4 else Saying.COMING, by=me)"
    assert press(talk, pressing, act) == {"done": PROCESSES}
    assert counted(talk) == (2, 2)


def test_places_added_eight_times_move_each_one_up_once(talk: Occurrence, people: list[Person], hugo: Person) -> None:
    for person in people:
        comes(person, talk)
    act = "change_one(one, Changed('T', date(2027, 3, 2), time(18, 30), 90, places=5), by=me)"
    assert press(talk, [hugo] * PROCESSES, act) == {"done": PROCESSES}
    assert counted(talk) == (5, 3)
    assert Letter.objects.filter(kind="tell_of_place").count() == 3


def test_it_is_called_off_once(talk: Occurrence, people: list[Person], hugo: Person) -> None:
    comes(people[0], talk)
    said = press(talk, [hugo] * PROCESSES, "call_off(one, 'Malade', by=me)")
    assert said == {"done": 1, "event_is_called_off": PROCESSES - 1}
    assert Letter.objects.filter(kind="tell_of_calling_off").count() == 1
