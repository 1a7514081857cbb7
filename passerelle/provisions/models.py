"""What is kept of services."""

from django.db import models
from django.db.models import Q

from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.provisions.rules import LONGEST_NAME, LONGEST_TEXT, Kind, Per
from passerelle.spaces.models import Space


class Provision(models.Model):
    """A service that a space offers, or offered: see `Described` for what the columns mean."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="provisions")
    kind = models.CharField(max_length=14, choices=choices(Kind))
    name_fr = models.CharField(max_length=LONGEST_NAME, blank=True)
    name_en = models.CharField(max_length=LONGEST_NAME, blank=True)
    text_fr = models.TextField(max_length=LONGEST_TEXT, blank=True)
    text_en = models.TextField(max_length=LONGEST_TEXT, blank=True)
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    per = models.CharField(max_length=5, choices=choices(Per))
    tax = models.ForeignKey(Tax, models.PROTECT, null=True, blank=True, related_name="+")
    approval_number = models.CharField(max_length=LONGEST_NAME, blank=True)
    approved_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    term_months = models.PositiveSmallIntegerField(default=0)
    offered = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(price__gt=0), name="service_has_a_price"),
            models.CheckConstraint(
                condition=~Q(kind="domiciliation") | Q(term_months__gt=0) & ~Q(approval_number=""),
                name="domiciliation_has_an_approval_and_a_term",
            ),
        )
        indexes = (models.Index(fields=("space", "-offered", "id"), name="service_by_space"),)

    def __str__(self) -> str:
        return self.name_en or self.kind

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"provision:{self.pk}"
