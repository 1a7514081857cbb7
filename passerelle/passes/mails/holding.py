"""What is written to a holder about a pass: it is open, it renews, it is over, one has withdrawn from it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from passerelle.kit import clock
from passerelle.mail.actions import Recipient, write
from passerelle.passes.models import Pass
from passerelle.passes.queries.holding import withdrawal_until
from passerelle.payments.models import Payment


def tell_holder_it_is_open(of_pass: Pass) -> None:
    """Tell the holder that the pass pays from now on: what it is, until when, what comes next, how to withdraw."""
    sold = of_pass.sold
    facts = {"kind": sold.kind, "days": sold.days, "price": sold.price, "withdraw_until": withdrawal_until(of_pass)}
    _write("tell_holder_it_is_open", of_pass, f"open-{of_pass.opened_on}", facts | {"renews_on": of_pass.renews_on})


def tell_holder_of_renewal(of_pass: Pass, on: date, payment: Payment) -> None:
    """Tell the holder a week ahead that the pass renews, for how much, and how to switch that off in one click."""
    facts = {"renews_on": on, "price": payment.amount, "pay": f"{settings.SITE_URL}/payments/{payment.reference}/"}
    _write("tell_holder_of_renewal", of_pass, f"renewal-{on}", facts)


def tell_holder_it_is_blocked(of_pass: Pass) -> None:
    """Tell the holder that the pass pays nothing while a payment for it is contested at the bank."""
    _write("tell_holder_it_is_blocked", of_pass, f"blocked-{clock.now():%Y-%m-%d}", {})


def tell_holder_it_is_over(of_pass: Pass) -> None:
    """Tell the holder that nothing is left of the pass and that it does not renew."""
    _write("tell_holder_it_is_over", of_pass, f"over-{of_pass.ended_at:%Y-%m-%d}", {})


def confirm_withdrawal(of_pass: Pass, refund: int) -> None:
    """Confirm on a durable medium that the holder has withdrawn, at which moment, and what is paid back (art. 11a)."""
    facts = {"refund": refund, "at": of_pass.ended_at, "zone": settings.OWN_ZONE}
    _write("confirm_withdrawal", of_pass, "withdrawn", facts)


def _write(kind: str, of_pass: Pass, key: str, facts: Mapping[str, Any]) -> None:
    """Whoever was forgotten is not written to."""
    person, product = of_pass.person, of_pass.product
    if person.forgotten_at is not None:
        return
    everywhere = {
        "name": product.name_fr if person.language == "fr" else product.name_en,
        "network": of_pass.network.name,
        "first_name": person.first_name,
        "currency": of_pass.sold.currency,
        "page": f"{settings.SITE_URL}/passes/{of_pass.reference}/",
    }
    write(
        kind,
        room="passes",
        to=Recipient(person.email, person.name, person.language),
        facts={**everywhere, **facts},
        about=(of_pass.ref, person.ref),
        key=f"{of_pass.ref}-{key}",
    )
