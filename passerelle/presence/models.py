"""What is kept of presence: one row for a person, a space and a local day."""

from django.conf import settings
from django.db import models

from passerelle.kit.choices import choices
from passerelle.presence.rules import As, State, Witness
from passerelle.spaces.models import Space


class Presence(models.Model):
    """A person expected or here on a local day of the space. `cause` names what made it: `visit:42`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="presences")
    space = models.ForeignKey(Space, models.PROTECT, related_name="presences")
    day = models.DateField()
    state = models.CharField(max_length=6, choices=choices(State))
    quality = models.CharField(max_length=8, choices=choices(As), default=As.VISITOR)
    cause = models.CharField(max_length=40)
    held_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    witness = models.CharField(max_length=8, choices=choices(Witness), blank=True)
    recorded_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "space", "day"), name="present_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(state="held", used_at=None) | models.Q(state="used", used_at__isnull=False),
                name="used_when_and_only_when_arrived",
            ),
        )
        indexes = (
            models.Index(fields=("space", "day", "quality"), name="presence_by_space_and_day"),
            models.Index(fields=("cause", "day"), name="presence_by_cause"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.space_id} on {self.day}: {self.state}"
