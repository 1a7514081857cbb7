"""Whoever comes tomorrow is reminded, once for each day on which it was to be."""

from django.db import transaction

from passerelle.events import mails
from passerelle.events.actions.answering import in_hand
from passerelle.events.models import Occurrence
from passerelle.events.rules import Saying
from passerelle.kit import clock


@transaction.atomic
def remind(key: int) -> int:
    """Write to all who come to this date, if that is still due; says to how many."""
    occurrence, now = in_hand(key), clock.now()
    if occurrence.remind_at is None or occurrence.remind_at > now:
        return 0
    Occurrence.objects.filter(pk=key).update(remind_at=None)
    if now >= occurrence.begins_at:
        return 0
    coming = list(occurrence.answers.filter(saying=Saying.COMING).select_related("person"))
    for one in coming:
        one.occurrence = occurrence
        mails.remind(one)
    return len(coming)
