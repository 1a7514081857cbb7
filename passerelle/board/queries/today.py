"""A space's day at a glance, for whoever runs it: counted in one question, named in another.

The figures come from many rooms; they are put together here because this is the highest of them that a day is about.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import AutoField, DateField, DateTimeField

from passerelle.board.models import Notice
from passerelle.board.rules import State as NoticeState
from passerelle.bookings.models import Booking
from passerelle.bookings.queries import unpaid_of
from passerelle.bookings.rules import STANDING
from passerelle.events.models import Event
from passerelle.events.rules import State as EventState
from passerelle.getaways.models import Stay
from passerelle.getaways.rules import State as StayState
from passerelle.kit import clock
from passerelle.kit.composed import Composed, Given, Together, counting
from passerelle.members.models import Enrolment
from passerelle.members.rules.enrolments import State as Joined
from passerelle.passes.models import Charge
from passerelle.passes.rules import ChargeState
from passerelle.payments.models import Payment
from passerelle.payments.rules import WAITING, Method
from passerelle.payments.rules import State as Paid
from passerelle.presence.models import Presence
from passerelle.presence.rules import As, State
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import State as VisitState
from passerelle.welcome.models import FirstHour
from passerelle.welcome.rules import OLD_AFTER

SOON = timedelta(hours=24)
MOST_NAMED = 400
KEY, DAY = Given("key", AutoField()), Given("day", DateField())
SOON_AT, OLD_AT = Given("soon", DateTimeField()), Given("old", DateTimeField())


@dataclass(frozen=True)
class Figures:
    """How many: expected and here, as what; what is asked and what of it lapses within a day; what waits with money in
    it; whether there is a first hour, and whether nobody has looked at it for long.
    """

    expected: int
    visitors: int
    members: int
    requests: int
    requests_to_lapse: int
    stays: int
    contested: int
    cash: int
    joining: int
    unpaid: int
    proposed: int
    rooms_unpaid: int
    notices_waiting: int
    notices_reported: int
    first_hours: int
    first_hours_of_old: int

    @property
    def here(self) -> int:
        """Everybody who has checked in."""
        return self.visitors + self.members


def _counted() -> Together:
    days = Presence.objects.filter(space=KEY, day=DAY)
    asked = Visit.objects.filter(host=KEY, state=VisitState.REQUESTED, host_asked_at__isnull=False)
    cash = Payment.objects.filter(taken_by=KEY, method=Method.CASH, state=Paid.ASKED)
    notices = Notice.objects.filter(space=KEY, until__gt=DAY)
    written = FirstHour.objects.filter(space=KEY)
    every = (
        days.filter(state=State.HELD),
        days.filter(state=State.USED).exclude(quality=As.MEMBER),
        days.filter(state=State.USED, quality=As.MEMBER),
        asked,
        asked.filter(lapse_at__lt=SOON_AT),
        Stay.objects.filter(getaway__space=KEY, state=StayState.ASKED),
        Charge.objects.filter(space=KEY, state=ChargeState.CONTESTED),
        cash,
        Enrolment.objects.filter(space=KEY, state=Joined.ASKED),
        Payment.objects.filter(space=KEY, state__in=sorted(WAITING)),
        Event.objects.filter(space=KEY, state=EventState.PROPOSED),
        unpaid_of(Booking.objects.filter(resource__space=KEY, state__in=sorted(STANDING))),
        notices.filter(state=NoticeState.WAITING),
        notices.filter(state=NoticeState.SHOWN, reports__isnull=False, reports__settled_at=None).distinct(),
        written,
        written.filter(checked_at__lt=OLD_AT),
    )
    return Together(lambda: [counting(one.order_by().values_list("pk")) for one in every])


_FIGURES = _counted()


def figures_of(space: Space, day: date) -> Figures:
    """The figures of a local day. One query."""
    now = clock.now()
    return Figures(*_FIGURES.all(key=space.pk, day=day, soon=now + SOON, old=now - OLD_AFTER))


@dataclass(frozen=True)
class Named:
    """Somebody of the day: expected or here, as what, since when."""

    name: str
    state: str
    quality: str
    since: datetime | None


_NAMED = Composed(
    lambda: (
        Presence.objects.filter(space=KEY, day=DAY)
        .order_by("state", "person__name", "id")
        .values_list("person__name", "state", "quality", "used_at")
    ),
    Named,
)


def named_on(space: Space, day: date) -> list[Named]:
    """Who is expected or here on a local day, by name, up to a number that a page can hold. One query."""
    return _NAMED.some(0, MOST_NAMED, key=space.pk, day=day)
