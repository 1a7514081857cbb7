"""What can be asked of payments: which there are, what has not come, what a bank's file would change."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from passerelle.kit.ids import can_be_asked_for
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments.models import BankAccount, Dispute, Payment, Payout, Receipt, Refund, Statement
from passerelle.payments.rules import WAITING, DisputeState, Method, ReceiptState, RefundState, State
from passerelle.payments.rules.references import both_forms, references_in
from passerelle.payments.rules.transfers import Transfer
from passerelle.people.models import Person

__all__ = ["Payment"]

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def payment_at(reference: str) -> Payment | None:
    """The payment that is called so in an address."""
    return Payment.objects.select_related("network", "space", "payer", "taken_by").filter(reference=reference).first()


def payment_called(seller: Seller, typed: str) -> Payment | None:
    """The payment to this seller that somebody typed: by its structured reference, in either form, or its own name."""
    if not can_be_asked_for(typed):
        return None
    forms = [form for reference in references_in(typed) for form in both_forms(reference)]
    named = Q(structured_reference__in=forms) | Q(reference=typed.strip().lower())
    return Payment.objects.select_related("network", "space", "payer").filter(named, **seller_is(seller)).first()


def payments_of(seller: Seller, which: str, today: date) -> QuerySet[Payment]:
    """A seller’s payments: all, `asked` or `overdue` by what is due first, `paid`, or `gone` (back, or cancelled)."""
    found = Payment.objects.filter(**seller_is(seller)).select_related("payer", "network", "space")
    narrowed = {
        "asked": Q(state__in=WAITING),
        "overdue": Q(state__in=WAITING, due_on__lt=today),
        "paid": Q(state__in=(State.PAID, State.DISPUTED)),
        "gone": Q(state__in=(State.REFUNDED, State.LOST, State.CANCELLED)),
    }
    in_order = found.order_by("due_on", "id") if which in ("asked", "overdue") else found
    return in_order.filter(narrowed.get(which, Q()))


def counts_of(seller: Seller, today: date) -> dict[str, Any]:
    """How many payments are asked, how much that is, how many are overdue; how many receipts nobody knows."""
    waits, late = Q(state__in=WAITING), Q(state__in=WAITING, due_on__lt=today)
    of_seller = Payment.objects.filter(**seller_is(seller))
    counted = of_seller.aggregate(
        asked=Count("pk", waits), amount=Sum("amount", filter=waits, default=0), overdue=Count("pk", late)
    )
    return counted | {"unknown": receipts_to_explain(seller).count(), "refunds": refunds_to_make(seller).count()}


def called(seller: Seller, keys: Iterable[int]) -> dict[int, str]:
    """How these payments to a seller are called in addresses, by their keys."""
    return dict(Payment.objects.filter(**seller_is(seller), pk__in=list(keys)).values_list("pk", "reference"))


def payments_for(cause: str) -> QuerySet[Payment]:
    """What was asked for one thing (`pass:42`), the newest first."""
    return Payment.objects.filter(cause=cause).select_related("network", "space", "payer")


def payments_to_remind_of(kind: str, on: date, at_most: int) -> list[Payment]:
    """What was asked for causes of this kind (`account`), was due before `on`, and nobody was reminded of yet."""
    late = Payment.objects.filter(state__in=WAITING, due_on__lt=on, reminded_at=None, cause__startswith=f"{kind}:")
    return list(late.select_related("network", "space", "payer").order_by("due_on", "id")[:at_most])


def promised_for(cause: str) -> int:
    """What was promised back of all that came for one thing, and has not left yet, in minor units."""
    waiting = Refund.objects.filter(payment__cause=cause).exclude(state=RefundState.PAID)
    return int(waiting.aggregate(all=Sum("amount", default=0))["all"])


def left_to_pay_back(payment: Payment) -> int:
    """How much of a payment can still be promised back; nothing while it has not come, or its bank has taken it.

    Of what was lost at the bank in part, the rest can.
    """
    kept = Payment.objects.filter(pk=payment.pk, state__in=[State.PAID, State.LOST]).first()
    if kept is None:
        return 0
    back = kept.refunds.aggregate(all=Sum("amount", default=0))["all"]
    lost = Dispute.objects.filter(payment=kept, state=DisputeState.LOST).aggregate(all=Sum("amount", default=0))["all"]
    return max(0, kept.amount - int(back) - int(lost))


def payments_by(person: Person) -> QuerySet[Payment]:
    """What one person was asked for, the newest first."""
    return Payment.objects.filter(payer=person).select_related("network", "space", "payer")


def bank_account_of(seller: Seller) -> BankAccount | None:
    """Where transfers to the seller go, once that was said."""
    return BankAccount.objects.filter(**seller_is(seller)).first()


def transfer_of(payment: Payment) -> Transfer | None:
    """How a payment is made by transfer, once the seller has said to which account."""
    account = bank_account_of(payment.seller)
    if account is None:
        return None
    whom = (account.holder, account.iban, account.bic)
    return Transfer(*whom, payment.amount, payment.currency, payment.structured_reference)


def received_so_far(payment: Payment) -> int:
    """What has come of a payment without being all of it."""
    waits = payment.receipts.filter(state=ReceiptState.UNKNOWN)
    return int(waits.aggregate(total=Sum("amount", default=0))["total"])


def receipts_to_explain(seller: Seller) -> QuerySet[Receipt]:
    """What came to the bank and is not known yet, parts of a payment among them; the newest first."""
    found = Receipt.objects.filter(**seller_is(seller), state=ReceiptState.UNKNOWN)
    return found.select_related("payment", "payment__payer", "network", "space")


def receipt_in(seller: Seller, key: int) -> Receipt | None:
    """One receipt of this seller that waits to be explained."""
    return receipts_to_explain(seller).filter(pk=key).first()


def payments_like(receipt: Receipt) -> list[Payment]:
    """Payments that a receipt without a reference may be for: they wait for this very amount."""
    found = Payment.objects.filter(**seller_is(receipt.seller), state__in=WAITING, currency=receipt.currency)
    return list(found.filter(amount=receipt.amount).select_related("payer")[:5])


def refunds_of(payment: Payment) -> list[Refund]:
    """What goes back of a payment, or has gone, in order."""
    return list(payment.refunds.all())


def refunds_to_make(seller: Seller) -> QuerySet[Refund]:
    """What a person has to send back: not by card, or refused by the card gateway.

    Nothing of what is contested at the payer's bank, which has that money itself until it decides.
    """
    by_hand = Q(state=RefundState.PROMISED) & ~Q(payment__method=Method.CARD)
    found = Refund.objects.filter(by_hand | Q(state=RefundState.FAILED), **seller_is(seller, "payment__"))
    found = found.exclude(payment__state=State.DISPUTED)
    return found.select_related("payment", "payment__payer", "payment__network", "payment__space")


def refund_in(seller: Seller, key: int) -> Refund | None:
    """One refund of this seller that a person has to make."""
    return refunds_to_make(seller).filter(pk=key).first()


def refunds_to_send(at_most: int, sent_before: datetime) -> list[Refund]:
    """Refunds by card that have not left, or left so long ago that whoever sent them must have died on the way.

    Nothing of what is contested at the payer's bank.
    """
    waits = Q(state=RefundState.PROMISED) | Q(state=RefundState.SENT, sent_at__lt=sent_before)
    found = Refund.objects.filter(waits, payment__method=Method.CARD, payment__gateway_ref__isnull=False)
    found = found.exclude(payment__state=State.DISPUTED)
    return list(found.select_related("payment__network", "payment__space")[:at_most])


def payments_to_ask_about(asked_before: datetime, at_most: int) -> list[Payment]:
    """Payments that somebody began to make by card, of which nothing was heard since; the longest silent first.

    So it is once a day, for a week, with one that came another way: the card may still be used.
    """
    silent = Q(gateway_asked_at=None) | Q(gateway_asked_at__lt=asked_before)
    waits = silent & Q(state__in=WAITING)
    otherwise = Q(state=State.PAID, paid_on__gt=(asked_before - WEEK).date()) & ~Q(method=Method.CARD)
    otherwise &= Q(gateway_asked_at=None) | Q(gateway_asked_at__lt=asked_before - DAY)
    found = Payment.objects.filter(waits | otherwise, gateway_ref__isnull=False)
    return list(found.select_related("network", "space", "payer").order_by("gateway_asked_at")[:at_most])


def payment_at_gateway(gateway_ref: str) -> Payment | None:
    """The payment that the card gateway calls so."""
    return Payment.objects.select_related("network", "space", "payer").filter(gateway_ref=gateway_ref).first()


def disputes_open(seller: Seller) -> QuerySet[Dispute]:
    """Payments to this seller that are contested at a bank."""
    found = Dispute.objects.filter(**seller_is(seller, "payment__"), state=DisputeState.OPEN)
    return found.select_related("payment", "payment__payer", "payment__network", "payment__space")


def payouts_of(seller: Seller) -> QuerySet[Payout]:
    """What the card processor transferred to this seller, the newest first."""
    return Payout.objects.filter(**seller_is(seller))


def statement_at(seller: Seller, reference: str) -> Statement | None:
    """A file of the bank that was sent for this seller."""
    return Statement.objects.select_related("network", "space").filter(**seller_is(seller), reference=reference).first()
