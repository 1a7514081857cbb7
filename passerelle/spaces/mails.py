"""What is written in the name of a space."""

from django.conf import settings

from passerelle.kit.signing import seal
from passerelle.mail.actions import Recipient, write
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Invitation, Space
from passerelle.spaces.queries import address_link, today_at
from passerelle.spaces.rules import INVITATION_LASTS


def ask_to_confirm_address(space: Space, asked_by: Person) -> Letter:
    """Ask whoever reads the space's address whether requests may be sent there: one letter a day to an address."""
    link = address_link(space)
    return write(
        "confirm_address",
        room="spaces",
        to=Recipient(space.email, space.name, space.language),
        facts={"space": space.name, "asked_by": asked_by.name, "link": f"{settings.SITE_URL}/confirm/{link}/"},
        about=(space.ref,),
        key=f"confirm_address:{link}:{today_at(space)}",
    )


def invite_staff(invitation: Invitation, language: str) -> Letter:
    """Tell the reader of an address that they may act for the space, as manager or at the desk."""
    space, inviter = invitation.space, invitation.invited_by
    return write(
        "invite_staff",
        room="spaces",
        to=Recipient(invitation.email, "", language),
        facts={
            "space": space.name,
            "town": space.town,
            "inviter": inviter.name if inviter else "",
            "role": invitation.role,
            "days": INVITATION_LASTS.days,
            "link": f"{settings.SITE_URL}/invitations/{seal('invitation', invitation.reference)}/",
        },
        about=(space.ref, *((inviter.ref,) if inviter else ())),
        key=f"invitation:{invitation.reference}",
    )
