"""What can be done with events: announcing, proposing, changing, calling off, answering, reminding."""

from passerelle.events.actions.answering import answer, leave_events
from passerelle.events.actions.calling_off import call_off
from passerelle.events.actions.changing import Changed, change_following, change_one
from passerelle.events.actions.feeds import end_feed, make_feed
from passerelle.events.actions.planning import announce, answer_proposal, let_members_propose, plan_further, propose
from passerelle.events.actions.reminding import remind

__all__ = [
    "Changed",
    "announce",
    "answer",
    "answer_proposal",
    "call_off",
    "change_following",
    "change_one",
    "end_feed",
    "leave_events",
    "let_members_propose",
    "make_feed",
    "plan_further",
    "propose",
    "remind",
]
