"""What a space offers: a getaway described, changed, offered no longer or again."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from passerelle.getaways.access import may_change, must
from passerelle.getaways.models import Getaway
from passerelle.getaways.queries import networks_that_sell
from passerelle.getaways.rules import Offer
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

_SAME = ("setting", "comprises", "since", "until", "minimum_days", "places", "price", "price_for")


@dataclass(frozen=True)
class Described:
    """A getaway as a manager describes it, in both languages."""

    title_fr: str
    title_en: str
    offer: Offer
    text_fr: str = ""
    text_en: str = ""

    def columns(self) -> dict[str, Any]:
        """What is kept of it. Raises Refusal `getaway_is_wrong` with the faults, by field."""
        faults = dict(self.offer.faults())
        faults |= {name: "title_is_missing" for name in ("title_fr", "title_en") if not getattr(self, name).strip()}
        if faults:
            raise Refusal("getaway_is_wrong", faults=faults)
        offer = self.offer
        kept = {name: getattr(offer, name) for name in _SAME}
        words = {name: getattr(self, name).strip() for name in ("title_fr", "title_en", "text_fr", "text_en")}
        return kept | words | {"cancelling": offer.cancelling.written()}


@transaction.atomic
def offer_getaway(space: Space, network: Network, described: Described, *, by: Person) -> Getaway:
    """The space offers something for a season, through a network in paid mode in which it stands.

    Raises NotFound, Refusal `getaway_is_wrong` with the faults, `network_does_not_sell`.
    """
    must(may_manage(by, space))
    if network not in networks_that_sell(space, today_at(space)):
        raise Refusal("network_does_not_sell", network=network.name)
    columns = described.columns()
    getaway = Getaway.objects.create(space=space, network=network, currency=space.currency, **columns)
    write_down("getaway_offered", about=getaway.ref, actor=by.ref, space=space.ref, network=network.ref)
    return getaway


@transaction.atomic
def change_getaway(getaway: Getaway, described: Described, *, by: Person) -> Getaway:
    """From now on it is offered like this; what was asked before stays as it was read.

    Raises NotFound, Refusal `getaway_is_wrong` with the faults.
    """
    must(may_change(by, getaway))
    columns = described.columns()
    changed = sorted(name for name, value in columns.items() if getattr(getaway, name) != value)
    if changed:
        Getaway.objects.filter(pk=getaway.pk).update(**columns)
        write_down("getaway_changed", about=getaway.ref, actor=by.ref, fields=changed)
    return Getaway.objects.select_related("space", "network").get(pk=getaway.pk)


@transaction.atomic
def set_offered(getaway: Getaway, offered: bool, *, by: Person) -> None:
    """It is offered no longer, or again; stays that were agreed stand.

    Raises NotFound.
    """
    must(may_change(by, getaway))
    if Getaway.objects.filter(pk=getaway.pk, offered=not offered).update(offered=offered):
        write_down("getaway_offered_again" if offered else "getaway_stopped", about=getaway.ref, actor=by.ref)
