"""Who may read documents and say how a party is named on them."""

from passerelle.invoices.models import Document
from passerelle.kit.references import name_in
from passerelle.networks.access import may_keep_books, may_keep_books_of
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


def may_keep_party(person: Person, owner: Person | Space | Network) -> bool:
    """A treasurer for the network, a manager for a space, everybody for themselves."""
    return person == owner if isinstance(owner, Person) else may_keep_books_of(person, owner)


def may_choose_taxes(person: Person, network: Network) -> bool:
    """Which tax applies to what is the treasurer's to say."""
    return may_keep_books(person, network)


def may_read(person: Person, document: Document) -> bool:
    """Whoever keeps the seller's books reads all of them; others those in which they, or their space, are a side.

    Of somebody who was forgotten, only the former still read: the law wants the document kept, nobody else does.
    """
    if may_keep_books_of(person, document.seller):
        return True
    sides = {document.issuer, document.buyer}
    return person.ref in sides or (_manages_one_of(person, sides) and not _names_somebody_forgotten(sides))


def _manages_one_of(person: Person, sides: set[str]) -> bool:
    keys = [name_in(side) for side in sides if side.startswith("space:")]
    return any(may_manage(person, space) for space in Space.objects.filter(pk__in=keys))


def _names_somebody_forgotten(sides: set[str]) -> bool:
    keys = [name_in(side) for side in sides if side.startswith("person:")]
    return Person.objects.filter(pk__in=keys).exclude(forgotten_at=None).exists()
