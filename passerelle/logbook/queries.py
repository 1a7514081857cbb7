"""What can be asked of the logbook."""

from django.db.models import QuerySet

from passerelle.logbook.models import Record


def records_about(reference: str) -> QuerySet[Record]:
    """What happened to one thing (`visit:42`), oldest first."""
    return Record.objects.filter(about=reference).order_by("at", "id")


def records_by(reference: str) -> QuerySet[Record]:
    """What one actor did (`person:7`), oldest first."""
    return Record.objects.filter(actor=reference).order_by("at", "id")
