"""What is kept of products, passes, credits and charges."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passerelle.invoices.models import Tax
from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.networks.models import Network
from passerelle.passes.rules import ChargeKind, ChargeState, Kind, Sold, State, Unused
from passerelle.passes.rules.renewing import Bought
from passerelle.spaces.models import Space


class Product(models.Model):
    """What a network sells now. What was sold stays as it was, with the pass: see `Sold` for what the columns mean."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="products")
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=choices(Kind))
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax = models.ForeignKey(Tax, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(default=0)
    cap = models.BigIntegerField(default=0)
    valid_days = models.PositiveSmallIntegerField(default=0)
    unused = models.CharField(max_length=10, choices=choices(Unused), default=Unused.LAPSE)
    on_account = models.BigIntegerField(default=0)
    offered = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("price", "id")
        constraints = (
            models.CheckConstraint(condition=Q(price__gt=0), name="product_has_a_price"),
            models.CheckConstraint(condition=Q(cap__gte=0, on_account__gte=0), name="product_limits_are_not_negative"),
        )

    def __str__(self) -> str:
        return self.name_en


class Pass(models.Model):
    """What one person bought of a network. `terms` is a Sold; `renews_on` the day when it is paid again, if it is.

    `renewal_asked_on` says since when the month that begins on `renews_on` is asked for; `times_asked` counts what was
    asked for the pass in all, so that what was given up can be asked anew under another key.

    Days are the instance's own: a pass belongs to a network, which has no place of its own.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=40, default=ids.reference)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="passes")
    network = models.ForeignKey(Network, models.PROTECT, related_name="passes")
    product = models.ForeignKey(Product, models.PROTECT, related_name="passes")
    terms = models.JSONField()
    state = models.CharField(max_length=10, choices=choices(State), default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    opened_on = models.DateField(null=True, blank=True)
    renews_on = models.DateField(null=True, blank=True)
    renewal_asked_on = models.DateField(null=True, blank=True)
    times_asked = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="a_purchase_sent_twice_is_one"),)
        indexes = (models.Index(fields=("network", "state", "renews_on"), name="pass_by_renewal"),)

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the books and the cellar name this pass."""
        return f"pass:{self.pk}"

    @property
    def sold(self) -> Sold:
        """What was sold."""
        return Sold.read(self.terms)


class Lot(models.Model):
    """Credits bought together: `used` of `credits` (None: not counted), from `begins_on` to before `ends_on`.

    `paid` is what was paid for them without tax, of which `recognised` has left the holder's account in the books:
    used, lapsed, moved on or paid back. So the account `credits` of a pass holds the sum of `paid - recognised`. `tax`
    is what was paid on top, and is paid back in the same shares.
    """

    of_pass = models.ForeignKey(Pass, models.PROTECT, related_name="lots")
    key = models.CharField(max_length=100)
    credits = models.PositiveSmallIntegerField(null=True, blank=True)
    used = models.PositiveSmallIntegerField(default=0)
    paid = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    recognised = models.BigIntegerField(default=0)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    rolled_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="rolled_into")

    class Meta:
        ordering = (F("ends_on").asc(nulls_last=True), "id")
        constraints = (
            models.UniqueConstraint(fields=("of_pass", "key"), name="lot_is_opened_once"),
            models.CheckConstraint(
                condition=Q(credits=None) | Q(used__lte=F("credits")), name="credits_never_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(recognised__gte=0, recognised__lte=F("paid")), name="lot_gives_no_more_than_was_paid"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("begins_on")), name="lot_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.used} of {self.credits} of pass {self.of_pass_id}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it pays, as people write it."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    @property
    def bought(self) -> Bought:
        """The lot as the rules read it."""
        moved = self.rolled_from_id is not None
        return Bought(
            self.credits, self.used, self.paid, self.tax, self.recognised, self.begins_on, self.ends_on, moved
        )


class Charge(models.Model):
    """One use of a pass at a space on a local day of the space. The books hold it under `charge:` and its reference.

    `price` is the space's own, in its currency; `amount` is that in the currency of the pass by `rate` (units of
    `currency` for one of the pass's, as published on `rate_on`). `worth` is what left the holder's credits for it;
    `on_account`, tax included, is paid later. What a treasurer decided of an upheld charge is final: `decided_at`.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=80)
    of_pass = models.ForeignKey(Pass, models.PROTECT, related_name="charges")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="charges")
    space = models.ForeignKey(Space, models.PROTECT, related_name="charges")
    day = models.DateField()
    kind = models.CharField(max_length=6, choices=choices(ChargeKind), default=ChargeKind.DAY)
    line = models.CharField(max_length=120, blank=True)
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    worth = models.BigIntegerField(default=0)
    rate = models.DecimalField(max_digits=24, decimal_places=12, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    credits = models.PositiveSmallIntegerField(default=1)
    on_account = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=choices(ChargeState), default=ChargeState.CHARGED)
    charged_at = models.DateTimeField(default=clock.now)
    charged_by = models.CharField(max_length=40)
    contested_at = models.DateTimeField(null=True, blank=True)
    contested_because = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-day", "-id")
        constraints = (
            models.UniqueConstraint(fields=("space", "key"), name="a_charge_sent_twice_is_one"),
            models.CheckConstraint(condition=Q(price__gte=0, amount__gte=0), name="charge_is_not_negative"),
        )
        indexes = (
            models.Index(fields=("space", "-day", "-id"), name="charge_by_space"),
            models.Index(fields=("of_pass", "space", "day"), name="charge_by_pass_and_space"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the books and the cellar name this charge."""
        return f"charge:{self.reference}"
