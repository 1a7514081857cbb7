"""What holders are invoiced for a closed month: one document for all that was sold to each, and what of it is asked.

Who is invoiced is put down with the closing; the worker then issues, one holder after the other, from books that
nobody can change any more. What was taken back of a month that was invoiced is a credit note that names its invoice.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.getaways.queries import payers_of, sales_of_stays, stays_paid_by
from passerelle.invoices.actions import issue
from passerelle.invoices.models import Document
from passerelle.invoices.queries import document_keyed, side_of, taxes_of
from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import Side, TaxLine
from passerelle.kit import clock
from passerelle.kit.lots import lots
from passerelle.kit.references import WORKER
from passerelle.ledger.queries import Moving, entries_moving
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.months import last_day, month_after
from passerelle.passes.actions.accounts import ask_for_month
from passerelle.passes.queries.accounts import Holder
from passerelle.passes.queries.sold import Sale, passes_with, sales_in
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules.references import printed
from passerelle.settlement.models import Bundle, Closing
from passerelle.settlement.queries import bundles_due, holders_to_invoice, since_of
from passerelle.settlement.rules.bundles import Bill, Line, ToPay, credit_note, invoice, sold_by
from passerelle.settlement.rules.documents import key_of_document
from passerelle.settlement.rules.states import BundleState

AT_ONCE = 500
KINDS = (Kind.CREDITS, Kind.OWED_BY_HOLDER)
Told = tuple[Moving, int, int]
"""An entry, what it sells with tax, and the tax of it."""
logger = logging.getLogger(__name__)


def draw_bundles(closing: Closing) -> None:
    """Put down who is invoiced; called once, in the transaction that closes the month."""
    found = sorted(holders_to_invoice(closing))
    holders: set[tuple[int, str]] = set()
    for lot in lots(found, AT_ONCE):
        held = passes_with([owner for owner, _currency in lot if owner.startswith("pass:")])
        holders |= {(held[owner], currency) for owner, currency in lot if owner in held}
        holders |= set(payers_of([owner for owner, _currency in lot if owner.startswith("stay:")]).values())
    Bundle.objects.bulk_create(
        (Bundle(closing=closing, person_id=person, currency=currency) for person, currency in sorted(holders)),
        batch_size=AT_ONCE,
    )


def issue_bundles(now: datetime) -> int:
    """Invoice what is due of closed months, and ask for what is owed; how many were done.

    Each holder in a transaction of its own. One that fails is reported, the others go on, and it is tried again.
    """
    return sum(_issued(key) for key in bundles_due(AT_ONCE))


def _issued(key: int) -> bool:
    try:
        with transaction.atomic():
            return _issue(key)
    except Exception as reason:
        logger.exception("Bundle %s could not be issued", key)
        why = f"{type(reason).__name__}: {reason}"[:240]
        Bundle.objects.filter(pk=key, state=BundleState.DUE).update(failure=why)
        return False


def _issue(key: int) -> bool:
    """The row is held, so that of two workers one issues and the other finds it done."""
    held = Bundle.objects.select_for_update(of=("self",)).select_related("person", "closing__network").get(pk=key)
    if held.state == BundleState.DONE:
        return False
    done: dict[str, Any] = {}
    if held.person.forgotten_at is None:
        done = _done(held, Holder(held.person, held.closing.network, held.currency))
    Bundle.objects.filter(pk=key, state=BundleState.DUE).update(state=BundleState.DONE, failure="", **done)
    return True


def _done(bundle: Bundle, holder: Holder) -> dict[str, Any]:
    """Ask, then issue: the invoice says under which reference it is paid."""
    month = bundle.closing.month
    with override(holder.person.language):
        lines = list(lines_of(bundle, holder))
    payment = ask_for_month(holder, bundle.key, month, last_day(month))
    asked = ToPay()
    if payment is not None:
        reference = payment.structured_reference
        told = reference if reference.startswith("RF") else printed(reference)
        asked = ToPay(payment.amount, payment.due_on, told)
    credited = _credit(bundle, holder, [line for line in lines if line.of])
    sold = [line for line in lines if not line.of]
    document = None
    if sold:
        draft = invoice(_bill(bundle, holder), bundle.key, sold, asked, _notes(holder, credited))
        document = issue(draft, seller=holder.network, by=WORKER)
    return {"sold": sum(line.gross for line in sold), "asked": asked.amount, "document": document}


def lines_of(bundle: Bundle, holder: Holder) -> Iterator[Line]:
    """What was sold to the holder in the month, and taken back of this and earlier ones; the same whenever it is asked.

    What was charged and taken back within the month was never sold.
    """
    closing = bundle.closing
    since, until = since_of(closing), month_after(closing.month)
    moving = _moving(holder, since, until)
    never = {one.takes_back[0] for one in moving if one.takes_back and one.takes_back[1] >= since}
    told = [(one, *sold_by(one.moved)) for one in moving if one.key not in never]
    told = _stays_as_one((one, gross, tax) for one, gross, tax in told if gross and not _is_undone(one, since))
    stays = {one.key: one.cause for one, _gross, _tax in told if _is_of_a_stay(one)}
    sales = sales_in(holder.network, (one.key for one, _gross, _tax in told if one.key not in stays))
    sales |= sales_of_stays(holder.network, stays)
    taxes = {one.code: one for one in taxes_of(holder.network)}
    for one, gross, tax in told:
        sale = sales[one.key]
        of = one.takes_back[1] if one.takes_back else sale.bought_on
        kept = taxes.get(sale.tax)
        treated = TaxLine(
            sale.tax,
            Category.STANDARD if sale.percent_bp else Category(kept.category if kept else Category.OUTSIDE),
            sale.percent_bp,
            kept.reason if kept else "",
        )
        earlier = of.replace(day=1) if of and of < since else None
        yield Line(_text(sale, gross), one.on, gross, tax, treated, earlier)


def _moving(holder: Holder, since: date, until: date) -> list[Moving]:
    """What moved their passes, and the stays they paid for: those can be priced in another currency."""
    book, refs = holder.network.ref, [one.ref for one in holder.passes]
    moving = entries_moving(book, KINDS, refs, holder.currency, since, until)
    stays = stays_paid_by(holder.person, holder.network, holder.currency)
    return sorted(moving + entries_moving(book, [Kind.CREDITS], stays, "", since, until), key=lambda one: one.on)


def _is_of_a_stay(one: Moving) -> bool:
    return one.cause.startswith("stay:")


def _stays_as_one(told: Iterable[Told]) -> list[Told]:
    """A stay that was paid and cancelled within the month was sold for what is kept of it, or never."""
    found: dict[str, Told] = {}
    for one, gross, tax in told:
        at = one.cause if _is_of_a_stay(one) else one.key
        first, gross_before, tax_before = found.get(at, (one, 0, 0))
        found[at] = first, gross_before + gross, tax_before + tax
    return [one for one in found.values() if one[1]]


def _is_undone(one: Moving, since: date) -> bool:
    return one.takes_back is not None and one.takes_back[1] >= since


def _text(sale: Sale, gross: int) -> str:
    what = sale.name or (sale.line if sale.line else _("A day"))
    text = f"{sale.space} · {what} · {sale.charge}" if sale.charge else what
    return text if gross > 0 else _("Given back: %(what)s") % {"what": text}


def _credit(bundle: Bundle, holder: Holder, lines: list[Line]) -> list[Document]:
    """A credit note for each month of which something was taken back; of one that was never invoiced there is none."""
    by_month = defaultdict[date, list[Line]](list)
    for line in lines:
        assert line.of is not None
        by_month[line.of].append(line)
    found = []
    for month, back in sorted(by_month.items()):
        answered = document_keyed(holder.network, key_of_document(month, holder.person.ref, holder.currency))
        if answered is not None:
            draft = credit_note(_bill(bundle, holder), bundle.key, back, answered.number)
            found.append(issue(draft, seller=holder.network, by=WORKER))
    return found


def _notes(holder: Holder, credited: list[Document]) -> list[str]:
    with override(holder.person.language):
        return [_("Credit note %(number)s is taken off what is asked.") % {"number": one.number} for one in credited]


def _bill(bundle: Bundle, holder: Holder) -> Bill:
    month = bundle.closing.month
    return Bill(
        _seller(holder), side_of(holder.person), month, last_day(month), clock.today(), holder.currency,
        holder.person.language,
    )  # fmt: skip


def _seller(holder: Holder) -> Side:
    """The network, with the account to which it is paid."""
    account, side = bank_account_of(holder.network), side_of(holder.network)
    return replace(side, iban=account.iban, bic=account.bic) if account else side
