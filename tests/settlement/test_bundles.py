"""Each holder gets one invoice a month for all that was sold, is asked for what is owed, and pays it: never twice."""

from datetime import date

import pytest

from passerelle.care.actions import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import everything_kept_about
from passerelle.invoices.models import Document
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.actions.accounts import send_back_what_is_over
from passerelle.passes.actions.buying import Purchase, buy
from passerelle.passes.actions.charging import take_back
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.jobs import take_care_of_accounts
from passerelle.passes.models import Charge
from passerelle.passes.queries.accounts import Holder, accounts_in
from passerelle.passes.queries.faults import faults_of_passes
from passerelle.passes.rules import ChargeState, Kind
from passerelle.passes.rules.accounts import Standing
from passerelle.payments.actions.cards import card_told, dispute_told
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment, Receipt, Refund
from passerelle.payments.rules import Method
from passerelle.payments.rules.cards import CardTold, DisputeTold, Progress
from passerelle.people.models import Person
from passerelle.settlement.actions.bundles import issue_bundles, lines_of
from passerelle.settlement.actions.closing import close_month
from passerelle.settlement.models import Bundle
from passerelle.spaces.models import Space
from tests.makers import make_person
from tests.passes.makers import make_pass
from tests.settlement.on_account import (
    FEBRUARY,
    JANUARY,
    at,
    besides_at,
    close,
    day_at,
    held,
    make_account,
    make_network_that_closes,
    make_spaces_of,
    must_be_right,
    stands,
)

pytestmark = pytest.mark.django_db
EVERY = (ChargeState.CHARGED, ChargeState.CONTESTED, ChargeState.UPHELD)


@pytest.fixture
def closing() -> tuple[Network, Person, Space, Space]:
    network, tess = make_network_that_closes()
    return (network, tess, *make_spaces_of(network))


@pytest.fixture
def network(closing: tuple[Network, Person, Space, Space]) -> Network:
    return closing[0]


@pytest.fixture
def tess(closing: tuple[Network, Person, Space, Space]) -> Person:
    return closing[1]


@pytest.fixture
def space(closing: tuple[Network, Person, Space, Space]) -> Space:
    return closing[2]


@pytest.fixture
def other(closing: tuple[Network, Person, Space, Space]) -> Space:
    return closing[3]


@pytest.fixture
def ana(network: Network) -> Person:
    person = make_person("Ana Costa", email="ana@example.org", language="en")
    make_account(person, network)
    return person


def asked(person: Person) -> Payment:
    """What waits of the person."""
    return Payment.objects.get(payer=person, state="asked")


def paid(person: Person, tess: Person, on: date, amount: int | None = None) -> Payment:
    """The transfer came."""
    payment = asked(person)
    with at(on.month, on.day):
        take_in(record_transfer, payment, Came(amount or payment.amount, on), by=tess)
    payment.refresh_from_db()
    return payment


def test_one_invoice_for_all_of_a_month_and_what_is_owed_is_asked(
    ana: Person, network: Network, space: Space, other: Space
) -> None:
    first = day_at(space, network, ana, date(2027, 1, 5))
    day_at(other, network, ana, date(2027, 1, 12))
    besides_at(other, network, ana, date(2027, 1, 13), 1000, "Printing")
    assert close(network, JANUARY) == 1
    document, payment = Document.objects.get(buyer=ana.ref), asked(ana)
    says = document.says.draft
    assert [(line.on, line.text, line.net) for line in says.lines] == [
        (date(2027, 1, 5), f"Alder · A day · {first.reference}", 1488),
        (date(2027, 1, 12), f"Birch · A day · {Charge.objects.get(day=date(2027, 1, 12)).reference}", 1488),
        (date(2027, 1, 13), f"Birch · Printing · {Charge.objects.get(line='Printing').reference}", 1000),
    ]
    assert document.number == "F2027-0001"
    assert (document.payable, payment.amount) == (4810, 4810)
    assert (payment.cause, payment.line) == (f"account:{ana.pk}", "On account, January 2027")
    assert payment.due_on == says.due_on == date(2027, 2, 17)
    assert says.payment_reference.startswith("+++")
    letter = Letter.objects.get(kind="ask_holder_to_pay")
    assert says.payment_reference in letter.text
    (taken_out,) = everything_kept_about(ana)["months invoiced"]
    assert (taken_out["month"], taken_out["document"]) == ("2027-01", "F2027-0001")
    assert "€48.10" in letter.subject
    assert not Letter.objects.filter(kind="ask_payer_for_a_transfer").exists()
    must_be_right()


