"""What can be done with getaways and stays: offering, asking, answering, paying, giving up."""

from passerelle.getaways.actions.answering import accept_stay, decline_stay, take_back_answer
from passerelle.getaways.actions.asking import Asking, ask_for_a_stay
from passerelle.getaways.actions.ending import cancel_stay, lapse_stay, leave_stays, withdraw_stay
from passerelle.getaways.actions.offering import Described, change_getaway, offer_getaway, set_offered
from passerelle.getaways.actions.paying import ask_to_be_paid, pay_by_pass

__all__ = [
    "Asking",
    "Described",
    "accept_stay",
    "ask_for_a_stay",
    "ask_to_be_paid",
    "cancel_stay",
    "change_getaway",
    "decline_stay",
    "lapse_stay",
    "leave_stays",
    "offer_getaway",
    "pay_by_pass",
    "set_offered",
    "take_back_answer",
    "withdraw_stay",
]
