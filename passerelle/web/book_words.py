"""The books in words: what an amount moved for, on which page that stands, whose an account is, who wrote it down."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from passerelle.kit.references import kind_of, name_in, number_in
from passerelle.ledger.rules.months import month_named
from passerelle.passes.queries.holding import holders_of
from passerelle.payments.queries import called
from passerelle.people.queries import names_of
from passerelle.settlement.queries import closings_behind, names_of_spaces, statements_in
from passerelle.web.ways import url
from passerelle.web.words import account_word

if TYPE_CHECKING:
    from passerelle.ledger.queries import Moved, Side
    from passerelle.networks.models import Network

WHAT: Mapping[str, Any] = {
    "payment": lazy("Payment of a pass"),
    "charge": lazy("A use of a pass"),
    "stay": lazy("A stay"),
    "refund": lazy("Sent back to a payer"),
    "dispute": lazy("Contested at a bank"),
    "receipt": lazy("Came to the bank"),
    "payout": lazy("Paid out by the card processor"),
    "pass": lazy("Left over at the end of a pass’s month"),
    "lot": lazy("Withdrawn from the contract"),
    "month": lazy("Month settled"),
    "transfer": lazy("Transfer after a closed month"),
}
"""By what the keys of entries begin with."""


@dataclass(frozen=True)
class Told:
    """One entry in words: what moved for what, where that stands, and who wrote it down.

    `moves` are its amounts, each from where to where; `debit` is what they come to together.
    """

    entry: "Moved"
    what: str
    address: str
    moves: list[tuple[str, str, int]]
    who: str
    debit: int


def told(network: "Network", moves: "list[Moved]") -> list[Told]:
    """These amounts in words, an entry to a row; at most six queries, however many they are."""
    owners = {side.owner for one in moves for side in (one.whence, one.where)}
    names = _names(owners | {one.actor for one in moves} | {one.cause for one in moves})
    pages = _pages(network, moves)
    rows = []
    for _key, ours in groupby(moves, key=lambda one: one.key):
        entry, *rest = ours
        said = [(_account(one.whence, names), _account(one.where, names), one.debit) for one in (entry, *rest)]
        address = pages.get(entry.key) or _about(network, entry.cause)
        debit = sum(one.debit for one in (entry, *rest))
        rows.append(Told(entry, _what(entry, names), address, said, _who(entry.actor, names), debit))
    return rows


def owner_word(owner: str) -> str:
    """Whose an account is; nothing where it is the network's own."""
    return _names({owner}).get(owner, "" if owner.startswith("network:") else name_in(owner))


def _what(one: "Moved", names: Mapping[str, str]) -> str:
    said = str(WHAT.get(kind_of(one.key), one.line or one.key))
    if one.key.endswith("/rounding"):
        said = _("Rounding of a month")
    elif one.is_back:
        said = _("Taken back: %(what)s") % {"what": said}
    name = names.get(one.cause, "")
    return f"{said}, {name}" if name else said


def _account(side: "Side", names: Mapping[str, str]) -> str:
    own = side.owner.startswith("network:")
    name = "" if own else names.get(side.owner, name_in(side.owner))
    word = account_word(side.kind)
    return f"{word}, {name}" if name else word


def _who(actor: str, names: Mapping[str, str]) -> str:
    if actor.startswith("person:"):
        return names.get(actor) or _("somebody without a name")
    return _("by the link of a letter") if actor.startswith("letter:") else _("by itself")


def _names(references: Iterable[str]) -> dict[str, str]:
    """The names of people, spaces and holders of passes among these references."""
    finders: Mapping[str, Callable[[list[int]], dict[int, str]]] = {
        "person": names_of,
        "space": names_of_spaces,
        "pass": holders_of,
    }
    found: dict[str, str] = {}
    for kind, find in finders.items():
        keys = _keys(references, kind)
        if keys:
            found |= {f"{kind}:{key}": name or _("somebody without a name") for key, name in find(keys).items()}
    return found


def _pages(network: "Network", moves: "list[Moved]") -> dict[str, str]:
    """By the keys of entries, the pages on which what they moved for is told."""
    payments = called(network, _keys((one.key for one in moves), "payment"))
    closings = closings_behind(network, _keys((one.key for one in moves), "transfer"))
    found = {
        f"payment:{key}": url("network_payment", slug=network.slug, reference=ref) for key, ref in payments.items()
    }
    found |= {f"transfer:{key}": url("closed_month", slug=network.slug, key=at) for key, at in closings.items()}
    for one in moves:
        if one.cause.startswith("charge:"):
            found[one.key] = url("charge", reference=name_in(one.cause))
    return found | _statements(network, {one.key for one in moves if one.key.startswith("month:")})


def _statements(network: "Network", keys: Iterable[str]) -> dict[str, str]:
    """By keys like `month:2027-01/space:2/EUR`, the statement that each posted."""
    found: dict[str, str] = {}
    by_month: dict[str, list[tuple[str, int, str]]] = {}
    for key in keys:
        month, *rest = key.removeprefix("month:").split("/")
        if len(rest) == 2:  # else it is the rounding of the whole month
            by_month.setdefault(month, []).append((key, number_in(rest[0]), rest[1]))
    for month, named in by_month.items():
        there = statements_in(network, month_named(month), (space for _key, space, _currency in named))
        for key, space, currency in named:
            if (space, currency) in there:
                found[key] = url("month_statement", slug=network.slug, key=there[space, currency])
    return found


def _about(network: "Network", cause: str) -> str:
    """Everything that the books say for one cause."""
    return f"{url('network_entries', slug=network.slug)}?{urlencode({'cause': cause})}"


def _keys(references: Iterable[str], kind: str) -> list[int]:
    said = (name_in(one) for one in references if one.startswith(f"{kind}:"))
    return [int(key) for key in said if key.isdecimal()]
