"""Who may do what with products, passes and charges.

Whoever holds the link of a letter acts about that one charge and nothing else.
"""

from dataclasses import dataclass
from enum import StrEnum

from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.networks.access import may_keep_books
from passerelle.passes.models import Charge, Pass, Product
from passerelle.people.models import Person
from passerelle.spaces.access import may_receive
from passerelle.spaces.models import Space


class Link(StrEnum):
    """What the link of a letter lets its reader do: contest a charge, or answer for the space."""

    CONTEST = "contest"
    ANSWER = "answer"


@dataclass(frozen=True)
class ByLetter:
    """Whoever holds the link that was sent about one charge."""

    charge: int
    link: Link

    @property
    def ref(self) -> str:
        """How the logbook names whoever it was: nobody's name is known."""
        return f"letter:{self.link}"


Actor = Person | ByLetter


def sealed(charge: Charge, link: Link) -> str:
    """What stands in the address of a letter's link."""
    return seal(f"charge-{link}", charge.reference)


def opened(text: str, link: Link) -> tuple[Charge, ByLetter]:
    """The charge that a letter's link is about, and the right it gives.

    Raises Refusal `link_not_valid`.
    """
    found = Charge.objects.select_related("of_pass__person", "of_pass__network", "space", "lot")
    charge = found.filter(reference=unseal(f"charge-{link}", text)).first()
    if charge is None:
        raise Refusal("link_not_valid")
    return charge, ByLetter(charge.pk, link)


def may_charge(actor: Person, space: Space) -> bool:
    """Whoever receives at a space charges what is used there."""
    return may_receive(actor, space)


def may_contest(actor: Actor, charge: Charge) -> bool:
    """The holder, signed in or by the letter that told of the charge."""
    return actor == ByLetter(charge.pk, Link.CONTEST) or (
        isinstance(actor, Person) and actor.pk == charge.of_pass.person_id
    )


def may_answer_for(actor: Actor, charge: Charge) -> bool:
    """The space's staff, or the link of the letter that said why the holder contests."""
    return actor == ByLetter(charge.pk, Link.ANSWER) or (isinstance(actor, Person) and may_receive(actor, charge.space))


def may_decide(actor: Person, charge: Charge) -> bool:
    """A treasurer of the network decides where space and holder do not agree."""
    return may_keep_books(actor, charge.of_pass.network)


def may_set_products(person: Person, product: Product) -> bool:
    """What a network sells is for its treasurers to say."""
    return may_keep_books(person, product.network)


def may_hold(person: Person, of_pass: Pass) -> bool:
    """A pass is its holder's alone."""
    return person.pk == of_pass.person_id
