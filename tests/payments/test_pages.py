"""What a treasurer and a payer see and press, as a browser sends it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from passerelle.networks.models import Network
from passerelle.payments.actions import promise_refund
from passerelle.payments.models import BankAccount, Payment, Payout, Receipt, Statement
from passerelle.payments.rules import Method, ReceiptState, State
from passerelle.payments.rules.references import printed
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.payments.makers import held, make_paid_network, make_payment

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
HERE = "/networks/the-pass/payments/"


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (answer.status_code, address)
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def sent(client: Client, content: bytes, name: str = "bank.csv") -> str:
    """Send a file of the bank; the address of its preview."""
    answer = client.post(f"{HERE}bank/", {"file": SimpleUploadedFile(name, content)})
    return str(answer.headers.get("Location", "")) or answer.content.decode()


# The treasurer


def test_the_treasurer_sees_what_is_asked_late_and_paid(
    payment: Payment, paid: Network, ana: Person, tess: Person, as_: As
) -> None:
    make_payment(ana, paid, 500, due_on=date(2027, 1, 5), line="A late thing")
    browser = as_(tess)
    asked = words(browser, HERE)
    for said in (
        "Ana Duarte",
        "€154.00",
        "due on 20 January",
        "was due on 5 January",
        printed(payment.structured_reference),
    ):
        assert said in asked
    overdue = words(browser, f"{HERE}?show=overdue")
    assert "A late thing" in overdue
    assert "€149.00" not in overdue
    assert "There is no such payment" in words(browser, f"{HERE}?show=paid")


@pytest.mark.parametrize("path", ["", "of/{reference}/", "bank/", "account/"])
def test_only_the_treasurer_of_this_network_finds_these_pages(
    path: str, payment: Payment, tess: Person, ana: Person, olga: Person, cy: Person, as_: As
) -> None:
    address = HERE + path.format(reference=payment.reference)
    assert as_(tess).get(address).status_code == 200
    assert [as_(person).get(address).status_code for person in (ana, olga, cy, None)] == [404, 404, 404, 302]


def test_a_payment_of_another_network_is_not_found_here(payment: Payment, tess: Person, ana: Person, as_: As) -> None:
    elsewhere = make_payment(ana, make_paid_network("Other"))
    assert as_(tess).get(f"{HERE}of/{elsewhere.reference}/").status_code == 404


def test_a_typed_reference_leads_to_its_payment(payment: Payment, tess: Person, as_: As) -> None:
    browser = as_(tess)
    for typed in (printed(payment.structured_reference), payment.structured_reference, payment.reference.upper()):
        assert browser.get(HERE, {"q": typed}).headers["Location"] == f"{HERE}of/{payment.reference}/"
    assert "No payment here goes by" in browser.get(HERE, {"q": "nothing\x00"}).content.decode()


@pytest.mark.parametrize("amount", ["149,00", "149.00", "149"])
def test_a_transfer_is_recorded(amount: str, payment: Payment, tess: Person, paid: Network, as_: As) -> None:
    address = f"{HERE}of/{payment.reference}/"
    browser = as_(tess)
    assert 'value="149.00"' in words(browser, address)
    browser.post(address, {"act": "transfer", "amount": amount, "on": "2027-01-06"})
    assert "Paid on 6 January" in words(browser, address)
    assert held(paid)["bank"] == 14900


def test_a_part_that_is_pressed_twice_is_recorded_once(payment: Payment, tess: Person, paid: Network, as_: As) -> None:
    page, browser = f"{HERE}of/{payment.reference}/", as_(tess)
    assert 'name="before" value="0"' in browser.get(page).content.decode()
    typed = {"act": "transfer", "amount": "74,50", "on": "2027-01-06", "before": "0"}
    browser.post(page, typed)
    said = browser.post(page, typed, follow=True).content.decode()
    assert "Look whether that is this very transfer" in said
    assert held(paid) == {"bank": 7_450, "unknown_receipt": 7_450}
    browser.post(page, typed | {"before": "7450"})
    assert Payment.objects.get().state == "paid"


def test_the_day_is_filled_in_in_every_language(payment: Payment, tess: Person) -> None:
    browser = Client(headers={"accept-language": "fr"})
    browser.force_login(tess)
    assert 'value="2027-01-06"' in words(browser, f"{HERE}of/{payment.reference}/")


def test_less_than_was_asked_is_said_and_waits(payment: Payment, tess: Person, as_: As) -> None:
    address = f"{HERE}of/{payment.reference}/"
    browser = as_(tess)
    browser.post(address, {"act": "transfer", "amount": "100", "on": "2027-01-06"})
    said = words(browser, address)
    assert "It is less than was asked" in said
    assert "Still missing: €49.00" in said


@pytest.mark.parametrize(
    ("amount", "on", "said"),
    [("-1", "2027-01-06", "This amount cannot be"), ("0", "2027-01-06", "This amount cannot be"),
     ("1.005", "2027-01-06", "decimal"), ("x", "2027-01-06", "number"), ("1", "2027-01-07", "has not come yet")],
)  # fmt: skip
def test_what_cannot_be_recorded_is_said(
    amount: str, on: str, said: str, payment: Payment, tess: Person, as_: As
) -> None:
    browser = as_(tess)
    answer = browser.post(f"{HERE}of/{payment.reference}/", {"amount": amount, "on": on}, follow=True)
    assert said in answer.content.decode()
    assert not Receipt.objects.exists()


def test_cash_is_for_whoever_takes_it(ana: Person, paid: Network, tess: Person, birch: Space, as_: As) -> None:
    ours, theirs = (make_payment(ana, paid, method=Method.CASH, taken_by=by) for by in (None, birch))
    browser = as_(tess)
    assert "received in cash" in words(browser, f"{HERE}of/{ours.reference}/")
    assert "received in cash" not in words(browser, f"{HERE}of/{theirs.reference}/")
    for one in (ours, theirs):
        browser.post(f"{HERE}of/{one.reference}/", {"act": "cash"})
    assert [Payment.objects.get(pk=one.pk).state for one in (ours, theirs)] == [State.PAID, State.ASKED]


def test_a_refund_is_made_by_the_treasurer(payment: Payment, paid: Network, tess: Person, as_: As) -> None:
    browser = as_(tess)
    browser.post(f"{HERE}of/{payment.reference}/", {"amount": "149", "on": "2027-01-06"})
    refund = promise_refund(payment, 5000, "withdrawn", by=tess.ref)
    assert "To be sent back" in words(browser, HERE)
    assert browser.post(f"{HERE}refunds/{refund.pk}/", {"on": "yesterday"}).status_code == 400
    browser.post(f"{HERE}refunds/{refund.pk}/", {"on": "2027-01-06"})
    assert "To be sent back" not in words(browser, HERE)
    assert "Sent back since: €50.00" in words(browser, f"{HERE}of/{payment.reference}/")
    assert browser.post(f"{HERE}refunds/{refund.pk}/", {"on": "2027-01-06"}).status_code == 404


# A bank's file


def test_a_file_is_shown_before_anything_is_kept_and_then_taken_in(
    payment: Payment, paid: Network, tess: Person, as_: As
) -> None:
    browser = as_(tess)
    table = (
        f"date;amount;communication;name\n2027-01-06;149,00;{payment.structured_reference};Ana\n"
        "2027-01-06;5,00;coffee;Bo\n2027-01-06;-9,00;fees;\n"
    )
    preview = sent(browser, table.encode())
    shown = words(browser, preview)
    for said in (
        "These pay (1)",
        "pays what was asked",
        "for you to decide (1)",
        "names no payment",
        "1 line by which",
    ):
        assert said in shown
    assert not Receipt.objects.exists()
    browser.post(preview)
    assert Payment.objects.get(pk=payment.pk).state == State.PAID
    assert bytes(Statement.objects.get().content) == b""
    assert "coffee" in words(browser, f"{HERE}bank/")
    assert browser.get(preview).headers["Location"] == f"{HERE}bank/"
    again = words(browser, sent(browser, table.encode()))
    assert "Nothing in this file is new" in again
    assert "known from an earlier file" in again


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"hello", "neither a CAMT.053 nor a table"), (b"date;amount\n2027-01-06;x\n", "Line 2: “x” is not an amount"),
     (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "neither a CAMT.053")],
)  # fmt: skip
def test_a_wrong_file_is_said_and_nothing_is_kept(content: bytes, said: str, tess: Person, as_: As) -> None:
    assert said in sent(as_(tess), content)
    assert not Statement.objects.exists()


def test_what_nobody_knows_is_counted_sent_back_or_a_payout(
    payment: Payment, paid: Network, tess: Person, as_: As
) -> None:
    browser = as_(tess)
    rows = "".join(f"2027-01-06;{amount};{said}\n" for amount, said in (("149", "a"), ("10", "b"), ("90", "STRIPE")))
    browser.post(sent(browser, f"date;amount;communication\n{rows}".encode()))
    first, second, third = (Receipt.objects.get(said=said) for said in ("a", "b", "STRIPE"))
    assert "This very amount was asked" in words(browser, f"{HERE}bank/{first.pk}/")
    wrong = browser.post(f"{HERE}bank/{first.pk}/", {"act": "count", "reference": "nothing"}, follow=True)
    assert "No payment here goes by that reference" in wrong.content.decode()
    browser.post(f"{HERE}bank/{first.pk}/", {"act": "count", "reference": printed(payment.structured_reference)})
    browser.post(f"{HERE}bank/{second.pk}/", {"act": "back", "on": "2027-01-06"})
    browser.post(f"{HERE}bank/{third.pk}/", {"act": "payout", "fee": "1,25"})
    assert "Everything that came is known" in words(browser, f"{HERE}bank/")
    assert Payout.objects.get().fee == 125
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 23900, "card_clearing": -9125, "fees": 125}
    assert browser.post(f"{HERE}bank/{first.pk}/", {"act": "back", "on": "2027-01-06"}).status_code == 404
    assert Receipt.objects.get(pk=second.pk).state == ReceiptState.GIVEN_BACK


# The account


def test_the_treasurer_says_where_transfers_go(paid: Network, tess: Person, as_: As) -> None:
    browser = as_(tess)
    typed = {"act": "account", "holder": "The Pass", "iban": "be71 0961 2345 6769", "bic": "gkccbebb"}
    browser.post(f"{HERE}account/", typed)
    kept = BankAccount.objects.get()
    assert (kept.holder, kept.iban, kept.bic) == ("The Pass", "BE71096123456769", "GKCCBEBB")
    for wrong, said in (({"iban": "BE71096123456768"}, "not an IBAN"), ({"bic": "X"}, "not a BIC")):
        assert said in browser.post(f"{HERE}account/", typed | wrong).content.decode()
    assert BankAccount.objects.get().iban == "BE71096123456769"
    assert "takes no cards" in words(browser, f"{HERE}account/")


# The payer


def test_the_payer_reads_how_to_pay_and_nobody_else_does(
    payment: Payment, ana: Person, fay: Person, tess: Person, as_: As
) -> None:
    shown = words(as_(ana), f"/payments/{payment.reference}/")
    for said in ("€149.00", "BE68 5390 0754 7034", printed(payment.structured_reference), "<svg", "20 January"):
        assert said in shown
    assert "Pay by card" not in shown
    assert [as_(one).get(f"/payments/{payment.reference}/").status_code for one in (fay, tess)] == [404, 404]
    assert "Ten days" in words(as_(ana), "/payments/")
    assert "Ten days" not in words(as_(fay), "/payments/")


def test_without_keys_no_card_is_offered_and_no_other_origin_let_in(payment: Payment, ana: Person, as_: As) -> None:
    browser = as_(ana)
    assert "no cards" in browser.post(f"/payments/{payment.reference}/card/", follow=True).content.decode()
    assert browser.get(f"/payments/{payment.reference}/card/").status_code == 302
    assert "stripe" not in browser.get(f"/payments/{payment.reference}/").headers["Content-Security-Policy"]


def test_without_an_account_the_payer_is_told_to_come_back(ana: Person, as_: As) -> None:
    payment = make_payment(ana, make_paid_network("Young", iban=""))
    assert "has not said yet to which account" in words(as_(ana), f"/payments/{payment.reference}/")


def test_cash_is_paid_at_a_desk(ana: Person, paid: Network, birch: Space, as_: As) -> None:
    payment = make_payment(ana, paid, method=Method.CASH, taken_by=birch)
    shown = words(as_(ana), f"/payments/{payment.reference}/")
    assert "at the desk of Birch" in shown
    assert "IBAN" not in shown
