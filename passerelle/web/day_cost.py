"""What a day costs, in words: a free one, one that a pass pays, or why it cannot be paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.networks.rules import Mode
from passerelle.passes.queries.charges import outlook
from passerelle.web import phrases
from passerelle.web.refusals import sentence

if TYPE_CHECKING:
    from passerelle.networks.queries import Offer
    from passerelle.passes.queries.charges import Charge, Outlook
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space
    from passerelle.visits.queries.paying import Cost
    from passerelle.web.reckoning import Reckoning


@dataclass(frozen=True)
class CostTold:
    """One line about a day; `wrong` says why it cannot be paid, and `reference` leads to what was charged."""

    said: str
    wrong: str = ""
    reference: str = ""


def cost_told(cost: Cost | None) -> CostTold | None:
    """A day's cost for whoever stands at the door, on either side."""
    if cost is None:
        return None
    if cost.charge:
        return CostTold(charged(cost.charge), reference=cost.charge.reference)
    if cost.outlook:
        return by_pass(cost.outlook)
    return CostTold(_("Free day %(number)s of %(total)s.") % {"number": cost.number, "total": cost.free_days})


def by_pass(outlook: Outlook) -> CostTold:
    """What a pass would pay for a day, or why it cannot."""
    if outlook.refusal or outlook.means is None:
        assert outlook.refusal is not None
        return CostTold("", wrong=sentence(outlook.refusal))
    if outlook.left is not None:
        said = ngettext(
            "Paid by pass: one of the %(left)s day that is left.",
            "Paid by pass: one of the %(left)s days that are left.",
            outlook.left,
        )
        return CostTold(said % {"left": outlook.left})
    sold = outlook.means.of_pass.sold
    if outlook.means.lot is None:
        return CostTold(_("Paid by pass, on account: %(price)s.") % {"price": phrases.money(sold.price, sold.currency)})
    return CostTold(_("Paid by pass: its days are not counted."))


def with_pass(person: Person, host: Space, offer: Offer, reckoning: Reckoning) -> Reckoning:
    """The same savings book where a pass pays for days beyond the free ones: those it can pay are no longer refused."""
    if not reckoning.beyond or offer.network.mode != Mode.PAID:
        return reckoning
    seen = outlook(person, offer.network, host, reckoning.beyond[0], offer.terms.day_price)
    told = by_pass(seen)
    paid = len(reckoning.beyond) if seen.left is None else min(seen.left, len(reckoning.beyond))
    if told.wrong or not paid:
        return replace(reckoning, total=f"{reckoning.total} {told.wrong}".strip())
    days = ngettext("%(count)s day beyond the free ones.", "%(count)s days beyond the free ones.", paid)
    taken = _("A day is used when you check in, never before.")
    return replace(reckoning, total=f"{days % {'count': paid}} {told.said} {taken}", beyond=reckoning.beyond[paid:])


def charged(charge: Charge) -> str:
    """What a charge took, as its holder knows it."""
    if charge.on_account:
        owed = phrases.money(charge.on_account, charge.of_pass.sold.currency)
        return _("%(price)s went on the pass’s account, tax included.") % {"price": owed}
    if charge.lot and charge.lot.credits is not None:
        left = charge.lot.credits - charge.lot.used
        said = ngettext(
            "The pass paid one day; %(left)s day is left of this lot.",
            "The pass paid one day; %(left)s days are left of this lot.",
            left,
        )
        return said % {"left": left}
    return _("The pass paid; its days are not counted.")
