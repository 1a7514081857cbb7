"""A list reads no more of a visit than it shows: whatever a line came to need would be a query for each line."""

from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.queries import as_listed, days_of_many, visits_of, visits_received
from passerelle.visits.rules import Side, State, Word
from passerelle.web.told import next_said
from tests.makers import make_visit

DAY = date(2027, 1, 6)


@pytest.fixture
def visits(ana: Person, alder: Space, birch: Space, visa: Network) -> int:
    """One in every state, of every word that a home can say, before and after its day."""
    made = [
        make_visit(ana, alder, birch, visa, [day], state=state, word=word, terms=Terms().written())
        for state in State
        for word in Word
        for day in (DAY - timedelta(days=3), DAY + timedelta(days=3))
    ]
    return len(made)


@pytest.mark.parametrize("side", Side)
def test_a_line_asks_nothing_more(
    visits: int, side: Side, ana: Person, birch: Space, wednesday_noon: Any, django_assert_num_queries: Any
) -> None:
    mine = visits_of(ana) if side is Side.VISITOR else visits_received(birch)
    with django_assert_num_queries(2):
        listed = list(as_listed(mine))
        days = days_of_many(listed)
        said = [
            (next_said(visit, side), visit.person.name, visit.home.town, visit.host.town, days[visit.pk])
            for visit in listed
        ]
    assert len(said) == visits
    assert all(sentence for sentence, *_ in said)
