"""What can be done with a person: write a code, know, rename, forget."""

import json
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.kit.ids import reference
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.mail.actions import Recipient
from passerelle.people import mails
from passerelle.people.models import Person, Told, ToldWord
from passerelle.people.queries import person_at
from passerelle.people.rules import LONGEST_NAME, LONGEST_PART, Circle, Language, Part, Shown, widest


def send_code(address: str, code: str, *, page_language: str) -> None:
    """Write to `address` the code to sign in with, in the person's language, or in the page's where nobody is known.

    One look, one letter: the work is the same for an address that is known and for one that is not.
    """
    person = person_at(address)
    to = Recipient(address, person.name, person.language) if person else Recipient(address, "", page_language)
    mails.sign_in_code(to, code)


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

    Raises Refusal `name_is_missing`, `too_long` and `language_is_not_spoken`.
    """
    name = " ".join(name.split())
    if not name:
        raise Refusal("name_is_missing")
    if len(name) > LONGEST_NAME:
        raise Refusal("too_long", most=LONGEST_NAME)
    if language not in set(Language):
        raise Refusal("language_is_not_spoken")
    person.name, person.language = name, language
    Person.objects.filter(pk=person.pk).update(name=person.name, language=language)
    _make_findable(person)
    return person


@transaction.atomic
def trust_with_the_instance(person: Person, *, by: str) -> Person:
    """From now on this person runs the instance: lists spaces, founds networks, opens the back office.

    Only whoever can type commands on the machine gives this right; `by` names them, or the demonstration.
    """
    if Person.objects.filter(pk=person.pk, runs_the_instance=False).update(runs_the_instance=True):
        write_down("person_trusted_with_the_instance", about=person.ref, actor=by)
    person.runs_the_instance = True
    return person


@transaction.atomic
def take_the_instance_back(person: Person, *, by: str) -> Person:
    """From now on this person does not run the instance. Once done, doing it again changes nothing."""
    if Person.objects.filter(pk=person.pk, runs_the_instance=True).update(runs_the_instance=False):
        write_down("instance_taken_back", about=person.ref, actor=by)
    person.runs_the_instance = False
    return person


def speak(person: Person, language: str) -> None:
    """From now on, pages and letters speak `language` to this person; one not spoken here changes nothing."""
    if language in set(Language):
        Person.objects.filter(pk=person.pk).update(language=language)


def be_shown(person: Person, shown: Shown) -> None:
    """From now on, whoever is at the same space may read that this person is here too; or nobody may."""
    Person.objects.filter(pk=person.pk).update(shown_while_here=shown)
    person.shown_while_here = shown


@transaction.atomic
def tell_of_oneself(person: Person, parts: Mapping[Part, tuple[str, Circle]]) -> None:
    """From now on these parts say this, each to its circle; an empty one is told no longer, the others stay.

    Raises Refusal `too_long`.
    """
    said = {part: (" ".join(text.split()), Circle(circle)) for part, (text, circle) in parts.items()}
    if any(len(text) > LONGEST_PART for text, _ in said.values()):
        raise Refusal("too_long", most=LONGEST_PART)
    list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))
    Told.objects.filter(person=person, part__in=list(said)).delete()
    Told.objects.bulk_create(
        Told(person=person, part=part, text=text, shown_to=circle) for part, (text, circle) in said.items() if text
    )
    _make_findable(person)


def _make_findable(person: Person) -> None:
    """Keep the words by which the person is found: those of each part that is shown, and of the name above them."""
    shown = [told for told in Told.objects.filter(person=person) if told.shown_to != Circle.NOBODY]
    ToldWord.objects.filter(person=person).delete()
    texts = [(told.part, told.text, Circle(told.shown_to)) for told in shown]
    name_to = widest(circle for _, _, circle in texts)
    if texts:
        texts.append(("", person.name, name_to))
    ToldWord.objects.bulk_create(
        ToldWord(person=person, part=part, text=word, backwards=word[::-1], shown_to=circle)
        for part, text, circle in texts
        for word in dict.fromkeys(word[:40] for word in fold(text).split())
    )


@transaction.atomic
def forget_person(person: Person) -> None:
    """Name and address are wiped and every session ends; the empty row stays, so that history keeps its shape."""
    end_sessions(person)
    EmailAddress.objects.filter(user_id=person.pk).delete()
    Told.objects.filter(person=person).delete()
    ToldWord.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(
        email=f"forgotten-{person.pk}@invalid",
        name="",
        password=f"!{reference()}",  # a session's hash is made from it: one that escaped us is worth nothing
        is_active=False,
        runs_the_instance=False,
        shown_while_here=Shown.NOBODY,
        last_login=None,
        forgotten_at=clock.now(),
    )
    write_down("person_forgotten", about=person.ref, actor=person.ref)


def end_sessions(person: Person) -> int:
    """Sign the person out everywhere, and drop what was begun with that address. Returns how many sessions ended.

    A session says in sealed text whose it is, so all of them are read; this is done once in a person's life.
    """
    rows = Session.objects.defer("expire_date").iterator(chunk_size=500)
    theirs = [row.pk for row in rows if _speaks_of(row.get_decoded(), person)]
    for start in range(0, len(theirs), 500):
        Session.objects.filter(pk__in=theirs[start : start + 500]).delete()
    return len(theirs)


def _speaks_of(session: dict[str, Any], person: Person) -> bool:
    return session.get("_auth_user_id") == str(person.pk) or person.email in json.dumps(session).lower()
