"""What can be asked about spaces."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import cos, radians
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import AutoField, Exists, F, FloatField, OuterRef, Q, QuerySet, SlugField
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Abs, Least

from passerelle.kit import clock
from passerelle.kit.composed import Composed, Given, whole
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.places import Point, box_around, distance_km
from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import check, seal, sign, unseal
from passerelle.people.models import Person
from passerelle.spaces.models import Closure, Invitation, Staff
from passerelle.spaces.models import Space as Space
from passerelle.spaces.rules import INVITATION_LASTS, Closed, OfficeHours, Role, office_hours

KEY, KEYS = Given("key", AutoField()), Given("keys", AutoField())
_AT = whole(Space, lambda spaces: spaces.filter(slug=Given("slug", SlugField())).order_by())
_ROLES_OF = whole(Staff, lambda staff: staff.filter(person=KEY).order_by("space__name"), "space")
_STAFF_OF = whole(Staff, lambda staff: staff.filter(space=KEY).order_by("since"), "person")
_CLOSED = Composed(lambda: Closure.objects.filter(space=KEY).order_by().values_list("since", "until"), Closed)
LOOKING_KM = (10.0, 100.0)
"""How far one looks first; only then as far as was asked."""


def space_at(slug: str) -> Space | None:
    """The space with this name in the address, also one that was joined into another."""
    return _AT.first(slug=slug) if can_be_asked_for(slug) else None


def hours_of(space: Space) -> OfficeHours:
    """The opening hours of a space, closed dates taken out. One query."""
    return office_hours(space.hours, space.country, _CLOSED.all(key=space.pk))


def hours_beside(spaces: Iterable[Space], closed: Mapping[int, Sequence[Closed]]) -> dict[int, OfficeHours]:
    """The opening hours of spaces of which is known when they are closed, by the space's key. No query."""
    return {space.pk: office_hours(space.hours, space.country, closed.get(space.pk, ())) for space in spaces}


def closures_ahead(space: Space) -> QuerySet[Closure]:
    """The closed dates that are not over yet, the next first."""
    return space.closures.filter(until__gt=today_at(space)).order_by("since", "id")


def closure_of(space: Space, key: int) -> Closure | None:
    """One span of closed days of this space."""
    return space.closures.filter(pk=key).first()


def today_at(space: Space) -> date:
    """The local date at the space."""
    return clock.local_day(space.time_zone)


def nearest_of(
    spaces: QuerySet[Space], here: Space, within_km: float = 3000, at_most: int = 1
) -> list[tuple[Space, float]]:
    """Those of `spaces` that are nearest to `here`, itself left out, each with its distance; none if it has no place.

    One looks around it further and further until there are enough: at most three queries, one where spaces are many.
    """
    others = spaces.exclude(pk=here.pk)
    found: list[tuple[Space, float]] = []
    for km in (*(step for step in LOOKING_KM if step < within_km), within_km):
        found = nearest_within(others, here.point, km, at_most)
        if len(found) >= at_most:
            break
    return found


def nearest_within(
    spaces: QuerySet[Space], here: Point | None, within_km: float, at_most: int
) -> list[tuple[Space, float]]:
    """The nearest of `spaces` within so many kilometres of a point, each with its distance. One query.

    A box by the index, roughly in order, then the exact distances of a few more than are asked for: far away a flat
    map puts neighbours in a doubtful order.
    """
    if here is None:
        return []
    around = _in_a_box_around(spaces, here, within_km).order_by(roughly_away(here))[: max(at_most, 25)]
    away = ((found, distance_km(here, found.point)) for found in around if found.point is not None)
    return sorted((pair for pair in away if pair[1] <= within_km), key=lambda pair: pair[1])[:at_most]


def spaces_that_answer() -> QuerySet[Space]:
    """The spaces to which requests can be put: their address is confirmed and they take part."""
    answers = Space.objects.filter(email_confirmed_at__isnull=False, takes_no_part_since=None, joined_into=None)
    return answers.exclude(email="")


def addresses_between(first: int, last: int) -> list[str]:
    """The names in the address of the spaces whose keys lie between these two, `last` excluded, in their order."""
    found = Space.objects.filter(pk__gte=first, pk__lt=last, joined_into=None)
    return list(found.order_by("pk").values_list("slug", flat=True))


def last_key() -> int:
    """The key of the space that was listed last; 0 where there is none."""
    return Space.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def how_many_that_answer() -> int:
    """To how many spaces a request can be put."""
    return spaces_that_answer().count()


def _in_a_box_around(spaces: QuerySet[Space], here: Point, within_km: float) -> QuerySet[Space]:
    """The spaces in a box that holds the circle; near a pole or the antimeridian, those of the whole belt."""
    box = box_around(here, within_km)
    found = spaces.filter(joined_into=None, latitude__range=(box.south, box.north))
    return found if box.is_a_belt else found.filter(longitude__range=(box.west, box.east))


