"""What can be done with a person: know, rename, forget."""

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.people.rules import Language


@transaction.atomic
def know_person(address: str, *, name: str = "", language: str = Language.FRENCH) -> Person:
    """The person at `address`, made known if nobody was; an empty name is filled in, a given one never replaced."""
    person, is_new = Person.objects.get_or_create(
        email=address.strip().lower(), defaults={"name": name.strip(), "language": language, "password": "!"}
    )
    if not is_new and not person.name and name.strip():
        Person.objects.filter(pk=person.pk, name="").update(name=name.strip())
        person.name = name.strip()
    return person


@transaction.atomic
def present_oneself(person: Person, *, name: str, language: str) -> Person:
    """A person says how to be called and in which language to be written to.

    Raises Refusal `name_is_missing` and `language_is_not_spoken`.
    """
    if not name.strip():
        raise Refusal("name_is_missing")
    if language not in set(Language):
        raise Refusal("language_is_not_spoken")
    person.name, person.language = name.strip(), language
    Person.objects.filter(pk=person.pk).update(name=person.name, language=language)
    return person


def speak(person: Person, language: str) -> None:
    """From now on, pages and letters speak `language` to this person; one not spoken here changes nothing."""
    if language in set(Language):
        Person.objects.filter(pk=person.pk).update(language=language)


@transaction.atomic
def forget_person(person: Person) -> None:
    """Name and address are wiped; the empty row stays, so that what others recorded keeps its shape."""
    Person.objects.filter(pk=person.pk).update(
        email=f"forgotten-{person.pk}@invalid",
        name="",
        is_active=False,
        runs_the_instance=False,
        forgotten_at=clock.now(),
    )
    write_down("person_forgotten", about=person.ref, actor=person.ref)
