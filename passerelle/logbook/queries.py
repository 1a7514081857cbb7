"""What can be asked of the logbook."""

from typing import Any

from django.db.models import QuerySet

from passerelle.logbook.models import Record

MOST_AT_ONCE = 5_000


def records_about(reference: str) -> QuerySet[Record]:
    """What happened to one thing (`visit:42`), oldest first."""
    return Record.objects.filter(about=reference).order_by("at", "id")


def records_by(reference: str) -> QuerySet[Record]:
    """What one actor did (`person:7`), oldest first."""
    return Record.objects.filter(actor=reference).order_by("at", "id")


def records_after(number: int) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Number, act, about what and facts of the records after this one, oldest first."""
    rows = Record.objects.filter(pk__gt=number).order_by("id").values_list("pk", "act", "about", "facts")
    return list(rows[:MOST_AT_ONCE])


def last_number() -> int:
    """The number of the newest record; 0 where there is none."""
    return Record.objects.order_by("-id").values_list("pk", flat=True).first() or 0
