"""What a day at a space is to one person, and whether it counts as one of the free days."""

import pytest

from passerelle.people.models import Person
from passerelle.presence.queries import Crowd, crowds, days_taken
from passerelle.presence.rules import Allowance, As, State
from passerelle.spaces.models import Space
from tests.makers import make_presence
from tests.web.visiting import MONDAY, TUESDAY, WEDNESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]


def test_a_day_that_a_pass_pays_is_ones_own_and_not_counted(ana: Person, fay: Person, birch: Space) -> None:
    make_presence(ana, birch, MONDAY)
    make_presence(ana, birch, TUESDAY, quality=As.HOLDER)
    make_presence(fay, birch, TUESDAY)
    make_presence(fay, birch, WEDNESDAY)
    seen = crowds(birch, ana, MONDAY, WEDNESDAY)
    assert seen == {
        MONDAY: Crowd(1, State.HELD, State.HELD),
        TUESDAY: Crowd(2, State.HELD, None),
        WEDNESDAY: Crowd(1, None, None),
    }
    taken = days_taken(ana, birch, Allowance(3, 90), list(seen))
    assert [one.day for one in taken] == [day for day, crowd in seen.items() if crowd.counted]
