"""What a holder owes on account: asked for, paid, sent back, contested at a bank, and asked for less.

A payment for it has a cause of its own (`account:7`), so that it is never taken for the renewal of a pass. It is told
to us in the transaction that changed it. Payments are taken in hand before passes, and passes before the books.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.kit import clock
from passerelle.kit.references import WORKER
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.queries import day_to_book
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.networks.access import may_keep_books
from passerelle.passes.actions.books import Side
from passerelle.passes.actions.paying import taken_at
from passerelle.passes.mails import accounts as mails
from passerelle.passes.models import Pass
from passerelle.passes.queries.accounts import Holder, holder_of, owed_by, standing_of
from passerelle.passes.rules.accounts import PATIENCE, asked_less, spread
from passerelle.payments.actions import Asked, ask_for_payment, cancel_payment, promise_refund, remind_payer
from passerelle.payments.actions.steps import hold_payments
from passerelle.payments.models import Payment
from passerelle.payments.rules import WAITING, Method, State
from passerelle.people.models import Person


@dataclass(frozen=True)
class Wanted:
    """What a holder is to be asked for: `key` makes it one payment, `line` says what for, `why` why now."""

    key: str
    line: str
    due_on: date
    why: str


@transaction.atomic
def ask_for_month(holder: Holder, key: str, month: date, until: date) -> Payment | None:
    """Ask for what the holder owes at the end of a closed month (`until`) and was not asked for yet; None for nothing.

    The same key asks once. Nobody is asked who was forgotten: the amount stays in the books.
    """
    take_account_in_hand(holder)
    if before := holder.payments.filter(key=key).first():
        return before
    amount = standing_of(holder, until).to_ask
    wanted = Wanted(key, _line(holder.person.language, month), clock.today() + PATIENCE, "month")
    return _ask(holder, amount, wanted) if amount else None


@transaction.atomic
def ask_for_less(holder: Holder) -> bool:
    """Something was taken back since it was asked: what is owed no longer is asked no longer; whether it was so."""
    waiting = take_account_in_hand(holder)
    too_much = standing_of(holder).too_much
    if not too_much:
        return False
    count, rest = asked_less([one.amount for one in waiting], too_much)
    for payment in waiting[:count]:
        cancel_payment(payment, by=WORKER)
    last = waiting[count - 1]
    if rest:
        _ask(holder, rest, Wanted(f"{last.key}/less", last.line, max(last.due_on, clock.today()), "less"))
    return True


@transaction.atomic
def remind_of_account(payment: Payment) -> bool:
    """The holder is reminded, politely and once, of what was due; whether that was now."""
    reminded = remind_payer(payment, by=WORKER)
    if reminded:
        mails.remind_holder_to_pay(payment)
    return reminded


@transaction.atomic
def send_back_what_is_over(holder: Holder, *, by: Person) -> int:
    """A treasurer sends back what was paid beyond what is owed; how much. It leaves as its payment came.

    Raises NotFound, Refusal `nothing_is_over`.
    """
    if not may_keep_books(by, holder.network):
        raise NotFound
    take_account_in_hand(holder)
    came = list(holder.payments.filter(state=State.PAID))
    over = standing_of(holder).over
    left = [(one, one.amount - sum(refund.amount for refund in one.refunds.all())) for one in came]
    promised = 0
    for payment, most in left:
        if part := min(most, over - promised):
            promise_refund(payment, part, f"over/{payment.refunds.count()}", by=by.ref)
            promised += part
    if not promised:
        raise Refusal("nothing_is_over")
    return promised


def account_paid(payment: Payment, *, by: str) -> None:
    """What was owed is paid, the oldest pass first; what is over counts for what comes."""
    holder = holder_of(payment)
    passes = _take_passes(holder)
    held = owed_by(holder, passes)
    where = taken_at(payment)
    moves = [((Account.OWED_BY_HOLDER, passes[at].ref), where, part) for at, part in spread(held, payment.amount)]
    _book(payment, payment.ref, payment.paid_on or clock.today(), moves, by=by)


def account_refunded(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """What was paid has gone back: first what was over; the rest is owed again."""
    holder = holder_of(payment)
    passes = _take_passes(holder)
    held = [-one for one in owed_by(holder, passes)]
    whence = taken_at(payment)
    moves = [(whence, (Account.OWED_BY_HOLDER, passes[at].ref), part) for at, part in spread(held, amount)]
    _book(payment, key, on, moves, by=by)


def account_disputed(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """The holder's bank has taken the money back until it decides."""
    _book(payment, key, on, [(taken_at(payment), _disputed(payment), amount)], by=by)


def account_dispute_ended(payment: Payment, amount: int, key: str, on: date, *, won: bool, by: str) -> None:
    """The money is there again; or it is gone, owed as before, and asked for once more."""
    disputed = _disputed(payment)
    if won:
        _book(payment, key, on, [(disputed, taken_at(payment), amount)], by=by)
        return
    holder = holder_of(payment)
    _book(payment, key, on, [(disputed, (Account.OWED_BY_HOLDER, disputed[1]), amount)], by=by)
    again = min(amount, standing_of(holder).to_ask)
    if again:
        _ask(holder, again, Wanted(f"{payment.key}/again", payment.line, clock.today() + PATIENCE, "again"))


def take_account_in_hand(holder: Holder) -> list[Payment]:
    """All that was asked and the passes are ours until the transaction ends; gives what waits, the newest first."""
    hold_payments(holder.cause)
    _take_passes(holder)
    return list(holder.payments.filter(state__in=WAITING))


def _take_passes(holder: Holder) -> list[Pass]:
    """As charges take them, in the order of their keys."""
    found = Pass.objects.filter(person=holder.person, network=holder.network, terms__currency=holder.currency)
    return list(found.order_by("pk").select_for_update(no_key=True))


def _ask(holder: Holder, amount: int, wanted: Wanted) -> Payment | None:
    person = holder.person
    if person.forgotten_at is not None:
        return None
    asked = Asked(
        holder.cause, wanted.key, holder.network, person, amount, holder.currency, Method.TRANSFER,
        line=wanted.line, due_on=wanted.due_on, writes=True,
    )  # fmt: skip
    payment = ask_for_payment(asked, by=WORKER)
    mails.ask_holder_to_pay(payment, wanted.why)
    return payment


def _line(language: str, month: date) -> str:
    with override(language):
        return _("On account, %(month)s") % {"month": date_format(month, "F Y")}


def _disputed(payment: Payment) -> Side:
    """On which account contested money stands: that of the oldest pass."""
    return Account.DISPUTED, _take_passes(holder_of(payment))[0].ref


def _book(payment: Payment, key: str, on: date, moves: Iterable[tuple[Side, Side, int]], *, by: str) -> None:
    """One entry about what one person owes, in the currency of the payment."""
    owner, currency = payment.seller.ref, payment.currency
    posted = [
        Move(open_account(owner, *whence, currency, by=by).pk, open_account(owner, *where, currency, by=by).pk, amount)
        for whence, where, amount in moves
    ]
    post(owner, Draft(payment.cause, key, day_to_book(owner, on), posted, "on account"), by=by)
