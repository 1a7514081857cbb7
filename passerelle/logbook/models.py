"""What is kept of what happened."""

from typing import ClassVar

from django.db import models


class Record(models.Model):
    """One line in the logbook: at that moment, this act was done by that actor about that thing.

    `actor` and `about` are references (`person:7`, `visit:42`, `terms`, `worker`); `facts` holds numbers, dates,
    references and codes. A migration installs the triggers that refuse UPDATE and DELETE.
    """

    at = models.DateTimeField()
    act = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    about = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about", "at"], name="records_about"),
            models.Index(fields=["actor", "at"], name="records_by"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.about} by {self.actor}"
