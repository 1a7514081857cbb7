"""A stay is paid, and what was paid goes back: the money, the books, the letters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.getaways.actions import (
    ask_to_be_paid,
    cancel_stay,
    change_getaway,
    pay_by_pass,
    take_back_answer,
    withdraw_stay,
)
from passerelle.getaways.jobs import lapse_unanswered
from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.queries import full_days, why_no_pass_pays
from passerelle.getaways.rules import Comprises, State
from passerelle.invoices.actions import name_tax
from passerelle.invoices.models import Tax
from passerelle.invoices.rules import Category
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.models import Entry
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.actions.contesting import contest_charge, give_back
from passerelle.passes.actions.products import Described as Sold
from passerelle.passes.actions.products import sell
from passerelle.passes.actions.renewing import end_pass, settle_lot
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.models import Charge, Lot
from passerelle.passes.rules import Kind
from passerelle.payments.actions.cards import card_told, dispute_told
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules.cards import CardTold, DisputeTold, Progress
from passerelle.people.models import Person
from passerelle.rates.models import PublishedRate
from passerelle.settlement.actions import Wished, close_month, set_conditions
from passerelle.settlement.models import Statement
from passerelle.settlement.queries import lines_in
from tests.getaways.offering import BY_THE_SEA, JULY, SUMMER
from tests.getaways.paying import transferred
from tests.passes.makers import make_lot, make_pass
from tests.passes.selling import bought, held, pay

pytestmark = pytest.mark.django_db
MID_JUNE = datetime(2027, 6, 28, 9, tzinfo=clock.zone("Asia/Hong_Kong"))
"""Within two weeks of the first day: half of the price is kept."""


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code


def letters(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind, state="waiting"))


def owed(network: Network, month: date) -> int:
    """What Birch is owed in a month, in dollars of Hong Kong."""
    total = 0
    for entry in Entry.objects.filter(book__owner=network.ref, dated_on__month=month.month):
        for posting in entry.postings.select_related("from_account", "to_account"):
            total += posting.amount * (posting.from_account.kind == "owed_to_space")
            total -= posting.amount * (posting.to_account.kind == "owed_to_space")
    return total


def by_card(stay: Stay) -> Payment:
    """The traveller has typed a card, and the gateway says that it was taken."""
    payment = ask_to_be_paid(stay, by=stay.person)
    Payment.objects.filter(pk=payment.pk).update(gateway_ref="pi_1")
    take_in(card_told, CardTold("pi_1", Progress.PAID, payment.amount, payment.currency, 0))
    stay.refresh_from_db()
    payment.refresh_from_db()
    return payment


# Paying


def test_the_price_is_asked_once_in_the_currency_of_the_network_until_the_day_it_is_due(
    agreed: Callable[..., Stay], ana: Person, fay: Person
) -> None:
    stay = agreed(ana)
    assert stay.lapse_at == clock.now() - timedelta(minutes=15) + timedelta(days=7)
    payment = ask_to_be_paid(stay, by=ana)
    assert (payment.amount, payment.currency, payment.due_on) == (40_000, "EUR", date(2027, 6, 8))
    assert ask_to_be_paid(stay, by=ana) == payment
    with pytest.raises(NotFound):
        ask_to_be_paid(stay, by=fay)


def test_nothing_is_paid_while_the_answer_can_be_undone(
    asks_for_a_stay: Callable[..., Stay], agreed: Callable[..., Stay], ana: Person, bo: Person, june: datetime
) -> None:
    stay = agreed(ana)
    with clock.at(june - timedelta(minutes=10)):
        assert refused(lambda: ask_to_be_paid(stay, by=ana)) == "stay_is_not_to_be_paid"
        assert take_back_answer(stay, by=bo).state == State.ASKED
    assert refused(lambda: pay_by_pass(stay, by=ana)) == "stay_is_not_to_be_paid"


def test_a_transfer_pays_and_the_space_is_owed_from_the_first_day_on(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, birch_sells_under_vat: Tax
) -> None:
    stay = agreed(ana)
    payment = transferred(stay, tess)
    assert (stay.paid_with, stay.lapse_at, stay.state) == (payment.ref, None, State.ACCEPTED)
    assert stay.price_of_the_space == 268_595
    books = held(tandem)
    assert books[f"bank {tandem.ref}"] == 40_000
    assert books["tax_owed tax:be_21"] == 6_942
    assert books[f"owed_to_space {stay.getaway.space.ref}"] == 268_595
    assert (owed(tandem, date(2027, 6, 1)), owed(tandem, date(2027, 7, 1))) == (0, 268_595)
    assert list(faults_in_all()) == []
    receipt = letters("tell_traveller_it_is_paid")[0]
    assert "€400.00 have come" in receipt.text
    assert "50 % of the price stay with Birch" in receipt.text
    assert letters("tell_space_it_is_paid")[0].to == "birch@example.org"


def test_without_a_rate_nothing_is_asked(agreed: Callable[..., Stay], ana: Person) -> None:
    PublishedRate.objects.all().delete()
    assert refused(lambda: ask_to_be_paid(agreed(ana), by=ana)) == "rate_is_missing"


def test_what_comes_twice_goes_back(agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person) -> None:
    """A pass pays while a transfer is on its way."""
    make_pass(ana, tandem, on_account=100_000)
    stay = agreed(ana)
    payment = ask_to_be_paid(stay, by=ana)
    charge = pay_by_pass(stay, by=ana)
    payment.refresh_from_db()
    assert payment.state == "cancelled"
    take_in(record_transfer, payment, Came(40_000, clock.today()), by=tess)
    stay.refresh_from_db()
    assert stay.paid_with == charge.ref
    assert Refund.objects.get().amount == 40_000
    assert "was paid already" in letters("tell_traveller_that_it_goes_back")[0].text
    assert held(tandem)[f"refund {stay.ref}"] == 40_000
    take_in(record_refund, Refund.objects.get(), clock.today(), by=tess)
    assert f"refund {stay.ref}" not in held(tandem)
    assert list(faults_in_all()) == []


def test_a_stay_that_is_not_paid_in_time_lapses_frees_its_places_and_gives_back_what_still_comes(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, tess: Person, ana: Person, june: datetime
) -> None:
    stay = agreed(ana)
    payment = ask_to_be_paid(stay, by=ana)
    due = stay.lapse_at
    assert due is not None
    with clock.at(due - timedelta(seconds=1)):
        assert lapse_unanswered(clock.now()) == 0
    with clock.at(due):
        assert lapse_unanswered(clock.now()) == 1
        assert lapse_unanswered(clock.now()) == 0
        stay.refresh_from_db()
        payment.refresh_from_db()
        assert (stay.state, payment.state) == (State.LAPSED, "cancelled")
        assert full_days(by_the_sea, JULY) == []
        assert letters("tell_traveller_it_was_not_paid")[0].to == "ana@example.org"
        assert letters("tell_space_it_was_not_paid")[0].to == "birch@example.org"
        take_in(record_transfer, payment, Came(40_000, clock.today()), by=tess)
        assert "does not wait for its price any more" in letters("tell_traveller_that_it_goes_back")[0].text
    assert held(tandem) == {f"bank {tandem.ref}": 40_000, f"refund {stay.ref}": 40_000}
    assert list(faults_in_all()) == []


def test_a_paid_stay_does_not_lapse(agreed: Callable[..., Stay], tess: Person, ana: Person, june: datetime) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    assert lapse_unanswered(june + timedelta(days=30)) == 0


# Going back


def test_cancelled_in_time_everything_goes_back_and_the_space_is_owed_nothing(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, birch_sells_under_vat: Tax
) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    assert cancel_stay(stay, by=ana).kept == 0
    assert Refund.objects.get().amount == 40_000
    assert held(tandem) == {f"bank {tandem.ref}": 40_000, f"refund {stay.ref}": 40_000}
    assert "€400.00 go back to you" in letters("confirm_cancellation")[0].text
    assert list(faults_in_all()) == []


def test_cancelled_late_the_space_keeps_its_part_in_the_month_of_the_cancelling(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, birch_sells_under_vat: Tax
) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    with clock.at(MID_JUNE):
        assert cancel_stay(stay, by=ana).kept == 162_500
    assert Refund.objects.get().amount == 20_000
    assert (owed(tandem, date(2027, 6, 1)), owed(tandem, date(2027, 7, 1))) == (134_298, 0)
    books = held(tandem)
    assert books["tax_owed tax:be_21"] == 3_471
    assert books[f"refund {stay.ref}"] == 20_000
    assert list(faults_in_all()) == []


def test_a_space_that_takes_its_yes_back_gives_everything_back_even_when_the_stay_has_begun(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, bo: Person
) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    with clock.at(clock.midnight(JULY.first, "Asia/Hong_Kong") + timedelta(days=1)):
        withdraw_stay(stay, "The roof leaks.", by=bo)
    assert Refund.objects.get().amount == 40_000
    assert owed(tandem, date(2027, 7, 1)) == 0
    assert "€400.00 go back to you" in letters("tell_traveller_of_withdrawal")[0].text
    assert list(faults_in_all()) == []


def test_what_is_not_paid_is_cancelled_for_nothing(agreed: Callable[..., Stay], ana: Person) -> None:
    stay = agreed(ana)
    payment = ask_to_be_paid(stay, by=ana)
    with clock.at(clock.now() + timedelta(days=6)):
        assert cancel_stay(stay, by=ana).kept == 0
    payment.refresh_from_db()
    assert payment.state == "cancelled"
    assert not Refund.objects.exists()


def test_a_dispute_that_is_lost_before_the_stay_leaves_it_unpaid(
    agreed: Callable[..., Stay], tandem: Network, ana: Person, birch_sells_under_vat: Tax
) -> None:
    stay = agreed(ana)
    payment = by_card(stay)
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", payment.amount, None))
    assert held(tandem)[f"disputed {stay.ref}"] == 40_000
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", payment.amount, False))
    stay.refresh_from_db()
    assert stay.state == State.LAPSED
    assert held(tandem) == {}
    assert list(faults_in_all()) == []


def test_of_a_dispute_that_takes_a_part_the_rest_is_promised_back(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, birch_sells_under_vat: Tax
) -> None:
    stay = agreed(ana)
    by_card(stay)
    for won in (None, False, False):
        take_in(dispute_told, DisputeTold("dp_1", "pi_1", 15_000, won))
    stay.refresh_from_db()
    assert stay.state == State.LAPSED
    assert [refund.amount for refund in Refund.objects.all()] == [25_000]
    assert held(tandem) == {f"card_clearing {tandem.ref}": 25_000, f"refund {stay.ref}": 25_000}
    take_in(record_refund, Refund.objects.get(), clock.today(), by=tess)
    assert held(tandem) == {f"card_clearing {tandem.ref}": 25_000, f"bank {tandem.ref}": -25_000}
    assert list(faults_in_all()) == []


@pytest.mark.parametrize(("lost", "back"), [(40_000, []), (15_000, [25_000])])
def test_what_was_lost_at_the_bank_is_not_given_back_once_more(
    lost: int, back: list[int], agreed: Callable[..., Stay], tandem: Network, ana: Person, bo: Person
) -> None:
    """The stay has begun when the dispute is lost, and then the space takes its yes back."""
    stay = agreed(ana)
    by_card(stay)
    with clock.at(clock.midnight(JULY.first, "Asia/Hong_Kong") + timedelta(days=1)):
        take_in(dispute_told, DisputeTold("dp_1", "pi_1", lost, False))
        withdraw_stay(stay, "The roof leaks.", by=bo)
    assert [refund.amount for refund in Refund.objects.all()] == back
    assert held(tandem).get(f"refund {stay.ref}", 0) == sum(back)
    assert f"credit_result {tandem.ref}" not in held(tandem)
    assert list(faults_in_all()) == []


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_about_a_stay_that_was_cancelled_decides_whether_anything_goes_back(
    won: bool, agreed: Callable[..., Stay], tandem: Network, ana: Person
) -> None:
    stay = agreed(ana)
    payment = by_card(stay)
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", payment.amount, None))
    cancel_stay(stay, by=ana)
    assert not Refund.objects.exists()
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", payment.amount, won))
    assert [refund.amount for refund in Refund.objects.all()] == ([40_000] if won else [])
    wanted = {f"card_clearing {tandem.ref}": 40_000, f"refund {stay.ref}": 40_000} if won else {}
    assert held(tandem) == wanted
    assert list(faults_in_all()) == []


def test_a_dispute_lost_after_the_first_day_is_the_networks_loss(
    agreed: Callable[..., Stay], tandem: Network, ana: Person
) -> None:
    stay = agreed(ana)
    payment = by_card(stay)
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", payment.amount, None))
    with clock.at(clock.midnight(JULY.first, "Asia/Hong_Kong")):
        take_in(dispute_told, DisputeTold("dp_1", "pi_1", payment.amount, False))
    stay.refresh_from_db()
    assert stay.state == State.ACCEPTED
    assert held(tandem)[f"credit_result {tandem.ref}"] == -40_000
    assert owed(tandem, date(2027, 7, 1)) == 325_000
    assert list(faults_in_all()) == []


# By pass


def at_a_desk(getaway: Getaway, bo: Person) -> None:
    change_getaway(getaway, replace(BY_THE_SEA, offer=replace(SUMMER, comprises=Comprises.DESK)), by=bo)


def test_days_at_a_desk_cost_a_credit_each_and_the_difference_is_the_networks(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, ana: Person, bo: Person
) -> None:
    at_a_desk(by_the_sea, bo)
    lot = make_lot(make_pass(ana, tandem))
    stay = agreed(ana)
    charge = pay_by_pass(stay, by=ana)
    lot.refresh_from_db()
    assert (charge.credits, charge.worth, charge.price, charge.amount) == (5, 6_157, 325_000, 40_000)
    assert (lot.used, lot.recognised) == (5, 6_157)
    assert held(tandem)[f"credit_result {tandem.ref}"] == 6_157 - 40_000
    assert owed(tandem, date(2027, 7, 1)) == 325_000
    assert "5\N{NO-BREAK SPACE}days of your pass" in letters("tell_holder_of_charge")[0].text
    assert "Your pass has paid" in letters("tell_traveller_it_is_paid")[0].text
    assert list(faults_in_all()) == []


def test_a_lot_that_has_too_few_days_does_not_pay(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, ana: Person, bo: Person
) -> None:
    at_a_desk(by_the_sea, bo)
    lot = make_lot(make_pass(ana, tandem))
    Lot.objects.filter(pk=lot.pk).update(used=6)
    stay = agreed(ana)
    why = why_no_pass_pays(stay)
    assert why is not None
    assert why.code == refused(lambda: pay_by_pass(stay, by=ana)) == "pass_is_empty"
    stay.refresh_from_db()
    assert stay.paid_at is None


def test_a_night_is_no_day_and_goes_on_account_at_the_price_that_was_read(
    agreed: Callable[..., Stay], tandem: Network, ana: Person, birch_sells_under_vat: Tax
) -> None:
    of_pass = make_pass(ana, tandem, on_account=40_000)
    lot = make_lot(of_pass)
    stay = agreed(ana)
    assert why_no_pass_pays(stay) is None
    charge = pay_by_pass(stay, by=ana)
    lot.refresh_from_db()
    assert (charge.on_account, charge.credits, lot.used) == (40_000, 0, 0)
    assert held(tandem)[f"owed_by_holder {of_pass.ref}"] == 40_000
    assert owed(tandem, date(2027, 7, 1)) == 268_595
    assert list(faults_in_all()) == []


def test_what_may_be_owed_on_account_is_not_exceeded(agreed: Callable[..., Stay], tandem: Network, ana: Person) -> None:
    make_pass(ana, tandem, on_account=39_999)
    stay = agreed(ana)
    assert refused(lambda: pay_by_pass(stay, by=ana)) == "pay_first"
    assert not Charge.objects.exists()


@pytest.mark.parametrize("kind", [Kind.PACK, Kind.AS_YOU_GO])
@pytest.mark.parametrize("comprises", [Comprises.DESK, Comprises.BOTH])
def test_cancelled_late_only_the_part_that_is_kept_stays_charged(
    kind: Kind, comprises: Comprises, agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, ana: Person,
    bo: Person,
) -> None:  # fmt: skip
    change_getaway(by_the_sea, replace(BY_THE_SEA, offer=replace(SUMMER, comprises=comprises)), by=bo)
    of_pass = make_pass(ana, tandem, kind, on_account=100_000, price=1_900 if kind is Kind.AS_YOU_GO else 14_900)
    lot = make_lot(of_pass) if kind is Kind.PACK else None
    stay = agreed(ana)
    charge = pay_by_pass(stay, by=ana)
    with clock.at(MID_JUNE):
        assert cancel_stay(stay, by=ana).kept == 162_500
    charge.refresh_from_db()
    kept = Charge.objects.exclude(pk=charge.pk).get()
    assert (charge.state, kept.price, kept.amount) == ("taken_back", 162_500, 20_000)
    assert kept.on_account == charge.on_account // 2
    if lot:
        lot.refresh_from_db()
        assert lot.used == (2 if comprises is Comprises.DESK else 0)
    assert (owed(tandem, date(2027, 6, 1)), owed(tandem, date(2027, 7, 1))) == (162_500, 0)
    assert list(faults_in_all()) == []


def test_a_pass_that_ended_meanwhile_still_pays_what_is_kept(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, ana: Person, bo: Person
) -> None:
    at_a_desk(by_the_sea, bo)
    of_pass = make_pass(ana, tandem)
    make_lot(of_pass, ends_on=date(2027, 6, 15))
    stay = agreed(ana)
    pay_by_pass(stay, by=ana)
    of_pass.__class__.objects.update(state="ended")
    with clock.at(MID_JUNE):
        cancel_stay(stay, by=ana)
    back = of_pass.lots.get(key__endswith="/back")
    assert (back.credits, back.used, back.paid, back.recognised) == (3, 0, 3_694, 0)
    assert owed(tandem, date(2027, 6, 1)) == 162_500


def test_what_is_kept_of_a_pass_that_was_withdrawn_from_is_not_paid_back(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, tess: Person, ana: Person, bo: Person
) -> None:
    """Ten days were paid, five of them for the stay, of which two are kept: eight go back."""
    at_a_desk(by_the_sea, bo)
    tax = name_tax(tandem, "be_21", 2_100, Category.STANDARD, "", by=tess)
    pack = sell(tandem, Sold("Dix jours", "Ten days", Kind.PACK, 14_900, tax, days=10), by=tess)
    of_pass = pay(bought(pack, ana), tess)
    stay = agreed(ana)
    charge = pay_by_pass(stay, by=ana)
    withdraw(of_pass, by=ana)
    with clock.at(MID_JUNE):
        cancel_stay(stay, by=ana)
    kept = Charge.objects.exclude(pk=charge.pk).get()
    assert (kept.credits, kept.worth, kept.price) == (2, 2_463, 162_500)
    assert sum(refund.amount for refund in Refund.objects.all()) == 11_920
    assert held(tandem)[f"refund {of_pass.ref}"] == 11_920
    assert f"credits {of_pass.ref}" not in held(tandem)
    assert owed(tandem, date(2027, 6, 1)) == 162_500
    assert list(faults_in_all()) == []


@pytest.mark.parametrize("kind", [Kind.PACK, Kind.UNLIMITED])
@pytest.mark.parametrize("lost", [True, False])
def test_what_is_kept_is_the_spaces_whatever_became_of_the_rest(
    kind: Kind, lost: bool, agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, ana: Person, bo: Person
) -> None:
    """The month is over, or its money was lost at the bank: what is given back is the holder’s or the network’s."""
    at_a_desk(by_the_sea, bo)
    of_pass = make_pass(ana, tandem, kind, price=60_500)
    lot = make_lot(of_pass, ends_on=date(2027, 6, 15))
    stay = agreed(ana)
    charge = pay_by_pass(stay, by=ana)
    if lost:
        Payment.objects.create(
            cause=of_pass.ref, key="lost", network=tandem, payer=ana, amount=60_500, currency="EUR", method="card",
            structured_reference="123456789012", due_on=date(2027, 6, 1), state="lost",
        )  # fmt: skip
        Lot.objects.filter(pk=lot.pk).update(used=lot.credits or 5)  # as when the dispute ended: none is left
    with clock.at(MID_JUNE):
        assert settle_lot(lot.pk)
        end_pass(of_pass.pk)
        cancel_stay(stay, by=ana)
    kept = Charge.objects.exclude(pk=charge.pk).get()
    assert (kept.credits, kept.worth) == (2, 10_000 if kind is Kind.PACK else 20_000)
    given = sum(one.paid for one in of_pass.lots.filter(key=f"{charge.ref}/back"))
    assert given == (15_000 if kind is Kind.PACK and not lost else 0)
    assert held(tandem).get(f"credits {of_pass.ref}", 0) == given
    assert owed(tandem, date(2027, 6, 1)) == 162_500
    assert list(faults_in_all()) == []


def test_a_charge_that_the_space_gave_back_is_not_given_back_twice(
    agreed: Callable[..., Stay], tandem: Network, ana: Person, bo: Person
) -> None:
    of_pass = make_pass(ana, tandem, on_account=100_000)
    stay = agreed(ana)
    charge = pay_by_pass(stay, by=ana)
    contest_charge(charge, "It was another price.", by=ana)
    give_back(charge, "You are right.", by=bo)
    with clock.at(MID_JUNE):
        cancel_stay(stay, by=ana)
    assert Charge.objects.count() == 1
    assert f"owed_by_holder {of_pass.ref}" not in held(tandem)
    assert list(faults_in_all()) == []


# The month


def test_the_statement_of_the_month_says_each_stay_with_tax_and_commission(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, fay: Person, birch_sells_under_vat: Tax
) -> None:
    make_pass(fay, tandem, on_account=100_000)
    paid, by_pass = agreed(ana), agreed(fay)
    transferred(paid, tess)
    charge = pay_by_pass(by_pass, by=fay)
    set_conditions(tandem, Wished(1_000, 0, 15), by=tess)
    with clock.at(datetime(2027, 8, 2, tzinfo=clock.zone("UTC"))):
        assert close_month(tandem, date(2027, 6, 1), by=tess).is_closed
        assert close_month(tandem, date(2027, 7, 1), by=tess).is_closed
    assert Statement.objects.filter(closing__month=date(2027, 6, 1)).count() == 0
    statement = Statement.objects.get()
    lines = lines_in(statement)
    assert [(one.on, one.line, one.price) for one in lines] == [(JULY.first, "stay", 268_595)] * 2
    assert {one.charge for one in lines} == {str(paid.pk), charge.reference}
    assert (statement.charges, statement.commission) == (537_190, 53_719)
    assert sum(one.tax for one in lines) == statement.tax == 101_529
    assert list(faults_in_all()) == []
    withdraw_after = Stay.objects.select_related("getaway__space", "getaway__network", "person").get(pk=paid.pk)
    with clock.at(datetime(2027, 8, 2, tzinfo=clock.zone("UTC"))):
        withdraw_stay(withdraw_after, "It never was.", by=tess_of(withdraw_after))
    assert owed(tandem, date(2027, 8, 1)) == -268_595
    assert list(faults_in_all()) == []


def tess_of(stay: Stay) -> Person:
    """Somebody who acts for the space of a stay."""
    return stay.getaway.space.staff.order_by("pk").first().person


def test_check_books_sees_a_stay_whose_money_went_astray(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person
) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    Stay.objects.update(state=State.CANCELLED)
    assert [(fault.code, fault.about) for fault in faults_in_all()] == [("stay_differs", stay.ref)]
