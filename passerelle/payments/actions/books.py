"""What payments write into the books themselves: money that nobody knows yet, and what the card processor pays out.

What a payment is for is booked by whoever asked for it.
"""

from datetime import date

from passerelle.ledger.actions import open_account, post, reverse
from passerelle.ledger.queries import day_to_book, entries_about
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind
from passerelle.networks.models import Seller
from passerelle.payments.models import Payout, Receipt


def book_as_unknown(receipt: Receipt, *, by: str) -> None:
    """It lies in the bank, and is owed to whoever sent it until somebody says what for."""
    moves = [(Kind.UNKNOWN_RECEIPT, Kind.BANK, receipt.amount)]
    _post(receipt.seller, moves, receipt.currency, _draft(receipt.ref, receipt.ref, receipt.on, "not known yet"), by)


def book_as_known(receipt: Receipt, *, by: str) -> None:
    """What was booked as unknown is taken back: whoever asked for the money books it as what it is."""
    for entry in entries_about(receipt.ref).filter(key=receipt.ref):
        reverse(entry, key=f"{receipt.ref}/known", cause=receipt.ref, line="now known", by=by)


def book_as_given_back(receipt: Receipt, on: date, *, by: str) -> None:
    """It went back to whoever sent it."""
    moves = [(Kind.BANK, Kind.UNKNOWN_RECEIPT, receipt.amount)]
    key = f"{receipt.ref}/back"
    _post(receipt.seller, moves, receipt.currency, _draft(receipt.ref, key, on, "sent back"), by)


def book_payout(payout: Payout, *, by: str) -> None:
    """What was paid by card has reached the bank, less what the processor keeps."""
    moves = [(Kind.CARD_CLEARING, Kind.BANK, payout.amount), (Kind.CARD_CLEARING, Kind.FEES, payout.fee)]
    draft = _draft(payout.ref, payout.ref, payout.on, "paid out by the card processor")
    _post(payout.network, [move for move in moves if move[2]], payout.currency, draft, by)


def _draft(cause: str, key: str, on: date, line: str) -> Draft:
    return Draft(cause, key, on, [], line)


def _post(seller: Seller, moves: list[tuple[Kind, Kind, int]], currency: str, draft: Draft, by: str) -> None:
    """Between accounts of the seller itself."""
    numbers = {
        kind: open_account(seller.ref, kind, seller.ref, currency, by=by).pk
        for kind in dict.fromkeys(kind for whence, where, _ in moves for kind in (whence, where))
    }
    posted = [Move(numbers[whence], numbers[where], amount) for whence, where, amount in moves]
    post(seller.ref, Draft(draft.cause, draft.key, day_to_book(seller.ref, draft.on), posted, draft.line), by=by)
