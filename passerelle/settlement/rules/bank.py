"""Files by which money leaves: credit transfers for a bank (ISO 20022 pain.001.001.09), and a table for the rest.

Plain Python. Banks in SEPA take Latin letters without accents only (EPC 217-08), so names are written that way.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

from anyascii import anyascii

from passerelle.invoices.rules.drafts import Side
from passerelle.kit.cells import harmless

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_UNSAFE = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
_COUNTRIES = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE "
    "SI SK SM VA"
)
SEPA = frozenset(_COUNTRIES.split(" "))
"""Countries whose banks take part (European Payments Council, EPC409-09)."""


@dataclass(frozen=True)
class Order:
    """One transfer: to whom, how much in minor units with so many digits, under which structured reference."""

    payee: Side
    amount: int
    currency: str
    digits: int
    reference: str

    @property
    def written(self) -> str:
        """The amount with its point."""
        return f"{Decimal(self.amount).scaleb(-self.digits):f}"

    @property
    def goes_by_sepa(self) -> bool:
        """Whether a credit transfer of SEPA can carry it."""
        return self.currency == "EUR" and self.payee.iban[:2] in SEPA


def safe(text: str, longest: int = 70) -> str:
    """In the letters that every bank takes; never empty, since a name is asked for."""
    return " ".join(_UNSAFE.sub(" ", anyascii(text)).split())[:longest].strip() or "-"


def credit_transfers(payer: Side, orders: Sequence[Order], *, name: str, on: date, made_at: datetime) -> str:
    """The file in which `payer` orders all of these on one day. The same arguments give the same text."""
    document = Element("Document", xmlns=NAMESPACE)
    root = SubElement(document, "CstmrCdtTrfInitn")
    header = SubElement(root, "GrpHdr")
    _put(header, "MsgId", name)
    _put(header, "CreDtTm", f"{made_at:%Y-%m-%dT%H:%M:%S}")
    _put_sums(header, orders)
    _put(header, "InitgPty/Nm", safe(payer.name))
    lot = SubElement(root, "PmtInf")
    _put_payer(lot, payer, orders, f"{name}-1"[-35:], on)
    for order in orders:
        _put_order(SubElement(lot, "CdtTrfTxInf"), order)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="unicode")


def table(orders: Sequence[Order]) -> str:
    """The same as a table, for whoever pays by hand: no cell can become a formula."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["payee", "account", "bic", "country", "amount", "currency", "reference"])
    for one in orders:
        side = one.payee
        told = [side.name, side.paid_into, side.bic, side.country, one.written, one.currency, one.reference]
        rows.writerow([harmless(cell) for cell in told])
    return written.getvalue()


def _put_payer(lot: Element, payer: Side, orders: Sequence[Order], name: str, on: date) -> None:
    _put(lot, "PmtInfId", name)
    _put(lot, "PmtMtd", "TRF")
    _put_sums(lot, orders)
    _put(lot, "PmtTpInf/SvcLvl/Cd", "SEPA")
    _put(lot, "ReqdExctnDt/Dt", on.isoformat())
    _put(lot, "Dbtr/Nm", safe(payer.name))
    _put(lot, "DbtrAcct/Id/IBAN", payer.iban)
    agent = "DbtrAgt/FinInstnId/BICFI" if payer.bic else "DbtrAgt/FinInstnId/Othr/Id"
    _put(lot, agent, payer.bic or "NOTPROVIDED")
    _put(lot, "ChrgBr", "SLEV")


def _put_order(into: Element, order: Order) -> None:
    _put(into, "PmtId/EndToEndId", order.reference)
    amount = SubElement(SubElement(into, "Amt"), "InstdAmt", Ccy=order.currency)
    amount.text = order.written
    if order.payee.bic:
        _put(into, "CdtrAgt/FinInstnId/BICFI", order.payee.bic)
    _put(into, "Cdtr/Nm", safe(order.payee.name))
    _put(into, "CdtrAcct/Id/IBAN", order.payee.iban)
    told = SubElement(SubElement(SubElement(into, "RmtInf"), "Strd"), "CdtrRefInf")
    kind = SubElement(told, "Tp")
    _put(kind, "CdOrPrtry/Cd", "SCOR")
    _put(kind, "Issr", "ISO")
    _put(told, "Ref", order.reference)


def _put_sums(into: Element, orders: Sequence[Order]) -> None:
    _put(into, "NbOfTxs", str(len(orders)))
    _put(into, "CtrlSum", f"{sum((Decimal(one.written) for one in orders), Decimal(0)):f}")


def _put(into: Element, way: str, text: str) -> None:
    """A new element at the end of new elements, one inside the other."""
    for step in way.split("/"):
        into = SubElement(into, step)
    into.text = text
