"""The usual request of Ana's, and short words for the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest

from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.visits.models import Visit

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 1, day) for day in (18, 19, 20, 21))
LETTERS_OF_AN_ANSWER = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _noon(wednesday_noon: datetime) -> None:
    """It is 6 January 2027, 19 h in Hong Kong, whenever a test does not say otherwise."""


@pytest.fixture
def asks(ana: Person, alder: Space, birch: Space, visa: Network) -> Callable[..., Visit]:
    """Ana asks Birch for days: by default for Monday and Tuesday in two weeks."""

    def ask(*days: date, by: Person = ana, **facts: object) -> Visit:
        return ask_for_a_visit(Asking(alder, birch, days or (MONDAY, TUESDAY), **facts), by=by)  # type: ignore[arg-type]

    return ask


@pytest.fixture
def accepted(asks: Callable[..., Visit], bo: Person) -> Visit:
    """A visit on Monday and Tuesday that Bo has accepted."""
    return accept_visit(asks(), by=bo)


@contextmanager
def in_hong_kong(day: date, hour: int = 10, minute: int = 0) -> Iterator[datetime]:
    """The clock stands at that hour in Hong Kong."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.zone("Asia/Hong_Kong"))
    with clock.at(moment):
        yield moment


def kinds_of_letters(visit: Visit) -> list[str]:
    """What has been written about a visit, in order, withheld letters left out."""
    written = Letter.objects.filter(mentions__ref=visit.ref).exclude(state="withheld")
    return list(written.order_by("pk").values_list("kind", flat=True))
