"""Members at the door: here today, once a day, whoever records it; and taking a mistake back."""

from dataclasses import dataclass

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.access import may_record_members
from passerelle.members.actions.identity import note_identity, take_back_identity
from passerelle.members.models import Membership
from passerelle.members.queries import belonging_of, days_left, who_has_to_show
from passerelle.members.rules import is_member, is_paused
from passerelle.people.models import Person
from passerelle.presence.actions import Came, come_as_member, take_back_members_day
from passerelle.presence.models import Presence
from passerelle.presence.rules import Witness, may_be_taken_back
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Arrival:
    """What came of a member's check-in: the day as it is kept, and whether this press was the first."""

    presence: Presence
    is_first: bool


@transaction.atomic
def check_in_member(
    membership: Membership, *, by: Person, poster: Space | None = None, saw_identity: bool = False
) -> Arrival:
    """The member is here today, in the space's local day. Sent again, it gives the first result.

    `poster` is the space whose poster the member has read, when it is the member who records the arrival. The desk
    says that it `saw_identity`, where the space wants that: the first time, and again once it has lapsed.
    Raises NotFound, and Refusal `membership_is_not_in_force`, `plan_is_paused`, `expected_as_visitor`,
    `days_are_used_up` where a plan includes so many days, `identity_not_seen`.
    """
    space, person = membership.space, membership.person
    witness = _witness(membership, by, poster)
    day = today_at(space)
    belonging = belonging_of(person, space)
    if belonging is not None and is_paused(belonging, day) and belonging.paused_until is not None:
        raise Refusal("plan_is_paused", day=belonging.paused_until)
    if not is_member(belonging, day):
        raise Refusal("membership_is_not_in_force")
    presence, is_first = come_as_member(Came(person, space, day, membership.ref, witness, by.ref))
    if is_first:
        if (left := days_left(membership, day)) is not None and left < 0:
            raise Refusal("days_are_used_up")
        _check_identity(presence, saw_identity and witness is Witness.DESK)
        write_down("member_checked_in", about=person.ref, actor=by.ref, space=space.ref, day=day, witness=witness)
    return Arrival(presence, is_first)


@transaction.atomic
def take_back_check_in(presence: Presence, *, by: Person) -> None:
    """Within 24 hours the desk takes back that a member was here: it was somebody else, or nobody.

    Raises NotFound, Refusal `too_late_to_correct`, `nothing_to_correct`.
    """
    if not may_record_members(by, presence.space):
        raise NotFound
    if not may_be_taken_back(presence.used_at, clock.now()):
        raise Refusal("too_late_to_correct", day=presence.day)
    if not take_back_members_day(presence):
        raise Refusal("nothing_to_correct", day=presence.day)
    take_back_identity(presence.person_id, presence.space, presence.used_at)
    about, space = f"person:{presence.person_id}", presence.space.ref
    write_down("member_check_in_taken_back", about=about, actor=by.ref, space=space, day=presence.day)


def _check_identity(presence: Presence, was_seen: bool) -> None:
    """Nobody has arrived whose document the desk has to see and has not seen."""
    space, person = presence.space, presence.person
    if person.pk not in who_has_to_show(space, [person.pk], presence.day):
        return
    if not was_seen or presence.used_at is None:
        raise Refusal("identity_not_seen")
    note_identity(person, space, at=presence.used_at, by=presence.recorded_by)


def _witness(membership: Membership, by: Person, poster: Space | None) -> Witness:
    if poster is not None and by.pk == membership.person_id and poster.pk == membership.space_id:
        return Witness.POSTER
    if not may_record_members(by, membership.space):
        raise NotFound
    return Witness.DESK
