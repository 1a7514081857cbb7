"""What a space was asked for, and transfers: the line of the bank says the reference of the letter."""

import re

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound
from passerelle.ledger.queries import day_to_book
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network
from passerelle.payments.actions.receiving import explain
from passerelle.payments.models import Receipt
from passerelle.payments.queries import receipts_to_explain
from passerelle.people.models import Person
from passerelle.settlement.actions.sending import money_moved
from passerelle.settlement.models import Transfer


def hold_what_is_asked(network: Network) -> list[Transfer]:
    """What spaces were asked to transfer to a network and no line of the bank is known of, ours until the end.

    Whoever says that money moved takes the transfer before the books, so this comes before a file is taken in.
    """
    asked = Transfer.objects.filter(closing__network=network, payee=network.ref, receipt=None).order_by("pk")
    return list(asked.select_for_update(of=("self",), no_key=True).select_related("closing__network"))


@transaction.atomic
def recognise_transfers(network: Network, *, by: Person) -> int:
    """Of the receipts that nobody knew, those that are what a space was asked for; how many. Raises NotFound.

    Where somebody has said that the money had come, it is the bank's line of that. Another amount than was asked, or
    two references, are for a person to decide.
    """
    if not may_keep_books(by, network):
        raise NotFound
    asked = hold_what_is_asked(network)
    unknown = receipts_to_explain(network).filter(payment=None, by_card=False).order_by("on", "pk")
    found = 0
    for receipt in unknown if asked else ():
        transfer = _named_by(receipt, asked)
        if transfer is not None and explain(receipt, transfer=f"transfer:{transfer.pk}", by=by.ref):
            Transfer.objects.filter(pk=transfer.pk).update(receipt=receipt)
            money_moved(transfer, min(day_to_book(network.ref, receipt.on), clock.today()), by=by)
            asked.remove(transfer)
            found += 1
    return found


def _named_by(receipt: Receipt, asked: list[Transfer]) -> Transfer | None:
    """The transfer whose reference stands in what the bank tells, if it is one alone and of that very amount."""
    said = re.sub(r"\W", "", receipt.said).upper()
    named = [one for one in asked if one.reference in said]
    same = [one for one in named if (one.amount, one.currency) == (receipt.amount, receipt.currency)]
    return same[0] if len(named) == len(same) == 1 else None
