"""What a bank's file would change, told line by line before anything is kept, and again while it is taken in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Q, Sum

from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments.models import Payment, Payout, Receipt, Refund, Statement
from passerelle.payments.queries import bank_account_of, payment_at_gateway
from passerelle.payments.rules import ReceiptState, State
from passerelle.payments.rules.bank_csv import read_csv
from passerelle.payments.rules.camt import is_xml, read_camt
from passerelle.payments.rules.cards import CardTold, DisputeTold, ReturnTold
from passerelle.payments.rules.lines import MOST_BYTES, BankFile, BankLine, StatementIsWrong, keyed
from passerelle.payments.rules.matching import DAYS_APART, OnHand, Verdict, Waited, on_hand, verdict
from passerelle.payments.rules.references import both_forms

AT_ONCE = 5000


@dataclass(frozen=True)
class Told:
    """What one line does: `reference` is the payment it names, `of` the receipt or payout that is known of it."""

    key: str
    line: BankLine
    verdict: Verdict
    reference: str = ""
    of: str = ""


@dataclass(frozen=True)
class Preview:
    """All lines of a file with what each does."""

    told: list[Told]
    left_aside: int


def read_file(content: bytes, seller: Seller) -> BankFile:
    """The file of a bank, whatever form it has.

    Raises StatementIsWrong with what is wrong; `another_account` where it is not of the account transfers go to.
    """
    if len(content) > MOST_BYTES:
        raise StatementIsWrong("too_large")
    read = read_camt(content) if is_xml(content) else read_csv(content, seller.currency)
    ours = bank_account_of(seller)
    if read.iban and ours and read.iban != ours.iban:
        raise StatementIsWrong("another_account", what=read.iban)
    return read


def preview_of(statement: Statement) -> Preview:
    """What this file would change if it were taken in now. Raises StatementIsWrong."""
    read = read_file(bytes(statement.content), statement.seller)
    return Preview(list(_told(keyed(read.lines), statement.seller)), read.left_aside)


def causes_behind(told: object) -> set[str]:
    """What is paid (`pass:42`) by what an act is given: a payment, a refund, what came of one, a bank's file, word of
    the gateway.
    """
    if isinstance(told, Payment):
        return {told.cause}
    if isinstance(told, Refund):
        return {told.payment.cause}
    if isinstance(told, Receipt):
        return {told.payment.cause} if told.payment else set()
    if isinstance(told, Statement):
        if not told.content:  # it was taken in
            return set()
        paid = [one.reference for one in preview_of(told).told if one.verdict is Verdict.PAYS]
        found = Payment.objects.filter(**seller_is(told.seller), structured_reference__in=paid)
        return set(found.values_list("cause", flat=True))
    if isinstance(told, CardTold | DisputeTold | ReturnTold):
        payment = payment_at_gateway(told.gateway_ref if isinstance(told, CardTold) else told.payment_ref)
        return {payment.cause} if payment else set()
    return set()


def _told(lines: list[tuple[str, BankLine]], seller: Seller) -> Iterator[Told]:
    known = _keys_known(seller, [key for key, _ in lines])
    waited = waited_by_reference(seller, (reference for _, line in lines for reference in line.references))
    hand = list(_known_without_the_bank(seller, [line for _, line in lines]))
    for key, line in lines:
        told = _told_of(key, line, known, waited, hand)
        if told.verdict is Verdict.PAYS:  # what comes after it in the same file finds it paid
            waited[told.reference] = replace(waited[told.reference], state=State.PAID, missing=0)
        hand = [one for one in hand if one.key != told.of]
        yield told


def _told_of(key: str, line: BankLine, known: set[str], waited: Mapping[str, Waited], hand: list[OnHand]) -> Told:
    if key in known:
        return Told(key, line, Verdict.KNOWN)
    if (same := on_hand(line, hand)) is not None:
        return Told(key, line, Verdict.RECORDED if same.reference else Verdict.PAYOUT, same.reference, same.key)
    said, payment = verdict(line, waited)
    return Told(key, line, said, payment.reference if payment else "")


def waited_by_reference(seller: Seller, references: Iterable[str]) -> dict[str, Waited]:
    """The seller's payments that go by one of these references, in either form."""
    forms = list({form for reference in references for form in both_forms(reference)})
    found: dict[str, Waited] = {}
    for start in range(0, len(forms), AT_ONCE):
        here = Payment.objects.filter(**seller_is(seller), structured_reference__in=forms[start : start + AT_ONCE])
        part = Sum("receipts__amount", filter=Q(receipts__state=ReceiptState.UNKNOWN), default=0)
        for one in here.annotate(part=part):
            missing = one.amount - one.part
            found[one.structured_reference] = Waited(one.structured_reference, State(one.state), missing, one.currency)
    return found


def _keys_known(seller: Seller, keys: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        here = Receipt.objects.filter(**seller_is(seller), key__in=keys[start : start + AT_ONCE])
        known |= set(here.values_list("key", flat=True))
    return known


def _known_without_the_bank(seller: Seller, lines: list[BankLine]) -> Iterator[OnHand]:
    """What was recorded by hand, and what the card processor says it sent, in the days of these lines."""
    if not lines:
        return
    days = [line.on for line in lines]
    near = (min(days) - timedelta(days=DAYS_APART), max(days) + timedelta(days=DAYS_APART))
    by_hand = Receipt.objects.filter(**seller_is(seller), by_hand=True, on__range=near, payment__isnull=False)
    for receipt in by_hand.select_related("payment"):
        reference = receipt.payment.structured_reference if receipt.payment else ""
        yield OnHand(receipt.ref, receipt.on, receipt.amount, receipt.currency, reference)
    for payout in Payout.objects.filter(**seller_is(seller), receipt=None, on__range=near):
        yield OnHand(payout.ref, payout.on, payout.amount, payout.currency)
