"""What is kept of what a space sold."""

from django.conf import settings
from django.db import models

from passerelle.invoices.models import Document, Tax
from passerelle.kit import clock, ids
from passerelle.spaces.models import Space


class Sale(models.Model):
    """One thing that a space sold to one person: `amount` in minor units, tax included, for `cause` (`membership:7`).

    `line` tells the buyer what it is. `document` is its invoice; `taken_back_at` says when that was answered by a
    credit note. `given_back` is how much of what was paid was taken back in parts, each by a credit note of its own.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    space = models.ForeignKey(Space, models.PROTECT, related_name="sales")
    key = models.CharField(max_length=100)
    cause = models.CharField(max_length=64)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bought")
    line = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tax = models.ForeignKey(Tax, models.PROTECT, related_name="+")
    sold_on = models.DateField()
    sold_at = models.DateTimeField(default=clock.now)
    document = models.OneToOneField(Document, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    given_back = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("-sold_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("space", "key"), name="a_sale_made_twice_is_one"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="sale_is_of_something"),
            models.CheckConstraint(
                condition=models.Q(given_back__gte=0, given_back__lte=models.F("amount")),
                name="no_more_is_taken_back_than_was_sold",
            ),
        )
        indexes = (
            models.Index(fields=("cause",), name="sale_by_cause"),
            models.Index(fields=("space", "currency", "buyer"), name="sale_by_space_and_buyer"),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount} {self.currency}"

    @property
    def ref(self) -> str:
        """How payments, the books and documents name it."""
        return f"sale:{self.pk}"
