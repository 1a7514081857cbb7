"""The entry by which a space's month is settled: what was owed stands where it goes from here."""

from datetime import date

from passerelle.ledger.actions import open_accounts, post
from passerelle.ledger.queries import Name
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.months import key_of, last_day
from passerelle.networks.models import Network
from passerelle.passes.queries.charges import rounding_of
from passerelle.settlement.models import Closing, Statement
from passerelle.settlement.rules import Figures, postings

_OF_THE_NETWORK = ("commission",)
_OF_A_TAX = ("tax_reclaimed",)


def post_rounding(network: Network, month: date, *, by: str) -> None:
    """What amounts in other currencies came to more together than one by one (docs/money.md, example 2)."""
    amount = rounding_of(network, month)
    if amount:
        both = [(kind, network.ref, network.currency) for kind in ("exchange", "rounding")]
        opened = open_accounts(network.ref, both, by=by)
        exchange, rounding = (opened[one].pk for one in both)
        move = Move(exchange, rounding, amount) if amount > 0 else Move(rounding, exchange, -amount)
        post(network.ref, Draft(network.ref, key_of(month, "rounding"), last_day(month), [move], "rounding"), by=by)


def post_statement(closing: Closing, statement: Statement, told: Figures, tax_code: str) -> None:
    """Post it once, dated on the month's last day; what moves nothing is no entry."""
    network, space = closing.network.ref, statement.space.ref

    def named(kind: str) -> Name:
        owner = network if kind in _OF_THE_NETWORK else f"tax:{tax_code}" if kind in _OF_A_TAX else space
        return kind, owner, statement.currency

    moved = [(named(whence), named(where), amount) for whence, where, amount in postings(told)]
    if moved:
        opened = open_accounts(network, (one for move in moved for one in move[:2]), by=closing.begun_by)
        moves = [Move(opened[whence].pk, opened[where].pk, amount) for whence, where, amount in moved]
        key = key_of(closing.month, f"{space}/{statement.currency}")
        post(network, Draft(space, key, last_day(closing.month), moves, "month settled"), by=closing.begun_by)
