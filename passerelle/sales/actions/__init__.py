"""What can be done: sell in a space's name, take back what was sold; and hear of the money.

What changes a payment is told to us in the same transaction, by `care.actions.paying.take_in`: call `take_back` through
it. Payments are taken in hand before sales, sales before the books, and the books before the series of documents.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from passerelle.invoices.actions import issue
from passerelle.invoices.models import Document, Tax
from passerelle.invoices.queries import side_of
from passerelle.invoices.rules import tax_within
from passerelle.kit import clock
from passerelle.kit.references import number_in
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_accounts, open_book, post, reverse
from passerelle.ledger.queries import day_to_book, entries_by_key
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind
from passerelle.logbook.actions import write_down
from passerelle.payments.actions import Asked, Change, ask_for_payment, cancel_payment, promise_refund
from passerelle.payments.actions.receiving import take_cash
from passerelle.payments.actions.steps import locked
from passerelle.payments.gateway import takes_cards
from passerelle.payments.models import Payment
from passerelle.payments.queries import left_to_pay_back, payments_for
from passerelle.payments.rules import CAME, WAITING, Method
from passerelle.people.models import Person
from passerelle.sales.access import may_sell, may_take_back
from passerelle.sales.billing import bill, billed_of, issuer_of
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of, payments_behind, to_the_good
from passerelle.sales.rules import MOST, credit_note, credit_note_of_part
from passerelle.spaces.models import Space

LONGEST_LINE = 120
PLACES = {Method.TRANSFER: Kind.BANK, Method.CASH: Kind.TILL, Method.CARD: Kind.CARD_CLEARING}
Account = tuple[Kind, str]


@dataclass(frozen=True)
class Selling:
    """What a space sells to whom: `amount` in minor units of its own currency, tax included, for `cause`.

    The same `key` of one space is sold once; `line` tells the buyer what it is. By transfer a letter asks for the
    money; cash lies on the desk already where `received` says so. `from_credit` is paid by what was given back of other
    sales to the same buyer, and is not asked for.
    """

    space: Space
    buyer: Person
    cause: str
    key: str
    line: str
    amount: int
    tax: Tax
    method: Method = Method.TRANSFER
    received: bool = False
    due_on: date | None = None
    from_credit: int = 0


@transaction.atomic
def sell(selling: Selling, *, by: Person) -> Sale:
    """Ask for the money, take what lies on the desk, book both, issue the invoice: all of it, or nothing.

    What has this key already is given as it is. Raises NotFound; Refusal `sale_is_wrong` for an amount or a line that
    cannot be sold, `no_cards_here`, `sale_key_means_another` where the key stands for another buyer or amount.
    """
    if not may_sell(by, selling.space):
        raise NotFound
    return sell_what_is_offered(selling, by=by)


@transaction.atomic
def sell_what_is_offered(selling: Selling, *, by: Person) -> Sale:
    """The same for whoever comes: it is for the caller to know that the space offers this, and at this price.

    Raises as `sell` does.
    """
    must_be_a_sale(selling)
    sale, is_new = _kept(selling)
    if is_new:
        _carry_out(sale, selling, by)
    return sale


@transaction.atomic
def take_back(sale: Sale, *, by: Person) -> list[Change]:
    """What was sold is not to be paid: a credit note answers the invoice, and what came is promised back.

    Raises NotFound, Refusal `taken_back_already`.
    """
    if not may_take_back(by, sale):
        raise NotFound
    waits = payments_for(sale.ref).first()  # there is none for what was paid by credit alone
    if waits is not None and (changes := cancel_payment(locked(waits), by=by.ref)):
        return changes  # which is told to `payment_cancelled`
    sale.refresh_from_db(fields=["credited"])
    rest = sale.amount - sale.credited
    if not rest or not _undo(sale, by=by.ref):
        raise Refusal("taken_back_already")
    promise_back(sale.cause, rest, f"{sale.ref}/back", by=by.ref, first=sale)
    return []


@transaction.atomic
def give_back(sale: Sale, amount: int, key: str, line: str, *, by: str) -> None:
    """So much of what was sold is not used: a credit note answers that part of the invoice, and less is owed.

    Whether it pays for something else or goes back to the buyer is for the caller to say. Raises Refusal
    `taken_back_already` where less is left of it.
    """
    left = Sale.objects.filter(pk=sale.pk, taken_back_at=None, credited__lte=F("amount") - amount)
    if not left.update(credited=F("credited") + amount):
        raise Refusal("taken_back_already")
    sale.refresh_from_db(fields=["credited"])
    _credit(sale, (sale.credited - amount, sale.credited), key, line, by=by)
    write_down("sale_given_back", about=sale.ref, actor=by, space=sale.space.ref, amount=amount)


@transaction.atomic
def take_back_part(sale: Sale, part: int, *, by: Person) -> Sale:
    """Of what was sold, `part` (tax included) is not to be paid, at most what is left; gives the sale of what remains.

    What is not paid yet is called off, and what remains sold anew: asked for again, with an invoice of its own. Of what
    is paid a credit note answers the part, which is promised back. Whoever calls is who asked for the sale, and needs
    no telling.
    """
    payment = locked(payment_of(sale))
    sale = _sale_of(payment)
    if sale.taken_back_at is not None or part <= 0:
        return sale
    if payment.state in WAITING:
        call_off(sale, by=by.ref)
        return _sold_anew(sale, payment, sale.amount - part, by) if part < sale.amount else sale
    part = min(part, sale.amount - sale.credited)
    key = f"{sale.ref}/part/{sale.credited + part}"
    if part == sale.amount:
        _undo(sale, by=by.ref)
    elif part and payment.state in CAME:
        give_back(sale, part, key, sale.line, by=by.ref)
    else:
        return sale
    _promise(payment, part, key, by=by.ref)
    return sale


@transaction.atomic
def promise_back(cause: str, amount: int, key: str, *, by: str, first: Sale | None = None) -> int:
    """What was given back goes to whoever paid, by the newest payments, or that of `first` before them. How much it is.

    The payments of the cause are in the caller’s hands already.
    """
    rest = amount
    own = first.ref if first else ""
    for payment in sorted(payments_behind(cause), key=lambda one: one.cause != own):
        rest -= _promise(payment, rest, key, by=by)
    return amount - rest


@transaction.atomic
def call_off(sale: Sale, *, by: str) -> bool:
    """What is not paid is not asked for any more: it was never sold. False where its money has come, or it was before.

    Whoever calls is who asked for the sale, and needs no telling.
    """
    return bool(cancel_payment(locked(payment_of(sale)), by=by)) and _undo(sale, by=by)


def payment_came(payment: Payment, *, by: str) -> Sale:
    """The buyer owes it no longer. For a sale that was taken back it is money for nothing, and is promised back.

    Gives the sale, so that what it is for can begin.
    """
    sale = _sale_of(payment)
    moves = [(_owed_by(sale), (PLACES[Method(payment.method)], sale.space.ref), payment.amount)]
    _book(sale, payment.ref, payment.paid_on or _today(sale.space), moves, "paid", by=by)
    if sale.taken_back_at is not None:
        _promise(payment, payment.amount, f"{sale.ref}/back", by=by)
    return sale


def payment_cancelled(payment: Payment, *, by: str) -> None:
    """Nobody asks for it any more: it is as if it had never been sold."""
    _undo(_sale_of(payment), by=by)


def payment_refunded(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """Money has gone back to the buyer."""
    sale = _sale_of(payment)
    moves = [((PLACES[Method(payment.method)], sale.space.ref), _owed_by(sale), amount)]
    _book(sale, key, on, moves, "paid back", by=by)


def payment_disputed(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """The buyer's bank has taken the money back until it decides; meanwhile what was sold stands."""
    sale = _sale_of(payment)
    moves = [((Kind.CARD_CLEARING, sale.space.ref), _contested_by(sale), amount)]
    _book(sale, key, on, moves, "contested", by=by)


