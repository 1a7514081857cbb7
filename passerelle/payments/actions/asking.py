"""Asking for money, and no longer asking for it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import line, write_down, write_down_all
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments import mails
from passerelle.payments.actions.steps import Change, become, today
from passerelle.payments.models import Payment
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import WAITING, Method, News, State
from passerelle.payments.rules.references import NUMBERS, belgian, both_forms, creditor
from passerelle.people.models import Person
from passerelle.spaces.models import Space

PATIENCE = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """What is asked of whom: `amount`, tax included, for `cause` (`pass:42`), of which `line` tells the payer in words.

    The same `key` of one seller is asked once. Cash is `taken_by` a space for a network, or by the seller itself.
    Whoever `writes` to the payer says there how to pay; else this room does, where it is by transfer.
    """

    cause: str
    key: str
    seller: Seller
    payer: Person
    amount: int
    currency: str
    method: Method
    taken_by: Space | None = None
    line: str = ""
    due_on: date | None = None
    writes: bool = False


@transaction.atomic
def ask_for_payment(asked: Asked, *, by: Person | str) -> Payment:
    """Ask for money; a payer who transfers is told how by letter. What has this key already is given as it is.

    Raises Refusal `payment_key_means_another` where the key stands for another cause or amount.
    """
    payment, is_new = _kept(asked)
    if (payment.cause, payment.amount, payment.currency) != (asked.cause, asked.amount, asked.currency):
        raise Refusal("payment_key_means_another")
    if is_new:
        actor = by if isinstance(by, str) else by.ref
        write_down("payment_asked", about=payment.ref, actor=actor, amount=payment.amount, method=payment.method)
        if payment.method == Method.TRANSFER and not asked.writes:
            mails.ask_payer_for_a_transfer(payment)
    return payment


@transaction.atomic
def ask_several(seller: Seller, asked: Sequence[Asked], *, by: str) -> list[Payment]:
    """The same for many payers of one seller, whose keys nobody has asked under: whoever calls holds the seller."""
    references = _references(seller, len(asked))
    rows = [_row(one, reference) for one, reference in zip(asked, references, strict=True)]
    payments = Payment.objects.bulk_create(Payment(**row) for row in rows)
    write_down_all(
        line("payment_asked", about=one.ref, actor=by, amount=one.amount, method=one.method) for one in payments
    )
    for payment in payments:
        if payment.method == Method.TRANSFER:
            mails.ask_payer_for_a_transfer(payment)
    return payments


@transaction.atomic
def cancel_payment(payment: Payment, *, by: str) -> list[Change]:
    """It is no longer asked for. Nothing where it has come, or was cancelled before."""
    if not become(payment, State.CANCELLED, WAITING):
        return []
    write_down("payment_cancelled", about=payment.ref, actor=by)
    return [Change(News.CANCELLED, payment, by, payment.amount, today(payment.seller), f"{payment.ref}/cancelled")]


@transaction.atomic
def remind_payer(payment: Payment, *, by: str) -> bool:
    """Whether it is now to be written that the payment still waits: once, whoever asks. The asker writes."""
    waits = Payment.objects.filter(pk=payment.pk, state__in=WAITING, reminded_at=None)
    if not waits.update(reminded_at=clock.now()):
        return False
    write_down("payer_reminded", about=payment.ref, actor=by)
    return True


def _kept(asked: Asked) -> tuple[Payment, bool]:
    """The payment of this key, and whether it was not there before."""
    known = Payment.objects.select_related("network", "space", "payer").filter(**seller_is(asked.seller), key=asked.key)
    if (first := known.first()) is not None:
        return first, False
    try:
        with transaction.atomic():
            return Payment.objects.create(**_row(asked, *_references(asked.seller, 1))), True
    except IntegrityError:  # somebody asked with the same key at once
        first = known.first()
        if first is None:
            raise
        return first, False


def _row(asked: Asked, reference: str) -> dict[str, object]:
    plain = ("cause", "key", "payer", "amount", "currency", "taken_by", "line")
    row: dict[str, object] = seller_is(asked.seller) | {name: getattr(asked, name) for name in plain}
    row["method"], row["due_on"] = Method(asked.method), asked.due_on or today(asked.seller) + PATIENCE
    return row | {"structured_reference": reference}


def _references(seller: Seller, how_many: int) -> list[str]:
    """References that no payment of the seller has, in either form: Belgian where its bank account is."""
    account = bank_account_of(seller)
    form = belgian if account is not None and account.iban.startswith("BE") else creditor
    while True:
        found = [form(number) for number in {secrets.randbelow(NUMBERS) for _ in range(how_many)}]
        forms = [one for reference in found for one in both_forms(reference)]
        taken = Payment.objects.filter(**seller_is(seller), structured_reference__in=forms)
        if len(found) == how_many and not taken.exists():
            return found
