"""What a tax is and how an amount divides into net and tax. Plain Python."""

from enum import StrEnum


class Category(StrEnum):
    """How EN 16931 names the treatment of a tax (code list UNTDID 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    OUTSIDE = "O"


def tax_within(gross: int, percent_bp: int) -> int:
    """The tax that is part of `gross`, in minor units, rounded half up."""
    whole = 10_000 + percent_bp
    return (2 * gross * percent_bp + whole) // (2 * whole)


def tax_upon(net: int, percent_bp: int) -> int:
    """The tax that comes on top of `net`, in minor units, rounded half up."""
    return (net * percent_bp + 5_000) // 10_000
