"""What can be done with memberships: one by one, or by a roster; what new members are told; who is here."""

from passerelle.members.actions.arriving import check_in_member, take_back_check_in
from passerelle.members.actions.changing import Changing, change_plan, keep_plan
from passerelle.members.actions.enrolling import Joining, call_off_enrolment, join, switch_renewal
from passerelle.members.actions.identity import set_identity_rule
from passerelle.members.actions.one_by_one import Term, end_membership, enter_member, keep_membership, renew_membership
from passerelle.members.actions.pausing import Pausing, end_pause, pause_plan
from passerelle.members.actions.roster import (
    Report,
    Wish,
    end_those_missing,
    take_in_lines,
    take_in_roster,
    weigh_lines,
)
from passerelle.members.actions.telling import tell_new_members
from passerelle.members.actions.withdrawing import withdraw_from_plan

__all__ = [
    "Changing",
    "Joining",
    "Pausing",
    "Report",
    "Term",
    "Wish",
    "call_off_enrolment",
    "change_plan",
    "check_in_member",
    "end_membership",
    "end_pause",
    "end_those_missing",
    "enter_member",
    "join",
    "keep_membership",
    "keep_plan",
    "pause_plan",
    "renew_membership",
    "set_identity_rule",
    "switch_renewal",
    "take_back_check_in",
    "take_in_lines",
    "take_in_roster",
    "tell_new_members",
    "weigh_lines",
    "withdraw_from_plan",
]
