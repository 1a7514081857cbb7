"""What can be asked about the work that happens by itself."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from passerelle.jobs.models import Round


def rounds_by_name() -> QuerySet[Round]:
    """Every round this instance has ever walked."""
    return Round.objects.order_by("name")


def failing_rounds() -> QuerySet[Round]:
    """Rounds whose last walk stopped in the middle."""
    return Round.objects.filter(failures__gt=0).order_by("name")


def late_rounds(now: datetime, by: timedelta = timedelta(minutes=10)) -> QuerySet[Round]:
    """Rounds that were due `by` ago and still are: no worker is running."""
    return Round.objects.filter(next_at__lt=now - by).order_by("name")
