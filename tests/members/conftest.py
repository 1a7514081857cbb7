"""Birch sells a month to whoever comes; Zoé is a newcomer who takes it."""

from typing import Any

import pytest

from passerelle.invoices.models import Tax
from passerelle.members.actions import Joining, join
from passerelle.members.models import Enrolment
from passerelle.payments.models import BankAccount
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from tests.makers import asks_no_document, make_person
from tests.members.taking import WEDNESDAY, Joins


@pytest.fixture
def tax(birch: Space) -> Tax:
    return Tax.objects.create(space=birch, code="be_21", percent_bp=2_100)


@pytest.fixture
def month(birch: Space, bo: Person, tax: Tax) -> Plan:
    """A month for 121.00, to the account of Birch or at its desk."""
    BankAccount.objects.create(space=birch, holder="Birch Ltd", iban="BE68539007547034")
    asks_no_document(birch)
    return offer_plan(birch, Described("Le mois", "A month", Kind.MONTH, 12_100), by=bo, tax=tax)


@pytest.fixture
def zoe(db: None) -> Person:
    """A newcomer, at home nowhere."""
    return make_person("Zoé Martin", email="zoe@example.org")


@pytest.fixture
def joins(month: Plan, zoe: Person) -> Joins:
    """`joins(…)`: Zoé takes the month from today on, by transfer, unless the facts say otherwise."""

    def joins(**facts: Any) -> Enrolment:
        by = facts.pop("by", zoe)
        given = {"plan": month, "first_on": WEDNESDAY, "method": Method.TRANSFER, "key": "once"} | facts
        return join(Joining(**given), by=by)

    return joins