def test_what_each_line_was_charged_with_is_what_is_asked_and_the_cent_is_rounding(
    ana: Person, network: Network, space: Space
) -> None:
    for day in (5, 6, 7):
        day_at(space, network, ana, date(2027, 1, day))
    close(network, JANUARY)
    totals = Document.objects.get().says.totals
    assert (totals.net, totals.tax, totals.rounding, totals.payable) == (4464, 937, -1, 5400)


def test_a_pack_that_was_paid_stands_on_the_same_invoice_and_is_not_asked(
    ana: Person, network: Network, tess: Person, space: Space
) -> None:
    product = make_pass(make_person(), network).product
    with at(1, 4):
        bought = buy(Purchase(product, Method.TRANSFER, product.price), by=ana)
        payment = Payment.objects.get(cause=bought.ref)
        take_in(record_transfer, payment, Came(14_900, date(2027, 1, 4)), by=tess)
    day_at(space, network, ana, date(2027, 1, 5))  # a credit of the pack, which is sold already
    besides_at(space, network, ana, date(2027, 1, 5), 500, "Printing")
    close(network, JANUARY)
    document = Document.objects.get(buyer=ana.ref)
    assert [line.text.partition(" · ")[0] for line in document.says.draft.lines] == ["Pass", "Alder"]
    assert (document.says.totals.paid, document.payable, asked(ana).amount) == (14_900, 605, 605)
    must_be_right()


def test_only_what_was_bought_is_invoiced_and_nobody_is_asked(network: Network, tess: Person) -> None:
    product, fay = make_pass(make_person(), network).product, make_person("Fay")
    with at(1, 4):
        payment = Payment.objects.get(cause=buy(Purchase(product, Method.TRANSFER, product.price), by=fay).ref)
        take_in(record_transfer, payment, Came(14_900, date(2027, 1, 4)), by=tess)
    close(network, JANUARY)
    assert Document.objects.get().payable == 0
    assert Payment.objects.filter(state="asked").count() == 0
    assert Bundle.objects.get().sold == 14_900


