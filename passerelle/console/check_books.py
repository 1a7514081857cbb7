"""`passerelle check-books`: whether the books say what they should, and what holds them together stands."""

from collections.abc import Callable
from typing import Any

from passerelle.care.queries import faults_in_all
from passerelle.console.words import CannotGoOn, say
from passerelle.ledger.queries import all_books
from passerelle.networks.queries import network_at
from passerelle.spaces.queries import space_at


def check_books(network: str, space: str = "") -> int:
    """One sentence for each fault, those of the database itself included; 1 if there is any, else 0."""
    books = books_of(network, space)
    faults = list(faults_in_all(books if network or space else None))
    for fault in faults:
        say(fault.sentence)
    say(f"{len(books)} books looked at: {f'{len(faults)} faults' if faults else 'nothing is wrong'}.")
    return 1 if faults else 0


def books_of(network: str, space: str = "") -> list[str]:
    """The books of the network and the space under these addresses, or all that are kept here. Raises CannotGoOn."""
    if not network and not space:
        return all_books()
    asked = {_found(network, "network", network_at), _found(space, "space", space_at)}
    return [book for book in all_books() if book in asked]


def _found(slug: str, kind: str, find: Callable[[str], Any]) -> str:
    if not slug:
        return ""
    seller = find(slug)
    if seller is None:
        raise CannotGoOn(f"There is no {kind} called {slug}.")
    return str(seller.ref)
