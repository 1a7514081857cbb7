"""New members are told that they are listed; the letters are written later, since a roster may add thousands."""

import logging

from django.db import transaction

from passerelle.members import mails
from passerelle.members.models import Membership

log = logging.getLogger(__name__)


def tell_new_members(at_most: int) -> int:
    """Write to the next members who were entered and not told yet. Returns how many letters were written.

    Each letter is written with the mark that it was, and has a key of its own, so two workers write one. A letter that
    cannot be written is reported when the others are, and stays to be written.
    """
    waiting = Membership.objects.filter(is_to_be_told=True).select_related("person", "space").order_by("id")
    told, failures = 0, []
    for membership in waiting[:at_most]:
        try:
            told += _tell(membership)
        except Exception as failure:
            log.exception("the member %s could not be told", membership.pk)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} new members could not be told", failures)
    return told


@transaction.atomic
def _tell(membership: Membership) -> int:
    marked = Membership.objects.filter(pk=membership.pk, is_to_be_told=True).update(is_to_be_told=False)
    if marked and membership.person.is_active:
        mails.tell_member_of_listing(membership)
    return marked
