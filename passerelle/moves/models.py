"""What is kept of a file that is brought along."""

from django.db import models
from django.db.models import Q

from passerelle.kit import clock, ids
from passerelle.spaces.models import Space


class Move(models.Model):
    """A file that a manager sent, looked at as often as they like, and taken in once.

    `columns` is what was said of headings: a Column, or nothing where one is left aside. `content` is empty once the
    file was taken in or let go of; `report` then says what became of its lines.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    space = models.ForeignKey(Space, models.CASCADE, related_name="moves")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    columns = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.CharField(max_length=40)
    taken_in_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ("-sent_at", "-id")
        indexes = (
            models.Index(fields=("space", "-sent_at", "-id"), name="move_by_space"),
            models.Index(fields=("sent_at",), condition=~Q(content=b""), name="move_that_waits"),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"move:{self.pk}"

    @property
    def waits(self) -> bool:
        """Whether it can still be looked at and taken in."""
        return bool(self.content)
