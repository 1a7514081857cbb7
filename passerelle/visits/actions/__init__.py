"""What can be done with a visit: ask, answer, arrive, and what is left to say afterwards.

Every action has four beats, in one transaction: may I, do it, write it down, tell people. A state changes by one
conditional update, so that two answers at once make one; days are counted under the lock of the host's row.
"""

from passerelle.visits.actions.afterwards import say_whether_it_happened, write_a_line
from passerelle.visits.actions.answering import (
    accept_visit,
    decline_visit,
    propose_other_days,
    take_back_answer,
    take_up_proposal,
    turn_down_proposal,
    withdraw_visit,
)
from passerelle.visits.actions.arriving import Arrival, add_arrival, check_in, correct_check_in
from passerelle.visits.actions.asking import Asking, ask_for_a_visit, cancel_visit, leave_early
from passerelle.visits.actions.by_itself import take_next_step, tell_that_host_left
from passerelle.visits.actions.vouching import home_takes_no_part, refuse_to_vouch, vouch_for

__all__ = [
    "Arrival",
    "Asking",
    "accept_visit",
    "add_arrival",
    "ask_for_a_visit",
    "cancel_visit",
    "check_in",
    "correct_check_in",
    "decline_visit",
    "home_takes_no_part",
    "leave_early",
    "propose_other_days",
    "refuse_to_vouch",
    "say_whether_it_happened",
    "take_back_answer",
    "take_next_step",
    "take_up_proposal",
    "tell_that_host_left",
    "turn_down_proposal",
    "vouch_for",
    "withdraw_visit",
    "write_a_line",
]
