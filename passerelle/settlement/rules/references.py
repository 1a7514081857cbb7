"""Structured references (ISO 11649) that a bank carries unchanged. Plain Python."""

from stdnum.iso7064 import mod_97_10


def creditor_reference(told: str) -> str:
    """`RF`, two check digits, and up to 21 letters and digits."""
    body = told.upper()
    return f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}"
