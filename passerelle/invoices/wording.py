"""What stands on the sheet of a document, said in the active language: everything that its template is given."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import DocumentKind, DraftLine, Side
from passerelle.invoices.rules.totals import TaxTotal
from passerelle.kit import late
from passerelle.kit.fold import fold

TITLES = {
    DocumentKind.INVOICE: gettext_lazy("Invoice"),
    DocumentKind.SELF_BILLED: gettext_lazy("Self-billed invoice"),
    DocumentKind.CREDIT_NOTE: gettext_lazy("Credit note"),
    DocumentKind.SELF_BILLED_CREDIT_NOTE: gettext_lazy("Self-billed credit note"),
}
WITHOUT_TAX = {
    Category.ZERO: gettext_lazy("Rate of nothing"),
    Category.EXEMPT: gettext_lazy("Exempt from VAT"),
    Category.REVERSE_CHARGE: gettext_lazy("Reverse charge"),
    Category.OUTSIDE: gettext_lazy("Outside the scope of VAT"),
}
THIN, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"
LONGEST_NAME_IN_A_CODE = 70  # EPC069-12, AT-21
SHORT = {"HK": "Hong Kong", "MO": "Macao"}  # a town that is its country stands on one line
SPOKEN = {"en": "en_GB"}


def on_sheet(contents: Contents) -> dict[str, Any]:
    """What the template says."""
    draft = contents.draft
    return {
        "language": draft.language,
        "title": str(TITLES[draft.kind]),
        "number": contents.number,
        "seller": draft.issuer,
        "seller_lines": list(_side(draft.issuer, draft.language)),
        "buyer": draft.buyer,
        "buyer_lines": list(_side(draft.buyer, draft.language)),
        "facts": list(_facts(contents)),
        "self_billed": contents.is_self_billed,
        "has_days": any(line.on for line in draft.lines),
        "lines": [_line(line, contents) for line in draft.lines],
        "reasons": [_reason(one) for one in contents.totals.taxes if one.category is not Category.STANDARD],
        "sums": list(_sums(contents)),
        "payable_label": _("Credited") if contents.is_credit_note else _("To pay"),
        "payable": money(contents.totals.payable, contents),
        "paying": _paying(contents),
        "notes": draft.notes,
    }


def money(minor: int, contents: Contents) -> str:
    """An amount in minor units: 18,00 € · €18.00, negative with a true minus."""
    return _money(minor, contents.draft.currency, contents.draft.language)


@lru_cache(maxsize=1024)
def _money(minor: int, currency: str, language: str) -> str:
    """A long sheet says few amounts many times."""
    value = Decimal(abs(minor)).scaleb(-get_currency_precision(currency))
    said = str(format_currency(value, currency, locale=_locale(language)))
    return (MINUS if minor < 0 else "") + said


def dated(value: date, language: str) -> str:
    """1er janvier 2027 · 1 January 2027, always with its year: a sheet is read for ten years."""
    said = str(format_date(value, f"d{NO_BREAK}MMMM{NO_BREAK}yyyy", locale=_locale(language)))
    return said.replace("1", "1er", 1) if language == "fr" and value.day == 1 else said


def _locale(language: str) -> str:
    return SPOKEN.get(language, language)


def _side(side: Side, language: str) -> Iterator[str]:
    town = " ".join(filter(None, (side.postcode, side.town)))
    country = SHORT.get(side.country) or Locale.parse(_locale(language)).territories.get(side.country, "")
    yield from dict.fromkeys(filter(None, (side.street, town, country)))
    if side.vat_number:
        yield _("VAT %(number)s") % {"number": side.vat_number}
    if side.company_number and side.company_number not in side.vat_number:
        yield _("Company number %(number)s") % {"number": side.company_number}


def _facts(contents: Contents) -> Iterator[tuple[str, str]]:
    draft = contents.draft
    yield _("Date"), dated(draft.issued_on, draft.language)
    if draft.answers:
        yield _("Answers document"), draft.answers
    if draft.since and draft.until:
        both = {"since": dated(draft.since, draft.language), "until": dated(draft.until, draft.language)}
        yield _("Period"), _("%(since)s to %(until)s") % both
    if draft.due_on and contents.totals.payable > 0:
        yield _("To be paid by"), dated(draft.due_on, draft.language)


def _line(line: DraftLine, contents: Contents) -> dict[str, str]:
    language = contents.draft.language
    return {
        "day": f"{line.on:%d/%m/%Y}" if line.on else "",
        "text": line.text,
        "quantity": _figure(line.quantity, language),
        "price": money(line.unit_price, contents),
        "tax": rate(line.tax.percent_bp, language) if line.tax.category is Category.STANDARD else "—",
        "amount": money(line.net, contents),
    }


def rate(percent_bp: int, language: str) -> str:
    """21 % · 21%."""
    said = format_percent(Decimal(percent_bp) / 10_000, "#,##0.##\u00a0%" if language == "fr" else "#,##0.##%")
    return said.replace(".", ",") if language == "fr" else said


def _figure(value: Decimal, language: str) -> str:
    said = str(format_decimal(abs(value), locale=_locale(language))).replace(NO_BREAK, THIN)
    return MINUS + said if value < 0 else said


def _reason(one: TaxTotal) -> str:
    """Why no tax is charged, and the article that says so; the treasurer's words alone where they say both."""
    said = str(WITHOUT_TAX[one.category])
    return one.reason if fold(said) in fold(one.reason) else f"{said}. {one.reason}".removesuffix(". ")


