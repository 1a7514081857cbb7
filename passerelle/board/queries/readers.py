"""What ties somebody to the board of a space, asked in one query: every page of the board begins with it."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import AutoField, DateField, Exists, Q, Subquery

from passerelle.kit.composed import Composed, Given
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import State
from passerelle.spaces.models import Space, Staff
from passerelle.visits.models import Visit
from passerelle.visits.rules import EXPECTED

if TYPE_CHECKING:
    from django.db.models import QuerySet

PERSON, KEY, DAY = Given("person", AutoField()), Given("key", AutoField()), Given("day", DateField())


class Tied(NamedTuple):
    """The role on the team (empty for none), whether one is a member on that day, whether one comes, will belong or is
    there besides, and who reads the board (empty where the space has not said).
    """

    role: str
    is_member: bool
    comes: bool
    readers: str


def _tied() -> "QuerySet[Space, tuple[object, ...]]":
    lasting = Membership.objects.filter(Q(until=None) | Q(until__gt=DAY), person=PERSON, space=KEY)
    visits = Visit.objects.filter(person=PERSON, host=KEY, state__in=[state.value for state in EXPECTED])
    here = Presence.objects.filter(person=PERSON, space=KEY, day=DAY, state=State.USED)
    role = Staff.objects.filter(person=PERSON, space=KEY).order_by().values("role")
    comes = Q(Exists(visits)) | Q(Exists(lasting)) | Q(Exists(here))
    found = Space.objects.filter(pk=KEY).order_by().annotate(comes=comes)
    return found.values_list(Subquery(role), Exists(lasting.filter(since__lte=DAY)), "comes", "board__readers")


_TIED = Composed(
    _tied,
    lambda role, is_member, comes, readers: Tied(role or "", bool(is_member), bool(comes), readers or ""),
)


def tied_to(person: Person | None, space: Space, day: date) -> Tied:
    """What ties this person, or nobody in particular, to that board on a local day. One query."""
    key = person.pk if person else None
    return _TIED.first(person=key, key=space.pk, day=day) or Tied("", False, False, "")
