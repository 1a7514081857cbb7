"""What a network sells, and under which tax: said by its treasurers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from passerelle.invoices.models import Tax
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network
from passerelle.passes.access import may_set_products
from passerelle.passes.models import Product
from passerelle.passes.rules import Kind, Unused
from passerelle.people.models import Person

MOST = 10_000_000
UNLIMITED_CAP = 29_000
"""What CoPass owed one space for one person in one month at most: 290 euros without tax."""


@dataclass(frozen=True)
class Described:
    """A product as a treasurer describes it; see `Sold` for what the figures mean."""

    name_fr: str
    name_en: str
    kind: Kind
    price: int
    tax: Tax
    days: int = 0
    cap: int = 0
    valid_days: int = 0
    unused: Unused = Unused.LAPSE
    on_account: int = 0

    def faults(self) -> Mapping[str, str]:
        """What cannot be sold: the field, and the code of what is wrong with it."""
        found = {name: "name_is_missing" for name in ("name_fr", "name_en") if not getattr(self, name).strip()}
        counted = self.kind in (Kind.PACK, Kind.MONTHLY)
        limits = {"price": (1, MOST), "cap": (0, MOST), "on_account": (0, MOST), "valid_days": (0, 3660)}
        limits["days"] = (1, 366) if counted else (0, 0)
        wrong = {name for name, (least, most) in limits.items() if not least <= getattr(self, name) <= most}
        found |= dict.fromkeys(wrong, "out_of_range")
        if self.kind is Kind.AS_YOU_GO and self.on_account < self.price:
            found["on_account"] = "less_than_a_day"
        return found


@transaction.atomic
def sell(network: Network, described: Described, *, by: Person) -> Product:
    """The network sells this from now on, in its own currency.

    Raises NotFound, Refusal `product_is_wrong` with the faults.
    """
    if not may_keep_books(by, network) or described.tax.network_id != network.pk:
        raise NotFound
    if faults := described.faults():
        raise Refusal("product_is_wrong", faults=faults)
    columns: dict[str, Any] = vars(described) | {"name_fr": described.name_fr.strip()}
    product = Product.objects.create(network=network, currency=network.currency, **columns)
    write_down("product_offered", about=network.ref, actor=by.ref, product=product.pk, kind=product.kind)
    return product


@transaction.atomic
def set_offered(product: Product, offered: bool, *, by: Person) -> None:
    """It is sold no longer, or again; who has it keeps it, with its renewals.

    Raises NotFound.
    """
    if not may_set_products(by, product):
        raise NotFound
    if Product.objects.filter(pk=product.pk, offered=not offered).update(offered=offered):
        about = product.network.ref
        write_down(
            "product_offered_again" if offered else "product_stopped", about=about, actor=by.ref, product=product.pk
        )
