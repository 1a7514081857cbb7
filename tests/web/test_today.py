"""Today: what a manager reads first, in few queries however full the house is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.board.queries.today import figures_of
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.presence.rules import As as Quality
from passerelle.presence.rules import State
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, ask_for_a_visit
from passerelle.welcome.actions import write_first_hour
from passerelle.welcome.rules import OLD_AFTER, Said, Topic, Wifi
from tests.makers import WEDNESDAY_NOON, make_person, make_presence
from tests.web.test_door import said

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
PAGE = "/manage/birch/today/"
TODAY = date(2027, 1, 6)


def comes(name: str, space: Space, quality: Quality = Quality.MEMBER, day: date = TODAY) -> None:
    used = {"state": State.USED, "used_at": WEDNESDAY_NOON, "quality": quality}
    make_presence(make_person(name), space, day, **used)


def test_only_managers_read_it(as_: As, birch: Space, bo: Person, dee: Person, ana: Person, cy: Person) -> None:
    assert as_(bo).get(PAGE).status_code == 200
    for person in (dee, ana, cy):
        assert as_(person).get(PAGE).status_code == 404


def test_figures_count_the_day_of_this_space_alone(birch: Space, cedar: Space) -> None:
    make_presence(make_person(), birch, TODAY)
    make_presence(make_person(), birch, TODAY + timedelta(days=1))
    make_presence(make_person(), cedar, TODAY)
    for quality in Quality:
        comes("Here", birch, quality)
    comes("Yesterday", birch, day=TODAY - timedelta(days=1))
    comes("Elsewhere", cedar)
    figures = figures_of(birch, TODAY)
    assert (figures.expected, figures.visitors, figures.members, figures.here) == (1, 2, 1, 3)


def test_who_comes_who_is_here_and_what_is_asked(
    as_: As, birch: Space, bo: Person, ana: Person, alder: Space, visa: Network
) -> None:
    make_presence(make_person("Eva Expected"), birch, TODAY)
    comes("Hans Here", birch)
    ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),)), by=ana)
    page = said(as_(bo).get(PAGE))
    for words in ("Eva Expected", "Hans Here", "member, since 19:00", "Ana Duarte", "Answer</a>", "lapses on"):
        assert words in page
    assert "lapses within a day" not in page


def test_a_request_about_to_lapse_is_said_first(
    as_: As, birch: Space, bo: Person, ana: Person, alder: Space, visa: Network
) -> None:
    visit = ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),)), by=ana)
    assert visit.lapse_at is not None
    with clock.at(visit.lapse_at - timedelta(hours=23)):
        assert "1 request lapses within a day" in said(as_(bo).get(PAGE))
    with clock.at(visit.lapse_at - timedelta(hours=25)):
        assert "lapses within a day" not in said(as_(bo).get(PAGE))


def test_the_first_hour_is_asked_for_and_grows_old(as_: As, birch: Space, bo: Person) -> None:
    browser = as_(bo)
    assert "/manage/birch/first-hour/" in said(browser.get(PAGE)).split('class="to-do"')[1]
    write_first_hour(birch, {Topic.DOOR: Said("Sonnez.")}, Wifi(), by=bo)
    assert 'class="to-do"' not in said(browser.get(PAGE))
    with clock.at(WEDNESDAY_NOON + OLD_AFTER + timedelta(minutes=1)):
        assert "does it still hold?" in said(as_(bo).get(PAGE))


def test_it_costs_eight_queries_however_full_the_house_is(
    as_: As, birch: Space, bo: Person, ana: Person, alder: Space, visa: Network, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        comes(f"Member {number:02}", birch)
        make_presence(make_person(f"Visitor {number:02}"), birch, TODAY)
    ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),)), by=ana)
    browser = as_(bo)
    with django_assert_max_num_queries(8):
        page = said(browser.get(PAGE))
    assert page.count("and 22 more") == 2


def test_a_manager_lands_on_it(as_: As, birch: Space, bo: Person, dee: Person) -> None:
    assert PAGE in said(as_(bo).get("/manage/"))
    assert PAGE not in said(as_(dee).get("/manage/"))
    nav = said(as_(bo).get("/manage/birch/")).split('class="tabs')[1]
    assert nav.index(PAGE) < nav.index("/closures/")
