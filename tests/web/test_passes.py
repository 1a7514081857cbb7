"""What a traveller, a holder and a treasurer see of passes and press, as a browser sends it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.passes.jobs import take_care_of_passes
from passerelle.passes.models import Lot, Pass, Product
from passerelle.passes.rules import Kind, State
from passerelle.payments.models import Payment, Refund
from passerelle.people.models import Person
from tests.passes.selling import bought, pay

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
HERE = "/networks/tours/"


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (answer.status_code, address)
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def at(month: int, day: int) -> Any:
    return clock.at(datetime(2027, month, day, 9, tzinfo=clock.zone("Europe/Brussels")))


def page_of(of_pass: Pass) -> str:
    return f"/passes/{of_pass.reference}/"


def typed(vat: Tax, **changed: Any) -> dict[str, Any]:
    """What a treasurer types to sell ten days for 149 euros."""
    given = {"kind": "pack", "name_fr": "Dix jours", "name_en": "Ten days", "price": "149.00", "tax": vat.pk}
    return given | {"days": "10", "valid_days": "", "unused": "lapse", "cap": "", "on_account": ""} | changed


# What is sold


def test_a_traveller_reads_what_is_sold_for_how_much_and_when_a_day_is_used(
    ten_days: Product, monthly: Product, unlimited: Product, as_: As
) -> None:
    Product.objects.filter(pk=unlimited.pk).update(offered=False)
    page = words(as_(None), f"{HERE}passes/")
    for said in ("Ten days", "€149.00", "good for ever", "5 days each month", "moves once", "when you check in"):
        assert said in page
    assert "Unlimited" not in page


def test_a_network_that_gives_days_has_no_page_of_passes(visa: Network, as_: As) -> None:
    assert as_(None).get("/networks/visa/passes/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name_en": " "}, "name"),
        ({"days": "0"}, "too small or too great"),
        ({"price": ""}, "required"),
        ({"kind": "as_you_go", "days": "", "on_account": "10.00"}, "the price of a day"),
    ],
)
def test_what_cannot_be_sold_is_said_beside_what_was_typed(
    changed: dict[str, Any], said: str, vat: Tax, tia: Person, as_: As
) -> None:
    answer = as_(tia).post(f"{HERE}products/", typed(vat, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Dix jours" in answer.content.decode()
    assert not Product.objects.exists()


def test_a_treasurer_chooses_a_tax_and_then_sells_stops_and_sells_again(tours: Network, tia: Person, as_: As) -> None:
    browser = as_(tia)
    assert "First say under which tax" in words(browser, f"{HERE}products/")
    told = {"code": "be_21", "category": "S", "percent": "21", "reason": ""}
    assert browser.post(f"{HERE}taxes/", told).status_code == 302
    assert browser.post(f"{HERE}taxes/", told).status_code == 422
    vat = Tax.objects.get(network=tours)
    assert browser.post(f"{HERE}products/", typed(vat)).status_code == 302
    product = Product.objects.get()
    assert (product.price, product.days, product.currency, product.kind) == (14_900, 10, "EUR", Kind.PACK)
    browser.post(f"{HERE}products/{product.pk}/", {"act": "stop"})
    assert "sells no pass at present" in words(as_(None), f"{HERE}passes/")
    browser.post(f"{HERE}products/{product.pk}/", {"act": "again"})
    assert "Ten days" in words(as_(None), f"{HERE}passes/")


@pytest.mark.parametrize(("kind", "cap"), [("unlimited", 29_000), ("pack", 0)])
def test_the_cap_is_proposed_as_290_and_kept_where_days_are_not_counted(
    kind: str, cap: int, vat: Tax, tia: Person, as_: As
) -> None:
    assert 'name="cap" value="290.00"' in words(as_(tia), f"{HERE}products/")
    told = typed(vat, kind=kind, days="10" if kind == "pack" else "", cap="290.00")
    assert as_(tia).post(f"{HERE}products/", told).status_code == 302
    assert Product.objects.get().cap == cap


# Buying


def test_everything_that_binds_is_read_before_the_button(
    monthly: Product, ten_days: Product, ana: Person, as_: As
) -> None:
    page = words(as_(ana), f"{HERE}passes/{monthly.pk}/")
    for said in ("€80.00", "21 %", "4 February 2027", "fourteen days", "move once", "Order and pay"):
        assert said in page
    assert "Next payment" not in words(as_(ana), f"{HERE}passes/{ten_days.pk}/")


def test_pressed_twice_one_pass_is_bought_and_its_payment_is_shown(ten_days: Product, ana: Person, as_: As) -> None:
    browser, address = as_(ana), f"{HERE}passes/{ten_days.pk}/"
    key = re.search(r'name="key" value="(\w+)"', words(browser, address))
    assert key is not None
    answers = [browser.post(address, {"price": "14900", "key": key[1]}) for _ in range(2)]
    payment = Payment.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"/payments/{payment.reference}/"}
    assert Pass.objects.count() == 1


@pytest.mark.parametrize("price", ["14899", "", "x", "149,00"])
def test_another_price_than_the_one_read_binds_nobody(price: str, ten_days: Product, ana: Person, as_: As) -> None:
    answer = as_(ana).post(f"{HERE}passes/{ten_days.pk}/", {"price": price, "key": "k"})
    assert answer.status_code == 422
    assert not Pass.objects.exists()


def test_what_is_sold_no_longer_cannot_be_opened(ten_days: Product, ana: Person, as_: As) -> None:
    Product.objects.update(offered=False)
    assert as_(ana).get(f"{HERE}passes/{ten_days.pk}/").status_code == 404


# Holding


def test_a_pass_that_is_not_paid_says_how_and_can_be_given_up(ten_days: Product, ana: Person, as_: As) -> None:
    of_pass = bought(ten_days, ana)
    assert "How to pay" in words(as_(ana), page_of(of_pass))
    as_(ana).post(page_of(of_pass), {"act": "give_up"})
    assert Pass.objects.get().state == State.ENDED


def test_the_holder_sees_what_is_left_the_soonest_to_end_first(
    monthly: Product, ana: Person, tia: Person, as_: As
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    Lot.objects.update(used=2, recognised=2_645)
    with at(1, 28):
        take_care_of_passes(clock.now())
        pay(of_pass, tia)
        page = words(as_(ana), page_of(of_pass))
    assert "3 days" in page
    assert page.index("3 Feb") < page.index("3 Mar")
    assert "Next: €80.00 on 4 March 2027" in page
    assert "My passes" in words(as_(ana), "/me/")


def test_one_click_stops_the_renewal_and_one_lets_it_renew_again(
    monthly: Product, ana: Person, tia: Person, as_: As
) -> None:
    of_pass, browser = pay(bought(monthly, ana), tia), as_(ana)
    browser.post(page_of(of_pass), {"act": "renew_no_more"})
    assert "nothing more is asked" in words(browser, page_of(of_pass))
    browser.post(page_of(of_pass), {"act": "renew"})
    assert "Next: €80.00 on 4 February 2027" in words(browser, page_of(of_pass))
    assert browser.post(page_of(of_pass), {"act": "sing"}).status_code == 422


def test_nobody_else_finds_a_pass(ten_days: Product, ana: Person, fay: Person, tia: Person, as_: As) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    for person in (fay, tia):
        for path in (page_of(of_pass), f"{page_of(of_pass)}withdraw/"):
            assert as_(person).get(path).status_code == 404
            assert as_(person).post(path, {"act": "renew_no_more"}).status_code == 404
    assert of_pass.product.name_en not in words(as_(fay), "/passes/")
    assert of_pass.product.name_en in words(as_(ana), "/passes/")
    assert "10 days left" in words(as_(ana), "/passes/")


# Withdrawing


def test_withdrawing_takes_two_steps_and_opening_the_page_is_none(
    ten_days: Product, ana: Person, tia: Person, as_: As
) -> None:
    of_pass, browser = pay(bought(ten_days, ana), tia), as_(ana)
    first = words(browser, page_of(of_pass))
    assert "Withdraw from the contract here" in first
    assert "18 January 2027" in first
    second = words(browser, f"{page_of(of_pass)}withdraw/")
    for said in ("Confirm the withdrawal", "€149.00", "Ana Duarte", "ana@example.org"):
        assert said in second
    assert Pass.objects.get().state == State.OPEN
    for _ in range(2):
        assert browser.post(f"{page_of(of_pass)}withdraw/").status_code == 302
    assert Pass.objects.get().state == State.WITHDRAWN
    assert Refund.objects.get().amount == 14_900
    assert "Your letter of 4 January 2027" in words(browser, page_of(of_pass))


def test_on_the_fifteenth_day_the_button_is_gone(ten_days: Product, ana: Person, tia: Person, as_: As) -> None:
    of_pass, browser = pay(bought(ten_days, ana), tia), as_(ana)
    with at(1, 18):
        assert "Withdraw from the contract here" in words(browser, page_of(of_pass))
    with at(1, 19):
        assert "Withdraw from the contract here" not in words(browser, page_of(of_pass))
        assert "You could withdraw until 18 January 2027" in words(browser, f"{page_of(of_pass)}withdraw/")
        browser.post(f"{page_of(of_pass)}withdraw/")
    assert Pass.objects.get().state == State.OPEN
    assert of_pass.opened_on == date(2027, 1, 4)
