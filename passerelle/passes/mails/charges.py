"""What is written about a charge: one function per letter, to the holder, the space or the network's treasurers."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from passerelle.mail.actions import Recipient, write
from passerelle.networks.queries import treasurers_of
from passerelle.passes.access import Link, sealed
from passerelle.passes.models import Charge
from passerelle.passes.queries.charges import owed_on
from passerelle.passes.rules import ChargeKind
from passerelle.passes.rules.charging import CONTESTING_LASTS


def tell_holder_of_charge(charge: Charge) -> None:
    """Tell the holder at once what was charged, where and why, and until when it can be contested."""
    facts = {
        "contest": _page("charge", sealed(charge, Link.CONTEST)),
        "until": charge.charged_at + CONTESTING_LASTS,
        "owed": owed_on(charge.of_pass) if charge.on_account else 0,
    }
    _to_holder("tell_holder_of_charge", charge, facts)


def tell_holder_of_charge_taken_back(charge: Charge) -> None:
    """Tell the holder that a charge was taken back, and what was said with it."""
    _to_holder("tell_holder_of_charge_taken_back", charge, {})


def tell_holder_that_space_stands_by(charge: Charge) -> None:
    """Tell the holder that the space stands by its charge, and that a treasurer decides."""
    _to_holder("tell_holder_that_space_stands_by", charge, {})


def tell_holder_of_decision(charge: Charge) -> None:
    """Tell the holder that the treasurer lets the charge stand, and why."""
    _to_holder("tell_holder_of_decision", charge, {})


def ask_space_about_contest(charge: Charge) -> None:
    """Ask the space whether it gives back what the holder contests, or stands by it."""
    space = charge.space
    facts = {"answer": _page("charge-answer", sealed(charge, Link.ANSWER))}
    _write("ask_space_about_contest", charge, Recipient(space.email, space.name, space.language), facts)


def tell_space_of_decision(charge: Charge) -> None:
    """Tell the space what the treasurer has decided of a charge that it stood by."""
    space = charge.space
    _write("tell_space_of_decision", charge, Recipient(space.email, space.name, space.language), {})


def ask_treasurers_to_decide(charge: Charge) -> None:
    """Ask the treasurers to decide of a charge that a holder contests and a space stands by."""
    for person in treasurers_of(charge.of_pass.network):
        to = Recipient(person.email, person.name, person.language)
        _write("ask_treasurers_to_decide", charge, to, {}, key=f"{charge.ref}/decide/{person.pk}")


def _to_holder(kind: str, charge: Charge, facts: Mapping[str, Any]) -> None:
    """Whoever was forgotten is not written to."""
    person = charge.of_pass.person
    if person.forgotten_at is None:
        _write(kind, charge, Recipient(person.email, person.name, person.language), facts)


def _write(kind: str, charge: Charge, to: Recipient, facts: Mapping[str, Any], key: str = "") -> None:
    if not to.address:
        return
    about = (charge.ref, charge.space.ref, charge.of_pass.person.ref)
    write(kind, room="passes", to=to, facts={**_facts(charge), **facts}, about=about, key=key or f"{charge.ref}/{kind}")


def _facts(charge: Charge) -> dict[str, Any]:
    """What every letter may say. `price` is the space's own; a credit has no price of its own for the holder."""
    person, sold = charge.of_pass.person, charge.of_pass.sold
    return {
        "first_name": person.first_name if person.name else "",
        "holder": person.name,
        "space": charge.space.name,
        "town": charge.space.town,
        "zone": charge.space.time_zone,
        "network": charge.of_pass.network.name,
        "day": charge.day,
        "is_day": charge.kind == ChargeKind.DAY and not charge.line,
        "line": charge.line,
        "credits": charge.credits,
        "price": charge.price,
        "currency": charge.currency,
        "on_account": charge.on_account,
        "base": sold.currency,
        "uses_credit": charge.lot is not None and charge.lot.credits is not None,
        "left": charge.lot.credits - charge.lot.used if charge.lot and charge.lot.credits is not None else None,
        "reference": charge.reference,
        "reason": charge.contested_because,
        "answered": charge.answer,
        "link": _page("charges", charge.reference),
    }


def _page(*path: str) -> str:
    """The absolute address of one of our pages."""
    return "/".join((settings.SITE_URL, *path, ""))
