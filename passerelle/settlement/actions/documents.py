"""The documents that follow from a closed month: what each space sold, written by the network in the space's name."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.invoices.actions import issue
from passerelle.invoices.models import Tax
from passerelle.invoices.queries import keys_issued, last_number_of, side_of, tax_for, taxes_of
from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import DocumentKind, Draft, Side, TaxLine
from passerelle.kit import clock
from passerelle.kit.references import WORKER
from passerelle.ledger.rules.months import last_day
from passerelle.settlement.models import Closing, Statement
from passerelle.settlement.queries import agreed, closings_with_documents, lines_in, statements_of
from passerelle.settlement.rules.documents import Billed, Month, Sold, key_of_document, self_billed
from passerelle.settlement.rules.states import StatementState

ROUND = "settlement.issue_documents"
logger = logging.getLogger(__name__)


def issue_documents(now: datetime) -> int:
    """Issue what is due of the closed months, each document in a transaction of its own; how many were issued.

    A space that has not agreed has its documents once it does. They bear the tax under which the month was settled;
    where none was chosen then, one without a percentage that is chosen since, for what was settled is final. One that
    fails is reported and the rest goes on.
    """
    return sum(_issue(statement) for closing in closings_with_documents() for statement in _due_of(closing))


def _due_of(closing: Closing) -> list[Statement]:
    """The settled statements that sold something, of spaces that agreed, and that have no document yet."""
    sold = [
        one for one in statements_of(closing) if one.state == StatementState.SETTLED and one.charges != one.commission
    ]
    may = agreed(closing.network, (one.space_id for one in sold))
    keys = {one.pk: key_of_document(closing.month, one.space.ref, one.currency) for one in sold}
    issued = keys_issued(closing.network, keys.values())
    return [one for one in sold if one.space_id in may and keys[one.pk] not in issued]


def _issue(statement: Statement) -> bool:
    network = statement.closing.network
    tax = _tax_of(statement)
    if tax is None:
        return False
    try:
        with transaction.atomic():
            issue(_draft(statement, tax), seller=network, by=WORKER)
    except Exception:
        logger.exception("The document of statement %s could not be issued", statement.pk)
        return False
    return True


def _tax_of(statement: Statement) -> Tax | None:
    """The tax of a document: that of the closing, or what comes to the same."""
    network = statement.closing.network
    if statement.tax_code:
        return taxes_of(network).get(code=statement.tax_code)
    chosen = tax_for(network, statement.space)
    return chosen if chosen and not chosen.percent_bp else None


def _draft(statement: Statement, tax: Tax) -> Draft:
    """In the space's language; names and numbers are those that were frozen with the closing."""
    closing, space = statement.closing, statement.space
    seller = Side(**statement.party) if statement.party else side_of(space)
    treated = TaxLine(tax.code, Category(tax.category), tax.percent_bp, tax.reason)
    month = Month(closing.month, last_day(closing.month), clock.today())
    with override(space.language):
        words = {
            "day": _("A day"), "besides days": _("Besides days"), "taken back": _("Taken back"),
            "stay": _("A stay"), "stay cancelled": _("What is kept of a stay that was cancelled"),
        }  # fmt: skip
        sold = [Sold(words.get(one.line, one.line or words["day"]), one.price) for one in lines_in(statement)]
        billed = Billed(
            seller, side_of(closing.network), statement.currency, treated, sold, statement.commission,
            _("Commission"), space.language,
            last_number_of(closing.network, space.ref, DocumentKind.SELF_BILLED, statement.currency),
        )  # fmt: skip
    return self_billed(month, billed)
