"""What can be done with services: offer one, change it, offer it no longer, offer it again."""

from django.db import transaction

from passerelle.invoices.models import Tax
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.provisions.access import may_provide
from passerelle.provisions.models import Provision
from passerelle.provisions.rules import Described
from passerelle.spaces.models import Space


@transaction.atomic
def offer_provision(space: Space, described: Described, *, by: Person, tax: Tax | None = None) -> Provision:
    """The space does this for companies from now on, in its own currency.

    Raises NotFound, also for another's tax, Refusal `provision_is_wrong` with the faults.
    """
    said = _said(space, described, by, tax)
    provision = Provision.objects.create(space=space, currency=space.currency, tax=tax, **vars(said))
    write_down("service_offered", about=provision.ref, actor=by.ref, space=space.ref, kind=provision.kind)
    return provision


@transaction.atomic
def change_provision(provision: Provision, described: Described, *, by: Person, tax: Tax | None = None) -> None:
    """It is offered like this from now on; what was agreed with somebody stands between them and the space.

    Raises as `offer_provision` does.
    """
    said = _said(provision.space, described, by, tax)
    Provision.objects.filter(pk=provision.pk).update(tax=tax, **vars(said))
    changed = sorted(name for name, value in vars(said).items() if value != getattr(provision, name))
    write_down("service_changed", about=provision.ref, actor=by.ref, fields=changed)


@transaction.atomic
def set_provided(provision: Provision, offered: bool, *, by: Person) -> None:
    """It is offered no longer, or again. Raises NotFound."""
    if not may_provide(by, provision.space):
        raise NotFound
    if Provision.objects.filter(pk=provision.pk, offered=not offered).update(offered=offered):
        write_down("service_offered_again" if offered else "service_stopped", about=provision.ref, actor=by.ref)


def _said(space: Space, described: Described, by: Person, tax: Tax | None) -> Described:
    if not may_provide(by, space) or (tax is not None and tax.space_id != space.pk):
        raise NotFound
    described = described.tidied()
    if faults := described.faults():
        raise Refusal("provision_is_wrong", faults=faults)
    return described
