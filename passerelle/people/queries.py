"""What can be asked about people."""

from collections.abc import Iterable

from passerelle.people.models import Person as Person  # doors take the name from here
from passerelle.people.models import Told
from passerelle.people.rules import Part


def person_at(address: str) -> Person | None:
    """The person known by this mail address, whatever its capitals."""
    return Person.objects.filter(email=address.strip().lower(), forgotten_at=None).first()


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """How these people are called, by their keys; nothing where somebody gave no name, or was forgotten."""
    return dict(Person.objects.filter(pk__in=list(keys)).values_list("pk", "name"))


def person_called(ref: str) -> str:
    """The name of the person whom the cellar calls `person:7`; empty where it is nobody, or somebody forgotten."""
    kind, _, key = ref.partition(":")
    return names_of([int(key)]).get(int(key), "") if kind == "person" and key.isdigit() else ""


def told_by(person: Person) -> dict[Part, Told]:
    """What this person tells of themself, by part, whoever may read it: for the person alone."""
    return {Part(told.part): told for told in Told.objects.filter(person=person)}
