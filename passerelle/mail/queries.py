"""What can be asked about letters."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from passerelle.mail import rules
from passerelle.mail.models import Letter, State


def letters_newest_first() -> QuerySet[Letter]:
    """Every letter, newest first, without its bodies and files: to be paged."""
    return Letter.objects.order_by("-written_at", "-id").defer("html", "text", "attachments")


def letter_numbered(number: int) -> Letter | None:
    """One letter, whole."""
    return Letter.objects.filter(pk=number).first()


def letters_about(ref: str) -> QuerySet[Letter]:
    """The letters that speak about `ref` (`visit:42`), oldest first."""
    return Letter.objects.filter(mentions__ref=ref).order_by("written_at", "id")


def letters_to(address: str) -> QuerySet[Letter]:
    """The letters to one address, whatever its capitals, oldest first."""
    return Letter.objects.filter(to__iexact=address).order_by("written_at", "id")


def failed_letters() -> QuerySet[Letter]:
    """Letters that the mail server will never take, newest first; `last_refusal` says why."""
    return letters_newest_first().filter(state=State.FAILED)


def letters_due(now: datetime) -> QuerySet[Letter]:
    """Letters to send, the oldest first: due, or in the hands of a sender for so long that it must be dead."""
    abandoned = Q(state=State.SENDING, claimed_at__lt=now - rules.claim_grows_old_after(settings.EMAIL_TIMEOUT))
    return Letter.objects.filter(Q(state=State.WAITING) | abandoned, due_at__lte=now).order_by("due_at", "id")


def letters_overdue(now: datetime) -> QuerySet[Letter]:
    """Letters that should have left before `now` and have not, oldest first."""
    return Letter.objects.filter(state__in=[State.WAITING, State.SENDING], due_at__lt=now).order_by("due_at")
