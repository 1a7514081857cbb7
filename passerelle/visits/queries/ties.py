"""What ties a person to a space on a day: a visit that was agreed, a membership, being there."""

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import AutoField, DateField, Exists, Q

from passerelle.kit.composed import Composed, Given
from passerelle.members.models import Membership
from passerelle.presence.models import Presence
from passerelle.presence.rules import State
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import EXPECTED

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from passerelle.people.models import Person

PERSON, KEY, DAY = Given("person", AutoField()), Given("key", AutoField()), Given("day", DateField())


class Ties(NamedTuple):
    """Whether a visit was agreed and is not over; whether one is at home there, now or soon; whether one is there."""

    visits: bool
    belongs: bool
    is_here: bool


def _tied() -> "QuerySet[Space, tuple[object, ...]]":
    visits = Visit.objects.filter(person=PERSON, host=KEY, state__in=[state.value for state in EXPECTED])
    lasting = Q(until=None) | Q(until__gt=DAY)
    belongs = Membership.objects.filter(lasting, person=PERSON, space=KEY)
    here = Presence.objects.filter(person=PERSON, space=KEY, day=DAY, state=State.USED)
    return Space.objects.filter(pk=KEY).order_by().values_list(*(Exists(one) for one in (visits, belongs, here)))


_TIES = Composed(_tied, lambda *found: Ties(*map(bool, found)))


def ties_of(person: "Person", space: Space, day: "date") -> Ties:
    """What ties this person to that space on that local day. One query."""
    return _TIES.first(person=person.pk, key=space.pk, day=day) or Ties(False, False, False)
