"""Passes made for a test, with their money in the books as if they had been sold."""

from datetime import date
from itertools import count
from typing import Any

from passerelle.invoices.models import Tax
from passerelle.invoices.rules import tax_within
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.rules import Draft, Move
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode, Terms
from passerelle.passes.models import Lot, Pass, Product
from passerelle.passes.rules import Kind, Sold, State
from passerelle.people.models import Person
from passerelle.rates.models import PublishedRate
from tests.makers import make_network

NEW_YEAR = date(2027, 1, 1)
_numbers = count(1)


def make_paid_network(name: str = "The Pass", *, terms: Terms | None = None, **facts: Any) -> Network:
    """A network in paid mode whose spaces give no free day and sell one for 11.00 unless they say otherwise."""
    given = terms or Terms(free_days=0, day_price=1100, visitors_a_day=50)
    return make_network(name, terms=given, mode=Mode.PAID, **facts)


def make_pass(person: Person, network: Network, kind: Kind = Kind.PACK, **facts: Any) -> Pass:
    """An open pass at 21 % of tax: ten days for 149.00, 200.00 on account, unless `facts` say otherwise."""
    tax, _ = Tax.objects.get_or_create(network=network, code="be_21", defaults={"percent_bp": 2100})
    state = facts.pop("state", State.OPEN)
    given = {"price": 14900, "currency": network.currency, "days": 10, "on_account": 20000} | facts
    product = Product.objects.create(network=network, name_fr="Pass", name_en="Pass", kind=kind, tax=tax, **given)
    sold = Sold(kind=kind, tax=tax.code, percent_bp=tax.percent_bp, **given)
    return Pass.objects.create(
        person=person, network=network, product=product, terms=sold.written(), state=state, opened_on=NEW_YEAR
    )


def make_lot(of_pass: Pass, *, begins_on: date = NEW_YEAR, **facts: Any) -> Lot:
    """Credits of a pass, paid into the network's bank; as many as were sold unless `facts` say otherwise."""
    sold = of_pass.sold
    net = sold.price - tax_within(sold.price, sold.percent_bp)
    counted = None if sold.kind is Kind.UNLIMITED else sold.days
    given = {"credits": counted, "paid": net, "key": f"lot-{next(_numbers)}"} | facts
    lot = Lot.objects.create(of_pass=of_pass, begins_on=begins_on, **given)
    book = of_pass.network.ref
    credits_ = open_account(book, "credits", of_pass.ref, sold.currency, by="worker")
    bank = open_account(book, "bank", book, sold.currency, by="worker")
    moves = [Move(credits_.pk, bank.pk, lot.paid)]
    post(book, Draft(of_pass.ref, f"payment:{lot.pk}", begins_on, moves), by="worker")
    return lot


def make_rate(currency: str, day: date, value: str, network: Network | None = None) -> PublishedRate:
    """One euro bought `value` of a currency on `day`."""
    return PublishedRate.objects.create(currency=currency, day=day, value=value, network=network, written_by="worker")
