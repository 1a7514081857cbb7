"""Structured references of transfers, by which a bank's line finds its payment. Plain Python.

The Belgian form is three groups of a ten-digit number and two digits that check it, +++123/4567/89012+++ (Febelfin).
Elsewhere in SEPA the same number stands in a creditor reference, RF and two check digits before it (ISO 11649).
"""

import re
from collections.abc import Iterator

from stdnum import iso11649
from stdnum.be import ogm_vcs

NUMBERS = 10**10
_BELGIAN = re.compile(r"(?<!\d)(?:[+*]{3}\s?)?(\d{3}\s?/?\s?\d{4}\s?/?\s?\d{5})(?:\s?[+*]{3})?(?!\d)")
_CREDITOR = re.compile(r"(?<![A-Z0-9])RF(?:\s?\d){12}(?!\d)")  # ours hold digits only


def belgian(number: int) -> str:
    """Twelve digits: the number, and what checks it."""
    digits = f"{number:010}"
    return digits + ogm_vcs.calc_check_digits(digits)


def creditor(number: int) -> str:
    """RF, two check digits, ten digits."""
    digits = f"{number:010}"
    check = 98 - int(f"{digits}271500") % 97  # "RF00" behind the number, letters as 10 to 35
    return f"RF{check:02}{digits}"


def both_forms(reference: str) -> tuple[str, str]:
    """A reference of ours in both forms, so that whichever a bank passes on finds the payment."""
    number = int(reference[4:] if reference.startswith("RF") else reference[:10])
    return belgian(number), creditor(number)


def printed(reference: str) -> str:
    """As people read it: +++123/4567/89012+++, or RF45 0123 4567 89."""
    return str(iso11649.format(reference)) if reference.startswith("RF") else f"+++{ogm_vcs.format(reference)}+++"


def references_in(text: str) -> list[str]:
    """Every structured reference in what a payer wrote, its check digits right, as it is kept; none twice."""
    return list(dict.fromkeys(_found(text.upper())))


def _found(text: str) -> Iterator[str]:
    for sign in _CREDITOR.findall(text):
        compact = re.sub(r"\s", "", sign)
        if iso11649.is_valid(compact):
            yield compact
    for sign in _BELGIAN.findall(_CREDITOR.sub(" ", text)):
        compact = re.sub(r"\D", "", sign)
        if ogm_vcs.is_valid(compact):
            yield compact
