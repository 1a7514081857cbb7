"""What payments write into the books themselves: money that nobody knows yet, and what the card processor pays out.

What a payment is for is booked by whoever asked for it.
"""

from datetime import date

from passerelle.ledger.actions import open_account, post, reverse
from passerelle.ledger.queries import day_to_book, entries_about, entries_by_key
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind
from passerelle.networks.models import Seller
from passerelle.payments.models import Payout, Receipt, Refund


def book_as_unknown(receipt: Receipt, *, by: str) -> None:
    """It lies there, and is owed to whoever sent it until somebody says what for."""
    moves = [(Kind.UNKNOWN_RECEIPT, _lies_in(receipt), receipt.amount)]
    _post(receipt.seller, moves, receipt.currency, _draft(receipt.ref, receipt.ref, receipt.on, "not known yet"), by)


def book_as_known(receipt: Receipt, *, by: str) -> None:
    """What was booked as unknown is taken back: whoever asked for the money books it as what it is."""
    for entry in entries_about(receipt.ref).filter(key=receipt.ref):
        reverse(entry, key=f"{receipt.ref}/known", cause=receipt.ref, line="now known", by=by)


def book_as_given_back(receipt: Receipt, on: date, *, by: str) -> None:
    """It went back to whoever sent it."""
    moves = [(_lies_in(receipt), Kind.UNKNOWN_RECEIPT, receipt.amount)]
    key = f"{receipt.ref}/back"
    _post(receipt.seller, moves, receipt.currency, _draft(receipt.ref, key, on, "sent back"), by)


def book_payout(payout: Payout, *, by: str) -> None:
    """What was paid by card has reached the bank, less what the processor keeps."""
    moves = [(Kind.CARD_CLEARING, Kind.BANK, payout.amount), _kept(payout.fee)]
    draft = _draft(payout.ref, payout.ref, payout.on, "paid out by the card processor")
    _post(payout.seller, [move for move in moves if move[2]], payout.currency, draft, by)


def book_other_fee(payout: Payout, fee: int, *, by: str) -> None:
    """The processor kept `fee`, another amount than was typed by hand."""
    draft = _draft(payout.ref, f"{payout.ref}/fee", payout.on, "kept by the card processor")
    _post(payout.seller, [_kept(fee - payout.fee)], payout.currency, draft, by)


def book_as_sent_by_the_bank(refund: Refund, on: date, *, by: str) -> None:
    """A person sent by transfer what had been paid by card: the bank did what the card processor would have."""
    moves = [(Kind.BANK, Kind.CARD_CLEARING, refund.amount)]
    payment = refund.payment
    draft = _draft(payment.cause, f"{refund.ref}/by-bank", on, "sent by transfer, paid by card")
    _post(payment.seller, moves, payment.currency, draft, by)


def book_as_returned(refund: Refund, *, by: str) -> None:
    """It never arrived: what was booked when it left is taken back."""
    entry = entries_by_key(refund.payment.seller.ref).get(key=refund.ref)
    reverse(entry, key=f"{refund.ref}/returned", cause=refund.payment.cause, line="did not arrive", by=by)


def _kept(fee: int) -> tuple[Kind, Kind, int]:
    """What the processor kept; below nothing, what it gave back of that."""
    return (Kind.CARD_CLEARING, Kind.FEES, fee) if fee >= 0 else (Kind.FEES, Kind.CARD_CLEARING, -fee)


def _lies_in(receipt: Receipt) -> Kind:
    return Kind.CARD_CLEARING if receipt.by_card else Kind.BANK


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
