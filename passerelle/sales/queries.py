"""What can be asked of sales, and whether they and the books say the same."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet, Sum

from passerelle.kit.references import number_in
from passerelle.ledger.queries import balances
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.faults import Fault
from passerelle.payments.models import Dispute, Payment, Refund
from passerelle.payments.queries import payments_for
from passerelle.payments.rules import CAME, WAITING, DisputeState
from passerelle.people.models import Person
from passerelle.sales.models import Sale

Owed = Counter[tuple[str, str]]
"""What is owed, in minor units, by whom (`person:7`) and in which currency."""


def sales_to(person: Person) -> QuerySet[Sale]:
    """What one person bought of spaces, the newest first."""
    return Sale.objects.filter(buyer=person).select_related("space", "document")


def sales_for(cause: str) -> QuerySet[Sale]:
    """What was sold for one thing (`enrolment:7`), the newest first."""
    return Sale.objects.filter(cause=cause).select_related("document")


def payment_of(sale: Sale) -> Payment:
    """The payment that is asked for it."""
    return payments_for(sale.ref).get()


def payment_waiting(sales: Iterable[Sale]) -> Payment | None:
    """What is asked for one of these and has not come; the one that was asked last."""
    asked = Payment.objects.filter(cause__in=[sale.ref for sale in sales], state__in=WAITING)
    return asked.order_by("-pk").first()


def payments_behind(cause: str) -> list[Payment]:
    """All that was asked for what was sold for one thing, the newest first."""
    sales = [sale.ref for sale in Sale.objects.filter(cause=cause).only("pk")]
    return list(Payment.objects.filter(cause__in=sales).order_by("-pk"))


def to_the_good(cause: str) -> int:
    """What was paid for all that was sold for one thing beyond what of it stands, and is not promised back yet."""
    paid = {payment.cause: payment for payment in payments_behind(cause)}
    came = [payment for payment in paid.values() if payment.state in CAME]
    promised = Refund.objects.filter(payment__in=came).aggregate(all=Sum("amount"))["all"] or 0
    lost = Dispute.objects.filter(payment__in=came, state=DisputeState.LOST).aggregate(all=Sum("amount"))["all"] or 0
    stands = 0
    for sale in Sale.objects.filter(cause=cause, taken_back_at=None):
        waits = sale.ref in paid and paid[sale.ref].state not in CAME
        stands += sale.from_credit if waits else sale.amount - sale.credited
    return max(0, sum(payment.amount for payment in came) - lost - promised - stands)


def faults_of_sales(books: Iterable[str]) -> Iterator[Fault]:
    """Where these books (`space:3`) say that a member owes something else than was sold to them less what was paid."""
    for book in (one for one in books if one.startswith("space:")):
        told, booked = _owed_by_sales(number_in(book)), Owed()
        for account, amount in balances(book):
            if account.kind == Kind.OWED_BY_MEMBER:
                booked[account.owner, account.currency] += amount
        for one in sorted(told.keys() | booked.keys()):
            if told[one] != booked[one]:
                yield Fault("account_differs", one[0], (one[1], booked[one], told[one]))


def _owed_by_sales(space: int) -> Owed:
    found = Owed()
    sold = Sale.objects.filter(space=space, taken_back_at=None).order_by()
    for buyer, currency, amount in sold.values_list("buyer", "currency").annotate(all=Sum(F("amount") - F("credited"))):
        found[f"person:{buyer}", currency] += amount
    lost = Dispute.objects.filter(payment__space=space, payment__cause__startswith="sale:", state=DisputeState.LOST)
    of_whom = lost.order_by().values_list("payment__payer", "payment__currency")
    for payer, currency, amount in of_whom.annotate(all=Sum("amount")):
        found[f"person:{payer}", currency] += amount
    came = Payment.objects.filter(space=space, cause__startswith="sale:", state__in=CAME).order_by()
    for payer, currency, amount in came.values_list("payer", "currency").annotate(all=Sum(F("amount") - F("refunded"))):
        found[f"person:{payer}", currency] -= amount
    return found
