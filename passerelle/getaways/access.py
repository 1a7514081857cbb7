"""Who may do what with getaways and stays.

Getting the letter proves the right: whoever holds its link answers for the space, about that one stay and nothing else.
"""

from dataclasses import dataclass

from passerelle.getaways.models import Getaway, Stay
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive

PURPOSE = "stay-answer"


@dataclass(frozen=True)
class ByLetter:
    """Whoever holds the link that was sent to a space about one stay."""

    stay: int

    @property
    def ref(self) -> str:
        """How the logbook names whoever it was: nobody's name is known."""
        return "letter:answer"


Actor = Person | ByLetter


def sealed(stay: Stay) -> str:
    """What stands in the address of the link in the space's letter."""
    return seal(PURPOSE, stay.reference)


def opened(text: str) -> tuple[Stay, ByLetter]:
    """The stay that a letter's link is about, and the right it gives.

    Raises Refusal `link_not_valid`.
    """
    found = Stay.objects.select_related("getaway__space", "getaway__network", "person")
    stay = found.filter(reference=unseal(PURPOSE, text)).first()
    if stay is None:
        raise Refusal("link_not_valid")
    return stay, ByLetter(stay.pk)


def may_change(person: Person, getaway: Getaway) -> bool:
    """What a space offers is for its managers to say."""
    return may_manage(person, getaway.space)


def may_answer(actor: Actor, stay: Stay) -> bool:
    """The space answers: its staff, or the link in its letter."""
    return actor == ByLetter(stay.pk) or (isinstance(actor, Person) and may_receive(actor, stay.getaway.space))


def must(allowed: bool) -> None:
    """Go on only if it is allowed; what is forbidden is answered like what is absent.

    Raises NotFound.
    """
    if not allowed:
        raise NotFound
