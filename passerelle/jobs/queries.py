"""What can be asked about the work that happens by itself."""

from django.db.models import QuerySet

from passerelle.jobs.models import Round


def rounds_by_name() -> QuerySet[Round]:
    """Every round this instance has ever walked."""
    return Round.objects.order_by("name")


def failing_rounds() -> QuerySet[Round]:
    """Rounds whose last walk stopped in the middle."""
    return Round.objects.filter(failures__gt=0).order_by("name")
