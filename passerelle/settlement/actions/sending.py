"""Money leaves and comes: files for banks are written, and what moved is posted."""

import hashlib
from collections import defaultdict
from datetime import date

from babel.numbers import get_currency_precision
from django.db import transaction

from passerelle.invoices.queries import parties_of
from passerelle.invoices.rules.drafts import Side
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.rules import Draft, Move
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books
from passerelle.people.models import Person
from passerelle.settlement.models import Closing, MoneyFile, Transfer
from passerelle.settlement.queries import missing_for
from passerelle.settlement.rules.bank import Order, credit_transfers, table
from passerelle.settlement.rules.states import FileForm, TransferState


@transaction.atomic
def write_files(closing: Closing, *, by: Person) -> list[MoneyFile]:
    """One file for each who pays, of what is due and lacks nothing; what lacks something waits, and stays owed.

    A network with a till pays its spaces; what spaces owe it is asked by letter. In one without, each space pays.
    Raises NotFound; Refusal `month_is_not_closed`, `nothing_can_leave`.
    """
    if not may_keep_books(by, closing.network):
        raise NotFound
    if closing.closed_at is None:
        raise Refusal("month_is_not_closed", month=closing.month)
    Closing.objects.select_for_update().get(pk=closing.pk)
    ready = _ready(closing)
    parties = parties_of({side for one in ready for side in (one.payer, one.payee)})
    by_file: defaultdict[tuple[str, FileForm], list[tuple[Transfer, Order]]] = defaultdict(list)
    for one in ready:
        order, payer = _order(one, _named(one.payee, parties)), _named(one.payer, parties)
        by_file[one.payer, FileForm.PAIN if payer.iban and order.goes_by_sepa else FileForm.CSV].append((one, order))
    if not by_file:
        raise Refusal("nothing_can_leave")
    return [
        _written(closing, _named(payer, parties), form, listed, by) for (payer, form), listed in sorted(by_file.items())
    ]


@transaction.atomic
def money_moved(transfer: Transfer, on: date, *, by: Person) -> Transfer:
    """The money left or came on this day, says whoever reads the bank's statement. Said again, it changes nothing.

    Raises NotFound; Refusal `month_is_closed` where that day lies in a closed month, `day_is_to_come`.
    """
    network = transfer.closing.network
    if not may_keep_books(by, network):
        raise NotFound
    if on > clock.today():
        raise Refusal("day_is_to_come")
    open_ones = Transfer.objects.filter(pk=transfer.pk).exclude(state=TransferState.DONE)
    if open_ones.update(state=TransferState.DONE, done_on=on):
        kinds = (_side(transfer.payer, "requested"), _side(transfer.payee, "payout"))
        (whence, where) = (
            open_account(network.ref, kind, owner, transfer.currency, by=by.ref).pk
            for kind, owner in zip(kinds, (transfer.payer, transfer.payee), strict=True)
        )
        moved = Draft(f"transfer:{transfer.pk}", f"transfer:{transfer.pk}", on, [Move(whence, where, transfer.amount)])
        post(network.ref, moved, by=by.ref)
        write_down("money_moved", about=network.ref, actor=by.ref, transfer=f"transfer:{transfer.pk}")
    return Transfer.objects.get(pk=transfer.pk)


def _side(party: str, of_a_space: str) -> str:
    """On which kind of account a party's side of a transfer stands."""
    return "bank" if party.startswith("network:") else of_a_space


def _ready(closing: Closing) -> list[Transfer]:
    due = Transfer.objects.filter(closing=closing, state=TransferState.DUE, file=None)
    if closing.conditions.has_till:
        due = due.filter(payer=closing.network.ref)
    lacking = missing_for(closing)
    return [one for one in due.order_by("pk") if not lacking.get(one.payee)]


def _named(owner: str, parties: dict[str, Side]) -> Side:
    return parties.get(owner) or Side(ref=owner, name=owner)


def _order(transfer: Transfer, payee: Side) -> Order:
    return Order(
        payee, transfer.amount, transfer.currency, get_currency_precision(transfer.currency), transfer.reference
    )


def _written(
    closing: Closing, payer: Side, form: FileForm, listed: list[tuple[Transfer, Order]], by: Person
) -> MoneyFile:
    transfers, orders = [transfer for transfer, _ in listed], [order for _, order in listed]
    if form is FileForm.PAIN:
        name = f"M{closing.month:%Y%m}-{transfers[0].reference}"[:35]
        content = credit_transfers(
            payer, orders, name=name, on=max(one.due_on for one in transfers), made_at=clock.now()
        )
    else:
        content = table(orders)
    kept = MoneyFile.objects.create(
        closing=closing,
        payer=payer.ref,
        form=form,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        written_by=by.ref,
    )
    due = Transfer.objects.filter(pk__in=[one.pk for one in transfers], state=TransferState.DUE)
    due.update(state=TransferState.LISTED, file=kept)
    write_down("file_written", about=closing.network.ref, actor=by.ref, payer=payer.ref, transfers=len(orders))
    return kept
