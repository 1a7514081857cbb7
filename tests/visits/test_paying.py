"""Visits under a network in paid mode: free days first, then the pass; an arrival charges, once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from passerelle.kit.refusals import Refusal
from passerelle.ledger.queries import balance_of, faults_in
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import ChargeState, State
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.queries import visitors_by_day
from passerelle.spaces.models import Space
from passerelle.visits.actions import (
    Asking,
    accept_visit,
    add_arrival,
    ask_for_a_visit,
    cancel_visit,
    check_in,
    correct_check_in,
    take_next_step,
)
from passerelle.visits.models import Visit
from passerelle.visits.queries import savings
from tests.makers import make_affiliation
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, in_hong_kong

DAYS = (MONDAY, TUESDAY, WEDNESDAY)


@pytest.fixture
def network(alder: Space, birch: Space) -> Network:
    """One free day, then 150 HKD."""
    network = make_paid_network(terms=Terms(free_days=1, day_price=15000, visitors_a_day=3))
    for space in (alder, birch):
        make_affiliation(space, network)
    make_rate("HKD", date(2027, 1, 4), "8.1500")
    return network


@pytest.fixture
def lot(ana: Person, network: Network) -> Lot:
    return make_lot(make_pass(ana, network))


@pytest.fixture
def visits(ana: Person, bo: Person, alder: Space, birch: Space, network: Network) -> Callable[..., Visit]:
    """Ana asks Birch for days under the paid network, and Bo accepts."""

    def visit(*days: date, **facts: Any) -> Visit:
        return accept_visit(ask_for_a_visit(Asking(alder, birch, days or DAYS, **facts), by=ana), by=bo)

    return visit


def qualities(visit: Visit) -> list[str]:
    return list(Presence.objects.filter(cause=visit.ref).order_by("day").values_list("quality", flat=True))


def used(lot: Lot) -> int:
    lot.refresh_from_db()
    return lot.used


def test_the_free_days_come_first_and_the_pass_holds_the_rest(
    ana: Person, birch: Space, network: Network, lot: Lot, visits: Callable[..., Visit]
) -> None:
    visit = visits()
    assert qualities(visit) == ["visitor", "holder", "holder"]
    assert visitors_by_day(birch, DAYS) == dict.fromkeys(DAYS, 1)
    assert [count.day for count in savings(ana, birch, network.terms).counts] == [MONDAY]
    assert (Charge.objects.count(), used(lot)) == (0, 0), "a request is not a booking"


def test_without_a_pass_that_is_open_only_free_days_can_be_asked(
    ana: Person, alder: Space, birch: Space, network: Network
) -> None:
    make_lot(make_pass(ana, network, state=State.ASKED))
    with pytest.raises(Refusal, match="days_beyond"):
        ask_for_a_visit(Asking(alder, birch, DAYS), by=ana)
    assert ask_for_a_visit(Asking(alder, birch, (MONDAY,)), by=ana).network == network


def test_where_a_host_sells_no_day_only_free_ones_can_be_asked(
    ana: Person, alder: Space, birch: Space, network: Network, lot: Lot
) -> None:
    network.affiliations.filter(space=birch).update(deviations={"day_price": None})
    with pytest.raises(Refusal, match="days_beyond"):
        ask_for_a_visit(Asking(alder, birch, DAYS), by=ana)


def test_where_free_days_of_a_gift_do_not_reach_a_pass_is_asked(
    ana: Person, alder: Space, birch: Space, visa: Network, network: Network, lot: Lot
) -> None:
    assert ask_for_a_visit(Asking(alder, birch, DAYS, key="a"), by=ana).network == visa
    more = (*DAYS, THURSDAY)
    cancel_visit(Visit.objects.get(key="a"), by=ana)
    assert ask_for_a_visit(Asking(alder, birch, more, key="b"), by=ana).network == network


def test_an_arrival_beyond_the_free_days_charges_the_pass_once(
    dee: Person, network: Network, lot: Lot, visits: Callable[..., Visit]
) -> None:
    visit = visits()
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
    assert (Charge.objects.count(), used(lot)) == (0, 0)
    with in_hong_kong(TUESDAY):
        assert [check_in(visit, by=dee).is_first for _ in range(2)] == [True, False]
    charge = Charge.objects.get()
    assert (charge.key, charge.cause, charge.day) == (f"{visit.ref}/{TUESDAY}", visit.ref, TUESDAY)
    assert (charge.price, charge.amount, charge.charged_by, used(lot)) == (15000, 1840, dee.ref, 1)
    assert balance_of(network.ref, Account.OWED_TO_SPACE, visit.host.ref, "HKD") == 15000
    assert Letter.objects.filter(kind="tell_holder_of_charge").count() == 1


def test_who_cannot_pay_has_not_arrived(dee: Person, network: Network, lot: Lot, visits: Callable[..., Visit]) -> None:
    visit = visits()
    Pass.objects.update(state=State.BLOCKED)
    with in_hong_kong(MONDAY):
        assert check_in(visit, by=dee).is_first
    with in_hong_kong(TUESDAY), pytest.raises(Refusal, match="pass_not_open"):
        check_in(visit, by=dee)
    assert list(Presence.objects.filter(state="used").values_list("day", flat=True)) == [MONDAY]
    assert Charge.objects.count() == 0


def test_a_paid_day_is_free_where_a_free_one_was_let_go(dee: Person, lot: Lot, visits: Callable[..., Visit]) -> None:
    visit = visits()
    with in_hong_kong(WEDNESDAY):
        take_next_step(visit.pk)  # nobody came on Monday
        check_in(visit, by=dee)
    assert (Charge.objects.count(), used(lot)) == (0, 0)
    assert Presence.objects.get(day=WEDNESDAY).quality == "visitor"


def test_a_correction_gives_the_day_back_and_coming_again_charges_again(
    dee: Person, lot: Lot, visits: Callable[..., Visit]
) -> None:
    visit = visits()
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
    with in_hong_kong(TUESDAY):
        check_in(visit, by=dee)
        correct_check_in(visit, TUESDAY, "It was somebody else", by=dee)
        assert (Charge.objects.get().state, used(lot)) == (ChargeState.TAKEN_BACK, 0)
        check_in(visit, by=dee)
    assert [charge.key.removeprefix(f"{visit.ref}/{TUESDAY}") for charge in Charge.objects.order_by("pk")] == ["", "/1"]
    assert used(lot) == 1
    assert list(faults_in()) == []


def test_an_arrival_added_afterwards_is_charged(dee: Person, lot: Lot, visits: Callable[..., Visit]) -> None:
    visit = visits()
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
    with in_hong_kong(WEDNESDAY, 9):
        add_arrival(visit, TUESDAY, "We forgot", by=dee)
    assert (Charge.objects.get().day, used(lot)) == (TUESDAY, 1)


def test_nothing_is_charged_for_not_coming(ana: Person, lot: Lot, visits: Callable[..., Visit]) -> None:
    cancel_visit(visits(), by=ana)
    assert (Charge.objects.count(), Presence.objects.count(), used(lot)) == (0, 0, 0)


def test_a_day_already_held_is_not_held_again_for_money(
    ana: Person, alder: Space, birch: Space, lot: Lot, visits: Callable[..., Visit]
) -> None:
    visit = visits(MONDAY, TUESDAY)
    Visit.objects.filter(pk=visit.pk).update(state="closed")
    with pytest.raises(Refusal, match="days_beyond") as no:
        ask_for_a_visit(Asking(alder, birch, (TUESDAY, WEDNESDAY)), by=ana)
    assert no.value.facts["days"] == [TUESDAY]
