"""Somebody is forgotten: no notice, no consent, no report and no wish of theirs stays."""

from django.db import transaction

from passerelle.board.models import Consent, Notice, Report, Wish
from passerelle.people.models import Person


@transaction.atomic
def leave_boards(person: Person) -> list[str]:
    """What they wrote goes with all that was said of it. Gives the references of the notices, which letters name."""
    refs = [notice.ref for notice in Notice.objects.filter(person=person)]
    for model in (Consent, Wish, Report, Notice):
        model._default_manager.filter(person=person).delete()
    return refs
