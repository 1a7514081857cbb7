"""The pages of charges: the space's list, what holder and space say, the treasurer's decision, rates by hand."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole, Terms
from passerelle.passes.access import Link, sealed
from passerelle.passes.models import Charge, Lot
from passerelle.passes.rules import ChargeState
from passerelle.people.models import Person
from passerelle.rates.models import PublishedRate
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, check_in
from passerelle.visits.models import Visit
from tests.makers import make_affiliation, make_officer, make_person
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate
from tests.visits.conftest import MONDAY, in_hong_kong

As = Callable[[Person | None], Client]
A_DAY = timedelta(days=1)


@pytest.fixture
def network(wednesday_noon: datetime, alder: Space, birch: Space) -> Network:
    network = make_paid_network(terms=Terms(free_days=0, day_price=15000, visitors_a_day=3))
    for space in (alder, birch):
        make_affiliation(space, network)
    make_rate("HKD", date(2027, 1, 4), "8.1500")
    return network


@pytest.fixture
def tess(network: Network) -> Person:
    """The treasurer."""
    person = make_person("Tess Vale")
    make_officer(person, network, NetworkRole.TREASURER)
    return person


@pytest.fixture
def lot(ana: Person, network: Network) -> Lot:
    return make_lot(make_pass(ana, network))


@pytest.fixture
def visit(ana: Person, bo: Person, alder: Space, birch: Space, lot: Lot) -> Visit:
    return accept_visit(ask_for_a_visit(Asking(alder, birch, (MONDAY,)), by=ana), by=bo)


@pytest.fixture
def charge(visit: Visit, dee: Person) -> Charge:
    """Ana's Monday at Birch."""
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
    return Charge.objects.get()


def said(answer: Any) -> str:
    text = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_desk_charges_something_else_once_and_the_holder_is_told(
    visit: Visit, birch: Space, ana: Person, as_: As, dee: Person
) -> None:
    desk, address = as_(dee), f"/desk/{birch.slug}/charges/"
    typed = {"visit": visit.reference, "line": "Meeting room, two hours", "price": "150", "key": "once"}
    with in_hong_kong(MONDAY):
        assert "Ana Duarte" in said(desk.get(address))
        for _ in range(2):
            assert desk.post(address, typed).status_code == 302
        assert "Meeting room, two hours" in said(desk.get(address))
    done = Charge.objects.get()
    assert (done.price, done.currency, done.amount, done.on_account) == (15000, "HKD", 1840, 1840 + 386)
    letter = Letter.objects.get(kind="tell_holder_of_charge")
    assert (letter.to, "Meeting room, two hours" in letter.text) == (ana.email, True)
    assert sealed(done, Link.CONTEST) in letter.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"line": ""}, "Say what it is for"),
        ({"price": "0"}, "an amount above nothing"),
        ({"price": "9999"}, "have to be paid first"),
        ({"visit": "abcdefghjkmn"}, "Select a valid choice"),
    ],
)
def test_what_the_desk_typed_wrong_stays_and_charges_nothing(
    visit: Visit, birch: Space, as_: As, dee: Person, typed: dict[str, str], words: str
) -> None:
    given = {"visit": visit.reference, "line": "Printing", "price": "3.50", "key": "once"} | typed
    with in_hong_kong(MONDAY):
        answer = as_(dee).post(f"/desk/{birch.slug}/charges/", given)
    assert (answer.status_code, words in said(answer)) == (422, True)
    assert given["line"] in answer.content.decode()
    assert Charge.objects.count() == 0


