"""What can be done about who acts for a space: invite, accept, withdraw, give another role, leave.

A space always has a manager. Whoever ends or lowers a manager's role first locks the space's row: two managers who
leave at the same moment would otherwise both see the other one stay.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from passerelle.kit import clock
from passerelle.kit.addresses import is_mail_address
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.kit.signing import unseal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.people.queries import person_at
from passerelle.spaces import mails
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Invitation, Space, Staff
from passerelle.spaces.queries import invitation_at
from passerelle.spaces.rules import INVITATION_LASTS, MOST_INVITATIONS_A_DAY, Role


@transaction.atomic
def invite_staff(space: Space, address: str, role: Role, *, by: Person) -> Invitation:
    """Write to `address` that whoever reads there may act for the space; a former open invitation no longer works.

    Raises NotFound; Refusal `email_is_not_an_address`, `acts_for_the_space_already`, `too_many_invitations`.
    """
    if not (may_manage(by, space) or by.runs_the_instance):
        raise NotFound
    address = _address(address)
    known = person_at(address)
    if known and Staff.objects.filter(space=space, person=known).exists():
        raise Refusal("acts_for_the_space_already", address=address)
    now = clock.now()
    if Invitation.objects.filter(space=space, invited_at__gt=now - timedelta(days=1)).count() >= MOST_INVITATIONS_A_DAY:
        raise Refusal("too_many_invitations", most=MOST_INVITATIONS_A_DAY)
    _open(space).filter(email=address).update(withdrawn_at=now)
    invitation = Invitation.objects.create(space=space, email=address, role=role, invited_by=by)
    write_down("staff_invited", about=space.ref, actor=by.ref, role=role, invitation=f"invitation:{invitation.pk}")
    mails.invite_staff(invitation, known.language if known else space.language)
    return invitation


def opened_invitation(sealed: str) -> Invitation:
    """The invitation that a letter's link leads to, if it can still be accepted.

    Raises Refusal `link_not_valid`, `invitation_was_accepted`, `invitation_was_withdrawn`, `invitation_has_expired`.
    """
    invitation = invitation_at(unseal("invitation", sealed))
    if invitation is None:
        raise Refusal("link_not_valid")
    facts = {"space": invitation.space.name}
    if invitation.accepted_at:
        raise Refusal("invitation_was_accepted", **facts)
    if invitation.withdrawn_at:
        raise Refusal("invitation_was_withdrawn", **facts)
    if clock.now() >= invitation.invited_at + INVITATION_LASTS:
        raise Refusal("invitation_has_expired", **facts)
    return invitation


@transaction.atomic
def accept_invitation(sealed: str, *, by: Person) -> Staff:
    """Whoever holds the letter acts for the space from now on.

    The letter went to one address, and reading it there is the proof: an invitation sent to the space's own address
    confirms that address too. The holder signs in with a code all the same, because a link that is forwarded or
    printed for two weeks must give a role at one space, never somebody's whole account.
    Raises what `opened_invitation` raises.
    """
    invitation = opened_invitation(sealed)
    space, now = invitation.space, clock.now()
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=now):
        raise Refusal("invitation_was_accepted", space=space.name)
    staff, is_new = Staff.objects.get_or_create(space=space, person=by, defaults={"role": invitation.role})
    if not is_new and invitation.role == Role.MANAGER and staff.role != Role.MANAGER:
        staff.role = Role.MANAGER
        Staff.objects.filter(pk=staff.pk).update(role=Role.MANAGER)
    Space.objects.filter(pk=space.pk, email__iexact=invitation.email, email_confirmed_at=None).update(
        email_confirmed_at=now
    )
    write_down("staff_joined", about=space.ref, actor=by.ref, role=staff.role)
    return staff


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person) -> None:
    """The letter's link no longer works. Raises NotFound."""
    if not may_manage(by, invitation.space):
        raise NotFound
    if _open(invitation.space).filter(pk=invitation.pk).update(withdrawn_at=clock.now()):
        write_down("invitation_withdrawn", about=invitation.space.ref, actor=by.ref)


@transaction.atomic
def change_role(staff: Staff, role: Role, *, by: Person) -> None:
    """From now on this person acts for the space as `role`. Raises NotFound, Refusal `last_manager_stays`."""
    if not may_manage(by, staff.space):
        raise NotFound
    if role != Role.MANAGER:
        _another_manager_must_stay(staff)
    Staff.objects.filter(pk=staff.pk).update(role=role)
    write_down("staff_role_changed", about=staff.space.ref, actor=by.ref, person=f"person:{staff.person_id}", role=role)


@transaction.atomic
def leave_staff(staff: Staff, *, by: Person) -> None:
    """This person no longer acts for the space: by their own wish, or a manager's.

    Raises NotFound, Refusal `last_manager_stays`.
    """
    if by.pk != staff.person_id and not may_manage(by, staff.space):
        raise NotFound
    _another_manager_must_stay(staff)
    Staff.objects.filter(pk=staff.pk).delete()
    write_down("staff_left", about=staff.space.ref, actor=by.ref, person=f"person:{staff.person_id}")


@transaction.atomic
def forget_at_spaces(person: Person) -> None:
    """Take the person out of every space: as staff, as somebody invited, and where a space names or writes to them.

    Raises Refusal `last_manager_stays`.
    """
    for staff in Staff.objects.filter(person=person).select_related("space"):
        leave_staff(staff, by=person)
    Invitation.objects.filter(email__iexact=person.email).delete()
    Space.objects.filter(second_email__iexact=person.email).update(second_email="")
    Space.objects.filter(email__iexact=person.email).update(email="", email_confirmed_at=None)
    if person.name:
        Space.objects.filter(ask_for__iexact=person.name).update(ask_for="")


def _another_manager_must_stay(staff: Staff) -> None:
    list(Space.objects.select_for_update().filter(pk=staff.space_id).values_list("pk"))
    managers = Staff.objects.filter(space=staff.space_id, role=Role.MANAGER)
    if managers.filter(pk=staff.pk).exists() and not managers.exclude(pk=staff.pk).exists():
        raise Refusal("last_manager_stays", space=staff.space.name)


def _open(space: Space) -> QuerySet[Invitation]:
    return Invitation.objects.filter(space=space, accepted_at=None, withdrawn_at=None)


def _address(typed: str) -> str:
    address = typed.strip().lower()
    if not is_mail_address(address):
        raise Refusal("email_is_not_an_address")
    return address
