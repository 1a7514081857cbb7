"""New members are told that they are listed; the letters are written later, since a roster may add thousands."""

from django.db import transaction

from passerelle.members import mails
from passerelle.members.models import Membership


def tell_new_members(at_most: int) -> int:
    """Write to the next members who were entered and not told yet. Returns how many letters were written.

    Each letter is written with the mark that it was, and has a key of its own, so two workers write one.
    """
    waiting = Membership.objects.filter(is_to_be_told=True).select_related("person", "space").order_by("id")
    told = 0
    for membership in waiting[:at_most]:
        told += _tell(membership)
    return told


@transaction.atomic
def _tell(membership: Membership) -> int:
    marked = Membership.objects.filter(pk=membership.pk, is_to_be_told=True).update(is_to_be_told=False)
    if marked and membership.person.is_active:
        mails.tell_member_of_listing(membership)
    return marked
