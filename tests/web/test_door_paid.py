"""At the door of a network in paid mode: yes or no and why, before the press and after it, on either side."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.credentials.queries import code_of, credential_because_of
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import Kind, State
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.queries import poster_code
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, check_in
from passerelle.visits.models import Visit
from tests.makers import make_affiliation
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate
from tests.visits.conftest import MONDAY, TUESDAY, WEDNESDAY, in_hong_kong

As = Callable[[Person | None], Client]


@pytest.fixture
def network(wednesday_noon: datetime, alder: Space, birch: Space) -> Network:
    """One free day, then 150 HKD."""
    network = make_paid_network(terms=Terms(free_days=1, day_price=15000, visitors_a_day=3))
    for space in (alder, birch):
        make_affiliation(space, network)
    make_rate("HKD", date(2027, 1, 4), "8.1500")
    return network


@pytest.fixture
def lot(ana: Person, network: Network) -> Lot:
    """Four days are left on Ana's pass."""
    return make_lot(make_pass(ana, network), used=6, recognised=7388)


@pytest.fixture
def visit(ana: Person, bo: Person, dee: Person, alder: Space, birch: Space, lot: Lot) -> Visit:
    """Ana is at Birch from Monday to Wednesday, and came on Monday, which was free."""
    visit = accept_visit(ask_for_a_visit(Asking(alder, birch, (MONDAY, TUESDAY, WEDNESDAY)), by=ana), by=bo)
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
    return visit


@pytest.fixture
def on_tuesday(visit: Visit) -> Iterator[None]:
    with in_hong_kong(TUESDAY):
        yield


def code(visit: Visit) -> str:
    credential = credential_because_of(visit.ref)
    assert credential is not None
    return f"/C/{code_of(credential)}"


def said(answer: Any) -> str:
    """What the page says, in one line."""
    text = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    band = "".join(re.findall(r'<div class="band (\w+)', answer.content.decode()))
    return band + " " + " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_desk_reads_which_free_day_it_is(visit: Visit, as_: As, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        page = said(as_(dee).get(code(visit)))
    assert "Free day 1 of 1." in page
    assert "free of charge" not in page


@pytest.mark.usefixtures("on_tuesday")
def test_the_desk_reads_that_the_pass_pays_and_what_it_took(visit: Visit, lot: Lot, as_: As, dee: Person) -> None:
    desk = as_(dee)
    page = said(desk.get(code(visit)))
    assert page.startswith("yes")
    assert "Paid by pass: one of the 4 days that are left." in page
    desk.post(code(visit), {"act": "check_in"})
    assert "The pass paid one day; 3 days are left of this lot." in said(desk.get(code(visit)))
    assert Charge.objects.count() == 1


@pytest.mark.usefixtures("on_tuesday")
def test_the_desk_reads_why_not_and_has_no_button(visit: Visit, as_: As, dee: Person) -> None:
    Lot.objects.update(used=10)
    page = said(as_(dee).get(code(visit)))
    assert page.startswith("no")
    assert "No day is left on the pass." in page
    assert "Welcome Ana" not in page
    answer = as_(dee).post(code(visit), {"act": "check_in"})
    assert answer.status_code == 422
    assert "No day is left on the pass." in said(answer)
    assert Charge.objects.count() == 0


@pytest.mark.usefixtures("on_tuesday")
def test_who_pays_as_one_goes_reads_the_price_and_then_what_is_owed(
    visit: Visit, ana: Person, birch: Space, network: Network, as_: As
) -> None:
    Lot.objects.update(used=10)
    make_pass(ana, network, Kind.AS_YOU_GO, price=1815, days=0, on_account=4000)
    address, visitor = f"/poster/{poster_code(birch)}/", as_(ana)
    assert "Paid by pass, on account: €18.15." in said(visitor.get(address))
    visitor.post(address, {"act": "check_in"})
    assert "€18.15 went on the pass’s account, tax included." in said(visitor.get(address))