def roughly_away(here: Point) -> CombinedExpression:
    """The square of a distance as on a flat map: good enough to put neighbours in order."""
    return _flat_square(here.latitude, here.longitude, cos(radians(here.latitude)) ** 2)


def roughly_away_given() -> CombinedExpression:
    """The same for a composed query, which is given what `flat` says of the point."""
    return _flat_square(*(Given(name, FloatField()) for name in ("high", "across", "narrower")))


def flat(here: Point) -> dict[str, float]:
    """What `roughly_away_given` is to be given for a point."""
    return {"high": here.latitude, "across": here.longitude, "narrower": cos(radians(here.latitude)) ** 2}


def _flat_square(high: Any, across: Any, narrower: Any) -> CombinedExpression:
    north = F("latitude") - high
    east = Abs(F("longitude") - across)
    short_way = Least(east, 360.0 - east)
    square: CombinedExpression = north * north + short_way * short_way * narrower
    return square


def roles_of(person: Person) -> list[Staff]:
    """For which spaces this person acts, and as what, by the space's name."""
    return _ROLES_OF.all(key=person.pk)


def _as_signed_in(acts_for_spaces: bool, *values: Any) -> Person:
    person = Person.from_db(DEFAULT_DB_ALIAS, _OF_A_PERSON, values)
    person.acts_for_spaces = acts_for_spaces  # type: ignore[attr-defined]
    return person


_OF_A_PERSON = [field.attname for field in Person._meta.concrete_fields]
_SIGNED_IN = Composed(
    lambda: Person.objects.filter(pk=KEY, is_active=True).values_list(
        Exists(Staff.objects.filter(person=OuterRef("pk"))), *_OF_A_PERSON
    ),
    _as_signed_in,
)


def person_signed_in(key: int) -> Person | None:
    """Who is signed in, and whether they act for a space: both are asked on every page, so they are asked together."""
    return _SIGNED_IN.first(key=key)


def acts_for_a_space(person: Person) -> bool:
    """Whether this person acts for any space."""
    known: bool | None = getattr(person, "acts_for_spaces", None)
    return Staff.objects.filter(person=person).exists() if known is None else known


def spaces_managed_alone_by(person: Person) -> list[Space]:
    """The spaces that would be left without a manager if this person left, by name."""
    mine = Space.objects.filter(staff__in=Staff.objects.filter(person=person, role=Role.MANAGER))
    others = Staff.objects.filter(space=OuterRef("pk"), role=Role.MANAGER).exclude(person=person)
    return list(mine.filter(~Exists(others)).order_by("name"))


def staff_of(space: Space) -> list[Staff]:
    """Who acts for this space, managers first."""
    order = {Role.MANAGER: 0, Role.DESK: 1}
    return sorted(_STAFF_OF.all(key=space.pk), key=lambda staff: order[Role(staff.role)])


def managers_of(space: Space) -> list[Person]:
    """The people who manage this space, the longest standing first."""
    found = (
        space.staff.filter(role=Role.MANAGER, person__is_active=True).select_related("person").order_by("since", "id")
    )
    return [staff.person for staff in found]


def address_link(space: Space) -> str:
    """What the link in the letter to the space's address carries: it holds for this address only."""
    return f"{space.pk}.{sign('confirm_address', f'{space.pk} {space.email}')}"


def space_by_address_link(link: str) -> Space:
    """The space whose present address got this link.

    Raises Refusal `link_not_valid`, also when the address has changed since.
    """
    key, _, signature = link.partition(".")
    space = Space.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    if space is None or not check("confirm_address", f"{space.pk} {space.email}", signature):
        raise Refusal("link_not_valid")
    return space


def poster_code(space: Space) -> str:
    """What the QR code of the posters in force carries; a poster printed before the last renewal is refused."""
    return seal("poster", f"{space.pk}-{space.poster_number}")


def space_by_poster(code: str) -> Space:
    """The space whose poster in force carries `code`.

    Raises Refusal `link_not_valid`; `poster_is_old` where the space has printed a new one since.
    """
    key, _, number = unseal("poster", code).partition("-")
    space = Space.objects.filter(pk=int(key)).first()
    if space is None:
        raise Refusal("link_not_valid")
    if number != str(space.poster_number):
        raise Refusal("poster_is_old")
    return space


def invitation_at(reference: str) -> Invitation | None:
    """The invitation with this reference, open or not."""
    return Invitation.objects.select_related("space", "invited_by").filter(reference=reference).first()


def open_invitations(space: Space) -> QuerySet[Invitation]:
    """Invitations to act for this space that nobody has accepted yet."""
    return space.invitations.filter(Q(accepted_at=None), Q(withdrawn_at=None)).order_by("invited_at")


def invitation_is_good(invitation: Invitation) -> bool:
    """Whether the letter's link can still be used: it is for two weeks."""
    is_open = invitation.accepted_at is None and invitation.withdrawn_at is None
    return is_open and clock.now() < invitation.invited_at + INVITATION_LASTS
