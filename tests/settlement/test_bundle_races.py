"""Processes that really press: invoiced once, asked once, paid once, whoever does it at once."""

from datetime import date

import pytest

from passerelle.invoices.models import Document
from passerelle.ledger.models import Entry
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.models import Charge
from passerelle.payments.models import Payment, Refund
from passerelle.people.models import Person
from passerelle.settlement.models import Bundle, Closing
from passerelle.spaces.models import Space
from tests.makers import make_person
from tests.settlement.on_account import (
    JANUARY,
    close,
    day_at,
    held,
    make_account,
    make_network_that_closes,
    make_spaces_of,
    must_be_right,
    stands,
)
from tests.spaces.test_races import PROCESSES, pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
HOLDERS = 5
Month = tuple[Network, Person, Space, list[Person]]


def on(day: date, act: str) -> str:
    """The act, in a process whose clock stands still at noon of that day."""
    return f"""
    from datetime import date, datetime, UTC
    from passerelle.care.actions.paying import take_in
    from passerelle.kit import clock
    from passerelle.passes.actions.accounts import send_back_what_is_over
    from passerelle.passes.actions.charging import Asked, charge_day, take_back
    from passerelle.passes.jobs import take_care_of_accounts
    from passerelle.passes.models import Charge
    from passerelle.passes.queries.accounts import Holder
    from passerelle.passes.rules import ChargeState
    from passerelle.payments.actions.cards import card_told
    from passerelle.payments.actions.receiving import Came, record_transfer
    from passerelle.payments.models import Payment
    from passerelle.payments.rules.cards import CardTold, Progress
    from passerelle.settlement.actions import close_month
    from passerelle.settlement.actions.bundles import issue_bundles
    with clock.at(datetime({day.year}, {day.month}, {day.day}, 12, tzinfo=UTC)):
        {act}
"""


@pytest.fixture
def month() -> Month:
    """Five holders used a day each in January."""
    network, tess = make_network_that_closes()
    space, _ = make_spaces_of(network)
    holders = [make_person(f"Holder {number}", email=f"h{number}@example.org") for number in range(HOLDERS)]
    for person in holders:
        make_account(person, network)
        day_at(space, network, person, date(2027, 1, 5))
    return network, tess, space, holders


def test_closed_and_invoiced_by_many_at_once_it_is_one_invoice_and_one_payment_for_each(month: Month) -> None:
    network, *_ = month
    act = f"close_month(Network.objects.get(pk={network.pk}), date(2027, 1, 1), by='console'); "
    said = pressed_at_once(on(date(2027, 2, 3), act + "issue_bundles(clock.now()); issue_bundles(clock.now())"))
    assert said == {"done": PROCESSES}
    assert Closing.objects.get().closed_at is not None
    assert set(Bundle.objects.values_list("state", "failure")) == {("done", "")}
    numbers = sorted(Document.objects.values_list("number", flat=True))
    assert numbers == [f"F2027-000{number}" for number in range(1, HOLDERS + 1)]
    assert Payment.objects.count() == Letter.objects.filter(kind="ask_holder_to_pay").count() == HOLDERS
    must_be_right()


def test_paid_by_card_and_by_transfer_at_once_it_is_booked_once(month: Month) -> None:
    network, tess, _, holders = month
    close(network, JANUARY)
    payment = Payment.objects.get(payer=holders[0])
    Payment.objects.filter(pk=payment.pk).update(gateway_ref="pi_1")
    by_card = "take_in(card_told, CardTold('pi_1', Progress.PAID, 1800, 'EUR', 0))"
    by_hand = f"take_in(record_transfer, Payment.objects.get(pk={payment.pk}), Came(1800, date(2027, 2, 8)), by={{}})"
    by_hand = by_hand.format(f"Person.objects.get(pk={tess.pk})")
    said = pressed_at_once(on(date(2027, 2, 8), f"{by_card} if number % 2 else {by_hand}"))
    assert said["done"] + said["came_already"] == PROCESSES
    assert Entry.objects.filter(key=payment.ref).count() == 1
    assert stands(holders[0], network).owed == 0
    assert held(network)["owed_by_holder"] == 1800 * (HOLDERS - 1)
    must_be_right()


def test_charged_paid_taken_back_and_asked_less_at_once_the_books_stay_right(month: Month) -> None:
    network, tess, space, holders = month
    ana = holders[0]
    close(network, JANUARY)
    payment, charge = Payment.objects.get(payer=ana), Charge.objects.get(of_pass__person=ana)
    person, where, treasurer = (
        f"Person.objects.get(pk={ana.pk})",
        f"Network.objects.get(pk={network.pk}), Space.objects.get(pk={space.pk})",
        f"Person.objects.get(pk={tess.pk})",
    )
    asked = f"Asked({person}, {where}, date(2027, 2, 8), 1200, 'k' + str(number), 'visit:1')"
    came = f"Payment.objects.get(pk={payment.pk}), Came(1800, date(2027, 2, 8))"
    acts = [
        f"charge_day({asked}, by='person:1')",
        f"take_in(record_transfer, {came}, by={treasurer})",
        f"take_back(Charge.objects.get(pk={charge.pk}), [ChargeState.CHARGED], by='person:1')",
    ]
    every = f"({acts[0]}) if number % 3 == 0 else ({acts[1]}) if number % 3 == 1 else ({acts[2]})"
    said = pressed_at_once(on(date(2027, 2, 8), f"{every}; take_care_of_accounts(clock.now())"))
    assert said["done"] + said["came_already"] == PROCESSES
    assert stands(ana, network).owed == 1800 * 2 - 1800
    assert Charge.objects.get(pk=charge.pk).state == "taken_back"
    must_be_right()


def test_what_is_over_is_sent_back_once_by_two_who_press_at_once(month: Month) -> None:
    network, tess, _, holders = month
    close(network, JANUARY)
    payment, charge = Payment.objects.get(payer=holders[0]), Charge.objects.get(of_pass__person=holders[0])
    treasurer = f"Person.objects.get(pk={tess.pk})"
    paid = (
        f"take_in(record_transfer, Payment.objects.get(pk={payment.pk}), Came(1800, date(2027, 2, 8)), by={treasurer})"
    )
    back = f"take_back(Charge.objects.get(pk={charge.pk}), [ChargeState.CHARGED], by='person:1')"
    pressed_at_once(on(date(2027, 2, 8), f"{paid}; {back}"), 1)
    holder = f"Holder(Person.objects.get(pk={holders[0].pk}), Network.objects.get(pk={network.pk}), 'EUR')"
    said = pressed_at_once(on(date(2027, 2, 9), f"send_back_what_is_over({holder}, by={treasurer})"))
    assert said == {"done": 1, "nothing_is_over": PROCESSES - 1}
    assert Refund.objects.get().amount == 1800