def test_contested_by_letter_answered_by_letter_and_decided(
    charge: Charge, lot: Lot, tess: Person, network: Network, as_: As
) -> None:
    stranger, holder_link = as_(None), f"/charge/{sealed(charge, Link.CONTEST)}/"
    with in_hong_kong(MONDAY):
        assert "This is not right" in said(stranger.get(holder_link))
        assert stranger.post(holder_link, {"act": "contest", "reason": "I was in Namur."}).status_code == 302
        asked = Letter.objects.get(kind="ask_space_about_contest")
        space_link = f"/charge-answer/{sealed(charge, Link.ANSWER)}/"
        assert (asked.to, "I was in Namur." in asked.text, space_link in asked.text) == (charge.space.email, True, True)
        assert stranger.post(holder_link, {"act": "give_back", "reason": "For me"}).status_code == 422
        assert stranger.post(space_link, {"act": "stand_by", "reason": "She sat here."}).status_code == 302
        decided = as_(tess)
        assert charge.reference in decided.get(f"/networks/{network.slug}/contested/").content.decode()
        at = f"/charges/{charge.reference}/"
        assert decided.post(at, {"act": "decide_back", "reason": "The desk has the wrong day."}).status_code == 302
        assert decided.post(at, {"act": "decide_stands", "reason": "No."}).status_code == 422
    charge.refresh_from_db()
    lot.refresh_from_db()
    assert (charge.state, charge.answered_by, lot.used) == (ChargeState.TAKEN_BACK, tess.ref, 0)
    told = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert told[-4:] == [
        "tell_holder_that_space_stands_by", "ask_treasurers_to_decide",
        "tell_holder_of_charge_taken_back", "tell_space_of_decision",
    ]  # fmt: skip


def test_a_decision_that_lets_it_stand_is_final(
    charge: Charge, lot: Lot, ana: Person, bo: Person, tess: Person, as_: As
) -> None:
    at = f"/charges/{charge.reference}/"
    with in_hong_kong(MONDAY):
        as_(ana).post(at, {"act": "contest", "reason": "No."})
        as_(bo).post(at, {"act": "stand_by", "reason": "Yes."})
        as_(tess).post(at, {"act": "decide_stands", "reason": "The poster saw her."})
        for person in (ana, bo, tess):
            page = as_(person).get(at)
            assert "The poster saw her." in said(page)
            assert 'name="act"' not in page.content.decode()
    lot.refresh_from_db()
    assert (Charge.objects.get().state, lot.used) == (ChargeState.UPHELD, 1)


def test_the_space_takes_back_for_a_day_and_the_holder_contests_for_fourteen(
    charge: Charge, ana: Person, dee: Person, as_: As
) -> None:
    at = f"/charges/{charge.reference}/"
    with clock.at(charge.charged_at + A_DAY):
        assert 'value="correct"' not in as_(dee).get(at).content.decode()
        assert 'value="contest"' in as_(ana).get(at).content.decode()
    with clock.at(charge.charged_at + 14 * A_DAY):
        assert 'value="contest"' not in as_(ana).get(at).content.decode()
    with in_hong_kong(MONDAY, 11):
        as_(dee).post(at, {"act": "correct", "reason": "Another Ana."})
    charge.refresh_from_db()
    assert charge.state == ChargeState.TAKEN_BACK


def test_nobody_else_sees_a_charge(charge: Charge, fay: Person, cy: Person, olga: Person, as_: As) -> None:
    for person in (fay, cy, olga):
        assert as_(person).get(f"/charges/{charge.reference}/").status_code == 404
    assert as_(None).get(f"/charge/{charge.reference}.AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert as_(None).get(f"/charge-answer/{sealed(charge, Link.CONTEST)}/").status_code == 404


def test_a_treasurer_enters_a_rate(network: Network, tess: Person, as_: As) -> None:
    at, keeps = f"/networks/{network.slug}/rates/", as_(tess)
    assert "last published on" in said(keeps.get(at))
    assert keeps.post(at, {"currency": "MAD", "day": "2027-01-05", "value": "10,85"}).status_code == 302
    assert "one euro buys 10.85 MAD" in said(keeps.get(at))
    wrong = keeps.post(at, {"currency": "HKD", "day": "2027-01-05", "value": "8"})
    assert (wrong.status_code, "The European Central Bank publishes HKD" in said(wrong)) == (422, True)
    assert PublishedRate.objects.filter(network=network).count() == 1
