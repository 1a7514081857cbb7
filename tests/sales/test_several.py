"""Selling to many at once comes to the same as to one after the other, and asks the database little."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Document, Paper
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import balances
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.payments.models import Payment
from passerelle.payments.rules import Method
from passerelle.sales.actions import Selling, sell_what_is_offered
from passerelle.sales.actions.several import sell_several
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from tests.makers import make_person, make_space
from tests.sales.makers import make_tax

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]


def wanted(space: Space, how_many: int, **how: Any) -> list[Selling]:
    tax = make_tax(space)
    people = [make_person(f"Member {number}", email=f"m{number}@{space.slug}.org") for number in range(how_many)]
    return [
        Selling(space, person, f"enrolment:{number}", f"k{number}", "A month", 12100 + number, tax, **how)
        for number, person in enumerate(people)
    ]


def told(space: Space) -> list[Any]:
    """What was kept, but for names that are drawn."""
    sums: dict[str, int] = {}
    for account, amount in balances(space.ref):
        sums[account.kind] = sums.get(account.kind, 0) + amount
    documents = Document.objects.filter(space=space).order_by("pk")
    return [
        list(Sale.objects.filter(space=space).order_by("pk").values_list("key", "amount", "line", "sold_on")),
        list(Payment.objects.filter(space=space).order_by("pk").values_list("amount", "method", "state", "due_on")),
        list(documents.values_list("number", "net", "tax", "payable", "due_on")),
        [bool(one.says.draft.payment_reference) for one in documents],
        [(one.document.number, one.form) for one in Paper.objects.filter(document__space=space).order_by("pk")],
        sums,
    ]


def test_it_comes_to_the_same_as_one_by_one(alder: Space) -> None:
    cedar = make_space("Another", slug="another", currency=alder.currency, country=alder.country)
    for one in wanted(alder, 3):
        sell_what_is_offered(one, by=one.buyer)
    assert sell_several(cedar, wanted(cedar, 3), by="worker") == 3
    assert told(alder) == told(cedar)
    assert Letter.objects.filter(kind="ask_payer_for_a_transfer").count() == 6
    acts = ("payment_asked", "document_issued", "thing_sold")
    assert [Record.objects.filter(act=act, actor="worker").count() for act in acts] == [3, 3, 3]
    assert all(sale.document is not None for sale in Sale.objects.all())
    assert list(faults_in_all()) == []


def test_what_was_sold_before_is_left_and_what_cannot_be_sold_sells_nothing(alder: Space, birch: Space) -> None:
    all_of_them = wanted(alder, 3)
    assert sell_several(alder, all_of_them[:2], by="worker") == 2
    assert sell_several(alder, all_of_them, by="worker") == 1
    assert sell_several(alder, all_of_them, by="worker") == 0
    for wrong in ({"amount": 0}, {"line": " "}, {"method": Method.CARD}, {"received": True}):
        with pytest.raises(Refusal):
            sell_several(alder, [replace(all_of_them[0], key="new", **wrong)], by="worker")
    with pytest.raises(NotFound):
        sell_several(alder, [replace(all_of_them[0], key="new", tax=make_tax(birch))], by="worker")
    assert Sale.objects.count() == 3
    assert list(faults_in_all()) == []


def test_many_ask_as_often_as_few(alder: Space) -> None:
    counts = []
    for many in (10, 40):
        space = make_space(f"Of {many}", slug=f"of-{many}")
        sellings = wanted(space, many, method=Method.CASH)
        with CaptureQueriesContext(connection) as seen:
            sell_several(space, sellings, by="worker")
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 2
    assert counts[0] < 50