def _sums(contents: Contents) -> Iterator[tuple[str, str]]:
    totals, language = contents.totals, contents.draft.language
    yield _("Total without tax"), money(totals.net, contents)
    for one in totals.taxes:
        if one.category is Category.STANDARD:
            told = {"rate": rate(one.percent_bp, language), "net": money(one.net, contents)}
            yield _("VAT %(rate)s of %(net)s") % told, money(one.tax, contents)
    if totals.tax:
        yield _("Total with tax"), money(totals.gross, contents)
    if totals.rounding:
        yield _("Rounding"), money(totals.rounding, contents)
    if totals.paid:
        yield _("Paid"), money(-totals.paid, contents)


def _paying(contents: Contents) -> dict[str, Any] | None:
    """How to pay: only where something is to be paid by transfer."""
    draft, seller = contents.draft, contents.draft.issuer
    if contents.totals.payable <= 0 or contents.is_credit_note or not seller.paid_into:
        return None
    groups = NO_BREAK.join(seller.iban[start : start + 4] for start in range(0, len(seller.iban), 4))
    told = [(_("Account"), groups or seller.account), ("BIC", seller.bic), (_("Reference"), draft.payment_reference)]
    title = _("Paid by %(buyer)s to this account") if contents.is_self_billed else _("By transfer to %(seller)s")
    return {
        "title": title % {"buyer": draft.buyer.name, "seller": seller.name},
        "facts": [(label, said) for label, said in told if said],
        "code": "" if contents.is_self_billed else _transfer_code(contents),
    }


def _transfer_code(contents: Contents) -> str:
    """The code that a bank's app reads (EPC069-12), as an address that holds the picture; euros only.

    A Belgian structured reference goes where words go: the code knows only references of ISO 11649.
    """
    seller, reference = contents.draft.issuer, contents.draft.payment_reference
    if contents.draft.currency != "EUR" or not reference or not seller.iban:
        return ""
    is_iso = reference.startswith("RF")
    made = late("segno.helpers").make_epc_qr(
        name=seller.name[:LONGEST_NAME_IN_A_CODE],
        iban=seller.iban,
        amount=Decimal(contents.totals.payable).scaleb(-2),
        reference=reference if is_iso else None,
        text=None if is_iso else reference,
        bic=seller.bic or None,
        encoding="utf-8",
    )
    return str(made.svg_data_uri(border=2, dark="#1f2a33"))
