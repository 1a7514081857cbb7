"""What is kept of resources, of bookings, and of what they claim."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passerelle.bookings.rules import STANDING, Kind, Letting, OpenTo, PaidFirst, Prices, State
from passerelle.bookings.rules.steps import Stretch, Unit, Wall, wall_of
from passerelle.invoices.models import Tax
from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space


class Resource(models.Model):
    """A thing of a space that is had by the hour or by the day: see `Letting` for what the columns mean.

    It is priced in the space's currency, without `tax`; one that has no tax is settled at the desk. `hours` follow the
    OpenStreetMap syntax; where they are empty the space's own hold. `amenities` are values of Amenity, each between two
    blanks. What is out of use is retired and stays, for the bookings that there were. The addresses of its calendars
    carry `feed_number`: another number ends them.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    space = models.ForeignKey(Space, models.PROTECT, related_name="resources")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=14, choices=choices(Kind))
    seats = models.PositiveSmallIntegerField(default=1)
    text_fr = models.TextField(max_length=1000, blank=True)
    text_en = models.TextField(max_length=1000, blank=True)
    amenities = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=4, choices=choices(Unit))
    hours = models.CharField(max_length=240, blank=True)
    open_to = models.CharField(max_length=8, choices=choices(OpenTo))
    notice_hours = models.PositiveSmallIntegerField(default=0)
    ahead_days = models.PositiveSmallIntegerField(default=90)
    shortest = models.PositiveSmallIntegerField(default=1)
    longest = models.PositiveSmallIntegerField(default=32)
    buffer = models.PositiveSmallIntegerField(default=0)
    cancel_hours = models.PositiveSmallIntegerField(default=24)
    paid_first = models.CharField(max_length=9, choices=choices(PaidFirst), default=PaidFirst.OTHERS)
    hold_hours = models.PositiveSmallIntegerField(default=48)
    late_back = models.PositiveSmallIntegerField(default=0)
    tax = models.ForeignKey(Tax, models.PROTECT, null=True, blank=True, related_name="+")
    price_hour = models.BigIntegerField(default=0)
    price_day = models.BigIntegerField(null=True, blank=True)
    member_price_hour = models.BigIntegerField(null=True, blank=True)
    member_price_day = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    feed_number = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(longest__gte=F("shortest")), name="resource_longest_is_not_shorter"),
        )
        indexes = (models.Index(fields=("space", "name", "id"), name="resource_by_space"),)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How the cellar names this resource."""
        return f"resource:{self.pk}"

    @property
    def by_the_day(self) -> bool:
        """Whether it is had by whole days."""
        return self.unit == Unit.DAY

    @property
    def letting(self) -> Letting:
        """On which conditions it can be had, as the rules read them."""
        return Letting(
            Unit(self.unit),
            Prices(self.price_hour, self.price_day, self.member_price_hour, self.member_price_day),
            OpenTo(self.open_to),
            self.notice_hours,
            self.ahead_days,
            self.shortest,
            self.longest,
            self.buffer,
            self.cancel_hours,
            PaidFirst(self.paid_first),
            self.hold_hours,
            self.late_back,
        )

    @property
    def is_sold(self) -> bool:
        """Whether what it costs is asked for here, with an invoice: its tax is said, and its money is the space's."""
        return self.tax_id is not None and self.currency == self.space.currency


class Booking(models.Model):
    """A resource kept for a person from one instant to another.

    `price` (minor units, without tax), `cancel_until` and `late_back` are those that were read before it was booked.
    `asked` is its share, tax included, of the `sale` of all that was pressed for at once; nothing where it is free or
    settled at the desk. What has to be paid first is held until `held_until`. `cause` names what it was booked because
    of: `person:7`, who pressed. What is pressed once, recurring or not, has one `key`; its bookings are told apart by
    `number`. `reason` is the space's, where it cancelled.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=40, default=ids.reference)
    number = models.PositiveSmallIntegerField(default=0)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings")
    cause = models.CharField(max_length=40)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    about = models.CharField(max_length=140, blank=True)
    state = models.CharField(max_length=9, choices=choices(State), default=State.BOOKED)
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    asked = models.BigIntegerField(default=0)
    sale = models.ForeignKey(Sale, models.PROTECT, null=True, blank=True, related_name="bookings")
    held_until = models.DateTimeField(null=True, blank=True)
    cancel_until = models.DateTimeField()
    late_back = models.PositiveSmallIntegerField(default=0)
    booked_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering = ("begins_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("person", "key", "number"), name="a_booking_sent_twice_is_one"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="booking_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(STANDING), cancelled_at=None)
                | Q(state__in=[State.CANCELLED, State.LAPSED], cancelled_at__isnull=False),
                name="booking_says_when_it_was_cancelled",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(held_until__isnull=False, sale__isnull=False),
                name="held_booking_says_until_when_and_for_what",
            ),
        )
        indexes = (
            models.Index(fields=("resource", "begins_at", "id"), name="booking_by_resource"),
            models.Index(fields=("person", "ends_at", "id"), name="booking_by_person"),
            models.Index(fields=("held_until", "id"), condition=Q(state=State.HELD), name="booking_held"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the cellar names this booking."""
        return f"booking:{self.pk}"

    @property
    def wall(self) -> Wall:
        """From when to when, as the clock at the space shows it; the resource comes with its space."""
        return wall_of(Stretch(self.begins_at, self.ends_at), self.resource.space.time_zone)


class Claim(models.Model):
    """One step of a resource that one booking takes, or keeps free after itself. No two bookings have the same."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="claims", db_index=False)
    step = models.IntegerField()
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="claims")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("resource", "step"), name="no_step_is_booked_twice"),)

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.step}"
