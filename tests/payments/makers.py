"""Money for a test: a network in paid mode with its treasurer and bank account, a pass that is asked for, a payment."""

from collections import Counter
from datetime import date
from typing import Any

from passerelle.invoices.models import Tax
from passerelle.ledger.queries import balances
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode
from passerelle.passes.models import Pass, Product
from passerelle.passes.rules import Kind, Sold
from passerelle.payments.actions import Asked, ask_for_payment
from passerelle.payments.models import BankAccount, Payment
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from tests.makers import make_network

IBAN = "BE68539007547034"


def make_paid_network(name: str = "The Pass", iban: str = IBAN, **facts: Any) -> Network:
    """A network that sells passes; transfers go to `iban`, if it has one."""
    network = make_network(name, mode=Mode.PAID, **facts)
    if iban:
        BankAccount.objects.create(network=network, holder=f"{name} ASBL", iban=iban, bic="GKCCBEBB")
    return network


def make_pass(person: Person, network: Network, price: int = 14900) -> Pass:
    """Ten days that nobody has paid yet, 21 % of tax within."""
    tax, _ = Tax.objects.get_or_create(network=network, code="be_21", defaults={"percent_bp": 2100})
    sold = Sold(Kind.PACK, price, network.currency, tax.code, tax.percent_bp, days=10)
    product = Product.objects.create(
        network=network, name_fr="Dix jours", name_en="Ten days", kind=sold.kind, price=price,
        currency=network.currency, tax=tax, days=10,
    )  # fmt: skip
    return Pass.objects.create(person=person, network=network, product=product, terms=sold.written())


def make_payment(person: Person, network: Network, amount: int = 14900, **facts: Any) -> Payment:
    """What a person is asked for, by transfer and for a pass unless `facts` say otherwise."""
    cause = facts.pop("cause", None) or make_pass(person, network, amount).ref
    given = {"currency": network.currency, "method": Method.TRANSFER, "line": "Ten days", "key": cause} | facts
    return ask_for_payment(Asked(cause=cause, seller=network, payer=person, amount=amount, **given), by=person)


def held(network: Network) -> dict[str, int]:
    """What the network's books hold on each kind of account, where it is not nothing."""
    sums: Counter[str] = Counter()
    for account, amount in balances(network.ref):
        sums[account.kind] += amount
    return {kind: amount for kind, amount in sums.items() if amount}


WEDNESDAY = date(2027, 1, 6)
