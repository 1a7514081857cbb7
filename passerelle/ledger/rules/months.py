"""Months as the books end them. Plain Python."""

import re
from datetime import date, timedelta
from enum import StrEnum

_FIRST_OF_THE_NEXT = timedelta(days=32)


class Stage(StrEnum):
    """Shut: only the closing posts into it. Sealed: nobody does."""

    SHUT = "shut"
    SEALED = "sealed"


def month_named(text: str) -> date:
    """The first day of a month written `2027-01`, of this or the next century. Raises ValueError."""
    if not re.fullmatch(r"2[01][0-9]{2}-(0[1-9]|1[0-2])", text):
        raise ValueError(f"A month is written as 2027-01, not {text!r}.")
    return date.fromisoformat(f"{text}-01")


def month_after(month: date) -> date:
    """The first day of the month after the one in which `month` lies."""
    return (month.replace(day=1) + _FIRST_OF_THE_NEXT).replace(day=1)


def last_day(month: date) -> date:
    """The last day of the month in which `month` lies."""
    return month_after(month) - timedelta(days=1)


def key_of(month: date, about: str) -> str:
    """The key of an entry by which the closing of a month posts something: `month:2027-01/space:2/EUR`."""
    return f"month:{month:%Y-%m}/{about}"