@pytest.mark.usefixtures("on_tuesday")
def test_the_visitor_reads_at_the_poster_what_it_costs_before_and_after(
    visit: Visit, ana: Person, birch: Space, as_: As
) -> None:
    address, visitor = f"/poster/{poster_code(birch)}/", as_(ana)
    assert "Paid by pass: one of the 4 days that are left." in said(visitor.get(address))
    visitor.post(address, {"act": "check_in"})
    assert "The pass paid one day; 3 days are left of this lot." in said(visitor.get(address))


@pytest.mark.usefixtures("on_tuesday")
def test_the_visitor_reads_at_the_poster_why_not(visit: Visit, ana: Person, birch: Space, as_: As) -> None:
    Pass.objects.update(state=State.BLOCKED)
    page = said(as_(ana).get(f"/poster/{poster_code(birch)}/"))
    assert page.startswith("no")
    assert "The pass is not open" in page
    assert "I am here" not in page


def test_who_drops_in_with_a_pass_reads_the_cost_and_comes_in(
    ana: Person, birch: Space, network: Network, lot: Lot, as_: As
) -> None:
    network.affiliations.filter(space=birch).update(deviations={"free_days": 0, "way": "drop_in"})
    address, visitor = f"/poster/{poster_code(birch)}/", as_(ana)
    with in_hong_kong(TUESDAY):
        page = said(visitor.get(address))
        assert "Paid by pass: one of the 4 days that are left." in page
        assert "one of your free days" not in page
        assert visitor.post(address, {"act": "come_in", "key": "abcdefgh"}).status_code == 302
        assert "The pass paid one day" in said(visitor.get(address))
    assert Charge.objects.get().day == TUESDAY


def test_who_drops_in_without_one_reads_that_no_day_is_free(
    ana: Person, birch: Space, network: Network, as_: As
) -> None:
    network.affiliations.filter(space=birch).update(deviations={"free_days": 0, "way": "drop_in"})
    with in_hong_kong(TUESDAY):
        page = said(as_(ana).get(f"/poster/{poster_code(birch)}/"))
    assert page.startswith("no")
    assert "I am here" not in page


def test_whoever_asks_reads_that_the_pass_pays_and_can_send(lot: Lot, as_: As, ana: Person, network: Network) -> None:
    days = [str(MONDAY), str(TUESDAY)]
    wish = {"home": "alder", "purpose": "work", "days": days, "counted": " ".join(["alder", *days])}
    client = as_(ana)
    page = said(client.post("/spaces/birch/ask/", wish | {"act": "count"}))
    assert "1 day beyond the free ones. Paid by pass: one of the 4 days that are left." in page
    client.post("/spaces/birch/ask/", wish | {"act": "send"})
    assert Visit.objects.get().network == network


def test_whoever_asks_without_a_pass_reads_where_there_is_one(as_: As, ana: Person, network: Network) -> None:
    wish = {"home": "alder", "purpose": "work", "days": [str(MONDAY), str(TUESDAY)], "act": "count"}
    answer = as_(ana).post("/spaces/birch/ask/", wish)
    assert f'href="/networks/{network.slug}/passes/"' in answer.content.decode()
    assert 'value="send"' not in answer.content.decode()


def test_of_two_networks_the_page_shows_the_one_that_reaches(
    lot: Lot, as_: As, ana: Person, visa: Network, alder: Space, birch: Space
) -> None:
    """Three days are free under the visa; the fourth is paid by the pass, and both say so before anything leaves."""
    visas = Terms(free_days=1, visitors_a_day=3)
    Network.objects.filter(pk=visa.pk).update(default_terms=visas.written())
    wish = {"home": "alder", "purpose": "work", "days": [str(MONDAY), str(TUESDAY)], "act": "count"}
    page = said(as_(ana).post("/spaces/birch/ask/", wish))
    assert "Asked under The Pass" in page
