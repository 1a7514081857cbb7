"""A stay that was paid by transfer or card stands on the invoice of its month, once; what goes back is credited."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.getaways.actions import ask_to_be_paid, cancel_stay, pay_by_pass, withdraw_stay
from passerelle.getaways.models import Stay
from passerelle.invoices.models import Document, Tax
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.passes.queries.accounts import Holder
from passerelle.payments.actions.cards import dispute_told
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment
from passerelle.payments.rules.cards import DisputeTold
from passerelle.people.models import Person
from passerelle.settlement.actions import close_month
from passerelle.settlement.actions.bundles import issue_bundles, lines_of
from passerelle.settlement.models import Bundle, Conditions
from tests.getaways.offering import AUGUST
from tests.getaways.paying import transferred
from tests.passes.makers import make_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def closes(tandem: Network, tess: Person) -> Callable[[int], int]:
    """On the third day of the next month Tandem closes a month of 2027; how many holders were invoiced."""
    Conditions.objects.create(network=tandem, version=1, set_by=tess.ref)

    def close(month: int) -> int:
        with clock.at(datetime(2027, month + 1, 3, 12, tzinfo=UTC)):
            assert close_month(tandem, date(2027, month, 1), by="console").is_closed
            done = issue_bundles(clock.now())
            assert not Bundle.objects.filter(state="due").exists()
            assert list(faults_in_all()) == []
            return done

    return close


def at(month: int, day: int) -> object:
    return clock.at(datetime(2027, month, day, 9, tzinfo=UTC))


def test_a_stay_that_was_paid_is_a_line_of_the_invoice_and_is_not_asked(
    agreed: Callable[..., Stay], closes: Callable[[int], int], tandem: Network, tess: Person, ana: Person,
    birch_sells_under_vat: Tax,
) -> None:  # fmt: skip
    """It is priced in dollars of Hong Kong and was paid in euros; Ana holds no pass."""
    stay = agreed(ana)
    transferred(stay, tess)
    assert closes(6) == 1
    document = Document.objects.get(buyer=ana.ref)
    (line,) = document.says.draft.lines
    days = "July 5, 2027 – July 9, 2027"
    assert line.text.endswith(f"A week by the sea, Birch · {days} · {stay.reference}")
    assert (line.net, line.tax.code, line.tax.percent_bp, line.on) == (33_058, "be_21", 2_100, date(2027, 6, 1))
    assert (document.says.totals.gross, document.says.totals.paid, document.payable) == (40_000, 40_000, 0)
    assert Payment.objects.filter(state="asked").count() == 0
    bundle = Bundle.objects.get()
    before = list(lines_of(bundle, Holder(ana, tandem, "EUR")))
    for month in (7, 8):
        closes(month)
    assert Document.objects.filter(kind="invoice").count() == 1
    assert list(lines_of(bundle, Holder(ana, tandem, "EUR"))) == before


def test_cancelled_in_the_month_in_which_it_was_paid_what_is_kept_is_the_line(
    agreed: Callable[..., Stay], closes: Callable[[int], int], tess: Person, ana: Person, fay: Person,
    birch_sells_under_vat: Tax,
) -> None:  # fmt: skip
    kept, free = agreed(ana), agreed(fay)
    for stay in (kept, free):
        transferred(stay, tess)
    cancel_stay(free, by=fay)
    with at(6, 28):
        assert cancel_stay(kept, by=ana).kept == 162_500
    closes(6)
    (document,) = Document.objects.filter(kind="invoice")
    assert (document.buyer, document.says.totals.gross, document.payable) == (ana.ref, 20_000, 0)
    assert [line.net for line in document.says.draft.lines] == [20_000 - 3_471]


def test_cancelled_later_what_goes_back_is_credited_and_names_the_invoice(
    agreed: Callable[..., Stay], closes: Callable[[int], int], tess: Person, ana: Person, bo: Person
) -> None:
    """Nobody chose a tax for what Birch sells: there is none on either document."""
    stay = agreed(ana, AUGUST)
    transferred(stay, tess)
    closes(6)
    with at(7, 28):
        cancel_stay(stay, by=ana)
    closes(7)
    note = Document.objects.get(kind="credit_note")
    invoice = Document.objects.get(kind="invoice")
    assert (note.answers, note.payable, invoice.says.totals.gross) == (invoice, 20_000, 40_000)
    assert note.says.totals.tax == invoice.says.totals.tax == 0
    assert stay.reference in note.says.draft.lines[0].text


def test_taken_back_by_the_space_all_of_it_is_credited(
    agreed: Callable[..., Stay], closes: Callable[[int], int], tess: Person, ana: Person, bo: Person
) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    closes(6)
    with at(7, 8):
        withdraw_stay(stay, "The roof leaks.", by=bo)
    closes(7)
    assert Document.objects.get(kind="credit_note").payable == 40_000


def test_lost_at_the_bank_before_the_first_day_it_is_credited_and_later_it_stands(
    agreed: Callable[..., Stay], closes: Callable[[int], int], tess: Person, ana: Person, fay: Person
) -> None:
    soon, late = agreed(ana), agreed(fay, AUGUST)
    for stay in (soon, late):
        payment = transferred(stay, tess)
        Payment.objects.filter(pk=payment.pk).update(gateway_ref=f"pi_{stay.pk}", method="card")
    closes(6)
    with at(7, 20):
        for stay in (soon, late):
            take_in(dispute_told, DisputeTold(f"dp_{stay.pk}", f"pi_{stay.pk}", 40_000, False))
    closes(7)
    note = Document.objects.get(kind="credit_note")
    assert (note.buyer, note.payable) == (fay.ref, 40_000)


def test_what_a_pass_paid_is_its_charge_alone_and_what_came_for_nothing_is_no_line(
    agreed: Callable[..., Stay], closes: Callable[[int], int], tandem: Network, tess: Person, ana: Person
) -> None:
    make_pass(ana, tandem, on_account=100_000)
    stay = agreed(ana)
    payment = ask_to_be_paid(stay, by=ana)
    charge = pay_by_pass(stay, by=ana)
    take_in(record_transfer, payment, Came(40_000, clock.today()), by=tess)
    closes(6)
    assert not Document.objects.exists()
    closes(7)
    (line,) = Document.objects.get(kind="invoice").says.draft.lines
    assert charge.reference in line.text
