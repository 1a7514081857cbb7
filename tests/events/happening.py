"""What happens at Alder: a talk every Tuesday at half past six, with two places, from 2 March 2027 on."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from passerelle.events.actions import announce, answer
from passerelle.events.models import Answer, Event, Occurrence
from passerelle.events.rules import Described, ForWhom, Kind, Saying
from passerelle.events.rules.recurring import Every
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.people.rules import Language
from passerelle.spaces.models import Space

TALK = Described(
    "Apéro du mardi",
    Kind.MEETUP,
    Language.FRENCH,
    ForWhom.EVERYBODY,
    date(2027, 3, 2),
    time(18, 30),
    90,
    "On boit un verre.",
    "Salle Meuse",
    places=2,
    every=Every.WEEK,
)
ONCE = replace(TALK, title="Conférence", every=Every.ONCE)


@pytest.fixture
def apero(hugo: Person, alder: Space) -> Event:
    """Every Tuesday evening, two places, for everybody."""
    return announce(alder, TALK, by=hugo)


@pytest.fixture
def talk(hugo: Person, alder: Space) -> Occurrence:
    """One evening, 2 March, two places."""
    return announce(alder, ONCE, by=hugo).occurrences.get()


def on(event: Event, day: str) -> Occurrence:
    """The date of that day, as it is kept now."""
    return Occurrence.objects.select_related("space", "event").get(space=event.space, day=date.fromisoformat(day))


def comes(person: Person, occurrence: Occurrence, **how: Any) -> Answer:
    """Somebody answers that they come."""
    return answer(occurrence, Saying.COMING, by=person, **how)


def walls(event: Event) -> list[str]:
    """When the dates of an event begin by the wall, in order: `03-02 18:30`."""
    found = event.occurrences.filter(called_off_at=None).select_related("space").order_by("begins_at")
    return [f"{one.begins:%m-%d %H:%M}" for one in found]


def letters_to(person: Person) -> list[str]:
    """The kinds of letters about events to somebody, in order."""
    return list(Letter.objects.filter(room="events", to=person.email).order_by("pk").values_list("kind", flat=True))


def moment(text: str) -> datetime:
    """A moment in UTC: `2027-03-02T09:00`."""
    return datetime.fromisoformat(f"{text}+00:00")
