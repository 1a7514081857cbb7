"""What the entries of the books that sell something to holders were about, in words: for invoices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from passerelle.kit.references import name_in, number_in
from passerelle.ledger.queries import entries_by_key
from passerelle.networks.models import Network
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.payments.models import Dispute, Payment


@dataclass(frozen=True)
class Sale:
    """A charge (where, its public name, and its line where it is no day), or a pass by its name; and the tax of it.

    `bought_on` is when the books have what is given back of a pass; None where it is the sale itself.
    """

    tax: str
    percent_bp: int
    space: str = ""
    charge: str = ""
    line: str = ""
    name: str = ""
    bought_on: date | None = None


def passes_with(refs: Iterable[str]) -> dict[str, int]:
    """Whose these passes (`pass:7`) are, by reference; what is no pass here is left out."""
    numbers = [number_in(ref) for ref in refs]
    found = Pass.objects.filter(pk__in=numbers).values_list("pk", "person")
    return {f"pass:{number}": person for number, person in found}


def sales_in(network: Network, keys: Iterable[str]) -> dict[str, Sale]:
    """What the entries with these keys sold or gave back: `charge:REF`, `payment:7`, `lot:7/back`, `dispute:7/lost`.

    What a charge gave back of a pass that was withdrawn from (`charge:REF/refund`) is of the pass.
    """
    listed = list(keys)
    of_charges = {key: key.partition("/")[0] for key in listed if _is_a_charge(key)}
    charges = _charges([name_in(ref) for ref in of_charges.values()])
    return {key: charges[of_charges[key]] if key in of_charges else _of_pass(network, key) for key in listed}


def _is_a_charge(key: str) -> bool:
    return key.startswith("charge:") and not key.endswith("/refund")


def _charges(references: list[str]) -> dict[str, Sale]:
    found = Charge.objects.filter(reference__in=references).select_related("of_pass", "space")
    return {
        one.ref: Sale(
            one.of_pass.sold.tax, one.of_pass.sold.percent_bp, one.space.name, one.reference, one.line
        )
        for one in found
    }  # fmt: skip


def _of_pass(network: Network, key: str) -> Sale:
    """A payment for a pass, or what went back of one."""
    kind, _, rest = key.partition(":")
    number, _, what = rest.partition("/")
    payment = key
    if kind == "lot":
        payment = Lot.objects.get(pk=number).key
    elif kind == "charge":
        payment = Lot.objects.get(charges__reference=number).key
    elif kind == "dispute":
        payment = Dispute.objects.get(pk=number).payment.ref
    asked = Payment.objects.get(pk=name_in(payment))
    of_pass = Pass.objects.get(pk=name_in(asked.cause))
    sale = entries_by_key(network.ref).filter(key=payment).first() if what else None
    sold = of_pass.sold
    return Sale(sold.tax, sold.percent_bp, name=asked.line, bought_on=sale.dated_on if sale else None)
