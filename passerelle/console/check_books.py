"""`passerelle check-books`: whether the books say what they should, and what holds them together stands."""

from passerelle.console.words import CannotGoOn, say
from passerelle.ledger.queries import all_books, faults_in
from passerelle.networks.queries import network_at


def check_books(slug: str) -> int:
    """One sentence for each fault, those of the database itself included; 1 if there is any, else 0."""
    books = books_of(slug)
    faults = list(faults_in(books if slug else None))
    for fault in faults:
        say(fault.sentence)
    say(f"{len(books)} books looked at: {f'{len(faults)} faults' if faults else 'nothing is wrong'}.")
    return 1 if faults else 0


def books_of(slug: str) -> list[str]:
    """The books of the network under this address, or all that are kept here. Raises CannotGoOn."""
    if not slug:
        return all_books()
    network = network_at(slug)
    if network is None:
        raise CannotGoOn(f"There is no network called {slug}.")
    return [book for book in all_books() if book == network.ref]
