"""Visits of somebody who is at home nowhere: the network's pass is the proof, and pays from the first day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from passerelle.care.actions.forgetting import forget
from passerelle.care.queries import everything_kept_about
from passerelle.credentials.queries import code_of, credential_because_of, verify
from passerelle.credentials.rules import Validity, is_signed
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import faults_in
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms, Way
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import Kind, State
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import (
    Asking,
    accept_visit,
    add_arrival,
    ask_for_a_visit,
    check_in,
    correct_check_in,
    propose_other_days,
    take_back_answer,
    take_next_step,
    take_up_proposal,
    vouch_for,
)
from passerelle.visits.models import Visit
from passerelle.visits.queries import nearest_that_answer
from passerelle.visits.queries.lists import visits_at_the_desk, visits_listed, visits_received_listed
from passerelle.visits.rules import Word
from tests.makers import make_affiliation, make_member, make_person, make_space
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, in_hong_kong, kinds_of_letters

DAYS = (MONDAY, TUESDAY)


@pytest.fixture
def network(alder: Space, birch: Space) -> Network:
    """Two free days for members, then 150 HKD."""
    network = make_paid_network(terms=Terms(free_days=2, day_price=15000, visitors_a_day=3))
    for space in (alder, birch):
        make_affiliation(space, network)
    make_rate("HKD", date(2027, 1, 4), "8.1500")
    return network


@pytest.fixture
def gil(db: None) -> Person:
    """At home nowhere."""
    return make_person("Gil Osman", email="gil@example.org")


@pytest.fixture
def lot(gil: Person, network: Network) -> Lot:
    return make_lot(make_pass(gil, network))


@pytest.fixture
def asks(gil: Person, birch: Space, network: Network, lot: Lot) -> Callable[..., Visit]:
    """Gil asks Birch for days on the pass alone."""

    def ask(*days: date, **facts: Any) -> Visit:
        return ask_for_a_visit(Asking(network, birch, days or DAYS, **facts), by=gil)

    return ask


def used(lot: Lot) -> int:
    lot.refresh_from_db()
    return lot.used


def test_nobody_is_asked_to_vouch_and_the_host_reads_what_it_rests_on(asks: Callable[..., Visit]) -> None:
    visit = asks()
    assert (visit.home, visit.word, visit.footing) == (None, Word.HOLDER, visit.network)
    assert kinds_of_letters(visit) == ["ask_host_for_an_answer"]
    letter = Letter.objects.get(kind="ask_host_for_an_answer")
    assert "holds a pass of The Pass" in letter.text
    assert "(pass of The Pass)" in letter.subject
    assert "is a member" not in letter.text


def test_the_pass_pays_from_the_first_day(asks: Callable[..., Visit], bo: Person, dee: Person, lot: Lot) -> None:
    visit = accept_visit(asks(), by=bo)
    assert visit.terms["free_days"] == 0
    assert set(Presence.objects.values_list("quality", flat=True)) == {"holder"}
    with in_hong_kong(MONDAY):
        assert [check_in(visit, by=dee).is_first for _ in range(2)] == [True, False]
    assert (Charge.objects.get().price, used(lot)) == (15000, 1)
    assert list(faults_in()) == []


def test_the_code_is_the_networks_own_word(asks: Callable[..., Visit], bo: Person, network: Network) -> None:
    visit = accept_visit(asks(), by=bo)
    credential = credential_because_of(visit.ref)
    assert credential is not None
    assert credential.home is None
    assert is_signed(credential.claim, bytes(credential.signature), bytes(network.keys.get().public_key))
    assert verify(code_of(credential), MONDAY).validity is Validity.VALID
    assert Record.objects.get(act="credential_issued").actor == network.ref
    take_back_answer(visit, by=bo)
    assert verify(code_of(credential), MONDAY).validity is Validity.REVOKED


def test_the_last_day_of_a_pass_is_used_once(asks: Callable[..., Visit], bo: Person, dee: Person, lot: Lot) -> None:
    visit = accept_visit(asks(), by=bo)
    Lot.objects.update(used=9, recognised=11083)
    with in_hong_kong(MONDAY):
        assert [check_in(visit, by=dee).is_first for _ in range(2)] == [True, False]
    with in_hong_kong(TUESDAY), pytest.raises(Refusal, match="pass_is_empty"):
        check_in(visit, by=dee)
    assert used(lot) == 10


def test_what_is_corrected_is_given_back_and_what_was_forgotten_is_charged(
    asks: Callable[..., Visit], bo: Person, dee: Person, lot: Lot
) -> None:
    visit = accept_visit(asks(), by=bo)
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
        correct_check_in(visit, MONDAY, "Somebody else.", by=dee)
    assert used(lot) == 0
    with in_hong_kong(TUESDAY, 9):
        take_next_step(visit.pk)
        add_arrival(visit, MONDAY, "It was Gil after all.", by=dee)
    assert used(lot) == 1


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "pass_not_open": ({"state": State.ASKED}, {}),
    "no_pass": ({"state": State.WITHDRAWN}, {}),
    "pass_not_then": ({}, {"ends_on": TUESDAY}),
    "pass_is_empty": ({}, {"used": 10}),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_a_pass_does_not_carry_is_refused_at_once(
    code: str, gil: Person, birch: Space, network: Network, lot: Lot
) -> None:
    of_pass, of_lot = REFUSED[code]
    if of_pass:
        Pass.objects.update(**of_pass)
    if of_lot:
        Lot.objects.update(**of_lot)
    with pytest.raises(Refusal) as no:
        ask_for_a_visit(Asking(network, birch, DAYS), by=gil)
    assert no.value.code == code
    assert (Visit.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_refusal_names_the_days_on_which_the_pass_is_over(
    gil: Person, birch: Space, network: Network, lot: Lot
) -> None:
    Lot.objects.update(ends_on=TUESDAY)
    with pytest.raises(Refusal) as no:
        ask_for_a_visit(Asking(network, birch, (MONDAY, TUESDAY, WEDNESDAY)), by=gil)
    assert no.value.facts == {"network": "The Pass", "days": [TUESDAY, WEDNESDAY]}
    assert ask_for_a_visit(Asking(network, birch, (MONDAY,)), by=gil).first_day == MONDAY


def test_a_month_that_renews_by_then_carries_a_visit_and_pays_once_it_is_paid(
    gil: Person, bo: Person, dee: Person, birch: Space, network: Network
) -> None:
    of_pass = make_pass(gil, network, Kind.MONTHLY, days=2)
    make_lot(of_pass, ends_on=MONDAY)
    with pytest.raises(Refusal, match="pass_not_then"):
        ask_for_a_visit(Asking(network, birch, (TUESDAY,)), by=gil)
    Pass.objects.update(renews_on=MONDAY)
    visit = accept_visit(ask_for_a_visit(Asking(network, birch, (TUESDAY,)), by=gil), by=bo)
    with in_hong_kong(TUESDAY):
        with pytest.raises(Refusal, match="pass_is_empty"):
            check_in(visit, by=dee)
        lot = make_lot(of_pass, begins_on=MONDAY)
        check_in(visit, by=dee)
    assert used(lot) == 1


def test_only_a_host_that_sells_its_days_is_asked(gil: Person, birch: Space, network: Network, lot: Lot) -> None:
    network.affiliations.filter(space=birch).update(deviations={"day_price": None})
    with pytest.raises(Refusal, match="host_sells_no_day"):
        ask_for_a_visit(Asking(network, birch, DAYS), by=gil)


def test_a_network_that_gives_days_asks_for_a_home(gil: Person, birch: Space, visa: Network, lot: Lot) -> None:
    with pytest.raises(Refusal, match="host_sells_no_day"):
        ask_for_a_visit(Asking(visa, birch, DAYS), by=gil)


def test_nobody_pays_a_day_at_home(gil: Person, birch: Space, network: Network, lot: Lot) -> None:
    make_member(gil, birch)
    with pytest.raises(Refusal, match="own_home"):
        ask_for_a_visit(Asking(network, birch, DAYS), by=gil)


def test_the_pass_is_asked_about_again_at_the_yes_and_at_each_arrival(
    asks: Callable[..., Visit], gil: Person, bo: Person, dee: Person, network: Network
) -> None:
    visit = asks()
    Pass.objects.update(state=State.WITHDRAWN)
    with pytest.raises(Refusal, match="no_pass"):
        accept_visit(visit, by=bo)
    Pass.objects.update(state=State.OPEN)
    visit = accept_visit(Visit.objects.get(), by=bo)
    Pass.objects.update(state=State.ENDED)
    with in_hong_kong(MONDAY):
        with pytest.raises(Refusal, match="no_pass"):
            check_in(visit, by=dee)
        make_lot(make_pass(gil, network))
        assert check_in(visit, by=dee).is_first


def test_terms_that_need_no_answer_say_yes_to_a_holder(
    asks: Callable[..., Visit], birch: Space, network: Network
) -> None:
    network.affiliations.filter(space=birch).update(deviations={"way": Way.DROP_IN})
    visit = asks()
    assert (visit.state, visit.answered_by) == ("accepted", "terms")
    assert kinds_of_letters(visit) == ["tell_visitor_of_acceptance", "confirm_to_host"]
    told, confirmed = (letter.text for letter in Letter.objects.order_by("pk"))
    assert "holders of a pass of The Pass" in told
    assert "one day of your pass" in told
    assert "Pass" in confirmed
    assert "Home" not in confirmed


def test_other_days_are_taken_up_where_the_pass_lasts(
    asks: Callable[..., Visit], gil: Person, bo: Person, network: Network
) -> None:
    visit = propose_other_days(asks(), [WEDNESDAY, THURSDAY], by=bo)
    Lot.objects.update(ends_on=THURSDAY)
    with pytest.raises(Refusal, match="pass_not_then"):
        take_up_proposal(visit, by=gil)
    Lot.objects.update(ends_on=None)
    assert take_up_proposal(Visit.objects.get(), by=gil).state == "accepted"


def test_no_home_has_a_word_to_say(asks: Callable[..., Visit], bo: Person) -> None:
    visit = asks()
    for somebody in (bo, ByLetter(visit.pk, Link.VOUCH)):
        with pytest.raises(NotFound):
            vouch_for(visit, valid_until=None, by=somebody)


def test_lists_name_the_network_in_place_of_the_home(
    asks: Callable[..., Visit], gil: Person, bo: Person, birch: Space
) -> None:
    accept_visit(asks(), by=bo)
    at_desk = [one.visit for one in visits_at_the_desk(birch, MONDAY)]
    for one in (*visits_listed(gil, past=False), *visits_received_listed(birch, past=False), *at_desk):
        assert (one.footing.name, one.footing.town, one.word) == ("The Pass", "", "holder")


def test_what_is_near_is_what_takes_the_pass(alder: Space, birch: Space, network: Network) -> None:
    assert nearest_that_answer(network, birch, MONDAY) == []
    assert [space for space, _ in nearest_that_answer(network, alder, MONDAY)] == []
    near = make_space("Near", email="near@example.org")
    make_affiliation(near, network)
    assert [space for space, _ in nearest_that_answer(network, alder, MONDAY)] == [near]


def test_it_is_taken_out_and_forgotten_like_any_other(asks: Callable[..., Visit], gil: Person, bo: Person) -> None:
    accept_visit(asks(), by=bo)
    kept = everything_kept_about(gil)["visits"][0]
    assert (kept["from"], kept["under"], kept["the home's word"]) == (None, "The Pass", "holder")
    forget(gil)
    assert "Somebody with a pass of The Pass was to come" in Letter.objects.get(kind="tell_host_that_visit_is_off").text


@pytest.mark.parametrize("facts", [{"word": Word.STANDING, "home": None}, {"word": Word.HOLDER}])
def test_the_database_wants_a_home_or_a_pass(facts: dict[str, Any], asks: Callable[..., Visit], alder: Space) -> None:
    visit = asks()
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**({"home": alder} | facts))
