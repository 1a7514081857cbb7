"""Processes that really press: a stay is paid once, and whatever else came for it goes back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from passerelle.care.queries import faults_in_all
from passerelle.getaways.actions import ask_to_be_paid, cancel_stay, pay_by_pass
from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.queries import agreed_between
from passerelle.getaways.rules import State
from passerelle.networks.models import Network
from passerelle.passes.models import Charge
from passerelle.payments.models import Payment, Refund
from passerelle.people.models import Person
from tests.getaways.offering import JULY
from tests.getaways.paying import transferred
from tests.makers import make_person
from tests.passes.makers import make_pass
from tests.passes.selling import held
from tests.payments.makers import make_payment
from tests.spaces.test_races import pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]

ALL_AT_ONCE = """
    import random
    from collections import Counter
    from datetime import datetime
    from passerelle.care.actions.paying import take_in
    from passerelle.getaways.actions import cancel_stay, lapse_stay, pay_by_pass
    from passerelle.getaways.models import Stay
    from passerelle.kit import clock
    from passerelle.kit.refusals import Refusal
    from passerelle.payments.actions.receiving import Came, record_transfer
    from passerelle.payments.models import Payment
    tess = Person.objects.get(pk={tess})
    def transfer(stay):
        payment = Payment.objects.select_related("network", "payer").get(cause=stay.ref)
        take_in(record_transfer, payment, Came(payment.amount, clock.today()), by=tess)
    acts = [
        transfer,
        lambda stay: pay_by_pass(stay, by=stay.person),
        lambda stay: cancel_stay(stay, by=stay.person),
        lambda stay: lapse_stay(stay.pk),
    ]
    presses = [(act, stay) for act in acts for stay in {stays}]
    random.shuffle(presses)
    with clock.at(datetime.fromisoformat({now!r})):
        for act, key in presses:
            stay = Stay.objects.select_related("getaway__space", "getaway__network", "person").get(pk=key)
            try:
                act(stay)
            except Refusal:
                pass
"""


def waiting(agreed: Callable[..., Stay], network: Network, name: str) -> Stay:
    """Somebody with a pass has been asked for the price of a stay."""
    person = make_person(name)
    make_pass(person, network, on_account=100_000)
    stay = agreed(person)
    ask_to_be_paid(stay, by=person)
    return stay


def test_paying_cancelling_and_lapsing_at_once_end_in_one_way_and_in_books_that_say_it(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, tess: Person
) -> None:
    Getaway.objects.update(places=20)
    for pay in (lambda stay: transferred(stay, tess), lambda stay: pay_by_pass(stay, by=stay.person)):
        before = waiting(agreed, tandem, "Before")
        pay(before)
        cancel_stay(before, by=before.person)
    stays = [waiting(agreed, tandem, f"Traveller {number}") for number in range(8)]
    due = stays[0].lapse_at
    assert due is not None
    said = pressed_at_once(
        ALL_AT_ONCE.format(tess=tess.pk, stays=[stay.pk for stay in stays], now=str(due + timedelta(seconds=1))), 6
    )
    assert said == {"done": 6}
    assert list(faults_in_all()) == []
    for stay in stays:
        stay.refresh_from_db()
        payment = Payment.objects.get(cause=stay.ref)
        pays = stay.state == State.ACCEPTED and stay.paid_with == payment.ref
        assert payment.state == "paid"  # the treasurer's press always counts: money that came has come
        assert [one.amount for one in Refund.objects.filter(payment=payment)] == ([] if pays else [payment.amount])
        charged = Charge.objects.filter(cause=stay.ref, state="charged")
        assert charged.count() == (stay.state == State.ACCEPTED and stay.by_pass)
    accepted = [stay for stay in stays if stay.state == State.ACCEPTED]
    assert accepted == []  # whoever came last cancelled what was paid, or found it gone
    assert agreed_between(by_the_sea, JULY) == []
    assert held(tandem)[f"bank {tandem.ref}"] == 9 * 40_000


def test_a_payment_that_two_tell_at_once_pays_once(agreed: Callable[..., Stay], tandem: Network, tess: Person) -> None:
    stay = waiting(agreed, tandem, "Ana")
    act = ALL_AT_ONCE.format(tess=tess.pk, stays=[stay.pk], now=str(stay.lapse_at)).replace(
        "presses = [(act, stay) for act in acts", "presses = [(act, stay) for act in acts[:2]"
    )
    assert pressed_at_once(act, 6) == {"done": 6}
    stay.refresh_from_db()
    assert stay.state == State.ACCEPTED
    assert Charge.objects.filter(state="charged").count() == stay.by_pass
    assert sum(refund.amount for refund in Refund.objects.all()) == 40_000 * stay.by_pass
    assert list(faults_in_all()) == []


FILES = """
    import random
    from datetime import datetime
    from passerelle.care.actions.paying import take_in
    from passerelle.getaways.actions import cancel_stay, pay_by_pass
    from passerelle.getaways.models import Stay
    from passerelle.kit import clock
    from passerelle.kit.refusals import Refusal
    from passerelle.networks.models import Network
    from passerelle.payments.actions.receiving import send_statement, take_in_statement
    from passerelle.payments.models import Payment
    tess, tandem = Person.objects.get(pk={tess}), Network.objects.get(pk={network})
    def file(keys):
        lines = ["date;amount;communication"]
        for payment in Payment.objects.filter(pk__in=keys):
            whole = f"{{payment.amount // 100}},{{payment.amount % 100:02}}"
            lines.append(f"{{clock.today().isoformat()}};{{whole}};{{payment.structured_reference}}")
        sent = send_statement(tandem, "bank.csv", chr(10).join(lines).encode(), by=tess)
        take_in(take_in_statement, sent, by=tess)
    def leave(keys):
        for key in keys:
            stay = Stay.objects.select_related("getaway__space", "getaway__network", "person").get(pk=key)
            for act in random.sample([pay_by_pass, cancel_stay], 2):
                try:
                    act(stay, by=stay.person)
                except Refusal:
                    pass
    presses = [(file, keys) for keys in {files}] + [(leave, [key]) for key in {stays}]
    random.shuffle(presses)
    with clock.at(datetime.fromisoformat({now!r})):
        for act, keys in presses:
            act(random.sample(keys, len(keys)))
"""


def test_files_that_pay_passes_and_stays_wait_for_whoever_cancels_these(
    agreed: Callable[..., Stay], by_the_sea: Getaway, tandem: Network, tess: Person
) -> None:
    Getaway.objects.update(places=20)
    stays = [waiting(agreed, tandem, f"Traveller {number}") for number in range(4)]
    asked = [make_payment(stay.person, tandem, amount=5_000 + stay.pk) for stay in stays]
    both = [*(payment.pk for payment in asked), *(Payment.objects.get(cause=stay.ref).pk for stay in stays)]
    files = [both[start::2] for start in (0, 1)] + [both[:7], both[5:]]
    told = {"tess": tess.pk, "network": tandem.pk, "files": files, "stays": [stay.pk for stay in stays]}
    assert pressed_at_once(FILES.format(now=str(stays[0].lapse_at), **told), 6) == {"done": 6}
    assert list(faults_in_all()) == []
    assert set(Payment.objects.values_list("state", flat=True)) <= {"paid", "cancelled"}
    assert held(tandem)[f"bank {tandem.ref}"] == sum(Payment.objects.values_list("amount", flat=True))