def test_a_closing_said_again_and_many_rounds_make_one_invoice_and_the_same_lines(
    ana: Person, network: Network, space: Space
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    bundle = Bundle.objects.get()
    holder = Holder(ana, network, "EUR")
    before = list(lines_of(bundle, holder))
    day_at(space, network, ana, date(2027, 2, 5))
    with at(2, 20):
        close_month(network, JANUARY, by="console")
        assert issue_bundles(clock.now()) == 0
    assert list(lines_of(bundle, holder)) == before
    assert (Document.objects.count(), Payment.objects.count(), bundle.sold) == (1, 1, 1800)
    assert Document.objects.get() == bundle.document


def test_what_was_charged_after_the_month_is_asked_with_the_next(ana: Person, network: Network, space: Space) -> None:
    day_at(space, network, ana, date(2027, 1, 29))
    day_at(space, network, ana, date(2027, 2, 1))
    close(network, JANUARY)
    assert asked(ana).amount == 1800
    assert stands(ana, network) == Standing(owed=3600, asked=1800)
    close(network, FEBRUARY)
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [1800, 1800]
    assert [one.payable for one in Document.objects.order_by("pk")] == [1800, 1800]


def test_paying_books_it_once_and_the_pass_is_not_renewed(
    ana: Person, network: Network, tess: Person, space: Space
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    payment = paid(ana, tess, date(2027, 2, 8))
    assert (payment.state, stands(ana, network)) == ("paid", Standing())
    assert (held(network)["bank"], "owed_by_holder" in held(network)) == (1800, False)
    assert ana.passes.get().lots.count() == 0
    assert Letter.objects.filter(kind="tell_payer_it_came").count() == 1
    with pytest.raises(Refusal, match="came_already"), at(2, 9):
        take_in(record_transfer, payment, Came(1800, date(2027, 2, 9)), by=tess)
    must_be_right()


def test_a_part_waits_for_the_rest_and_what_is_above_is_sent_back(
    ana: Person, network: Network, tess: Person, space: Space
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    assert paid(ana, tess, date(2027, 2, 8), 1000).state == "asked"
    assert (held(network)["unknown_receipt"], stands(ana, network).owed) == (1000, 1800)
    assert paid(ana, tess, date(2027, 2, 9), 900).state == "paid"
    assert (held(network)["unknown_receipt"], stands(ana, network)) == (100, Standing())
    assert Receipt.objects.get(state="unknown").amount == 100
    must_be_right()


def test_by_card_told_twice_refunded_and_owed_again(ana: Person, network: Network, tess: Person, space: Space) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    payment = asked(ana)
    Payment.objects.update(gateway_ref="pi_1")
    with at(2, 8):
        for _ in range(2):
            take_in(card_told, CardTold("pi_1", Progress.PAID, payment.amount, "EUR", 0))
        assert (held(network)["card_clearing"], stands(ana, network)) == (1800, Standing())
        take_in(card_told, CardTold("pi_1", Progress.PAID, payment.amount, "EUR", 500))
    assert (held(network)["card_clearing"], stands(ana, network)) == (1300, Standing(owed=500))
    must_be_right()


@pytest.mark.parametrize(("won", "clearing", "owed", "asks"), [(True, 1800, 0, 0), (False, 0, 1800, 1800)])
def test_contested_at_the_bank_it_stands_aside_and_is_asked_again_if_it_is_lost(
    ana: Person, network: Network, tess: Person, space: Space, won: bool, clearing: int, owed: int, asks: int
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    Payment.objects.update(gateway_ref="pi_1")
    with at(2, 8):
        take_in(card_told, CardTold("pi_1", Progress.PAID, 1800, "EUR", 0))
        take_in(dispute_told, DisputeTold("dp_1", "pi_1", 1800, None))
        assert (held(network)["disputed"], held(network).get("card_clearing", 0)) == (1800, 0)
        must_be_right()
        for _ in range(2):
            take_in(dispute_told, DisputeTold("dp_1", "pi_1", 1800, won))
    assert held(network).get("card_clearing", 0) == clearing
    assert stands(ana, network) == Standing(owed, asks)
    assert ana.passes.get().state == "open"
    assert Letter.objects.filter(kind="ask_holder_to_pay").count() == (1 if won else 2)
    must_be_right()


def test_what_is_contested_at_the_bank_counts_against_what_may_be_owed(
    ana: Person, network: Network, space: Space
) -> None:
    ana.passes.update(terms=ana.passes.get().terms | {"on_account": 3000})
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    Payment.objects.update(gateway_ref="pi_1")
    with at(2, 8):
        take_in(dispute_told, DisputeTold("dp_1", "pi_1", 1800, None))
    with pytest.raises(Refusal, match="pay_first"):
        day_at(space, network, ana, date(2027, 2, 9))


def test_taken_back_before_it_is_paid_it_is_asked_no_longer_and_credited_with_the_next_month(
    ana: Person, network: Network, space: Space
) -> None:
    charges = [day_at(space, network, ana, date(2027, 1, day)) for day in (5, 6)]
    close(network, JANUARY)
    with at(2, 10):
        take_back(charges[0], EVERY, by="person:1")
        assert stands(ana, network) == Standing(owed=1800, asked=3600)
        assert take_care_of_accounts(clock.now()) == 1
        assert take_care_of_accounts(clock.now()) == 0
    assert sorted(Payment.objects.values_list("amount", "state")) == [(1800, "asked"), (3600, "cancelled")]
    assert "reference no longer counts" in Letter.objects.filter(kind="ask_holder_to_pay").latest("pk").text
    close(network, FEBRUARY)
    note = Document.objects.get(kind="credit_note")
    assert (note.answers, note.payable, note.buyer) == (Document.objects.get(kind="invoice"), 1800, ana.ref)
    assert asked(ana).amount == 1800
    must_be_right()


def test_taken_back_after_it_was_paid_it_counts_for_the_next_month_or_is_sent_back(
    ana: Person, network: Network, tess: Person, space: Space
) -> None:
    charge = day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    paid(ana, tess, date(2027, 2, 8))
    with at(2, 10):
        take_back(charge, EVERY, by="person:1")
    for day in (11, 12):
        day_at(space, network, ana, date(2027, 2, day))
    close(network, FEBRUARY)
    invoice = Document.objects.filter(kind="invoice").latest("pk")
    assert (invoice.says.totals.gross + invoice.says.totals.rounding, invoice.says.totals.paid) == (3600, 1800)
    assert (invoice.payable, asked(ana).amount) == (1800, 1800)
    assert "NC2027-0001" in invoice.says.draft.notes[0]
    must_be_right()


def test_a_treasurer_sends_back_what_is_over_once(ana: Person, network: Network, tess: Person, space: Space) -> None:
    charge = day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    payment = paid(ana, tess, date(2027, 2, 8))
    holder = Holder(ana, network, "EUR")
    with at(2, 10):
        take_back(charge, EVERY, by="person:1")
        with pytest.raises(NotFound):
            send_back_what_is_over(holder, by=ana)
        assert send_back_what_is_over(holder, by=tess) == 1800
        with pytest.raises(Refusal, match="nothing_is_over"):
            send_back_what_is_over(holder, by=tess)
        assert stands(ana, network) == Standing(owed=-1800, going_back=1800)
        take_in(record_refund, Refund.objects.get(payment=payment), date(2027, 2, 10), by=tess)
    assert (stands(ana, network), held(network).get("bank", 0)) == (Standing(), 0)
    must_be_right()


def test_a_withdrawal_after_the_month_is_a_credit_note_of_its_invoice(network: Network, tess: Person) -> None:
    product, fay = make_pass(make_person(), network).product, make_person("Fay")
    with at(1, 25):
        of_pass = buy(Purchase(product, Method.TRANSFER, product.price), by=fay)
        payment = Payment.objects.get(cause=of_pass.ref)
        take_in(record_transfer, payment, Came(14_900, date(2027, 1, 25)), by=tess)
    close(network, JANUARY)
    with at(2, 4):
        of_pass.refresh_from_db()
        withdraw(of_pass, by=fay)
    close(network, FEBRUARY)
    note = Document.objects.get(kind="credit_note")
    assert (note.answers, note.payable) == (Document.objects.get(kind="invoice"), 14_900)
    assert Payment.objects.filter(state="asked").count() == 0


def test_a_part_lost_at_the_bank_is_credited_with_its_tax(network: Network) -> None:
    product, fay = make_pass(make_person(), network).product, make_person("Fay")
    with at(1, 25):
        of_pass = buy(Purchase(product, Method.CARD, product.price), by=fay)
        Payment.objects.filter(cause=of_pass.ref).update(gateway_ref="pi_1")
        take_in(card_told, CardTold("pi_1", Progress.PAID, 14_900, "EUR"))
    close(network, JANUARY)
    with at(2, 4):
        take_in(dispute_told, DisputeTold("dp_1", "pi_1", 5_000, won=False))
    close(network, FEBRUARY)
    assert not Bundle.objects.exclude(failure="").exists()
    note = Document.objects.get(kind="credit_note")
    assert (note.payable, note.tax) == (5_000, 868)


def test_a_credit_given_back_after_a_withdrawal_is_credited_as_well(
    network: Network, tess: Person, space: Space
) -> None:
    product, fay = make_pass(make_person(), network).product, make_person("Fay")
    with at(1, 25):
        of_pass = buy(Purchase(product, Method.TRANSFER, product.price), by=fay)
        payment = Payment.objects.get(cause=of_pass.ref)
        take_in(record_transfer, payment, Came(14_900, date(2027, 1, 25)), by=tess)
    charge = day_at(space, network, fay, date(2027, 1, 26))
    close(network, JANUARY)
    with at(2, 4):
        of_pass.refresh_from_db()
        withdraw(of_pass, by=fay)
        take_back(charge, EVERY, by="person:1")
    close(network, FEBRUARY)
    note = Document.objects.get(kind="credit_note")
    assert (note.answers, note.payable) == (Document.objects.get(kind="invoice"), 14_900)
    must_be_right()


def test_what_was_charged_and_taken_back_within_the_month_was_never_sold(
    ana: Person, network: Network, space: Space
) -> None:
    charge = day_at(space, network, ana, date(2027, 1, 5))
    with at(1, 6):
        take_back(charge, EVERY, by="person:1")
    assert close(network, JANUARY) == 1
    assert (Document.objects.count(), Payment.objects.count()) == (0, 0)


def test_who_is_late_is_reminded_once_and_politely(ana: Person, network: Network, tess: Person, space: Space) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    close(network, JANUARY)
    for day, count in ((17, 0), (18, 1), (28, 1)):
        with at(2, day):
            take_care_of_accounts(clock.now())
        assert Letter.objects.filter(kind="remind_holder_to_pay").count() == count
    assert [one.due_on for one in accounts_in(network)] == [date(2027, 2, 17)]


def test_somebody_who_was_forgotten_is_asked_for_nothing_and_the_amount_stays(
    ana: Person, network: Network, space: Space
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    with at(2, 3):
        forget(ana)
    close(network, JANUARY)
    assert (Document.objects.count(), Payment.objects.count(), Bundle.objects.get().state) == (0, 0, "done")
    assert [(str(one.holder.person), one.standing.owed) for one in accounts_in(network)] == [("—", 1800)]
    must_be_right()


def test_one_that_fails_is_reported_the_others_go_on_and_it_is_tried_again(
    ana: Person, network: Network, space: Space
) -> None:
    fay = make_person("Fay", email="fay@example.org")
    make_account(fay, network)
    for person in (ana, fay):
        day_at(space, network, person, date(2027, 1, 5))
    charge = Charge.objects.get(of_pass__person=ana)
    Charge.objects.filter(pk=charge.pk).update(reference="lost")  # its entry names a charge that is not there
    assert close(network, JANUARY) == 1
    assert Bundle.objects.get(person=ana).failure.startswith("KeyError")
    assert Bundle.objects.get(person=fay).document is not None
    Charge.objects.filter(pk=charge.pk).update(reference=charge.reference)
    with at(2, 4):
        assert issue_bundles(clock.now()) == 1
    assert sorted(Document.objects.values_list("number", flat=True)) == ["F2027-0001", "F2027-0002"]


def test_two_passes_of_one_holder_are_one_invoice_and_one_payment(
    ana: Person, network: Network, tess: Person, space: Space
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    ana.passes.update(state="ended")
    make_pass(ana, network, Kind.PACK)
    besides_at(space, network, ana, date(2027, 1, 6), 1000, "A room")
    close(network, JANUARY)
    assert asked(ana).amount == Document.objects.get().payable == 3010
    paid(ana, tess, date(2027, 2, 8))
    assert stands(ana, network) == Standing()
    assert "owed_by_holder" not in held(network)
    must_be_right()


def test_books_that_say_otherwise_than_charges_and_payments_are_found(
    ana: Person, network: Network, space: Space
) -> None:
    day_at(space, network, ana, date(2027, 1, 5))
    Charge.objects.update(on_account=1700)
    (fault,) = faults_of_passes([network.ref])
    assert (fault.code, fault.about, fault.facts) == ("account_differs", ana.ref, ("EUR", 1800, 1700))
    assert "1800" in fault.sentence
