"""Processes that really press: one purchase is one pass, one renewal is asked once, one withdrawal pays back once."""

from datetime import timedelta

import pytest

from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.ledger.queries import faults_in
from passerelle.mail.models import Letter
from passerelle.networks.actions import Founding, found_network
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode
from passerelle.passes.jobs import take_care_of_passes
from passerelle.passes.models import Charge, Pass, Product
from passerelle.passes.queries.faults import faults_of_passes
from passerelle.passes.rules import Kind, State
from passerelle.payments.models import Payment, Refund
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.makers import make_person
from tests.passes.makers import make_pass
from tests.passes.selling import bought, held, pay
from tests.spaces.test_races import PROCESSES, pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def at(moment: str, act: str) -> str:
    """The act, in a process whose clock stands still at that moment."""
    return f"""
    from datetime import datetime
    from passerelle.kit import clock
    from passerelle.passes.models import Pass, Product
    from passerelle.passes.actions.buying import Purchase, buy
    from passerelle.passes.actions.renewing import settle_lot
    from passerelle.passes.actions.withdrawing import withdraw
    from passerelle.passes.jobs import take_care_of_passes
    from passerelle.payments.rules import Method
    with clock.at(datetime.fromisoformat({moment!r})):
        {act}
"""


def test_a_purchase_pressed_by_many_at_once_is_one_pass_and_one_payment(ten_days: Product, ana: Person) -> None:
    purchase = f"Purchase(Product.objects.get(pk={ten_days.pk}), Method.TRANSFER, 14_900, key='once')"
    said = pressed_at_once(at(str(clock.now()), f"buy({purchase}, by=Person.objects.get(pk={ana.pk}))"))
    assert said == {"done": PROCESSES}
    assert (Pass.objects.count(), Payment.objects.count()) == (1, 1)


