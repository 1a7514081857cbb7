"""What can be asked about resources and bookings."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from passerelle.bookings.models import Booking as Booking  # doors and rooms above take the names from here
from passerelle.bookings.models import Claim
from passerelle.bookings.models import Resource as Resource
from passerelle.bookings.rules import STANDING, As, Letting, State
from passerelle.bookings.rules.having import Place, next_free, price_of, why_not
from passerelle.bookings.rules.paying import goes_back, shares
from passerelle.bookings.rules.steps import DAY, Unit, Wall, quarters_of_day, steps_of
from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.members.models import Membership
from passerelle.members.queries import belonging_of
from passerelle.payments.models import Payment
from passerelle.payments.rules import WAITING
from passerelle.people.models import Person
from passerelle.people.queries import person_at
from passerelle.presence.models import Presence
from passerelle.presence.queries import visitor_days
from passerelle.provisions.models import Provision
from passerelle.spaces.access import is_staff_of
from passerelle.spaces.models import Space, Staff
from passerelle.spaces.queries import today_at
from passerelle.spaces.rules import Closed, office_hours

LOOKS_AHEAD = timedelta(days=21)
"""How far the next free time is looked for."""
FEED_BACK, FEED_AHEAD, FEED_MOST = timedelta(days=31), timedelta(days=400), 2000
BUSY, NAMES = "room-feed", "room-feed-names"
WITH_ITS_PLACE = ("resource__space", "person", "sale")


@dataclass(frozen=True)
class Taken:
    """What one step is taken by: a booking, whose it is, and how they are called."""

    booking: str
    person: int
    name: str


def resources_of(space: Space) -> QuerySet[Resource]:
    """What can be had at this space, by name."""
    return space.resources.filter(retired_at=None).order_by("name", "id")


class Behind(NamedTuple):
    """Who acts for a space, since longest first; whether it lets rooms, and offers services: nobody else could."""

    staff: list[Staff]
    lets_rooms: bool
    has_services: bool


def behind(space: Space) -> Behind:
    """Who stands behind a space, and what its page has to ask further. One query."""
    let = Resource.objects.filter(space=OuterRef("space"), retired_at=None)
    offered = Provision.objects.filter(space=OuterRef("space"), offered=True)
    found = Staff.objects.filter(space=space).annotate(lets_rooms=Exists(let), has_services=Exists(offered))
    staff = list(found.select_related("person").order_by("since"))
    return Behind(list[Staff](staff), any(one.lets_rooms for one in staff), any(one.has_services for one in staff))


def all_resources_of(space: Space) -> QuerySet[Resource]:
    """The same with what is out of use, that last."""
    return space.resources.order_by("retired_at", "name", "id")


def resource_called(space_slug: str, reference: str) -> Resource | None:
    """The resource of this space with this public name, retired or not, with its space."""
    if not (can_be_asked_for(space_slug) and can_be_asked_for(reference)):
        return None
    found = Resource.objects.select_related("space", "tax").filter(reference=reference, space__slug=space_slug)
    return found.first()


def closed_dates(space: Space) -> list[Closed]:
    """When the space is closed. One query."""
    return [Closed(*span) for span in space.closures.order_by().values_list("since", "until")]


def place_of(resource: Resource, closed: Collection[Closed] | None = None) -> Place:
    """Its clock, and its hours with the space's closed dates taken out. One query, unless these are given."""
    space = resource.space
    shut = closed_dates(space) if closed is None else closed
    return Place(space.time_zone, office_hours(resource.hours or space.hours, space.country, shut))


def steps_between(resource: Resource, since: date, until: date) -> range:
    """The steps of its local days, `until` excluded."""
    if resource.unit == Unit.DAY:
        return range(since.toordinal(), until.toordinal())
    zone = resource.space.time_zone
    return range(quarters_of_day(since, zone).start, quarters_of_day(until, zone).start)


def steps_taken(resource: Resource, since: date, until: date) -> dict[int, Taken]:
    """What is taken of these local days, `until` excluded. One query."""
    steps = steps_between(resource, since, until)
    rows = Claim.objects.filter(resource=resource, step__gte=steps.start, step__lt=steps.stop)
    return {step: Taken(*about) for step, *about in rows.values_list(*_TAKEN)}


_TAKEN = ("step", "booking__reference", "booking__person", "booking__person__name")


def taken_on(resources: Collection[Resource], day: date) -> dict[int, dict[int, Taken]]:
    """What is taken on one local day of each of these resources of one space, by the resource's key. One query."""
    found: dict[int, dict[int, Taken]] = {one.pk: {} for one in resources}
    bounds = [steps_between(one, day, day + DAY) for one in resources]
    if not bounds:
        return found
    rows = Claim.objects.none()
    for unit in Unit:
        keys = [one.pk for one in resources if one.unit == unit]
        steps = next((steps for one, steps in zip(resources, bounds, strict=True) if one.unit == unit), range(0))
        rows |= Claim.objects.filter(resource__in=keys, step__gte=steps.start, step__lt=steps.stop)
    for key, step, *about in rows.values_list("resource", *_TAKEN):
        found[key][step] = Taken(*about)
    return found


