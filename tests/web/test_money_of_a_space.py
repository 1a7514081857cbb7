"""What a manager sees and presses of the money of a space that sells; the desk and others find nothing there."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.gateways.stripe_keys import Stripe
from passerelle.invoices.queries import taxes_of
from passerelle.kit import clock
from passerelle.ledger.queries import balances
from passerelle.payments.actions.books import book_as_unknown
from passerelle.payments.models import Payment, Payout, Receipt, Refund
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import Method, ReceiptState, State
from passerelle.payments.rules.references import printed
from passerelle.people.models import Person
from passerelle.sales.actions import take_back
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Space
from tests.makers import WEDNESDAY_NOON, make_space, make_staff
from tests.payments.makers import make_paid_network, make_payment
from tests.sales.makers import make_sale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
As = Callable[[Person | None], Client]
Sells = Callable[..., Sale]
HERE = "/manage/birch/payments/"
TAXES = "/manage/birch/taxes/"


@pytest.fixture
def sells(birch: Space, ana: Person, bo: Person) -> Sells:
    """`sells(key, …)`: Birch sells Ana a month for 121.00, by transfer unless the facts say otherwise."""
    return partial(make_sale, birch, ana, by=bo)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (answer.status_code, address)
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def held(space: Space) -> dict[str, int]:
    """What the book of the space holds, where it is not nothing."""
    return {account.kind: amount for account, amount in balances(space.ref) if amount}


def send(client: Client, rows: str) -> str:
    """Send a file of the bank; the address of its preview."""
    file = SimpleUploadedFile("bank.csv", f"date;amount;communication\n{rows}".encode())
    return client.post(f"{HERE}bank/", {"file": file}).headers["Location"]


def test_a_manager_sees_what_is_asked_and_records_the_transfer(sells: Sells, birch: Space, bo: Person, as_: As) -> None:
    payment, browser = payment_of(sells()), as_(bo)
    address = f"{HERE}of/{payment.reference}/"
    listed = words(browser, HERE)
    for said in ("Ana Duarte", "HK$121.00", "A month", printed(payment.structured_reference), f'href="{address}"'):
        assert said in listed
    assert browser.get(HERE, {"q": payment.structured_reference}).headers["Location"] == address
    assert "No payment here goes by" in browser.get(HERE, {"q": "nothing"}).content.decode()
    assert 'value="121.00"' in words(browser, address)
    answer = browser.post(address, {"act": "transfer", "amount": "121", "on": "2027-01-06"})
    assert answer.headers["Location"] == address
    assert "Paid on 6 January" in words(browser, address)
    assert held(birch) == {"bank": 12100, "sold": 10000, "tax_owed": 2100}
    assert "A month" in words(browser, f"{HERE}?show=paid")


def test_less_than_was_asked_waits_for_the_rest(sells: Sells, bo: Person, as_: As) -> None:
    address, browser = f"{HERE}of/{payment_of(sells()).reference}/", as_(bo)
    browser.post(address, {"act": "transfer", "amount": "100", "on": "2027-01-06"})
    assert "Still missing: HK$21.00" in words(browser, address)


def test_the_day_is_that_of_the_space(sells: Sells, bo: Person, as_: As) -> None:
    address, browser = f"{HERE}of/{payment_of(sells(due_on=date(2027, 1, 6))).reference}/", as_(bo)
    assert "It was due on" not in words(browser, address)
    with clock.at(WEDNESDAY_NOON.replace(hour=17)):  # one in the morning in Hong Kong
        assert 'value="2027-01-07"' in words(browser, address)
        assert "It was due on 6 January" in words(browser, address)
        assert "was due on 6 January" in words(browser, f"{HERE}?show=overdue")
        browser.post(address, {"act": "transfer", "amount": "121", "on": "2027-01-07"})
    assert Receipt.objects.get().on == date(2027, 1, 7)


def test_a_manager_takes_cash(sells: Sells, birch: Space, bo: Person, as_: As) -> None:
    payment, browser = payment_of(sells(method=Method.CASH)), as_(bo)
    address = f"{HERE}of/{payment.reference}/"
    assert "HK$121.00 received in cash" in words(browser, address)
    browser.post(address, {"act": "cash"})
    assert held(birch) == {"till": 12100, "sold": 10000, "tax_owed": 2100}
    assert "received in cash" not in words(browser, address)


def test_what_was_taken_back_is_sent_back(sells: Sells, birch: Space, bo: Person, as_: As) -> None:
    sale, browser = sells(), as_(bo)
    address = f"{HERE}of/{payment_of(sale).reference}/"
    browser.post(address, {"act": "transfer", "amount": "121", "on": "2027-01-06"})
    take_in(take_back, sale, by=bo)
    refund = Refund.objects.get()
    assert f'action="{HERE}refunds/{refund.pk}/"' in words(browser, HERE)
    assert browser.post(f"{HERE}refunds/{refund.pk}/", {"on": "2027-01-06"}).headers["Location"] == HERE
    assert "Sent back since: HK$121.00" in words(browser, address)
    assert held(birch) == {}


def test_a_file_of_the_bank_pays_and_the_rest_is_said(sells: Sells, birch: Space, bo: Person, as_: As) -> None:
    first, second, browser = payment_of(sells()), payment_of(sells("two", amount=4500)), as_(bo)
    rows = ((121, first.structured_reference), (45, "for two"), (9, "hello"))
    preview = send(browser, "".join(f"2027-01-06;{amount};{said}\n" for amount, said in rows))
    assert preview.startswith(f"{HERE}bank/files/")
    assert "These pay (1)" in words(browser, preview)
    assert not Receipt.objects.exists()
    assert browser.post(preview).headers["Location"] == f"{HERE}bank/"
    assert Payment.objects.get(pk=first.pk).state == State.PAID
    known, unknown = Receipt.objects.get(said="for two"), Receipt.objects.get(said="hello")
    shown = words(browser, f"{HERE}bank/{known.pk}/")
    assert "This very amount was asked" in shown
    assert "card processor" not in shown
    wrong = browser.post(f"{HERE}bank/{known.pk}/", {"act": "count", "reference": "nothing"}, follow=True)
    assert "No payment here goes by that reference" in wrong.content.decode()
    browser.post(f"{HERE}bank/{known.pk}/", {"act": "count", "reference": second.reference})
    browser.post(f"{HERE}bank/{unknown.pk}/", {"act": "back", "on": "2027-01-06"})
    assert Payment.objects.get(pk=second.pk).state == State.PAID
    assert Receipt.objects.get(pk=unknown.pk).state == ReceiptState.GIVEN_BACK
    assert "Everything that came is known" in words(browser, f"{HERE}bank/")


def test_a_manager_says_where_transfers_go_and_that_no_cards_are_taken(
    birch: Space, bo: Person, settings: Any, as_: As
) -> None:
    settings.STRIPE = Stripe("birch", "sk_test_1234", "pk_test_1234", "whsec_1234")  # a network may be called so too
    browser = as_(bo)
    receipt = Receipt.objects.create(space=birch, key="k", on=date(2027, 1, 6), amount=1000, currency="HKD")
    assert "say first to which account" in words(browser, f"{HERE}bank/")
    told = {"act": "account", "holder": "Birch Ltd", "iban": "BE71 0961 2345 6769"}
    wrong = browser.post(f"{HERE}account/", told | {"iban": "BE71"}).content.decode()
    assert "This is not an IBAN" in wrong
    assert browser.post(f"{HERE}account/", told).headers["Location"] == f"{HERE}account/"
    account = bank_account_of(birch)
    assert account is not None
    assert account.iban == "BE71096123456769"
    assert "This space takes no cards" in words(browser, f"{HERE}account/")
    assert "card processor" not in words(browser, f"{HERE}bank/{receipt.pk}/")


def test_what_cards_brought_reaches_the_bank_of_a_space_that_takes_them(
    birch: Space, bo: Person, sells: Sells, settings: Any, as_: As
) -> None:
    sells()
    settings.STRIPE = Stripe(spaces={"birch": Stripe("birch", "sk_test_1234", "pk_test_1234", "whsec_1234")})
    told = {"act": "payout", "amount": "10", "fee": "1", "on": "2027-01-06"}
    assert as_(bo).post(f"{HERE}account/", told).status_code == 302
    receipt = Receipt.objects.create(space=birch, key="k", on=date(2027, 1, 6), amount=1500, currency="HKD")
    book_as_unknown(receipt, by=bo.ref)
    assert "card processor" in words(as_(bo), f"{HERE}bank/{receipt.pk}/")
    as_(bo).post(f"{HERE}bank/{receipt.pk}/", {"act": "payout", "fee": "1"})
    assert sorted(Payout.objects.values_list("space", "amount", "fee")) == [
        (birch.pk, 1000, 100),
        (birch.pk, 1500, 100),
    ]
    assert Receipt.objects.get(pk=receipt.pk).state == ReceiptState.PAYOUT
    assert "What Stripe paid out" in words(as_(bo), f"{HERE}account/")
    assert list(faults_in_all()) == []


def test_a_manager_names_a_tax(birch: Space, bo: Person, as_: As) -> None:
    browser = as_(bo)
    told = {"code": "be_21", "category": "S", "percent": "21", "reason": ""}
    assert "No treatment has been chosen yet" in words(browser, TAXES)
    assert browser.post(TAXES, told).headers["Location"] == TAXES
    assert browser.post(TAXES, told).status_code == 422
    assert [(tax.code, tax.percent_bp) for tax in taxes_of(birch)] == [("be_21", 2100)]
    assert "be_21" in words(browser, TAXES)


@pytest.mark.parametrize("path", ["", "of/{reference}/", "bank/", "bank/{receipt}/", "account/", "../taxes/"])
def test_the_desk_and_others_find_nothing(
    path: str, sells: Sells, birch: Space, bo: Person, dee: Person, cy: Person, ana: Person, as_: As
) -> None:
    receipt = Receipt.objects.create(space=birch, key="k", on=date(2027, 1, 6), amount=1000, currency="HKD")
    address = HERE + path.format(reference=payment_of(sells(method=Method.CASH)).reference, receipt=receipt.pk)
    address = address.replace("payments/../", "")
    assert as_(bo).get(address).status_code == 200
    for person in (dee, cy, ana):
        assert as_(person).get(address).status_code == 404
        assert as_(person).post(address, {"act": "cash"}).status_code == 404
    assert as_(None).get(address).status_code == 302
    assert not Payment.objects.filter(state=State.PAID).exists()


@pytest.mark.usefixtures("cedar")
def test_what_another_seller_has_is_not_found(sells: Sells, bo: Person, cy: Person, ana: Person, as_: As) -> None:
    ours, browser = payment_of(sells()), as_(bo)
    assert as_(cy).get(f"/manage/cedar/payments/of/{ours.reference}/").status_code == 404
    preview = send(browser, "2027-01-06;9;hello\n")
    assert as_(cy).get(preview.replace("/birch/", "/cedar/")).status_code == 404
    browser.post(preview)
    assert as_(cy).get(f"/manage/cedar/payments/bank/{Receipt.objects.get().pk}/").status_code == 404
    two = make_space("Two", slug="two", pk=9000)
    make_staff(bo, two)
    theirs = make_payment(ana, make_paid_network("Two", slug="two", pk=9000), method=Method.CASH)
    assert browser.get(f"/manage/two/payments/of/{theirs.reference}/").status_code == 404
    assert browser.post(f"/manage/two/payments/of/{theirs.reference}/", {"act": "cash"}).status_code == 404


def test_the_pages_lead_to_each_other_and_hang_below_the_space(sells: Sells, bo: Person, as_: As) -> None:
    browser, payment = as_(bo), payment_of(sells())
    for path in ("", f"of/{payment.reference}/", "bank/", "account/", "../taxes/"):
        shown = words(browser, (HERE + path).replace("payments/../", ""))
        for way in (HERE, f"{HERE}bank/", f"{HERE}account/", TAXES, "/manage/birch/documents/", "/spaces/birch/"):
            assert f'href="{way}"' in shown
        assert "/networks/" not in shown.partition("<main")[2].partition("</main>")[0]
    assert f'href="{HERE}"' in words(browser, "/manage/birch/plans/")


def test_what_the_space_issued_stands_among_its_documents_even_to_somebody_forgotten(
    sells: Sells, bo: Person, ana: Person, as_: As
) -> None:
    sale, browser = sells(method=Method.CASH, received=True), as_(bo)
    assert sale.document is not None
    assert words(browser, "/manage/birch/documents/").count(sale.document.number) == 1
    forget(ana)
    assert sale.document.number in words(browser, "/manage/birch/documents/")


def test_the_payer_reads_who_is_paid_and_where(sells: Sells, ana: Person, as_: As) -> None:
    payment = payment_of(sells(method=Method.CASH))
    assert "at the desk of Birch" in words(as_(ana), f"/payments/{payment.reference}/")
