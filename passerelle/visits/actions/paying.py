"""Paying for a day beyond the free ones: an arrival charges the visitor's pass, and taking it back gives it back.

A request is not a booking: nothing is charged for a day on which nobody came.
"""

from datetime import date

from passerelle.networks.models import Network
from passerelle.networks.rules import Mode, Terms
from passerelle.passes.actions.charging import Asked, charge_day
from passerelle.passes.actions.contesting import give_back_for
from passerelle.passes.queries.charges import charges_for, holds_an_open_pass
from passerelle.people.models import Person
from passerelle.presence.actions import lock_days, make_free
from passerelle.presence.queries import is_paid_by_pass
from passerelle.visits.models import Visit
from passerelle.visits.queries import allowance_of


def can_pay(person: Person, network: Network, terms: Terms) -> bool:
    """Whether days beyond the free ones can be asked: the network sells them, the host has a price, a pass is open."""
    return network.mode == Mode.PAID and terms.day_price is not None and holds_an_open_pass(person, network)


def must_be_paid(visit: Visit, day: date) -> bool:
    """Whether a day held beyond the free ones is still beyond them: where one was let go meanwhile, it is free.

    Takes the host's days, before everything else.
    """
    terms = visit.frozen_terms
    lock_days(visit.host)
    if terms and make_free(visit.ref, day, allowance_of(terms)):
        return False
    return is_paid_by_pass(visit.ref, day)


def charge_for(visit: Visit, day: date, *, by: str) -> None:
    """The visitor's pass pays for this day. A day corrected and come to again is charged again.

    Raises Refusal `no_pass`, `pass_not_open`, `pass_is_empty`, `pay_first`, `no_day_price`, `rate_is_missing`.
    """
    terms = visit.frozen_terms
    before = charges_for(visit.ref, day).count()
    key = f"{visit.ref}/{day}" + (f"/{before}" if before else "")
    price = terms.day_price if terms else None
    charge_day(Asked(visit.person, visit.network, visit.host, day, price, key, visit.ref), by=by)


def take_back_for(visit: Visit, day: date, reason: str, *, by: str) -> None:
    """What was charged for a day that is corrected is given back; nothing where the day was free."""
    give_back_for(visit.ref, day, reason, by=by)
