"""Money that came: recorded by hand, taken in from a bank's file, paid in cash; and what a treasurer says of the rest.

No amount that differs from what was asked is taken for it silently. It lies in the books as not known, the treasurer
is told, and says what it is for.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.references import name_in
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books_of
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments.access import may_take_cash
from passerelle.payments.actions.books import book_as_given_back, book_as_known, book_as_unknown
from passerelle.payments.actions.steps import Change, come, hold_payments, hold_seller, locked, must_have_been, today
from passerelle.payments.models import Payment, Payout, Receipt, Statement
from passerelle.payments.queries import received_so_far
from passerelle.payments.queries.previews import Told, causes_behind, preview_of, read_file
from passerelle.payments.rules import CAME, Method, ReceiptState
from passerelle.payments.rules.lines import StatementIsWrong
from passerelle.payments.rules.matching import BY_HAND, Verdict
from passerelle.people.models import Person


@dataclass(frozen=True)
class Came:
    """A transfer that whoever keeps the books saw on the account.

    `before` is how much of the payment had come, as they read it; None where nobody read that.
    """

    amount: int
    on: date
    before: int | None = None


@transaction.atomic
def record_transfer(payment: Payment, came: Came, *, by: Person) -> list[Change]:
    """A treasurer saw the transfer on the account. Another amount than was asked waits to be decided on.

    The bank's own line of it, when its file comes, changes nothing more. Raises NotFound, Refusal `came_already`,
    `day_is_to_come`, `day_is_long_ago`, and `more_came_meanwhile` where it may be this very one: it was pressed twice.
    """
    payment = _decided_on(payment, by)
    must_have_been(came.on, payment.seller)
    if came.before not in (None, received_so_far(payment)):
        raise Refusal("more_came_meanwhile")
    receipt = Receipt.objects.create(
        **seller_is(payment.seller), key=f"{BY_HAND}{reference()}", on=came.on, amount=came.amount,
        currency=payment.currency, by_hand=True, payment=payment,
    )  # fmt: skip
    write_down("receipt_recorded", about=receipt.ref, actor=by.ref, payment=payment.ref, amount=came.amount)
    book_as_unknown(receipt, by=by.ref)
    return _count(payment, by=by)


@transaction.atomic
def take_cash(payment: Payment, *, by: Person) -> list[Change]:
    """Whoever takes the money says that it is there.

    Raises NotFound, Refusal `came_already`.
    """
    if not may_take_cash(by, payment):
        raise NotFound
    hold_payments(payment.cause)
    changes = come(payment, Method.CASH, today(payment.seller), by=by.ref)
    if not changes:
        raise Refusal("came_already")
    return changes


def came_by_card_as_well(payment: Payment, *, is_back: bool, by: str) -> None:
    """A card paid what had come another way: it lies at the processor as nobody's, until it `is_back` with the payer.

    The treasurer sends it back on the processor's pages, which is heard; told twice, it is kept once.
    """
    receipt, is_new = Receipt.objects.get_or_create(
        **seller_is(payment.seller), key=f"card:{payment.gateway_ref}",
        defaults={
            "on": today(payment.seller), "amount": payment.amount, "currency": payment.currency, "by_card": True,
            "said": payment.structured_reference,
        },
    )  # fmt: skip
    if is_new:
        book_as_unknown(receipt, by=by)
        write_down("card_paid_as_well", about=receipt.ref, actor=by, payment=payment.ref, amount=receipt.amount)
    if is_back and _unknown(receipt).update(state=ReceiptState.GIVEN_BACK):
        book_as_given_back(receipt, today(payment.seller), by=by)
        write_down("receipt_given_back", about=receipt.ref, actor=by, amount=receipt.amount)


@transaction.atomic
def send_statement(seller: Seller, file_name: str, content: bytes, *, by: Person) -> Statement:
    """A file of the bank, to be looked at before anything of it is kept.

    Raises NotFound, Refusal `statement_is_wrong` with what is wrong.
    """
    if not may_keep_books_of(by, seller):
        raise NotFound
    try:
        read_file(content, seller)
    except StatementIsWrong as wrong:
        raise Refusal("statement_is_wrong", why=wrong.code, line=wrong.line, what=wrong.what) from wrong
    statement = Statement.objects.create(**seller_is(seller), file_name=file_name[-200:], content=content)
    write_down("bank_statement_sent", about=statement.ref, actor=by.ref, seller=seller.ref, size=len(content))
    return statement


@transaction.atomic
def take_in_statement(statement: Statement, *, by: Person) -> list[Change]:
    """Keep the lines of a file that are not known yet: what pays pays, what nobody knows is booked as such.

    Twice changes nothing. Raises NotFound.
    """
    seller = statement.seller
    if not may_keep_books_of(by, seller):
        raise NotFound
    hold_seller(seller)  # two files at once that hold one line keep it once
    if not Statement.objects.filter(pk=statement.pk, taken_in_at=None).update(taken_in_at=clock.now()):
        return []
    told = preview_of(statement).told
    Statement.objects.filter(pk=statement.pk).update(content=b"")
    changes = [change for one in told for change in _take_in(one, seller, by)]
    counts = {verdict.value: sum(one.verdict is verdict for one in told) for verdict in Verdict}
    facts = {name: count for name, count in counts.items() if count}
    write_down("bank_statement_taken_in", about=statement.ref, actor=by.ref, seller=seller.ref, **facts)
    return changes


@transaction.atomic
def count_for(receipt: Receipt, payment: Payment, *, by: Person) -> list[Change]:
    """The treasurer says what a receipt is for. With what came before it may be all: then the payment has come.

    What is more than was asked stays behind as a receipt of its own, to be given back. Where the same amount was
    recorded by hand before, this is the bank's line of it. Raises NotFound, Refusal `came_already`,
    `receipt_is_explained`, `currencies_differ`, `receipt_is_of_a_card` for what only goes back.
    """
    must_not_be_of_a_card(receipt)
    if _is_the_line_of(receipt, payment, by):
        return []
    payment = _decided_on(payment, by)
    if receipt.seller != payment.seller:
        raise NotFound
    if receipt.currency != payment.currency:
        raise Refusal("currencies_differ", asked=payment.currency, came=receipt.currency)
    if not _unknown(receipt).update(payment=payment):
        raise Refusal("receipt_is_explained")
    write_down("receipt_explained", about=receipt.ref, actor=by.ref, payment=payment.ref)
    return _count(payment, by=by)


@transaction.atomic
def give_back(receipt: Receipt, on: date, *, by: Person) -> None:
    """A receipt that is for nothing went back to whoever sent it.

    Raises NotFound, Refusal `receipt_is_explained`, `day_is_to_come`, `day_is_long_ago`.
    """
    if not may_keep_books_of(by, receipt.seller):
        raise NotFound
    must_have_been(on, receipt.seller)
    hold_payments(*causes_behind(receipt))  # the rest of it may be coming at this moment
    if not _unknown(receipt).update(state=ReceiptState.GIVEN_BACK):
        raise Refusal("receipt_is_explained")
    book_as_given_back(receipt, on, by=by.ref)
    write_down("receipt_given_back", about=receipt.ref, actor=by.ref, amount=receipt.amount)


def explain(receipt: Receipt, *, transfer: str, by: str) -> bool:
    """A receipt is what was asked as `transfer:7`, which whoever calls books. False where somebody was quicker."""
    if not _unknown(receipt).update(state=ReceiptState.COUNTED):
        return False
    book_as_known(receipt, by=by)
    write_down("receipt_explained", about=receipt.ref, actor=by, transfer=transfer)
    return True


def must_not_be_of_a_card(receipt: Receipt) -> None:
    """What a card paid besides lies at the card processor, and pays nothing. Raises Refusal `receipt_is_of_a_card`."""
    if receipt.by_card:
        raise Refusal("receipt_is_of_a_card")


def _decided_on(payment: Payment, by: Person) -> Payment:
    """The payment, held, where this treasurer may still say that something came of it."""
    if not may_keep_books_of(by, payment.seller):
        raise NotFound
    payment = locked(payment)
    if payment.state in CAME:
        raise Refusal("came_already")
    return payment


def _take_in(told: Told, seller: Seller, by: Person) -> list[Change]:
    if told.verdict is Verdict.KNOWN:
        return []
    if told.verdict is Verdict.RECORDED:
        Receipt.objects.filter(pk=name_in(told.of)).update(key=told.key, by_hand=False)
        return []
    receipt = _kept(told, seller)
    if told.verdict is Verdict.PAYOUT:
        Payout.objects.filter(pk=name_in(told.of), receipt=None).update(receipt=receipt)
        Receipt.objects.filter(pk=receipt.pk).update(state=ReceiptState.PAYOUT)
        return []
    book_as_unknown(receipt, by=by.ref)
    return _count(receipt.payment, by=by) if told.verdict is Verdict.PAYS and receipt.payment else []


def _kept(told: Told, seller: Seller) -> Receipt:
    """The line as it is kept. Only one that pays is tied to its payment: the rest is for the treasurer to say."""
    line, pays = told.line, told.verdict is Verdict.PAYS
    payment = Payment.objects.get(**seller_is(seller), structured_reference=told.reference) if pays else None
    return Receipt.objects.create(
        **seller_is(seller), key=told.key, on=line.on, amount=line.amount, currency=line.currency, said=line.said,
        who=line.who, payment=payment and locked(payment),
    )  # fmt: skip


def _count(payment: Payment, *, by: Person) -> list[Change]:
    """If what came of a payment is all of it, it has come, on the day of the last part; what is over stays behind.

    The parts are ours until the transaction ends: one that somebody gives back at this moment is none.
    """
    unknown = payment.receipts.filter(state=ReceiptState.UNKNOWN).order_by("on", "id")
    parts = list(unknown.select_related("network", "space").select_for_update(of=("self",)))
    over = sum(part.amount for part in parts) - payment.amount
    if over < 0:
        return []
    changes = come(payment, Method.TRANSFER, max(part.on for part in parts), by=by.ref)
    if not changes:  # it has come another way meanwhile: what is here waits to be given back
        return []
    Receipt.objects.filter(pk__in=[part.pk for part in parts]).update(state=ReceiptState.COUNTED)
    for part in parts:
        book_as_known(part, by=by.ref)
    if over > 0:
        book_as_unknown(_rest(parts[-1], over), by=by.ref)
    return changes


def _rest(last: Receipt, over: int) -> Receipt:
    """What came above the amount, to be given back."""
    return Receipt.objects.create(
        **seller_is(last.seller), key=f"rest:{last.pk}", on=last.on, amount=over, currency=last.currency,
        said=last.said, who=last.who,
    )  # fmt: skip


def _is_the_line_of(receipt: Receipt, payment: Payment, by: Person) -> bool:
    """Whether `payment` was recorded by hand with this very amount; then the bank's line takes that one's place."""
    if not may_keep_books_of(by, payment.seller) or receipt.seller != payment.seller:
        raise NotFound
    hold_payments(payment.cause)
    recorded = payment.receipts.filter(by_hand=True, amount=receipt.amount, currency=receipt.currency).first()
    if recorded is None or recorded.pk == receipt.pk:
        return False
    if not _unknown(receipt).update(state=ReceiptState.COUNTED, payment=payment):
        raise Refusal("receipt_is_explained")
    book_as_known(receipt, by=by.ref)
    Receipt.objects.filter(pk=recorded.pk).update(by_hand=False)
    write_down("receipt_explained", about=receipt.ref, actor=by.ref, payment=payment.ref)
    return True


def _unknown(receipt: Receipt) -> QuerySet[Receipt]:
    """The receipt, as long as nobody has said what it is: what a conditional update asks for."""
    return Receipt.objects.filter(pk=receipt.pk, state=ReceiptState.UNKNOWN)
