"""Selling to many at once, as on a night on which a space asks for the next month: a statement for each kind of row."""

from collections.abc import Sequence

from django.db import transaction

from passerelle.invoices.actions import issue_several
from passerelle.invoices.queries import sides_of
from passerelle.ledger.actions import open_accounts, open_book, post_many
from passerelle.ledger.queries import day_to_book
from passerelle.ledger.rules import Draft, Move
from passerelle.logbook.actions import line, write_down_all
from passerelle.payments.actions.asking import ask_several
from passerelle.sales.actions import Selling, asked_for, facts_of, moves_of, must_be_a_sale
from passerelle.sales.billing import bill, issuer_of
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space


@transaction.atomic
def sell_several(space: Space, sellings: Sequence[Selling], *, by: str) -> int:
    """What a space asks of many buyers at once, as `sell_what_is_offered` does of one; how many sales were new.

    Keys that are known are left as they are. A row of each kind for each buyer is written in one go. Nothing of it lies
    on the desk.
    """
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    known = set(Sale.objects.filter(space=space, key__in=[one.key for one in sellings]).values_list("key", flat=True))
    new = [one for one in sellings if one.key not in known]
    for selling in new:
        must_be_a_sale(selling)
    if not new:
        return 0
    sales = Sale.objects.bulk_create(Sale(space=space, key=one.key, **facts_of(one)) for one in new)
    open_book(space.ref)
    asked = [asked_for(sale, selling) for sale, selling in zip(sales, new, strict=True)]
    payments = ask_several(space, asked, by=by)
    _book(space, sales, by)
    issuer, sides = issuer_of(space), sides_of([one.buyer for one in new])
    drafts = [bill(sale, payment, issuer, sides[sale.buyer.ref]) for sale, payment in zip(sales, payments, strict=True)]
    for sale, document in zip(sales, issue_several(drafts, seller=space, by=by), strict=True):
        sale.document = document
    Sale.objects.bulk_update(sales, ["document"])
    write_down_all(
        line("thing_sold", about=one.ref, actor=by, space=space.ref, amount=one.amount, cause=one.cause)
        for one in sales
    )
    return len(sales)


def _book(space: Space, sales: Sequence[Sale], by: str) -> None:
    moves = {sale.ref: [move for move in moves_of(sale) if move[2]] for sale in sales}
    names = {(*end, sale.currency) for sale in sales for move in moves[sale.ref] for end in move[:2]}
    numbers, on = open_accounts(space.ref, names, by=by), day_to_book(space.ref, sales[0].sold_on)
    drafts = [
        Draft(sale.ref, sale.ref, on, [
            Move(numbers[(*whence, sale.currency)].pk, numbers[(*where, sale.currency)].pk, amount)
            for whence, where, amount in moves[sale.ref]
        ], "sold")
        for sale in sales
    ]  # fmt: skip
    post_many(space.ref, drafts, by=by)
