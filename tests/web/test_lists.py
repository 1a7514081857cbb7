"""A list reads no more of a visit than it shows: whatever a line came to need would be a query for each line."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.paginator import Paginator

from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.queries import days_of, visits_of
from passerelle.visits.queries.lists import days_of_many, visits_listed, visits_received_listed
from passerelle.visits.rules import OPEN, Side, State, Word
from passerelle.web.told import next_said
from tests.makers import make_visit

DAY = date(2027, 1, 6)
STEP = timedelta(days=3)


@pytest.fixture
def visits(ana: Person, alder: Space, birch: Space, visa: Network) -> list[Visit]:
    """One in every state, of every word that a home can say and of a holder without one, before and after its day."""
    return [
        make_visit(
            ana,
            None if word is Word.HOLDER else alder,
            birch,
            visa,
            [day, day + timedelta(days=1)],
            state=state,
            word=word,
            terms=Terms().written(),
        )
        for state in State
        for word in Word
        for day in (DAY - STEP, DAY + STEP)
    ]


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("side", Side)
def test_a_line_asks_nothing_more_and_says_the_same_as_the_whole_visit(
    visits: list[Visit],
    side: Side,
    past: bool,
    ana: Person,
    birch: Space,
    wednesday_noon: Any,
    django_assert_num_queries: Any,
) -> None:
    listed = visits_listed(ana, past=past) if side is Side.VISITOR else visits_received_listed(birch, past=past)
    with django_assert_num_queries(2):
        lines = listed[0 : len(visits)]
        days = days_of_many(lines)
    with django_assert_num_queries(0):
        said = {
            line.reference: (next_said(line, side), line.person.name, *line.footing[:2], line.host.town, days[line.pk])
            for line in lines
        }
    assert said == {
        visit.reference: (
            next_said(visit, side), visit.person.name, visit.footing.name, visit.home.town if visit.home else "",
            visit.host.town, days_of(visit),
        )
        for visit in visits_of(ana)
        if (State(visit.state) not in OPEN) is past
    }  # fmt: skip


def test_a_list_is_counted_and_cut_in_the_order_in_which_one_looks_for_it(
    visits: list[Visit], ana: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        page = Paginator(visits_listed(ana, past=False), 7).get_page("2")
        first_days = [visit.first_day for visit in page]
    assert len(visits_listed(ana, past=False)) == page.paginator.count == 2 * len(OPEN) * len(Word)
    assert len(first_days) == 7
    assert first_days == sorted(first_days)
    latest = [visit.first_day for visit in visits_listed(ana, past=True)[0:9]]
    assert latest == sorted(latest, reverse=True)


def test_of_nothing_there_is_an_empty_list(ana: Person) -> None:
    page = Paginator(visits_listed(ana, past=True), 7).get_page("3")
    assert (list(page), page.number) == ([], 1)
    assert days_of_many([]) == {}
