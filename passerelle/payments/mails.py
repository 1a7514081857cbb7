"""What is written about money: to the payer, how to pay; that it came; that it went back. One function per letter."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from passerelle.kit.qr import qr_file
from passerelle.mail import actions as mail
from passerelle.mail.actions import Attachment, Recipient
from passerelle.payments.models import Payment
from passerelle.payments.queries import transfer_of
from passerelle.payments.rules.references import printed
from passerelle.payments.rules.transfers import Transfer, printed_iban


def ask_payer_for_a_transfer(payment: Payment) -> None:
    """Tell the payer where to transfer how much under which reference, with a code that banking apps read."""
    _to_payer("ask_payer_for_a_transfer", payment, "asked", *how_to_transfer(payment))


def how_to_transfer(payment: Payment) -> tuple[dict[str, Any], list[Attachment]]:
    """What a letter says of a transfer, and the code beside it; no account where the seller has not said which."""
    transfer = transfer_of(payment)
    facts = {"holder": "", "iban": "", "bic": ""}
    files: list[Attachment] = []
    if transfer is not None:
        facts = {"holder": transfer.holder, "iban": printed_iban(transfer.iban), "bic": transfer.bic}
        files = [_code(transfer)] if transfer.can_be_scanned else []
    return facts | {"reference": printed(payment.structured_reference), "has_code": "yes" if files else ""}, files


def tell_payer_it_came(payment: Payment) -> None:
    """Tell the payer that the money is there."""
    _to_payer("tell_payer_it_came", payment, "came", {"paid_on": payment.paid_on, "method": payment.method})


def tell_payer_it_went_back(payment: Payment, amount: int, refund: str) -> None:
    """Tell the payer that money went back to them, how much of what they paid, and by which way."""
    facts = {"back": amount, "method": payment.method}
    _to_payer("tell_payer_it_went_back", payment, f"back-{refund}", facts)


def _to_payer(
    kind: str, payment: Payment, key: str, facts: Mapping[str, Any], files: Sequence[Attachment] = ()
) -> None:
    person = payment.payer
    if person.forgotten_at is not None:
        return
    everywhere = {
        "network": payment.seller.name,
        "line": payment.line,
        "amount": payment.amount,
        "currency": payment.currency,
        "due_on": payment.due_on,
        "page": f"{settings.SITE_URL}/payments/{payment.reference}/",
    }
    mail.write(
        kind,
        room="payments",
        to=Recipient(person.email, person.name, person.language),
        facts={**everywhere, **facts},
        about=(payment.ref, person.ref),
        key=f"payment-{payment.pk}-{key}",
        attachments=files,
    )


def _code(transfer: Transfer) -> Attachment:
    """The code as a picture beside the letter: a letter itself fetches nothing."""
    return Attachment("sct.png", "image/png", qr_file(transfer.lines))
