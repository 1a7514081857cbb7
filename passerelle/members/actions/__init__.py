"""What can be done with memberships: one by one, or by a roster; and what new members are told."""

from passerelle.members.actions.one_by_one import Term, end_membership, enter_member, keep_membership, renew_membership
from passerelle.members.actions.roster import Report, end_those_missing, take_in_roster
from passerelle.members.actions.telling import tell_new_members

__all__ = [
    "Report",
    "Term",
    "end_membership",
    "end_those_missing",
    "enter_member",
    "keep_membership",
    "renew_membership",
    "take_in_roster",
    "tell_new_members",
]
