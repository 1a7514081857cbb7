"""What can be done with plans: offer one, offer it no longer, offer it again."""

from django.db import transaction

from passerelle.invoices.models import Tax
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.plans.access import may_offer
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described
from passerelle.spaces.models import Space


@transaction.atomic
def offer_plan(space: Space, described: Described, *, by: Person, tax: Tax | None = None, offered: bool = True) -> Plan:
    """The space sells this from now on, in its own currency; by itself too where its `tax` is said.

    Without being `offered` it is kept for those who are on it, and can be offered later.
    Raises NotFound, also for another's tax, Refusal `plan_is_wrong` with the faults.
    """
    if not may_offer(by, space) or (tax is not None and tax.space_id != space.pk):
        raise NotFound
    described = described.tidied()
    if faults := described.faults():
        raise Refusal("plan_is_wrong", faults=faults)
    plan = Plan.objects.create(space=space, currency=space.currency, tax=tax, offered=offered, **vars(described))
    write_down(
        "plan_offered" if offered else "plan_kept", about=plan.ref, actor=by.ref, space=space.ref, kind=plan.kind
    )
    return plan


@transaction.atomic
def set_offered(plan: Plan, offered: bool, *, by: Person) -> None:
    """It is offered no longer, or again; whoever is on it stays on it. Raises NotFound."""
    if not may_offer(by, plan.space):
        raise NotFound
    if Plan.objects.filter(pk=plan.pk, offered=not offered).update(offered=offered):
        write_down("plan_offered_again" if offered else "plan_stopped", about=plan.ref, actor=by.ref)
