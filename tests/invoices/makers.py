"""Drafts for the tests of documents, with what most tests do not care about already filled in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents, numbered
from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, Side, TaxLine
from passerelle.networks.models import Network, Officer
from passerelle.networks.rules import Mode, NetworkRole
from passerelle.people.models import Person
from tests.makers import make_network

NETWORK = Side(
    "network:1", "Passerelle Wallonie ASBL", "Rue de Fer 12", "5000", "Namur", "BE", "BE0403170701", "0403170701",
    "comptes@passerelle.example", "BE68539007547034", "GKCCBEBB",
)  # fmt: skip
SPACE = Side(
    "space:7", "Coworking Namur SRL", "Avenue de la Gare 3", "5000", "Namur", "BE", "BE0428759497", "0428759497",
    "facture@namur.example", "BE71096123456769", "GKCCBEBB",
)  # fmt: skip
PARIS = Side(
    "space:8", "Le Quai SAS", "12 quai de Valmy", "75010", "Paris", "FR", "FR83404833048", "404833048",
    "compta@quai.example", "FR1420041010050500013M02606",
)  # fmt: skip
HONG_KONG = Side(
    "space:9", "The Hive Ltd", "21/F, 8 Luard Road", "", "Hong Kong", "HK", "", "1234567", "hi@hive.example"
)
HOLDER = Side("person:3", "Ana Dubois", "Rue Haute 1", "5000", "Namur", "BE", email="ana@example.org")

BE_21 = TaxLine("be_21", Category.STANDARD, 2100)
BE_6 = TaxLine("be_6", Category.STANDARD, 600)
EXEMPT = TaxLine("be_exempt", Category.EXEMPT, 0, "Franchise de la taxe, art. 56bis du Code de la TVA")
REVERSED = TaxLine("eu_reverse", Category.REVERSE_CHARGE, 0, "Autoliquidation, art. 196 de la directive 2006/112/CE")
OUTSIDE = TaxLine("outside", Category.OUTSIDE, 0, "Hors du champ d’application de la TVA, art. 44 de la directive")


def line(net: int = 12314, tax: TaxLine = BE_21, text: str = "Dix journées", quantity: str = "1") -> DraftLine:
    """A line whose price is its net amount by its quantity."""
    times = Decimal(quantity)
    return DraftLine(text, times, int(net / times), net, tax)


def draft(*lines: DraftLine, **facts: Any) -> Draft:
    """An invoice of the network to Coworking Namur of 31 January 2027, for ten days, unless `facts` say otherwise."""
    given: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "key": "pass:1/sold",
        "cause": "pass:1",
        "issuer": NETWORK,
        "buyer": SPACE,
        "currency": "EUR",
        "issued_on": date(2027, 1, 31),
        "due_on": date(2027, 3, 2),
        "lines": lines or (line(),),
        "payment_reference": "+++090/9337/55493+++",
    } | facts
    return Draft(**given)


CASES: dict[str, Draft] = {
    "domestic": draft(),
    "mixed rates": draft(line(), line(1050, BE_6, "Le livre du réseau", "3"), line(-500, BE_21, "Remise", "-1")),
    "paid already": draft(line(8264), buyer=HOLDER, paid=10000, due_on=None),
    "reverse charge": draft(line(22000, REVERSED, "Commission", "20"), buyer=PARIS),
    "exempt": draft(line(22000, EXEMPT, "Journées", "20")),
    "outside": draft(line(3000, OUTSIDE, "Commission"), buyer=HONG_KONG),
    "credit note": draft(kind=DocumentKind.CREDIT_NOTE, answers="F2027-0001", due_on=None),
    "self-billed": draft(
        line(110000, BE_21, "Journées de janvier", "100"),
        kind=DocumentKind.SELF_BILLED, issuer=SPACE, buyer=NETWORK, since=date(2027, 1, 1), until=date(2027, 1, 31),
    ),
    "self-billed from Paris": draft(
        line(110000, REVERSED, "Journées de janvier", "100"),
        kind=DocumentKind.SELF_BILLED, issuer=PARIS, buyer=NETWORK,
    ),
    "self-billed from Hong Kong": draft(
        line(450000, OUTSIDE, "Days in January", "30"),
        kind=DocumentKind.SELF_BILLED, issuer=HONG_KONG, buyer=NETWORK, currency="HKD", language="en",
    ),
    "self-billed credit note": draft(
        line(1100, BE_21, "Une journée de trop"),
        kind=DocumentKind.SELF_BILLED_CREDIT_NOTE, issuer=SPACE, buyer=NETWORK, answers="AF2027-0001", due_on=None,
    ),
}  # fmt: skip
"""What the standards are tried on."""


def contents(case: str = "domestic") -> Contents:
    """One of the cases with its number."""
    return numbered(CASES[case], "F2027-0002")


def make_paid_network(treasurer: Person) -> Network:
    """A network in paid mode, and who keeps its books."""
    network = make_network("Paid Network", slug="paid", mode=Mode.PAID)
    Officer.objects.create(person=treasurer, network=network, role=NetworkRole.TREASURER)
    return network


def of(network: Network, key: str = "pass:1/sold", **facts: Any) -> Draft:
    """A draft that this network issues."""
    return draft(issuer=replace(NETWORK, ref=network.ref), key=key, **facts)
