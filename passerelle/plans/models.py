"""What is kept of plans."""

from django.db import models
from django.db.models import Q

from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.plans.rules import Kind
from passerelle.spaces.models import Space


class Plan(models.Model):
    """What a space sells its members now, or sold once: see `Described` for what the columns mean.

    `tax` is within the price. One without is not sold here: the space enters people on it.
    """

    space = models.ForeignKey(Space, models.PROTECT, related_name="plans")
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=choices(Kind))
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax = models.ForeignKey(Tax, models.PROTECT, null=True, blank=True, related_name="+")
    days = models.PositiveSmallIntegerField(default=0)
    valid_days = models.PositiveSmallIntegerField(default=0)
    pause_days = models.PositiveSmallIntegerField(default=0)
    hours = models.CharField(max_length=240, blank=True)
    carries_visa = models.BooleanField()
    is_trial = models.BooleanField(default=False)
    offered = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("price", "id")
        constraints = (models.CheckConstraint(condition=Q(price__gte=0), name="plan_costs_nothing_or_more"),)
        indexes = (models.Index(fields=("space", "-offered", "price", "id"), name="plan_by_space"),)

    def __str__(self) -> str:
        return self.name_en

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"plan:{self.pk}"

    @property
    def is_sold(self) -> bool:
        """Whether anybody can take it by themselves: it is offered, and is free or has its tax.

        Not where the space sells in another currency by now: the price would be asked in that one.
        """
        return self.offered and (not self.price or (self.tax_id is not None and self.currency == self.space.currency))