def who_on(person: Person, space: Space, spans: Collection[Collection[date]]) -> list[As]:
    """What a person is to a space on each of these spans of local days, leaving staff aside. At most two queries.

    A member, by a membership in force on every day of the span; a visitor, with each of its days held or used there.
    """
    belonging = belonging_of(person, space)
    days = {day for span in spans for day in span}
    found = visitor_days().filter(person=person, space=space, day__gte=min(days), day__lte=max(days))
    expected: set[date] | None = None
    said = []
    for span in spans:
        if belonging and belonging.since <= min(span) and (belonging.until is None or max(span) < belonging.until):
            said.append(As.MEMBER)
            continue
        expected = set(found.values_list("day", flat=True)) if expected is None else expected
        said.append(As.VISITOR if expected.issuperset(span) else As.ANYBODY)
    return said


@dataclass(frozen=True)
class Time:
    """One time that is wanted: what it costs without tax, and why it cannot be had, if it cannot.

    `is_paid_first` where it stands only once it is paid.
    """

    wall: Wall
    price: int
    refusal: Refusal | None = None
    is_paid_first: bool = False


def times_of(resource: Resource, walls: Sequence[Wall], person: Person, *, by_staff: bool) -> list[Time]:
    """What each of these times would cost this person, and which of them cannot be had. At most four queries."""
    place, letting, now = place_of(resource), resource.letting, clock.now()
    whole = [wall for wall in walls if wall.ends > wall.begins]
    taken = _steps_taken_of(resource, [steps_of(letting.unit, one, place.zone, letting.buffer) for one in whole])
    roles = who_on(person, resource.space, [wall.days for wall in whole]) if whole else []
    standing = dict(zip(whole, roles, strict=True))
    times = []
    for wall in walls:
        who = standing.get(wall, As.ANYBODY)
        refusal = _why_not(letting, wall, place, now, As.STAFF if by_staff else who, taken)
        price = 0 if refusal else price_of(letting, wall, place, who)
        first = bool(price) and resource.is_sold and letting.is_paid_first_by(As.STAFF if by_staff else who)
        times.append(Time(wall, price, refusal, first))
        if refusal is None:
            taken.update(steps_of(letting.unit, wall, place.zone, letting.buffer))
    return times


def asked_for(resource: Resource, times: Sequence[Time]) -> list[int]:
    """What is asked for each of these times, with tax; nothing where it is settled at the desk."""
    if resource.tax is None or not resource.is_sold:
        return [0] * len(times)
    return shares([one.price for one in times], resource.tax.percent_bp)


def asked_in_all(resource: Resource, times: Sequence[Time]) -> int:
    """What these times come to: with tax where they are sold, without where they are settled at the desk."""
    return sum(asked_for(resource, times) if resource.is_sold else [one.price for one in times])


def _why_not(
    letting: Letting, wall: Wall, place: Place, now: datetime, who: As, taken: Collection[int]
) -> Refusal | None:
    if why := why_not(letting, wall, place, now, who):
        return Refusal("booking_not_possible", why=why, letting=letting)
    if not letting.welcomes(who):
        return Refusal("resource_is_not_for_you", open_to=letting.open_to)
    if any(step in taken for step in steps_of(letting.unit, wall, place.zone, letting.buffer)):
        return Refusal("resource_is_taken")
    return None


def _steps_taken_of(resource: Resource, wanted: Collection[range]) -> set[int]:
    """Which of these steps are taken. One query, however many times there are."""
    either = Q()
    for steps in wanted:
        either |= Q(step__gte=steps.start, step__lt=steps.stop)
    if not wanted:
        return set()
    return set(Claim.objects.filter(either, resource=resource).values_list("step", flat=True))


def somebody_known_at(space: Space, address: str) -> Person | None:
    """Whoever goes by this mail address and is known at the space: a member, a visitor, staff, or who has booked there.

    Nobody else is found, so that a desk cannot try addresses to learn who is known elsewhere.
    """
    person = person_at(address)
    if person is None:
        return None
    is_known = (
        is_staff_of(person, space)
        or Membership.objects.filter(person=person, space=space).exists()
        or Presence.objects.filter(person=person, space=space).exists()
        or Booking.objects.filter(person=person, resource__space=space).exists()
    )
    return person if is_known else None


def free_next(resource: Resource, wall: Wall, who: As) -> Wall | None:
    """The soonest time of the same length at which it can be had, from the hour asked on; None within three weeks."""
    first = max(wall.begins.date(), today_at(resource.space))
    until = first + LOOKS_AHEAD
    taken = steps_taken(resource, first, until + DAY * (len(wall.days) + resource.buffer))
    return next_free(resource.letting, wall, place_of(resource), taken, until, clock.now(), who)


