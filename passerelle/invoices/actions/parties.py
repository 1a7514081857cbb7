"""How parties are named on documents from now on, and under which tax a space sells."""

from dataclasses import asdict

from django.db import IntegrityError, transaction

from passerelle.invoices.access import may_choose_taxes, may_keep_party
from passerelle.invoices.models import Party, SpaceTax, Tax
from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import Side
from passerelle.invoices.rules.identifiers import LONGEST, faults_of, tidied
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books_of
from passerelle.networks.models import Network, Seller
from passerelle.networks.queries import seller_is
from passerelle.people.models import Person
from passerelle.spaces.models import Space


@transaction.atomic
def set_party(owner: Person | Space | Network, side: Side, *, by: Person) -> Party:
    """From now on documents name `owner` so; those that were issued stay as they are.

    Raises Refusal `party_is_wrong`, whose `faults` give a Refusal for each line that cannot be kept.
    """
    if not may_keep_party(by, owner):
        raise NotFound
    side = tidied(side)
    faults = {field: Refusal(code, most=LONGEST.get(field, 0)) for field, code in faults_of(side).items()}
    if faults:
        raise Refusal("party_is_wrong", faults=faults)
    told = asdict(side)
    del told["ref"]
    party, _ = Party.objects.update_or_create(owner=owner.ref, defaults=told)
    write_down("party_named", about=owner.ref, actor=by.ref)
    return party


@transaction.atomic
def name_tax(seller: Seller, code: str, percent_bp: int, category: Category, reason: str, *, by: Person) -> Tax:
    """A treatment that what the seller sells may have from now on. What has been sold keeps its own.

    Raises NotFound, Refusal `tax_is_wrong`, `tax_code_is_taken`.
    """
    if not may_keep_books_of(by, seller):
        raise NotFound
    charged = category is Category.STANDARD
    if not code or not 0 <= percent_bp <= 5_000 or charged != bool(percent_bp) or not (charged or reason.strip()):
        raise Refusal("tax_is_wrong")
    told = {"category": category, "percent_bp": percent_bp, "reason": reason.strip()[:200]}
    try:
        with transaction.atomic():
            tax = Tax.objects.create(**seller_is(seller), code=code[:24], **told)
    except IntegrityError:
        raise Refusal("tax_code_is_taken") from None
    write_down("tax_chosen", about=seller.ref, actor=by.ref, tax=tax.ref, percent_bp=percent_bp)
    return tax


@transaction.atomic
def choose_tax(network: Network, space: Space, tax: Tax, *, by: Person) -> None:
    """The space sells its days to the network under this tax from now on. Raises NotFound for another network's tax."""
    if not may_choose_taxes(by, network) or tax.network_id != network.pk:
        raise NotFound
    SpaceTax.objects.update_or_create(network=network, space=space, defaults={"tax": tax})
    write_down("space_tax_chosen", about=space.ref, actor=by.ref, network=network.ref, tax=tax.code)


def forget_party(owner: str) -> None:
    """What was said of a party goes; documents that were issued stay, as the law wants them."""
    Party.objects.filter(owner=owner).delete()
