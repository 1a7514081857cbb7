"""What comes twice, late or back: the holder has it, is paid it back, or it is the network's; never two of these."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest

from passerelle.care.actions import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.passes.actions.charging import Asked, charge_day
from passerelle.passes.actions.contesting import contest_charge, correct_charge, give_back
from passerelle.passes.actions.paying import dispute_ended, payment_disputed
from passerelle.passes.actions.products import Described, sell
from passerelle.passes.actions.renewing import switch_renewal
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.jobs import take_care_of_passes
from passerelle.passes.models import Charge, Lot, Pass, Product
from passerelle.passes.rules import Kind, State
from passerelle.payments.actions.cards import card_told, dispute_told
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import Method
from passerelle.payments.rules.cards import CardTold, DisputeTold, Progress
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.passes.selling import bought, held, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books_and_passes_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


@pytest.fixture
def here(birch: Space) -> Space:
    """A space that charges in euros."""
    birch.currency = "EUR"
    birch.save(update_fields=["currency"])
    return birch


@pytest.fixture
def lapsing(tours: Network, vat: Tax, tia: Person) -> Product:
    """Five days a month for 80.00, of which nothing moves on."""
    return sell(tours, Described("Cinq", "Five", Kind.MONTHLY, 8_000, vat, days=5), by=tia)


def at(month: int, day: int, hour: int = 9) -> AbstractContextManager[datetime]:
    return clock.at(datetime(2027, month, day, hour, tzinfo=clock.zone("Europe/Brussels")))


def use(of_pass: Pass, space: Space, day: date, price: int = 1_100) -> Charge:
    asked = Asked(of_pass.person, of_pass.network, space, day, price, f"{of_pass.ref}/{day}", "visit:1")
    return charge_day(asked, by="person:9")


def contested(charge: Charge, holder: Person, bo: Person) -> None:
    """The holder says that it is wrong, and the space gives it back."""
    contest_charge(charge, "I was not there", by=holder)
    give_back(charge, by=bo)


def by_card(product: Product, holder: Person) -> tuple[Pass, str]:
    """Bought and paid by card; gives the gateway's name of the payment too."""
    of_pass = bought(product, holder, Method.CARD)
    Payment.objects.filter(cause=of_pass.ref).update(gateway_ref=f"pi_{of_pass.pk}")
    told(f"pi_{of_pass.pk}", product.price)
    of_pass.refresh_from_db()
    return of_pass, f"pi_{of_pass.pk}"


def told(name: str, amount: int, refunded: int = 0) -> None:
    take_in(card_told, CardTold(name, Progress.PAID, amount, "EUR", refunded))


# Charges that are given back