def booking_called(reference: str) -> Booking | None:
    """The booking with this public name, with all who have to do with it."""
    if not can_be_asked_for(reference):
        return None
    return Booking.objects.select_related(*WITH_ITS_PLACE).filter(reference=reference).first()


def bookings_of(person: Person) -> QuerySet[Booking]:
    """This person's bookings."""
    return person.bookings.select_related("resource__space", "person").order_by("begins_at", "id")


def ahead_of(bookings: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    """Those that stand and are not over, the soonest first."""
    return bookings.filter(state__in=STANDING, ends_at__gt=now).order_by("begins_at", "id")


def behind_of(bookings: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    """Those that are over or cancelled, the latest first."""
    return bookings.exclude(state__in=STANDING, ends_at__gt=now).order_by("-begins_at", "-id")


def bookings_at(space: Space) -> QuerySet[Booking]:
    """All bookings of this space's resources."""
    return Booking.objects.filter(resource__space=space).select_related(*WITH_ITS_PLACE)


IS_UNPAID = Exists(
    Payment.objects.filter(cause=Concat(Value("sale:"), Cast(OuterRef("sale"), TextField())), state__in=sorted(WAITING))
)


def unpaid_of(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Those of these bookings whose money is still awaited, the soonest first."""
    return bookings.filter(IS_UNPAID, sale__isnull=False).order_by("begins_at", "id")


def awaited_for(bookings: Collection[Booking]) -> dict[int, Payment]:
    """The payments that are awaited for these bookings, by the key of their sale. One query."""
    causes = {f"sale:{one.sale_id}" for one in bookings if one.sale_id}
    waiting = Payment.objects.filter(cause__in=causes, state__in=WAITING).select_related("space", "network", "taken_by")
    return {int(one.cause.partition(":")[2]): one for one in waiting} if causes else {}


def can_still_cancel(booking: Booking, now: datetime) -> bool:
    """Whether the person it is for may cancel it, and owes nothing then. What is held only so far always goes."""
    return booking.state == State.HELD or (booking.state == State.BOOKED and now <= booking.cancel_until)


def can_cancel_late(booking: Booking, now: datetime) -> bool:
    """Whether the person may give it back all the same until it begins: then only the stated part is not owed."""
    return booking.state == State.BOOKED and booking.sale_id is not None and now < booking.begins_at


def what_goes_back(bookings: Collection[Booking], now: datetime, *, by_space: bool) -> dict[int, int]:
    """What of each of these would not be owed if they were cancelled now, by their keys."""
    return {
        one.pk: goes_back(one.asked, one.late_back, is_whole=by_space or can_still_cancel(one, now)) for one in bookings
    }


def is_ahead(booking: Booking, now: datetime) -> bool:
    """Whether it stands and is not over: until then the space may cancel it."""
    return booking.state in STANDING and now < booking.ends_at


def following(booking: Booking) -> QuerySet[Booking]:
    """This one and all that follow it of those booked with it and still standing."""
    same = Booking.objects.filter(person=booking.person_id, key=booking.key, state__in=STANDING)
    return same.filter(begins_at__gte=booking.begins_at).select_related(*WITH_ITS_PLACE).order_by("begins_at", "id")


def has_bookings(person: Person) -> bool:
    """Whether this person ever booked anything."""
    return person.bookings.exists()


# Calendars of a resource


def feed_address(resource: Resource, *, names: bool) -> str:
    """What stands in the address of its calendar: with the names for staff, or busy times alone."""
    return seal(NAMES if names else BUSY, f"{resource.reference}-{resource.feed_number}")


def resource_of_feed(sealed: str) -> tuple[Resource, bool]:
    """The resource whose calendar has this address, and whether it tells names.

    Raises Refusal `link_not_valid`, also where the space has ended the address.
    """
    names = _opens(NAMES, sealed)
    reference, _, number = unseal(NAMES if names else BUSY, sealed).partition("-")
    resource = Resource.objects.select_related("space").filter(reference=reference).first()
    if resource is None or str(resource.feed_number) != number:
        raise Refusal("link_not_valid")
    return resource, names


def _opens(purpose: str, sealed: str) -> bool:
    try:
        unseal(purpose, sealed)
    except Refusal:
        return False
    return True


def bookings_of_feed(resource: Resource, now: datetime) -> Iterator[Booking]:
    """What its calendar shows: a month back, and a good year ahead."""
    standing = Booking.objects.filter(resource=resource, state__in=STANDING).select_related(*WITH_ITS_PLACE)
    shown = standing.filter(begins_at__lt=now + FEED_AHEAD, begins_at__gte=now - FEED_BACK)
    return shown.order_by("begins_at", "id")[:FEED_MOST].iterator()
