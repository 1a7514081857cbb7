"""Whether receipts and the books say the same of what came to a seller and nobody knows."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Sum

from passerelle.kit.references import number_in
from passerelle.ledger.queries import balances_of_kinds
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.faults import Fault
from passerelle.payments.models import Receipt
from passerelle.payments.rules import ReceiptState


def faults_of_receipts(books: Iterable[str]) -> Iterator[Fault]:
    """Where these books (`network:7`, `space:3`) hold more or less for unknown senders than came from them."""
    for book in books:
        booked, told = Counter[str](), _unknown_in(book)
        for (_, currency), found in balances_of_kinds(book, [Kind.UNKNOWN_RECEIPT]).items():
            booked[currency] += found[Kind.UNKNOWN_RECEIPT]
        for currency in sorted(booked.keys() | told.keys()):
            if booked[currency] != told[currency]:
                yield Fault("receipts_differ", book, (currency, booked[currency], told[currency]))


def _unknown_in(book: str) -> Counter[str]:
    seller, _, _ = book.partition(":")
    unknown = Receipt.objects.filter(**{seller: number_in(book)}, state=ReceiptState.UNKNOWN).order_by()
    return Counter(dict(unknown.values_list("currency").annotate(all=Sum("amount"))))
