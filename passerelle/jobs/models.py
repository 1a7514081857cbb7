"""What is kept of the work that happens by itself."""

from django.db import models


class Round(models.Model):
    """One round: when it was last walked, when it is due again, and who walks it now.

    `claimed_by` is empty while nobody does. `failures` counts the times in a row that it stopped in the middle;
    `report` says in one line how it last ended.
    """

    name = models.CharField(max_length=64, unique=True)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    report = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
