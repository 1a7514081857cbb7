"""What a stay that is paid by transfer, card or in cash says in the books of its network. They name the stay alone.

What a pass pays is a charge, and the room of passes books that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from passerelle.getaways.models import Stay
from passerelle.invoices.rules import tax_within
from passerelle.ledger.actions import open_account, post_many
from passerelle.ledger.queries import balance_of, day_to_book
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind
from passerelle.passes.actions.paying import taken_at
from passerelle.passes.rules.charging import Held, part_of
from passerelle.payments.models import Payment

LINE, KEPT_LINE = "stay", "stay cancelled"
Moves = Sequence[tuple[Held, Held, int]]


@dataclass(frozen=True)
class Told:
    """One entry, before its accounts are opened."""

    key: str
    on: date
    moves: Moves
    line: str = LINE


def book_the_sale(stay: Stay, payment: Payment, on: date, *, by: str) -> None:
    """What came is the stay's and the tax's, and the stay's is owed to the space from its first day on."""
    tax = tax_within(payment.amount, stay.tax_bp)
    place, price = _place_of(payment), stay.price_of_the_space
    sale = [
        *_through_exchange(stay, _held_for(stay), place, price, payment.amount - tax),
        (_tax_of(stay, payment), place, tax),
    ]
    owed = [(_owed_to_space(stay), _held_for(stay), price)]
    book(stay, Told(payment.ref, on, sale), Told(f"{stay.ref}/owed", stay.first_day, owed), by=by)


def book_what_goes_back(stay: Stay, payment: Payment, percent: int, on: date, *, by: str) -> None:
    """The space is owed so many percent, and that today; the rest is promised back, its tax with it."""
    price, kept_price = stay.price_of_the_space, part_of(stay.price, percent)
    kept_price -= tax_within(kept_price, stay.tax_bp)
    kept = part_of(payment.amount, percent)
    tax, kept_tax = tax_within(payment.amount, stay.tax_bp), tax_within(kept, stay.tax_bp)
    refund, held, owed = _refund_to(stay, payment), _held_for(stay), _owed_to_space(stay)
    back = _through_exchange(stay, held, refund, price - kept_price, payment.amount - tax - (kept - kept_tax))
    moves = [
        (owed, held, kept_price),
        *((where, whence, amount) for whence, where, amount in back),
        (refund, _tax_of(stay, payment), tax - kept_tax),
    ]
    no_longer = Told(f"{stay.ref}/owed/back", stay.first_day, [(held, owed, price)], "taken back")
    book(stay, no_longer, Told(f"{stay.ref}/back", on, moves, KEPT_LINE), by=by)


def book_what_was_lost(stay: Stay, payment: Payment, amount: int, on: date, *, by: str) -> None:
    """What would go back was lost at the bank before: the payer has it, and the network's loss is made good."""
    result = Held(Kind.CREDIT_RESULT, payment.seller.ref, payment.currency)
    book(stay, Told(f"{stay.ref}/lost", on, [(result, _refund_to(stay, payment), max(0, amount))]), by=by)


def book_what_is_for_nothing(stay: Stay, payment: Payment, on: date, *, by: str) -> None:
    """Money for a stay that does not wait for it: all of it is promised back."""
    book(stay, Told(payment.ref, on, [(_refund_to(stay, payment), _place_of(payment), payment.amount)]), by=by)


def book_the_refund(stay: Stay, payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """What was promised back has left."""
    book(stay, Told(key, on, [(_place_of(payment), _refund_to(stay, payment), amount)]), by=by)


def book_the_dispute(stay: Stay, payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """The payer's bank has taken the money back until it decides."""
    book(stay, Told(key, on, [(_place_of(payment), _disputed(stay, payment), amount)]), by=by)


def book_the_end_of_a_dispute(
    stay: Stay, payment: Payment, amount: int, key: str, on: date, *, won: bool, by: str
) -> None:
    """Won, the money is there again. Lost, it is taken off what was promised back; the rest is the network's loss."""
    disputed = _disputed(stay, payment)
    if won:
        book(stay, Told(key, on, [(disputed, _place_of(payment), amount)]), by=by)
        return
    promised = min(amount, promised_back(stay, payment))
    result = Held(Kind.CREDIT_RESULT, payment.seller.ref, payment.currency)
    lost = [(disputed, _refund_to(stay, payment), promised), (disputed, result, amount - promised)]
    book(stay, Told(key, on, lost), by=by)


def promised_back(stay: Stay, payment: Payment) -> int:
    """What the books hold for the payer of this stay."""
    held = _refund_to(stay, payment)
    return max(0, balance_of(payment.seller.ref, held.kind, held.owner, held.currency))


def book(stay: Stay, *entries: Told, by: str) -> None:
    """Entries about a stay, all in one go; what is nothing is left out, also as a whole."""
    owner = stay.getaway.network.ref
    names = dict.fromkeys(
        held for one in entries for whence, where, amount in one.moves if amount for held in (whence, where)
    )
    keys = {held: open_account(owner, held.kind, held.owner, held.currency, by=by).pk for held in names}
    drafts = [
        Draft(stay.ref, one.key, day_to_book(owner, one.on), moves, one.line)
        for one in entries
        if (moves := [Move(keys[whence], keys[where], amount) for whence, where, amount in one.moves if amount])
    ]
    if drafts:
        post_many(owner, drafts, by=by)


def _through_exchange(stay: Stay, held: Held, place: Held, own: int, amount: int) -> list[tuple[Held, Held, int]]:
    """From what is held for the stay, in its currency, to a place in the network's: `own` there is `amount` here."""
    if held.currency == place.currency:
        return [(held, place, amount)]
    network = stay.getaway.network.ref
    theirs, ours = (Held(Kind.EXCHANGE, network, currency) for currency in (held.currency, place.currency))
    return [(held, theirs, own), (ours, place, amount)]


def _held_for(stay: Stay) -> Held:
    return Held(Kind.CREDITS, stay.ref, stay.currency)


def _owed_to_space(stay: Stay) -> Held:
    return Held(Kind.OWED_TO_SPACE, stay.getaway.space.ref, stay.currency)


def _refund_to(stay: Stay, payment: Payment) -> Held:
    return Held(Kind.REFUND, stay.ref, payment.currency)


def _disputed(stay: Stay, payment: Payment) -> Held:
    return Held(Kind.DISPUTED, stay.ref, payment.currency)


def _tax_of(stay: Stay, payment: Payment) -> Held:
    return Held(Kind.TAX_OWED, f"tax:{stay.tax}", payment.currency)


def _place_of(payment: Payment) -> Held:
    kind, owner = taken_at(payment)
    return Held(kind, owner, payment.currency)
