"""Numbers by which the law and banks know a party: VAT, company, IBAN, BIC. Plain Python; nobody is called.

The figures that check a number are those of python-stdnum, country by country (VAT: Directive 2006/112/EC, art. 215).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from babel import Locale
from stdnum import bic, get_cc_module, iban
from stdnum.be import vat as enterprise
from stdnum.dk import cvr
from stdnum.eu.vat import MEMBER_STATES
from stdnum.exceptions import ValidationError
from stdnum.fr import siren
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from passerelle.invoices.rules.drafts import Side
from passerelle.invoices.rules.totals import LONGEST_NAME
from passerelle.kit.addresses import is_mail_address

LONGEST = {
    "name": LONGEST_NAME,
    "street": 160,
    "postcode": 16,
    "town": 120,
    "company_number": 40,
    "email": 254,
    "account": 34,
}
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
COUNTRIES = frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code)) - (
    _NO_COUNTRIES
)
_OWN_LETTERS = {"GR": "EL"}
"""Greece writes its VAT numbers under the language's letters."""
_PART_OF_IT = frozenset({"CH"})
"""The Swiss number begins with CHE, and ends with MWST, TVA or IVA."""
COMPANY_NUMBERS = {"BE": enterprise, "DK": cvr, "FR": siren, "NO": norwegian, "SE": swedish}
"""Where the figures of a company number check themselves; elsewhere it is kept as it was written."""


def tidied(side: Side) -> Side:
    """The same party without stray blanks, its numbers written as registers write them where they can be read."""
    bare = {field: " ".join(value.split()) for field, value in asdict(side).items()}
    country = bare["country"].upper()
    return Side(
        **bare
        | {
            "country": country,
            "email": bare["email"].lower(),
            "vat_number": _or_as_typed(lambda typed: vat_number(country, typed), bare["vat_number"]),
            "company_number": _or_as_typed(lambda typed: company_number(country, typed), bare["company_number"]),
            "iban": _or_as_typed(account_number, bare["iban"]),
            "bic": _or_as_typed(bic.validate, bare["bic"]),
        }
    )


def faults_of(side: Side) -> dict[str, str]:
    """Why a tidied party cannot be kept: a reason code for each line that is wrong."""
    return dict(_faults(side))


def vat_number(country: str, typed: str) -> str:
    """The number with its country's letters before it. Raises ValidationError for one that cannot be."""
    bare = re.sub(r"[\s./-]", "", typed).upper()
    letters = bare[:2] if bare[:2].isalpha() and bare[:2] in _LETTERS else _OWN_LETTERS.get(country, country)
    figures = bare.removeprefix(letters)
    module = get_cc_module(letters.lower(), "vat")
    checked = str(module.validate(letters + figures if letters in _PART_OF_IT else figures)) if module else figures
    own = checked.removeprefix(letters)
    if not re.fullmatch(r"[A-Z0-9+*]{2,14}", own):
        raise ValidationError
    return letters + own


def company_number(country: str, typed: str) -> str:
    """The number of a company as its register writes it. Raises ValidationError for one that cannot be."""
    checked = COMPANY_NUMBERS.get(country)
    return str(checked.validate(typed)) if checked else typed


def account_number(typed: str) -> str:
    """An IBAN by its figures (ISO 7064); which banks a country has today is not asked, since lists of them grow old."""
    return str(iban.validate(typed, check_country=False))


_LETTERS = {_OWN_LETTERS.get(code.upper(), code.upper()) for code in MEMBER_STATES} | {"XI", "GB", "CH", "NO"}


def _faults(side: Side) -> Iterator[tuple[str, str]]:
    if not side.name:
        yield "name", "name_is_missing"
    if side.country not in COUNTRIES:
        yield "country", "country_is_not_known"
    if side.email and not is_mail_address(side.email):
        yield "email", "email_is_not_an_address"
    if side.account and not side.iban and not side.bic:
        yield "bic", "bic_is_missing"
    for field, most in LONGEST.items():
        if len(getattr(side, field)) > most:
            yield field, "too_long"
    for field, check in _checks(side.country):
        if getattr(side, field) and not _passes(check, getattr(side, field)):
            yield field, f"{field}_is_wrong"


def _checks(country: str) -> Iterator[tuple[str, Callable[[str], Any]]]:
    yield "vat_number", lambda typed: vat_number(country, typed)
    yield "company_number", lambda typed: company_number(country, typed)
    yield "iban", account_number
    yield "bic", bic.validate


def _passes(check: Callable[[str], Any], typed: str) -> bool:
    try:
        check(typed)
    except ValidationError:
        return False
    return True


def _or_as_typed(check: Callable[[str], Any], typed: str) -> str:
    return str(check(typed)) if typed and _passes(check, typed) else typed