def test_what_is_given_back_of_a_pass_that_was_withdrawn_from_is_paid_back_too(
    ten_days: Product, tours: Network, ana: Person, bo: Person, here: Space, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    charge = use(of_pass, here, date(2027, 1, 4))
    assert withdraw(of_pass, by=ana) == 14_900 - 1_490
    contested(charge, ana, bo)
    assert sum(Refund.objects.values_list("amount", flat=True)) == 14_900
    assert held(tours) == {f"bank {tours.ref}": 14_900, f"refund {of_pass.ref}": 14_900}


def test_a_pass_that_is_over_opens_again_for_the_day_that_is_given_back(
    tours: Network, vat: Tax, ana: Person, bo: Person, here: Space, tia: Person
) -> None:
    week = sell(tours, Described("Un", "One", Kind.PACK, 3_000, vat, days=2, valid_days=7), by=tia)
    of_pass = pay(bought(week, ana), tia)
    with at(1, 8):
        charge = use(of_pass, here, date(2027, 1, 8))
    with at(1, 12):
        take_care_of_passes(clock.now())
        of_pass.refresh_from_db()
        assert of_pass.state == State.ENDED
        contested(charge, ana, bo)
        of_pass.refresh_from_db()
        assert of_pass.state == State.OPEN
        use(of_pass, here, date(2027, 1, 12))
    with at(2, 20):
        take_care_of_passes(clock.now())
    of_pass.refresh_from_db()
    assert of_pass.state == State.ENDED
    assert f"credits {of_pass.ref}" not in held(tours)


def test_what_is_given_back_after_the_money_was_lost_is_the_networks(
    ten_days: Product, tours: Network, ana: Person, bo: Person, here: Space
) -> None:
    of_pass, name = by_card(ten_days, ana)
    charge = use(of_pass, here, date(2027, 1, 4))
    take_in(dispute_told, DisputeTold("dp_1", name, 14_900, won=False))
    contested(charge, ana, bo)
    of_pass.refresh_from_db()
    assert of_pass.state == State.ENDED
    assert held(tours) == {"tax_owed tax:be_21": 259, f"credit_result {tours.ref}": -259}


def test_what_is_left_to_somebody_forgotten_is_the_networks_and_so_is_what_comes_back(
    ten_days: Product, tours: Network, ana: Person, bo: Person, here: Space, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    charge = use(of_pass, here, date(2027, 1, 4))
    forget(ana)
    assert f"credits {of_pass.ref}" not in held(tours)
    correct_charge(charge, "A slip", by=bo)
    assert held(tours) == {
        f"bank {tours.ref}": 14_900, "tax_owed tax:be_21": 2_586, f"credit_result {tours.ref}": 12_314,
    }  # fmt: skip


def test_what_comes_for_somebody_forgotten_is_promised_back(
    ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = bought(ten_days, ana)
    forget(ana)
    payment = Payment.objects.get()
    take_in(record_transfer, payment, Came(14_900, clock.today()), by=tia)
    of_pass.refresh_from_db()
    assert of_pass.state == State.ENDED
    assert held(tours) == {f"bank {tours.ref}": 14_900, f"refund {of_pass.ref}": 14_900}


def test_a_day_of_last_month_is_paid_by_what_moved_on_and_by_nothing_else(
    monthly: Product, ana: Person, here: Space, tia: Person
) -> None:
    """Five days, moved on to February at midnight: a third of February written down on the fourth is one of these."""
    of_pass = pay(bought(monthly, ana), tia)
    with at(1, 28):
        take_care_of_passes(clock.now())
        pay(of_pass, tia)
    with at(2, 4):
        take_care_of_passes(clock.now())
        use(of_pass, here, date(2027, 2, 3))
        assert Lot.objects.get(rolled_from__isnull=False).used == 1
        assert Lot.objects.get(rolled_into__isnull=False).used == 0


# Money that comes twice, or goes back twice


def test_a_month_that_is_paid_twice_opens_once_and_the_other_is_promised_back(
    monthly: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    with at(1, 28):
        take_care_of_passes(clock.now())
        first = Payment.objects.get(state="asked")
        switch_renewal(of_pass, False, by=ana)
        of_pass.refresh_from_db()
        switch_renewal(of_pass, True, by=ana)
        take_care_of_passes(clock.now())
        second = Payment.objects.get(state="asked")
        for payment in (second, first):
            take_in(record_transfer, payment, Came(8_000, clock.today()), by=tia)
        assert Lot.objects.filter(begins_on=date(2027, 2, 4)).count() == 1
        assert Refund.objects.get().payment == first
        assert held(tours)[f"refund {of_pass.ref}"] == 8_000


def test_what_was_on_its_way_pays_the_month_and_it_is_asked_for_no_more(
    monthly: Product, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    with at(1, 28):
        take_care_of_passes(clock.now())
        first = Payment.objects.get(state="asked")
        switch_renewal(of_pass, False, by=ana)
        of_pass.refresh_from_db()
        switch_renewal(of_pass, True, by=ana)
        take_care_of_passes(clock.now())
        take_in(record_transfer, first, Came(8_000, clock.today()), by=tia)
        assert not Payment.objects.filter(state="asked").exists()


def test_money_for_a_month_that_is_over_is_promised_back(lapsing: Product, ana: Person, tia: Person) -> None:
    of_pass = pay(bought(lapsing, ana), tia)
    with at(1, 28):
        take_care_of_passes(clock.now())
        old = Payment.objects.get(state="asked")
        switch_renewal(of_pass, False, by=ana)
        of_pass.refresh_from_db()
        switch_renewal(of_pass, True, by=ana)
        take_care_of_passes(clock.now())
    with at(2, 20):
        take_care_of_passes(clock.now())
        late = Payment.objects.filter(state="cancelled").exclude(pk=old.pk).get()
        take_in(record_transfer, late, Came(8_000, clock.today()), by=tia)
        of_pass.refresh_from_db()
        assert (of_pass.state, of_pass.opened_on) == (State.OPEN, date(2027, 2, 20))
        take_in(record_transfer, old, Came(8_000, clock.today()), by=tia)
        assert Refund.objects.get().payment == old


def test_what_the_processor_sent_back_unasked_is_not_paid_back_again(
    ten_days: Product, tours: Network, ana: Person, here: Space
) -> None:
    of_pass, name = by_card(ten_days, ana)
    use(of_pass, here, date(2027, 1, 4))
    told(name, 14_900, refunded=5_000)
    withdraw(of_pass, by=ana)
    assert Refund.objects.get(state="promised").amount == 14_900 - 1_490 - 5_000
    assert held(tours)[f"refund {of_pass.ref}"] == 14_900 - 1_490 - 5_000


def test_what_has_lapsed_is_not_paid_back_not_even_its_tax(lapsing: Product, ana: Person, tia: Person) -> None:
    of_pass = pay(bought(lapsing, ana), tia)
    with at(1, 28):
        take_care_of_passes(clock.now())
    with at(2, 20):
        take_care_of_passes(clock.now())
        late = Payment.objects.get(state="cancelled")
        take_in(record_transfer, late, Came(8_000, clock.today()), by=tia)
        of_pass.refresh_from_db()
        assert withdraw(of_pass, by=ana) == 8_000
    assert Refund.objects.get().payment == late


# Disputes


def test_a_part_that_is_lost_takes_that_from_credits_and_tax_as_they_were_sold(
    ten_days: Product, tours: Network, ana: Person
) -> None:
    of_pass, name = by_card(ten_days, ana)
    take_in(dispute_told, DisputeTold("dp_1", name, 5_000, won=False))
    assert held(tours) == {
        f"card_clearing {tours.ref}": 9_900, "tax_owed tax:be_21": 1_718, f"credit_result {tours.ref}": 8_182,
    }  # fmt: skip
    assert of_pass.lots.get().bought.rest == 0


def test_a_pass_stays_blocked_while_another_payment_for_it_is_contested(
    monthly: Product, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    with at(1, 28):
        take_care_of_passes(clock.now())
        pay(of_pass, tia)
        first, second = Payment.objects.order_by("pk")
        for payment in (first, second):
            Payment.objects.filter(pk=payment.pk).update(state="disputed")
            payment_disputed(payment, 8_000, f"dispute:{payment.pk}", clock.today(), by="gateway")
        for payment, state in ((first, State.BLOCKED), (second, State.OPEN)):
            Payment.objects.filter(pk=payment.pk).update(state="paid")
            dispute_ended(payment, 8_000, f"dispute:{payment.pk}/won", clock.today(), won=True, by="gateway")
            of_pass.refresh_from_db()
            assert of_pass.state == state


def test_what_is_given_back_while_the_bank_has_the_money_is_promised_once_it_is_there_again(
    ten_days: Product, tours: Network, ana: Person, bo: Person, here: Space
) -> None:
    of_pass, name = by_card(ten_days, ana)
    charge = use(of_pass, here, date(2027, 1, 4))
    withdraw(of_pass, by=ana)
    assert Refund.objects.get().amount == 13_410
    take_in(dispute_told, DisputeTold("dp_1", name, 14_900))
    charge.refresh_from_db()
    correct_charge(charge, "A slip", by=bo)
    assert Refund.objects.get().amount == 13_410
    take_in(dispute_told, DisputeTold("dp_1", name, 14_900, won=True))
    assert sum(Refund.objects.values_list("amount", flat=True)) == 14_900
