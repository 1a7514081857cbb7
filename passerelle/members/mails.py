"""The letters that this room writes."""

from django.conf import settings

from passerelle.mail.actions import Recipient, write
from passerelle.members.models import Membership
from passerelle.members.rules import included_end


def tell_member_of_listing(membership: Membership) -> None:
    """Tell somebody newly entered who did it, what is kept, and how to be forgotten."""
    person, space = membership.person, membership.space
    write(
        "tell_member_of_listing",
        room="members",
        to=Recipient(person.email, person.name, person.language),
        facts={
            "name": person.name,
            "address": person.email,
            "space": space.name,
            "town": space.town,
            "since": membership.since,
            "valid_until": included_end(membership.until),
            "link": f"{settings.SITE_URL}/spaces/",
            "forget": f"{settings.SITE_URL}/me/forget/",
        },
        about=(person.ref, space.ref),
        key=f"member:{membership.pk}:listed",
        reply_to=space.email or None,
    )
