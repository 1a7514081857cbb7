"""On which conditions a network closes its months, and whose invoices it may write."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max

from passerelle.jobs.actions import hasten
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.settlement.actions.documents import ROUND
from passerelle.settlement.models import Agreement, Conditions
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Wished:
    """Conditions to be, as `Conditions` names them."""

    commission_bp: int
    smallest_payout: int
    days_until_paid: int
    has_till: bool = True


@transaction.atomic
def set_conditions(network: Network, wished: Wished, *, by: Person) -> Conditions:
    """A new version, in force for every month that is begun to be closed from now on.

    Raises NotFound; Refusal `conditions_are_wrong`.
    """
    if not may_keep_books(by, network):
        raise NotFound
    if not 0 <= wished.commission_bp <= 10_000 or wished.smallest_payout < 0 or not 0 <= wished.days_until_paid <= 365:
        raise Refusal("conditions_are_wrong")
    Network.objects.select_for_update(no_key=True).get(
        pk=network.pk
    )  # two who set them at once come one after the other
    last = Conditions.objects.filter(network=network).aggregate(last=Max("version"))["last"] or 0
    kept = Conditions.objects.create(network=network, version=last + 1, set_by=by.ref, **asdict(wished))
    write_down("conditions_set", about=network.ref, actor=by.ref, version=kept.version)
    return kept


@transaction.atomic
def agree_to_self_billing(space: Space, network: Network, *, by: Person) -> Agreement:
    """The space lets the network write its invoices from now on; those that waited for it follow. Raises NotFound."""
    if not may_manage(by, space):
        raise NotFound
    kept, is_new = Agreement.objects.get_or_create(network=network, space=space, defaults={"agreed_by": by.ref})
    if is_new:
        write_down("self_billing_agreed", about=space.ref, actor=by.ref, network=network.ref)
        hasten(ROUND)
    return kept