def test_two_who_withdraw_at_once_are_paid_back_once(
    ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    act = f"withdraw(Pass.objects.get(pk={of_pass.pk}), by=Person.objects.get(pk={ana.pk}))"
    assert pressed_at_once(at(str(clock.now()), act)) == {"done": 1, "pass_has_moved_on": PROCESSES - 1}
    assert Refund.objects.get().amount == held(tours)[f"refund {of_pass.ref}"] == 14_900
    assert Pass.objects.get().state == State.WITHDRAWN
    assert [*faults_in(), *faults_of_passes([tours.ref])] == []


def test_several_workers_ask_once_and_settle_once(monthly: Product, tours: Network, ana: Person, tia: Person) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    for days in (24, 31, 70):
        then = clock.now() + timedelta(days=days)
        assert pressed_at_once(at(str(then), "take_care_of_passes(clock.now())")) == {"done": PROCESSES}
    assert Payment.objects.filter(cause=of_pass.ref).count() == 2
    assert Letter.objects.filter(kind="tell_holder_of_renewal").count() == 1
    assert of_pass.lots.count() == 2
    assert held(tours)[f"credit_result {tours.ref}"] == 6_612
    assert [*faults_in(), *faults_of_passes([tours.ref])] == []


ALL_AT_ONCE = """
    import random
    from datetime import date, datetime
    from passerelle.care.actions.paying import take_in
    from passerelle.kit import clock
    from passerelle.passes.actions.buying import give_up
    from passerelle.passes.actions.charging import STANDING, Asked, charge_day, take_back
    from passerelle.passes.actions.renewing import switch_renewal
    from passerelle.passes.actions.withdrawing import withdraw
    from passerelle.passes.models import Charge, Pass
    from passerelle.payments.actions.receiving import Came, record_transfer
    from passerelle.payments.actions.refunding import record_refund
    from passerelle.payments.models import Payment, Refund
    today, tia = {today!r}, Person.objects.get(pk={tia})
    day = datetime.fromisoformat(today)
    def pay(key):
        for payment in Payment.objects.select_related("network", "payer").filter(cause=f"pass:{{key}}"):
            try:
                take_in(record_transfer, payment, Came(payment.amount, day.date()), by=tia)
            except Refusal:
                pass
    def send_back(key):
        for refund in Refund.objects.select_related("payment__network", "payment__payer").filter(
            payment__cause=f"pass:{{key}}"
        ):
            take_in(record_refund, refund, day.date(), by=tia)
    def give_back(key):
        for charge in Charge.objects.select_related("of_pass__network", "space", "lot").filter(of_pass=key):
            take_back(charge, STANDING, by="person:9")
    def charge(key):
        held = Pass.objects.select_related("person", "network").get(pk=key)
        space = Space.objects.get(pk={space})
        charge_day(Asked(held.person, held.network, space, day.date(), 1100, f"day/{{key}}", "visit:1"), by="person:9")
    def press(act, key):
        held = Pass.objects.select_related("person", "network", "product").get(pk=key)
        acts = {{
            "pay": lambda: pay(key), "send_back": lambda: send_back(key), "give_back": lambda: give_back(key),
            "charge": lambda: charge(key), "give_up": lambda: give_up(held, by=held.person),
            "off": lambda: switch_renewal(held, False, by=held.person),
            "on": lambda: switch_renewal(held, True, by=held.person),
            "withdraw": lambda: withdraw(held, by=held.person),
        }}
        try:
            acts[act]()
        except Refusal:
            pass
    presses = [(act, key) for act in {acts} for key in {passes}]
    random.shuffle(presses)
    presses.sort(key=lambda one: one[1])  # all are at the same pass, each at another act
    with clock.at(day):
        for act, key in presses:
            press(act, key)
"""


def press_all(acts: list[str], passes: list[Pass], treasurer: Person, space: Space) -> None:
    """Six processes do all these acts to each of these passes, in orders of their own; nobody waits for ever."""
    told = {"acts": acts, "passes": [one.pk for one in passes], "tia": treasurer.pk, "space": space.pk}
    assert pressed_at_once(ALL_AT_ONCE.format(today=str(clock.now()), **told)) == {"done": PROCESSES}
    assert list(faults_in_all()) == []


def test_giving_up_and_paying_at_once_wait_for_each_other_in_one_order(
    ten_days: Product, tours: Network, tia: Person, birch: Space
) -> None:
    passes = [bought(ten_days, make_person(f"Holder {number}")) for number in range(10)]
    press_all(["pay", "give_up"], passes, tia, birch)
    assert Payment.objects.filter(state="paid").count() == 10
    assert {one.state for one in Pass.objects.all()} == {State.OPEN}


def test_switching_withdrawing_renewing_and_what_goes_back_at_once(
    monthly: Product, tours: Network, tia: Person, birch: Space
) -> None:
    passes = [pay(bought(monthly, make_person(f"Holder {number}")), tia) for number in range(6)]
    Space.objects.filter(pk=birch.pk).update(currency="EUR")
    press_all(["charge"], passes, tia, birch)
    with clock.at(clock.now() + timedelta(days=24)):
        take_care_of_passes(clock.now())
        press_all(["pay", "off", "on", "give_back"], passes[:3], tia, birch)
    press_all(["withdraw", "give_back", "send_back", "charge"], passes[3:], tia, birch)
    press_all(["send_back", "give_back"], passes, tia, birch)


def test_the_first_entries_of_a_network_are_posted_by_many_at_once(birch: Space, ana: Person, tia: Person) -> None:
    """A transfer opens accounts before it takes the pass, a desk takes the passes before it opens accounts."""
    ana.runs_the_instance = True
    Space.objects.filter(pk=birch.pk).update(currency="EUR")
    passes = []
    for number in range(8):
        network = found_network(Founding(f"New {number}", Mode.PAID), organiser=tia, treasurer=tia, by=ana)
        holder = make_person(f"Holder {number}")
        make_pass(holder, network, Kind.AS_YOU_GO, price=1_800, days=0)
        passes.append(bought(make_pass(ana, network).product, holder))
    press_all(["pay", "charge"], passes, tia, birch)
    assert Payment.objects.filter(state="paid").count() == 8


ONE_KEY = """
    import os
    from datetime import date
    from passerelle.networks.models import Network
    from passerelle.passes.actions.charging import Asked, charge_day
    holder = Person.objects.get(pk={holders}[os.getpid() % 2])
    space, network = Space.objects.get(pk={space}), Network.objects.get(pk={network})
    charge_day(Asked(holder, network, space, date(2027, 1, 6), 1100, "one", "visit:1"), by="person:9")
"""


def test_one_key_for_two_holders_at_once_charges_one_of_them(
    tours: Network, ana: Person, cy: Person, birch: Space
) -> None:
    Space.objects.filter(pk=birch.pk).update(currency="EUR")
    for holder in (ana, cy):
        make_pass(holder, tours, Kind.AS_YOU_GO, price=1_800, days=0, on_account=100_000)
    told = {"holders": [ana.pk, cy.pk], "space": birch.pk, "network": tours.pk}
    said = pressed_at_once(ONE_KEY.format(**told))
    assert said.keys() <= {"done", "charge_key_means_another"}
    assert sum(said.values()) == PROCESSES
    assert Charge.objects.count() == 1
    assert list(faults_in_all()) == []
