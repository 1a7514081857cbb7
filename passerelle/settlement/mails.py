"""The letters that this room writes to spaces, once a month is closed."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.conf import settings

from passerelle.invoices.queries import party_of
from passerelle.mail.actions import Recipient, write
from passerelle.settlement.models import Transfer
from passerelle.settlement.rules.states import Missing
from passerelle.spaces.models import Space


def ask_space_to_pay(transfer: Transfer, space: Space) -> None:
    """Ask a space for what it collected beyond what it earned: how much, to whom, under which reference, until when."""
    payee = party_of(transfer.payee)
    facts = {
        "account": payee.paid_into if payee else "",
        "payee": payee.name if payee else transfer.closing.network.name,
        "reference": transfer.reference,
        "due_on": transfer.due_on,
    }
    _write("ask_space_to_pay", transfer, space, facts)


def ask_space_for_what_is_missing(transfer: Transfer, space: Space, missing: list[Missing]) -> None:
    """Say what is earned and cannot be paid yet, and what it waits for."""
    facts = {
        "no_account": Missing.AGREEMENT not in missing or len(missing) > 1,
        "no_agreement": Missing.AGREEMENT in missing,
        "party": f"{settings.SITE_URL}/manage/{space.slug}/documents/party/",
    }
    _write("ask_space_for_what_is_missing", transfer, space, facts)


def _write(kind: str, transfer: Transfer, space: Space, facts: dict[str, object]) -> None:
    digits = get_currency_precision(transfer.currency)
    told = {
        "space": space.name,
        "network": transfer.closing.network.name,
        "month": f"{transfer.closing.month:%m/%Y}",
        "amount": format_currency(Decimal(transfer.amount).scaleb(-digits), transfer.currency, locale=space.language),
        "link": f"{settings.SITE_URL}/spaces/{space.slug}/earned/",
    }
    write(
        kind,
        room="settlement",
        to=Recipient(space.email, space.name, space.language),
        facts=told | facts,
        about=(space.ref, transfer.closing.network.ref),
        key=f"transfer:{transfer.pk}:{kind}",
    )