def dispute_ended(payment: Payment, amount: int, key: str, on: date, *, won: bool, by: str) -> None:
    """Won, the money lies at the processor again; lost, the buyer owes it as before it was paid."""
    sale = _sale_of(payment)
    where = (Kind.CARD_CLEARING, sale.space.ref) if won else _owed_by(sale)
    _book(sale, key, on, [(_contested_by(sale), where, amount)], "decided", by=by)
    if won:  # what was given back while the bank had the money
        _promise(payment, to_the_good(sale.cause), f"{key}/back", by=by)


def must_be_a_sale(selling: Selling) -> None:
    """Raises NotFound; Refusal `sale_is_wrong`, `no_cards_here`."""
    if selling.tax.space_id != selling.space.pk:
        raise NotFound
    if not 0 < selling.amount <= MOST or not selling.line.strip():
        raise Refusal("sale_is_wrong")
    if selling.method == Method.CARD and not takes_cards(selling.space):
        raise Refusal("no_cards_here")
    if selling.received and selling.method != Method.CASH:
        raise Refusal("sale_is_wrong")


def facts_of(selling: Selling) -> dict[str, Any]:
    """What is kept of a sale besides its key."""
    return {
        "buyer": selling.buyer,
        "cause": selling.cause,
        "amount": selling.amount,
        "from_credit": selling.from_credit,
        "line": selling.line.strip()[:LONGEST_LINE],
        "currency": selling.space.currency,
        "tax": selling.tax,
        "sold_on": _today(selling.space),
    }


