"""Who may do what with asks and introductions: whoever wrote one, and the two who are suggested to each other.

Whoever holds the link of a letter stands for the person it was written to, about that one introduction.
"""

from dataclasses import dataclass
from enum import StrEnum

from passerelle.asks.models import Ask, Introduction
from passerelle.asks.queries import introduction_called
from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.people.models import Person


class Link(StrEnum):
    """What the link of a letter lets its reader do."""

    ANSWER = "answer"
    CAME = "came"


@dataclass(frozen=True)
class ByLetter:
    """Whoever holds the link that was sent to one of the two."""

    introduction: int
    person: int


Actor = Person | ByLetter


def may_change(person: Person, ask: Ask) -> bool:
    """An ask is changed and ended by whoever wrote it."""
    return ask.person_id == person.pk


def side_of(actor: Actor, introduction: Introduction) -> int | None:
    """The key of the person for whom this is; None for anybody who is neither of the two."""
    if isinstance(actor, ByLetter) and actor.introduction != introduction.pk:
        return None
    key = actor.person if isinstance(actor, ByLetter) else actor.pk
    return key if key in (introduction.low_id, introduction.high_id) else None


def sealed(introduction: Introduction, person: int, link: Link) -> str:
    """What stands in the address of a link to one of the two."""
    return seal(f"introduction-{link}", f"{introduction.reference}-{person}")


def opened(text: str, link: Link) -> tuple[Introduction, ByLetter]:
    """The introduction that a letter's link is about, and for whom it speaks.

    Raises Refusal `link_not_valid`, also where there is no such introduction any more.
    """
    reference, _, person = unseal(f"introduction-{link}", text).partition("-")
    introduction = introduction_called(reference)
    if introduction is None or not person.isdigit():
        raise Refusal("link_not_valid")
    return introduction, ByLetter(introduction.pk, int(person))


def stopping(person: Person) -> str:
    """What stands in the address by which suggestions are stopped."""
    return seal("suggestions-stop", str(person.pk))


def stopped_by(text: str) -> Person:
    """Whose suggestions a link stops. Raises Refusal `link_not_valid`."""
    key = unseal("suggestions-stop", text)
    person = Person.objects.filter(pk=int(key), forgotten_at=None).first() if key.isdigit() else None
    if person is None:
        raise Refusal("link_not_valid")
    return person
