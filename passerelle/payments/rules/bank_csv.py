"""Lines of a bank account as a table: what banks let people save as CSV. Plain Python.

Every bank has its own columns; a file is read if one of its first lines has headings for day and amount.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from babel.numbers import get_currency_precision, get_currency_symbol

from passerelle.kit.fold import fold
from passerelle.payments.rules.lines import (
    CODE,
    LONGEST_SAID,
    LONGEST_WHO,
    MOST_LINES,
    BankFile,
    BankLine,
    StatementIsWrong,
    is_a_banks_day,
    minor_units,
    one_line,
)

HEADINGS: Mapping[str, Sequence[str]] = {
    "on": (
        "date", "booking date", "date comptable", "date de comptabilisation", "date d operation", "date d execution",
        "date operation", "execution date", "boekingsdatum", "datum", "uitvoeringsdatum", "buchungstag",
    ),
    "amount": ("amount", "montant", "bedrag", "betrag", "credit", "montant en eur", "amount eur"),
    "left": ("debit", "af", "soll", "debit en eur", "debit eur"),
    "currency": ("currency", "devise", "munt", "wahrung", "ccy", "devise du compte"),
    "said": (
        "communication", "communications", "reference", "communication structuree", "communication libre", "mededeling",
        "message", "libelle", "remittance information", "payment reference", "details", "description", "libelles",
        "gestructureerde mededeling", "vrije mededeling", "verwendungszweck", "motif",
    ),
    "who": (
        "name", "nom", "counterparty", "contrepartie", "counterparty name", "nom de la contrepartie",
        "nom contrepartie", "naam tegenpartij", "nom contrepartie contient", "payer", "donneur d ordre",
    ),
}  # fmt: skip
"""What is folded to one of these heads a column; several may tell what was said."""
FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%Y%m%d")
LINES_BEFORE_HEADINGS = 20
_MINUS = str.maketrans("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{FULLWIDTH HYPHEN-MINUS}", "----")
_SIGNED = re.compile(r"(?P<before>[+-]?)(?P<digits>[\d.,]*\d)(?P<after>[+-]?)")


def read_csv(content: bytes, currency: str) -> BankFile:
    """What came in by a table; amounts that name no currency are in `currency`.

    Raises StatementIsWrong `not_a_statement`, `too_many_lines`; `day_is_wrong`, `amount_is_wrong`, `currency_is_wrong`
    with the line.
    """
    rows = _rows(content)
    start, columns = _headings(rows)
    if len(rows) - start > MOST_LINES:
        raise StatementIsWrong("too_many_lines")
    read = [_read(row, number, columns, currency) for number, row in enumerate(rows, 1) if number > start and any(row)]
    came = [line for line in read if line.amount > 0]
    return BankFile(came, len(read) - len(came))


def _rows(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    delimiter = max(";,\t", key="\n".join(text.splitlines()[:LINES_BEFORE_HEADINGS]).count)
    try:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[cell.strip() for cell in row] for row in table]
    except csv.Error as reason:
        raise StatementIsWrong("not_a_statement") from reason


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise StatementIsWrong("not_a_statement")
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    return content.decode("cp1252", errors="replace")


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, list[int]]]:
    """The number of the line that heads the columns, and which of them tell what."""
    for number, row in enumerate(rows[:LINES_BEFORE_HEADINGS], 1):
        heads = [fold(cell) for cell in row]
        columns = {what: [heads.index(word) for word in words if word in heads] for what, words in HEADINGS.items()}
        if columns["on"] and columns["amount"]:
            return number, columns
    raise StatementIsWrong("not_a_statement")


def _read(row: Sequence[str], number: int, columns: Mapping[str, Sequence[int]], currency: str) -> BankLine:
    told = {what: list(_cells(row, places)) for what, places in columns.items()}
    in_currency = (told["currency"] or [currency])[0].upper()
    if not CODE.fullmatch(in_currency):
        raise StatementIsWrong("currency_is_wrong", number, in_currency[:40])
    left = -abs(_amount(told["left"], in_currency, number)) if told["left"] and not told["amount"] else 0
    return BankLine(
        on=_day(told["on"], number),
        amount=left or _amount(told["amount"], in_currency, number),
        currency=in_currency,
        said=one_line(" ".join(told["said"]), LONGEST_SAID),
        who=one_line(" ".join(told["who"][:1]), LONGEST_WHO),
        number=number,
    )


def _cells(row: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    return (row[place] for place in places if place < len(row) and row[place])


def _day(cells: Sequence[str], number: int) -> date:
    for cell in cells[:1]:
        for form in FORMS:
            with suppress(ValueError):
                day = datetime.strptime(cell, form).date()  # noqa: DTZ007  (a day has no zone)
                if is_a_banks_day(day):
                    return day
    raise StatementIsWrong("day_is_wrong", number, (cells or [""])[0][:40])


def _amount(cells: Sequence[str], currency: str, number: int) -> int:
    cell = (cells or [""])[0]
    try:
        return amount_typed(cell, currency)
    except (ArithmeticError, ValueError) as reason:
        raise StatementIsWrong("amount_is_wrong", number, cell[:40]) from reason


def amount_typed(cell: str, currency: str) -> int:
    """1.234,56 and 1,234.56 and 1 234,56 € in minor units: a last point or comma with as many digits behind it as the
    currency has parts the cents. What left is written −1,00 or 1,00- or (1,00). Nothing else may stand beside it.

    Raises ArithmeticError or ValueError for what is none.
    """
    found = _SIGNED.fullmatch(_bare(cell, currency))
    if found is None or (found["before"] and found["after"]):
        raise ValueError(cell)
    amount = minor_units(_parted(found["digits"], max(2, get_currency_precision(currency))), currency)
    return -amount if "-" in (found["before"], found["after"]) else amount


def _bare(cell: str, currency: str) -> str:
    """A cell without blanks, the marks that part thousands, and the currency; brackets are a minus."""
    plain = re.sub(r"[\s'\N{RIGHT SINGLE QUOTATION MARK}]", "", cell.translate(_MINUS))
    signs = {currency, *(get_currency_symbol(currency, locale=locale) for locale in ("en", "fr"))}
    for sign in sorted(signs, key=len, reverse=True):
        plain = plain.removeprefix(sign).removesuffix(sign)
    return f"-{plain[1:-1]}" if plain.startswith("(") and plain.endswith(")") else plain


def _parted(digits: str, decimals: int) -> Decimal:
    """The digits as a number, whichever sign parts its cents."""
    cents = re.search(rf"[.,](\d{{1,{decimals}}})$", digits)
    whole = re.sub(r"[.,]", "", digits[: cents.start()] if cents else digits)
    return Decimal(f"{whole or 0}.{cents[1]}" if cents else whole)
