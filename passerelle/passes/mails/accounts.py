"""What is written about what a holder owes on account: what is asked, and once that it is still waited for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from passerelle.kit import clock
from passerelle.mail.actions import Attachment, Recipient, write
from passerelle.payments.mails import how_to_transfer
from passerelle.payments.models import Payment
from passerelle.payments.queries import received_so_far


def ask_holder_to_pay(payment: Payment, why: str) -> None:
    """Ask for what was used on account: how much, until when, by card or under which reference; and `why` now.

    A month was closed (`month`), something was taken back since (`less`), or a bank gave a payment back (`again`).
    """
    facts, files = how_to_transfer(payment)
    _write("ask_holder_to_pay", payment, facts | {"why": why}, files)


def remind_holder_to_pay(payment: Payment) -> None:
    """Remind the holder that it was due and is still waited for; a part that came is named."""
    facts, files = how_to_transfer(payment)
    _write("remind_holder_to_pay", payment, facts | {"came": received_so_far(payment)}, files)


def _write(kind: str, payment: Payment, facts: Mapping[str, Any], files: Sequence[Attachment]) -> None:
    person = payment.payer
    if person.forgotten_at is not None:
        return
    everywhere = {
        "first_name": person.first_name,
        "network": payment.seller.name,
        "line": payment.line,
        "amount": payment.amount,
        "currency": payment.currency,
        "due_on": payment.due_on,
        "asked_on": clock.local(settings.OWN_ZONE, payment.asked_at).date(),
        "page": f"{settings.SITE_URL}/payments/{payment.reference}/",
        "documents": f"{settings.SITE_URL}/me/documents/",
        "charges": f"{settings.SITE_URL}/charges/",
    }
    write(
        kind,
        room="passes",
        to=Recipient(person.email, person.name, person.language),
        facts={**everywhere, **facts},
        about=(payment.ref, person.ref),
        key=f"{payment.ref}/{kind}",
        attachments=files,
    )
