"""The life of a payment: how it is paid, its states, and what whoever asked for it must hear of. Plain Python."""

from enum import StrEnum


class Method(StrEnum):
    """How it is to be paid. What comes another way all the same is taken, and the payment then says which."""

    TRANSFER = "transfer"
    CARD = "card"
    CASH = "cash"


class State(StrEnum):
    """Where a payment stands. Paid back in part, it is still paid; `refunded` says how much went back."""

    ASKED = "asked"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAID = "paid"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    LOST = "lost"


LIFE: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.PAID, State.FAILED, State.CANCELLED}),
    # A card that was refused can be tried again, or a transfer made instead.
    State.FAILED: frozenset({State.PAID, State.CANCELLED}),
    # Money on its way when somebody cancelled comes all the same: what has come has come.
    State.CANCELLED: frozenset({State.PAID}),
    State.PAID: frozenset({State.REFUNDED, State.DISPUTED}),
    # What went back may not have arrived.
    State.REFUNDED: frozenset({State.DISPUTED, State.PAID}),
    # A dispute that was won leaves the payment as it was before.
    State.DISPUTED: frozenset({State.PAID, State.REFUNDED, State.LOST}),
    State.LOST: frozenset(),
}
WAITING = frozenset({State.ASKED, State.FAILED})
CAME = frozenset({State.PAID, State.REFUNDED, State.DISPUTED, State.LOST})


class RefundState(StrEnum):
    """Promised, sent to the card gateway, in the payer's hands, or refused by the gateway and to be sent otherwise."""

    PROMISED = "promised"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


class DisputeState(StrEnum):
    """What the payer's bank has said of a payment that the payer contests there."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class ReceiptState(StrEnum):
    """What became of money that came to the bank account."""

    UNKNOWN = "unknown"  # in the books as such, until somebody says what it is for
    COUNTED = "counted"  # it paid what was asked
    GIVEN_BACK = "given_back"
    PAYOUT = "payout"  # the card processor's own transfer


class News(StrEnum):
    """What happened to a payment that whoever asked for it must hear of in the same transaction."""

    CAME = "came"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


def states_before(state: State) -> list[State]:
    """The states from which a payment can turn into `state`: what a conditional update asks for."""
    return [before for before, onward in LIFE.items() if state in onward]
