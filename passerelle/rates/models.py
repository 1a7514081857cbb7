"""What is kept of rates."""

from django.db import models

from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.rates.rules import Published


class PublishedRate(models.Model):
    """One euro bought `value` of `currency`, published on `day` by the bank, or by the treasurer of `network` for it.

    What was published stays: a charge keeps the rate that it was made at, and this table says where that came from.
    """

    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="rates")
    currency = models.CharField(max_length=3)
    day = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.CharField(max_length=40)

    class Meta:
        ordering = ("-day", "currency")
        constraints = (
            models.UniqueConstraint(
                fields=("currency", "day"), condition=models.Q(network=None), name="bank_publishes_once_a_day"
            ),
            models.UniqueConstraint(
                fields=("network", "currency", "day"),
                condition=models.Q(network__isnull=False),
                name="treasurer_publishes_once_a_day",
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="rate_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.value} on {self.day}"

    @property
    def told(self) -> Published:
        """As the rules know it."""
        return Published(self.currency, self.day, self.value)
