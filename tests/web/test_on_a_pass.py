"""Pages of somebody who is at home nowhere: buying, asking, the code, the desk and the poster, on a pass alone."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.credentials.queries import code_of, credential_because_of
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Terms, Way
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import State
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.queries import poster_code
from passerelle.visits.access import Link, sealed
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.visits.models import Visit
from tests.makers import make_affiliation, make_member, make_person
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate
from tests.visits.conftest import MONDAY, TUESDAY, in_hong_kong
from tests.web.visiting import answer_page, page_of, vouch_page, words

As = Callable[[Person | None], Client]
ASK = "/spaces/birch/ask/"


@pytest.fixture
def network(wednesday_noon: datetime, alder: Space, birch: Space) -> Network:
    """Two free days for members, then 150 HKD."""
    network = make_paid_network(slug="pass", terms=Terms(free_days=2, day_price=15000, visitors_a_day=3))
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
def visit(gil: Person, bo: Person, birch: Space, network: Network, lot: Lot) -> Visit:
    """Gil is expected at Birch on Monday and Tuesday."""
    return accept_visit(ask_for_a_visit(Asking(network, birch, (MONDAY, TUESDAY)), by=gil), by=bo)


def sent(**facts: Any) -> dict[str, Any]:
    chosen = {"home": "pass:pass", "days": [MONDAY.isoformat()], "act": "send", "key": "k"} | facts
    return {"counted": " ".join([chosen["home"], *chosen["days"]])} | chosen


def drops_in(birch: Space) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"way": Way.DROP_IN})


def test_whoever_has_neither_home_nor_pass_is_told_what_would_do(as_: As, gil: Person, network: Network) -> None:
    page = words(as_(gil).get(ASK))
    assert 'A <a href="/networks/pass/passes/">pass of The Pass</a> is enough to come here.' in page
    assert 'value="pass:pass"' not in page
    make_lot(make_pass(gil, network, state=State.ASKED))
    assert 'value="pass:pass"' not in words(as_(gil).get(ASK))


def test_buying_says_that_no_home_is_needed(as_: As, gil: Person, network: Network, lot: Lot) -> None:
    assert "No home space is needed." in words(as_(None).get("/networks/pass/passes/"))
    page = words(as_(gil).get(f"/networks/pass/passes/{lot.of_pass.product_id}/"))
    assert "no home space and no membership" in page


def test_a_holder_asks_on_the_pass(as_: As, gil: Person, network: Network, lot: Lot) -> None:
    browser = as_(gil)
    page = words(browser.get(ASK))
    assert re.search(r'value="pass:pass" checked', page)
    assert "Paid by pass: one of the 10 days that are left." in page
    assert browser.post(ASK, sent(counted="")).status_code == 200
    response = browser.post(ASK, sent())
    assert response.status_code == 302
    visit = Visit.objects.get()
    assert (visit.home, visit.word) == (None, "holder")
    assert "Your pass of The Pass pays each of them" in words(browser.get(response.url))


def test_days_on_which_the_pass_is_over_are_told_before_sending(
    as_: As, gil: Person, network: Network, lot: Lot
) -> None:
    Lot.objects.update(ends_on=MONDAY)
    page = words(as_(gil).post(ASK, sent(act="count")))
    assert "No pass of The Pass is in force on 18 January." in page
    assert 'value="send"' not in page
    assert "/networks/pass/passes/" in page
    assert as_(gil).post(ASK, sent()).status_code == 422


def test_fewer_days_left_than_asked_for_are_told(as_: As, gil: Person, network: Network, lot: Lot) -> None:
    Lot.objects.update(used=9, recognised=11083)
    days = [MONDAY.isoformat(), TUESDAY.isoformat()]
    assert "Fewer days are left on it than you ask for" in words(as_(gil).post(ASK, sent(act="count", days=days)))


def test_a_member_with_a_pass_chooses(as_: As, gil: Person, alder: Space, network: Network, lot: Lot) -> None:
    make_member(gil, alder)
    page = words(as_(gil).get(ASK))
    assert re.search(r'value="alder" checked', page)
    assert 'value="pass:pass"' in page
    as_(gil).post(ASK, sent(home="alder"))
    assert Visit.objects.get().home == alder


def test_a_member_reads_that_the_pass_pays_beyond_the_free_days(
    as_: As, gil: Person, alder: Space, network: Network
) -> None:
    make_member(gil, alder)
    asked = sent(home="alder", act="count", days=[f"2027-01-{day:02}" for day in (11, 12, 13)])
    assert f"A pass of {network.name} pays for days here" in words(as_(gil).post(ASK, asked))
    make_lot(make_pass(gil, network))
    after = words(as_(gil).post(ASK, asked))
    assert "Paid by pass" in after
    assert "A day is used when you check in, never before" in after
    assert "Untick" not in after


def test_a_pass_of_somebody_else_is_not_chosen(as_: As, fay: Person, network: Network, lot: Lot) -> None:
    as_(fay).post(ASK, sent())
    assert Visit.objects.count() == 0


def test_the_visit_is_its_holders_and_its_hosts_alone(
    as_: As, gil: Person, fay: Person, bo: Person, cy: Person, visit: Visit
) -> None:
    assert [as_(who).get(page_of(visit)).status_code for who in (gil, bo, fay, cy)] == [200, 200, 404, 404]
    assert as_(None).get(page_of(visit)).status_code == 302
    assert as_(None).get(vouch_page(visit)).status_code == 404
    assert as_(bo).post(vouch_page(visit), {"act": "vouch"}).status_code == 404


def test_the_visitors_slip_shows_the_pass(as_: As, gil: Person, visit: Visit) -> None:
    page = words(as_(gil).get(page_of(visit)))
    assert re.search(r'<p class="over">Pass</p><p class="town">The Pass</p>', page)
    assert page.count("expected</td>") == 2
    assert "Your free days here" not in page
    assert "opens no door" not in page
    Pass.objects.update(state=State.ENDED)
    page = words(as_(gil).get(page_of(visit)))
    assert "The code opens no door as things stand" in page
    assert "There is no pass of this network that could pay." in page
    assert "/networks/pass/passes/" in page


def test_the_host_reads_what_it_rests_on(as_: As, bo: Person, gil: Person, birch: Space, visit: Visit) -> None:
    asked = ask_for_a_visit(Asking(visit.network, birch, (date(2027, 1, 25),)), by=gil)
    assert "Gil Osman, with a pass of <strong>The Pass</strong>, asks for" in words(as_(None).get(answer_page(asked)))
    assert "with a pass of <strong>The Pass</strong>, comes on" in words(as_(None).get(answer_page(visit)))
    page = words(as_(bo).get(page_of(visit)))
    assert "Gil Osman holds a pass of The Pass: it speaks for itself" in page
    assert "Pass of The Pass" in words(as_(bo).get("/desk/birch/visitors/"))


def test_the_desk_reads_the_pass_and_presses_once(as_: As, dee: Person, visit: Visit) -> None:
    credential = credential_because_of(visit.ref)
    assert credential is not None
    with in_hong_kong(MONDAY):
        today = words(as_(dee).get("/desk/birch/"))
        assert "Pass of The Pass" in today
        assert "a pass pays" in today
        address = f"/C/{code_of(credential)}"
        stranger = words(as_(None).get(address))
        assert "Gil Osman holds a pass of <strong>The Pass</strong>." in stranger
        assert "members, free of charge" not in stranger
        page = words(as_(dee).get(address))
        assert "You can also ask" not in page
        assert "Paid by pass: one of the 10 days that are left." in page
        for _ in range(2):
            assert as_(dee).post(address, {"act": "check_in"}).status_code == 302
        assert "The pass paid one day; 9 days are left of this lot." in words(as_(dee).get(address))
    assert Charge.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": State.WITHDRAWN}, "There is no pass of this network that could pay."),
        ({"state": State.BLOCKED}, "The pass is not open"),
    ],
)
def test_the_code_says_no_and_why_once_the_pass_is_not_open(
    change: dict[str, Any], said: str, as_: As, dee: Person, visit: Visit
) -> None:
    Pass.objects.update(**change)
    credential = credential_because_of(visit.ref)
    assert credential is not None
    with in_hong_kong(MONDAY):
        page = words(as_(dee).get(f"/C/{code_of(credential)}"))
        assert "The pass cannot pay today." in page
        assert said in page
        assert 'value="check_in"' not in page
        response = as_(dee).post("/desk/birch/", {"visit": visit.reference})
        assert response.status_code == 422
    assert Charge.objects.count() == 0


def test_the_letters_link_notes_the_arrival(as_: As, visit: Visit) -> None:
    with in_hong_kong(MONDAY):
        assert as_(None).post(f"/arrival/{sealed(visit, Link.ARRIVAL)}/", {"act": "check_in"}).status_code == 302
    assert Charge.objects.count() == 1


def test_a_holder_drops_in_by_the_poster(as_: As, gil: Person, birch: Space, network: Network, lot: Lot) -> None:
    drops_in(birch)
    browser, poster = as_(gil), f"/poster/{poster_code(birch)}/"
    with in_hong_kong(MONDAY):
        page = words(browser.get(poster))
        assert "Birch receives holders of a pass of The Pass without a word beforehand." in page
        assert browser.post(poster, {"act": "come_in", "key": "k"}).status_code == 302
    assert (Visit.objects.get().state, Charge.objects.count()) == ("arrived", 1)


def test_the_poster_says_why_a_pass_cannot_pay_and_where_to_buy(
    as_: As, gil: Person, birch: Space, network: Network, lot: Lot
) -> None:
    drops_in(birch)
    Lot.objects.update(used=10)
    browser, poster = as_(gil), f"/poster/{poster_code(birch)}/"
    with in_hong_kong(MONDAY):
        page = words(browser.get(poster))
        assert "The pass cannot pay today." in page
        assert "No day is left on the pass." in page
        assert "/networks/pass/passes/" in page
        assert browser.post(poster, {"act": "come_in", "key": "k"}).status_code == 422
    assert Visit.objects.count() == 0


def test_the_poster_tells_whoever_has_neither_what_would_do(
    as_: As, gil: Person, birch: Space, network: Network
) -> None:
    with in_hong_kong(MONDAY):
        page = words(as_(gil).get(f"/poster/{poster_code(birch)}/"))
    assert "Passes of The Pass" in page
    assert "No home space is needed." in page


def test_where_no_free_day_is_left_at_home_a_pass_lets_in(
    as_: As, gil: Person, alder: Space, birch: Space, visa: Network, network: Network, lot: Lot
) -> None:
    drops_in(birch)
    make_member(gil, alder)
    network.affiliations.filter(space=alder).delete()
    visa.affiliations.filter(space=birch).update(deviations={"way": Way.DROP_IN, "free_days": 0})
    with in_hong_kong(MONDAY):
        page = words(as_(gil).get(f"/poster/{poster_code(birch)}/"))
    assert "holders of a pass of The Pass without a word" in page


def test_a_place_that_reads_no_letters_gets_a_text_about_the_pass(
    as_: As, gil: Person, birch: Space, network: Network, lot: Lot
) -> None:
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None)
    page = words(as_(gil).get(ASK))
    assert "I hold a pass of The Pass" in page
    assert "I am a member" not in page
