"""What is owed on account, as its holder and the treasurer see it; nobody else does."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from passerelle.care.actions.paying import take_in
from passerelle.passes.actions.charging import take_back
from passerelle.passes.rules import ChargeState
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment, Refund
from tests.makers import make_person
from tests.settlement.on_account import (
    JANUARY,
    at,
    close,
    day_at,
    make_account,
    make_network_that_closes,
    make_spaces_of,
)

pytestmark = pytest.mark.django_db
AT = "/networks/the-pass/accounts/"


@pytest.fixture
def world(client: Client) -> Any:
    """Ana used a day in January, which is closed; it is the 5th of February."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    network, tess = make_network_that_closes()
    space, _ = make_spaces_of(network)
    ana = make_person("Ana Costa", email="ana@example.org", language="en")
    make_account(ana, network)
    charge = day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    with at(2, 5):
        yield network, tess, ana, charge


def test_the_holder_sees_what_is_owed_since_when_and_the_way_to_pay(world: Any, client: Client) -> None:
    _, _, ana, _ = world
    payment = Payment.objects.get()
    client.force_login(ana)
    page = client.get("/passes/").content.decode().replace("\xa0", " ")
    assert "You owe €18.00." in page
    assert "asked on 3 February" in page
    assert f'href="/payments/{payment.reference}/"' in page
    assert "Pay €18.00" in page
    assert "BE68 5390 0754 7034" in client.get(f"/payments/{payment.reference}/").content.decode()
    assert "F2027-0001" in client.get("/me/documents/").content.decode()


def test_others_see_nothing_of_it(world: Any, client: Client) -> None:
    payment = Payment.objects.get()
    assert client.get(AT).status_code == 302
    fay = make_person("Fay")
    make_account(fay, world[0])
    client.force_login(fay)
    assert "You owe" not in client.get("/passes/").content.decode()
    for address in (AT, f"/payments/{payment.reference}/"):
        assert client.get(address).status_code == 404
    assert client.post(AT, {"holder": fay.pk, "currency": "EUR"}).status_code == 404
    client.force_login(world[2])
    assert client.get(AT).status_code == 404


def test_the_treasurer_sees_who_owes_who_is_late_and_who_has_paid(world: Any, client: Client) -> None:
    network, tess, _, _ = world
    payment = Payment.objects.get()
    client.force_login(tess)
    page = client.get(AT).content.decode()
    assert "Ana Costa" in page
    assert "€18.00" in page
    assert "Ana Costa" not in client.get(f"{AT}?show=overdue").content.decode()
    with at(2, 20):
        late = client.get(f"{AT}?show=overdue").content.decode().replace("\xa0", " ")
        assert "was due on 17 February" in late
        take_in(record_transfer, payment, Came(1800, date(2027, 2, 20)), by=tess)
        assert "Ana Costa" not in client.get(AT).content.decode()
        assert "Ana Costa" in client.get(f"{AT}?show=paid").content.decode()
    month = client.get(f"/networks/{network.slug}/months/{network.closings.get().pk}/").content.decode()
    assert "The one holder has an invoice" in month


def test_the_treasurer_sends_back_what_was_paid_too_much_once(world: Any, client: Client) -> None:
    _, tess, ana, charge = world
    take_in(record_transfer, Payment.objects.get(), Came(1800, date(2027, 2, 5)), by=tess)
    take_back(charge, [ChargeState.CHARGED], by="person:1")
    client.force_login(ana)
    assert "You have paid €18.00 more than you owe." in client.get("/passes/").content.decode()
    client.force_login(tess)
    assert "Send it back" in client.get(f"{AT}?show=over").content.decode()
    for _ in range(2):
        assert client.post(AT, {"holder": ana.pk, "currency": "EUR"}).status_code == 302
    assert Refund.objects.get().amount == 1800
    assert "Send it back" not in client.get(f"{AT}?show=over").content.decode()
    assert client.post(AT, {"holder": "x", "currency": "EUR"}).status_code == 404


def test_a_list_of_many_takes_few_queries(world: Any, client: Client, django_assert_max_num_queries: Any) -> None:
    network, tess, _, _ = world
    space, _ = make_spaces_of(network)
    for number in range(30):
        person = make_person(f"Holder {number}")
        make_account(person, network)
        day_at(space, network, person, date(2027, 2, 4))
    client.force_login(tess)
    with django_assert_max_num_queries(15):
        assert client.get(AT).content.decode().count("not asked yet") >= 20