def asked_for(sale: Sale, selling: Selling) -> Asked:
    """What is asked of whom for a sale: what credit does not pay."""
    amount = sale.amount - sale.from_credit
    return Asked(
        sale.ref, sale.ref, sale.space, sale.buyer, amount, sale.currency, selling.method, line=sale.line,
        due_on=selling.due_on,
    )  # fmt: skip


def _kept(selling: Selling) -> tuple[Sale, bool]:
    """The sale of this key, and whether it was not there before: of two who make it at once, one does."""
    Space.objects.select_for_update(no_key=True).get(pk=selling.space.pk)
    facts = facts_of(selling)
    told = {name: facts[name] for name in ("buyer", "cause", "amount", "from_credit")}
    sale, is_new = Sale.objects.get_or_create(space=selling.space, key=selling.key, defaults=facts)
    if any(getattr(sale, name) != value for name, value in told.items()):
        raise Refusal("sale_key_means_another")
    return sale, is_new


def _carry_out(sale: Sale, selling: Selling, by: Person) -> None:
    """The four steps of a sale that is new."""
    open_book(sale.space.ref)
    asked = asked_for(sale, selling)
    payment = ask_for_payment(asked, by=by) if asked.amount else None
    _book_the_sale(sale, by=by.ref)
    if selling.received and payment is not None:
        take_cash(payment, by=by)
        payment.refresh_from_db()
        payment_came(payment, by=by.ref)
    document = _issue(sale, payment, by=by)
    Sale.objects.filter(pk=sale.pk).update(document=document)
    sale.document = document
    write_down("thing_sold", about=sale.ref, actor=by.ref, space=sale.space.ref, amount=sale.amount, cause=sale.cause)


def _issue(sale: Sale, payment: Payment | None, *, by: Person) -> Document:
    draft = bill(sale, payment, issuer_of(sale.space), side_of(sale.buyer))
    return issue(draft, seller=sale.space, by=by)


def _credit(sale: Sale, so_far: tuple[int, int], key: str, line: str, *, by: str) -> None:
    """A part of a sale in the books the other way round, and its credit note.

    `so_far` is what was credited before it, and with it. The tax of all parts together is the tax of their sum, so that
    the last one leaves no cent behind.
    """
    document, on = sale.document, _today(sale.space)
    assert document is not None
    before, after = so_far
    amount = after - before
    tax = tax_within(after, sale.tax.percent_bp) - tax_within(before, sale.tax.percent_bp)
    owed, sold, due = _owed_by(sale), (Kind.SOLD, sale.tax.ref), (Kind.TAX_OWED, sale.tax.ref)
    _book(sale, key, on, [(owed, sold, amount - tax), (owed, due, tax)], "given back", by=by)
    billed = billed_of(sale, line[:LONGEST_LINE], amount, tax, on)
    issue(credit_note_of_part(document.says, billed, key), seller=sale.space, by=by)


