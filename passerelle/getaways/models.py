"""What is kept of getaways and of stays."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passerelle.getaways.rules import Cancelling, Comprises, Offer, PriceFor, Setting, Span, State
from passerelle.invoices.rules import tax_within
from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.networks.models import Network
from passerelle.spaces.models import Space


class Getaway(models.Model):
    """What a space offers for a season through a network: see `Offer` for what the columns mean.

    It is priced in the space's currency. What is no longer offered stays, for the stays that were agreed.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    space = models.ForeignKey(Space, models.PROTECT, related_name="getaways")
    network = models.ForeignKey(Network, models.PROTECT, related_name="getaways")
    title_fr = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    text_fr = models.TextField(max_length=2000, blank=True)
    text_en = models.TextField(max_length=2000, blank=True)
    setting = models.CharField(max_length=8, choices=choices(Setting))
    comprises = models.CharField(max_length=5, choices=choices(Comprises))
    since = models.DateField()
    until = models.DateField()
    minimum_days = models.PositiveSmallIntegerField(default=2)
    places = models.PositiveSmallIntegerField(default=1)
    price = models.BigIntegerField()
    price_for = models.CharField(max_length=4, choices=choices(PriceFor))
    currency = models.CharField(max_length=3)
    cancelling = models.JSONField(default=dict)
    offered = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="season_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(price__gt=0, places__gt=0), name="getaway_has_a_price_and_a_place"),
        )
        indexes = (
            models.Index(fields=("until", "setting"), condition=Q(offered=True), name="getaway_by_season"),
            models.Index(fields=("space", "since"), name="getaway_by_space"),
        )

    def __str__(self) -> str:
        return self.title_en

    @property
    def ref(self) -> str:
        """How the cellar names this getaway."""
        return f"getaway:{self.pk}"

    @property
    def last_day(self) -> date:
        """The last day of the season, as people write it."""
        return self.until - timedelta(days=1)

    @property
    def offer(self) -> Offer:
        """What is offered, as the rules read it."""
        return Offer(
            Setting(self.setting),
            Comprises(self.comprises),
            self.since,
            self.until,
            self.minimum_days,
            self.places,
            self.price,
            PriceFor(self.price_for),
            Cancelling.read(self.cancelling),
        )


class Stay(models.Model):
    """The days that a traveller asks of a getaway, `first_day` to `last_day` included.

    `price` (minor units, tax included) and `cancelling` are those that the traveller read when he asked; `kept` is what
    stays with the space of a stay that was cancelled. While it waits for an answer, or for its price once it is agreed,
    `lapse_at` says how long.

    `tax` (a code, and its hundredths of a percent) is the one under which it was sold when its price was asked;
    `paid_with` names what paid it: `payment:7`, `charge:abc`.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=40, default=ids.reference)
    getaway = models.ForeignKey(Getaway, models.PROTECT, related_name="stays")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stays")
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=9, choices=choices(State), default=State.ASKED)
    about = models.CharField(max_length=280, blank=True)
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cancelling = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=clock.now)
    lapse_at = models.DateTimeField(null=True, blank=True)
    answers = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answer_line = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    kept = models.BigIntegerField(null=True, blank=True)
    tax = models.CharField(max_length=40, blank=True)
    tax_bp = models.PositiveIntegerField(default=0)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_with = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("-first_day", "-id")
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="a_stay_asked_twice_is_one"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="stay_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kept=None) | Q(kept__gte=0, kept__lte=F("price")), name="kept_is_part"),
            models.CheckConstraint(condition=Q(paid_at=None) | ~Q(paid_with=""), name="what_paid_a_stay_is_named"),
        )
        indexes = (
            models.Index(fields=("getaway", "state", "last_day"), name="stay_by_getaway"),
            models.Index(fields=("person", "-first_day", "-id"), name="stay_by_person"),
            models.Index(fields=("lapse_at",), condition=Q(lapse_at__isnull=False), name="stay_by_lapse"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the cellar names this stay."""
        return f"stay:{self.pk}"

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first_day, self.last_day)

    @property
    def is_days_at_a_desk(self) -> bool:
        """Whether a pass pays it in credits: a credit is a day at a desk, and no night."""
        return self.getaway.comprises == Comprises.DESK

    @property
    def by_pass(self) -> bool:
        """Whether a pass has paid it."""
        return self.paid_with.startswith("charge:")

    @property
    def price_of_the_space(self) -> int:
        """What the space is owed of it, before commission: the price without tax."""
        return self.price - tax_within(self.price, self.tax_bp)

    @property
    def rule(self) -> Cancelling:
        """What was agreed for cancelling."""
        return Cancelling.read(self.cancelling)
