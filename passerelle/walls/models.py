"""What is kept of walls."""

from django.db import models

from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.kit.ids import reference
from passerelle.people.rules import Language
from passerelle.spaces.models import Space
from passerelle.walls.rules import LONGEST_NAME, Look


class Wall(models.Model):
    """One television of a space: how it is called there, what it speaks, how it looks, when it was last heard of.

    Its address is sealed over `reference`, so whoever reads the database cannot open it. `code` is what is typed at the
    television instead of the address, until `code_until`; empty where none was drawn. A revoked wall shows nothing.
    """

    reference = models.CharField(max_length=12, unique=True, default=reference)
    space = models.ForeignKey(Space, models.CASCADE, related_name="walls")
    name = models.CharField(max_length=LONGEST_NAME)
    language = models.CharField(max_length=5, choices=choices(Language))
    look = models.CharField(max_length=10, choices=choices(Look), default=Look.BY_HOUR)
    code = models.CharField(max_length=6, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    hung_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("code",), condition=~models.Q(code=""), name="a_short_code_opens_one_wall"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.space_id})"

    @property
    def ref(self) -> str:
        """How the logbook names it."""
        return f"wall:{self.pk}"