def _undo(sale: Sale, *, by: str) -> bool:
    """Whether it was not taken back before: the entry is reversed, and the invoice answered."""
    if not Sale.objects.filter(pk=sale.pk, taken_back_at=None).update(taken_back_at=clock.now()):
        return False
    sale.refresh_from_db(fields=["credited"])
    rest = sale.amount - sale.credited
    if sale.credited:
        if rest:
            _credit(sale, (sale.credited, sale.amount), f"{sale.ref}/back", sale.line, by=by)
    else:
        entry = entries_by_key(sale.space.ref).get(key=sale.ref)
        reverse(entry, f"{sale.ref}/back", cause=sale.ref, line="taken back", by=by)
        document = sale.document
        assert document is not None
        issue(credit_note(document.says, _today(sale.space)), seller=sale.space, by=by)
    write_down("sale_taken_back", about=sale.ref, actor=by, space=sale.space.ref, amount=rest)
    return True


def _sold_anew(sale: Sale, payment: Payment, amount: int, by: Person) -> Sale:
    """What remains of a sale that was called off."""
    times = Sale.objects.filter(space=sale.space, cause=sale.cause).count()
    rest = Selling(
        sale.space, sale.buyer, sale.cause, f"{sale.cause}/{times}", sale.line, amount, sale.tax,
        Method(payment.method), due_on=payment.due_on,
    )  # fmt: skip
    again, _ = _kept(rest)
    _carry_out(again, rest, by)
    return again


def _promise(payment: Payment, amount: int, key: str, *, by: str) -> int:
    """So much goes back to the payer, as far as it is left of what came; how much it is."""
    due = min(amount, left_to_pay_back(payment))
    if due > 0:
        promise_refund(payment, due, key, by=by)
    return max(due, 0)


def _book_the_sale(sale: Sale, *, by: str) -> None:
    _book(sale, sale.ref, sale.sold_on, moves_of(sale), "sold", by=by)


def moves_of(sale: Sale) -> list[tuple[Account, Account, int]]:
    """What a sale moves in the books of its space: what is sold and its tax are owed by the buyer."""
    tax = tax_within(sale.amount, sale.tax.percent_bp)
    owed, sold, due = _owed_by(sale), (Kind.SOLD, sale.tax.ref), (Kind.TAX_OWED, sale.tax.ref)
    return [(sold, owed, sale.amount - tax), (due, owed, tax)]


def _book(sale: Sale, key: str, on: date, moves: Iterable[tuple[Account, Account, int]], line: str, *, by: str) -> None:
    """One entry in the books of the space; what is nothing is left out."""
    book, currency = sale.space.ref, sale.currency
    kept = [move for move in moves if move[2]]
    numbers = open_accounts(book, {(*end, currency) for move in kept for end in move[:2]}, by=by)
    posted = [
        Move(numbers[(*whence, currency)].pk, numbers[(*where, currency)].pk, amount) for whence, where, amount in kept
    ]
    post(book, Draft(sale.ref, key, day_to_book(book, on), posted, line), by=by)


def _owed_by(sale: Sale) -> Account:
    return Kind.OWED_BY_MEMBER, f"person:{sale.buyer_id}"


def _contested_by(sale: Sale) -> Account:
    return Kind.DISPUTED, f"person:{sale.buyer_id}"


def _sale_of(payment: Payment) -> Sale:
    """The sale, held until the transaction ends."""
    found = Sale.objects.select_related("space", "tax", "document", "buyer").select_for_update(
        of=("self",), no_key=True
    )
    return found.get(pk=number_in(payment.cause))


def _today(space: Space) -> date:
    return clock.local_day(space.time_zone)
