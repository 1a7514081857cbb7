"""A bank's statement as ISO 20022 writes it: camt.053, of any version. Plain Python.

Versions differ in their namespace and in where some names stand, so elements are looked for by their own names. A
document that declares entities or a document type is refused: a bank sends none, and they are how XML does harm.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from passerelle.kit import late
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

Element = Any
DEEPEST = 50
"""So many elements within each other; a bank writes a dozen, and a reader of thousands is held up for long."""


def is_xml(content: bytes) -> bool:
    """Whether the file begins as XML does."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_camt(content: bytes) -> BankFile:
    """What came in by a camt.053; an entry of nothing, which banks write to say something, is left aside.

    Raises StatementIsWrong `not_a_statement`, `too_many_lines`; `amount_is_wrong`, `currency_is_wrong`, `day_is_wrong`
    with the entry.
    """
    statements = [one for one in _root(content).iter() if _name(one) == "Stmt"]
    if not statements:
        raise StatementIsWrong("not_a_statement")
    entries = [entry for statement in statements for entry in _children(statement, "Ntry") if _is_booked(entry)]
    came = [entry for entry in entries if _is_credit(entry)]
    read = [line for number, entry in enumerate(came, 1) for line in _lines_of(entry, number)]
    if len(read) > MOST_LINES:
        raise StatementIsWrong("too_many_lines")
    lines = [line for line in read if line.amount]
    aside = len(entries) - len(came) + len(read) - len(lines)
    return BankFile(lines, aside, _text(statements[0], "Acct", "Id", "IBAN"))


def _root(content: bytes) -> Element:
    defused = late("defusedxml.ElementTree")
    depth, first = 0, None
    try:
        for event, element in defused.iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
            first = element if first is None else first
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise StatementIsWrong("not_a_statement")
    except (defused.ParseError, late("defusedxml").DefusedXmlException, ValueError, LookupError) as reason:
        raise StatementIsWrong("not_a_statement") from reason
    return first


def _lines_of(entry: Element, number: int) -> Iterator[BankLine]:
    """An entry is one amount, or a batch that tells each of its amounts."""
    details = [one for batch in _children(entry, "NtryDtls") for one in _children(batch, "TxDtls")]
    if len(details) > 1 and all(_amount_of(one) is not None for one in details):
        for one in details:
            yield _line(_amount_of(one), entry, one, number)
    else:
        yield _line(_child(entry, "Amt"), entry, details[0] if len(details) == 1 else entry, number)


def _line(amount: Element, entry: Element, told: Element, number: int) -> BankLine:
    try:
        currency = amount.attrib["Ccy"].strip().upper()
        on = date.fromisoformat((_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm"))[:10])
        minor = minor_units(Decimal((amount.text or "").strip()), currency)
        if not CODE.fullmatch(currency):
            raise StatementIsWrong("currency_is_wrong", number, currency[:40])
        if minor < 0:
            raise ValueError(f"What came is no less than nothing: {minor}.")
        if not is_a_banks_day(on):
            raise StatementIsWrong("day_is_wrong", number, on.isoformat())
    except StatementIsWrong:
        raise
    except (AttributeError, KeyError, ValueError, ArithmeticError) as reason:
        raise StatementIsWrong("amount_is_wrong", number) from reason
    return BankLine(on, minor, currency, _said(told), _who(told), number)


def _amount_of(details: Element) -> Element | None:
    """A transaction's own amount: beside its references since version 4, deeper before."""
    own = _child(details, "Amt")
    return own if own is not None else _child(_child(_child(details, "AmtDtls"), "TxAmt"), "Amt")


def _said(told: Element) -> str:
    """Structured references first: they are what is looked for."""
    remittances = [one for one in told.iter() if _name(one) == "RmtInf"]
    structured = [one.text or "" for part in remittances for one in part.iter() if _name(one) == "Ref"]
    free = [one.text or "" for part in remittances for one in part.iter() if _name(one) == "Ustrd"]
    return one_line(" ".join([*structured, *free]), LONGEST_SAID)


def _who(told: Element) -> str:
    debtors = [one for one in told.iter() if _name(one) == "Dbtr"]
    names = [one.text or "" for debtor in debtors for one in debtor.iter() if _name(one) == "Nm"]
    return one_line(names[0], LONGEST_WHO) if names else ""


def _is_booked(entry: Element) -> bool:
    """Not what is only announced: the status is a word, or a code within."""
    status = _child(entry, "Sts")
    said = "" if status is None else "".join(status.itertext()).strip()
    return said in ("", "BOOK")


def _is_credit(entry: Element) -> bool:
    """Money that came, and not a debit that was taken back: whoever sent that was the bank."""
    return _text(entry, "CdtDbtInd") == "CRDT" and _text(entry, "RvslInd") not in ("true", "1")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [one for one in element if _name(one) == name]


def _child(element: Element | None, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: Element | None, *path: str) -> str:
    for name in path:
        element = _child(element, name)
    return "" if element is None else (element.text or "").strip()
