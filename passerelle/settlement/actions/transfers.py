"""The money that follows from a closing: between the network and each space, or among the spaces themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.settlement.mails import ask_space_for_what_is_missing, ask_space_to_pay
from passerelle.settlement.models import Closing, Statement, Transfer
from passerelle.settlement.queries import missing_for
from passerelle.settlement.rules import Outcome
from passerelle.settlement.rules.netting import Proposed, netted
from passerelle.settlement.rules.references import creditor_reference
from passerelle.spaces.models import Space


def draw_transfers(closing: Closing) -> None:
    """Put down who pays whom; called once, in the transaction that closes the month."""
    moving = (Outcome.PAYOUT, Outcome.REQUEST)
    statements = list(Statement.objects.filter(closing=closing, outcome__in=moving).select_related("space"))
    due_on = clock.today() + timedelta(days=closing.conditions.days_until_paid)
    drawn = _with_the_network if closing.conditions.has_till else _among_the_spaces
    drawn_now = Transfer.objects.bulk_create(
        Transfer(
            closing=closing,
            payer=one.payer,
            payee=one.payee,
            currency=currency,
            amount=one.amount,
            reference=creditor_reference(reference()),
            due_on=due_on,
        )
        for currency, one in drawn(closing.network.ref, statements)
    )
    _tell_spaces(closing, drawn_now, {one.space.ref: one.space for one in statements if one.space.email})


def _tell_spaces(closing: Closing, transfers: list[Transfer], spaces: dict[str, Space]) -> None:
    """Who owes is asked, and who is owed is asked for what is missing."""
    missing = missing_for(closing)
    for one in transfers:
        if one.payer in spaces:
            ask_space_to_pay(one, spaces[one.payer])
        if one.payee in spaces and missing.get(one.payee):
            ask_space_for_what_is_missing(one, spaces[one.payee], missing[one.payee])


def _with_the_network(network: str, statements: Iterable[Statement]) -> Iterator[tuple[str, Proposed]]:
    for one in statements:
        payer, payee = (network, one.space.ref) if one.net > 0 else (one.space.ref, network)
        yield one.currency, Proposed(payer, payee, abs(one.net))


def _among_the_spaces(network: str, statements: Iterable[Statement]) -> Iterator[tuple[str, Proposed]]:
    """By currency. What spaces do not owe each other (unused credits, commission), the network owes or is owed."""
    by_currency: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in statements:
        by_currency[one.currency][one.space.ref] = one.net
    for currency, nets in sorted(by_currency.items()):
        for proposed in netted(nets | {network: -sum(nets.values())}):
            yield currency, proposed
