"""What can be done with payments: ask for them, take in what came, send back what goes back, hear the card gateway.

What changes a payment gives its changes, which `care.actions.paying.take_in` tells to whoever asked for it, in the same
transaction: call these through it.
"""

from passerelle.payments.actions.asking import Asked, ask_for_payment, cancel_payment, remind_payer
from passerelle.payments.actions.refunding import promise_refund
from passerelle.payments.actions.steps import Change

__all__ = ["Asked", "Change", "ask_for_payment", "cancel_payment", "promise_refund", "remind_payer"]
