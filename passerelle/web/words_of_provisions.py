"""The words of services for companies, in the reader's language."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.invoices import wording
from passerelle.invoices.rules import Category
from passerelle.provisions.rules import Kind, Per
from passerelle.web.words import Words

if TYPE_CHECKING:
    from passerelle.invoices.models import Tax
    from passerelle.provisions.models import Provision

PROVISION_KINDS: Words = {
    Kind.DOMICILIATION: _("Domiciliation"),
    Kind.SECRETARIAT: _("Secretariat"),
    Kind.MAIL: _("Mail handling"),
    Kind.OTHER: _("Another service"),
}
PERS: Words = {
    Per.MONTH: pgettext("what a price is for", "a month"),
    Per.YEAR: pgettext("what a price is for", "a year"),
    Per.HOUR: pgettext("what a price is for", "an hour"),
    Per.PIECE: pgettext("what a price is for", "a piece"),
    Per.ONCE: pgettext("what a price is for", "once"),
}


def provision_word(provision: "Provision") -> str:
    """A service in the reader's language: its own name, else the name of its kind."""
    return (_in_ones_language(provision.name_fr, provision.name_en)) or str(PROVISION_KINDS[Kind(provision.kind)])


def provision_text_word(provision: "Provision") -> str:
    """What is said of it; in the other language where it was written in that alone."""
    return _in_ones_language(provision.text_fr, provision.text_en)


def per_word(per: str) -> str:
    """For what the price is."""
    return str(PERS[Per(per)])


def tax_said_word(tax: "Tax") -> str:
    """A tax as whoever pays reads it: its rate, or why there is none."""
    if tax.category == Category.STANDARD:
        return wording.rate(tax.percent_bp, (get_language() or "en").partition("-")[0])
    return str(wording.WITHOUT_TAX[Category(tax.category)])


def _in_ones_language(fr: str, en: str) -> str:
    return (fr or en) if (get_language() or "").startswith("fr") else (en or fr)
