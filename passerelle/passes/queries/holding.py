"""Passes as their holders and treasurers ask for them: what is sold, what one has, what is due."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, When

from passerelle.kit.anniversaries import next_anniversary
from passerelle.kit.withdrawal import last_day_to_withdraw
from passerelle.networks.models import Network
from passerelle.passes.models import Lot as Lot
from passerelle.passes.models import Pass as Pass
from passerelle.passes.models import Product as Product
from passerelle.passes.rules import Kind, State
from passerelle.passes.rules.renewing import (
    PAID_WITHIN,
    RENEWING,
    TOLD_AHEAD,
)
from passerelle.people.models import Person


def products_of(network: Network) -> QuerySet[Product]:
    """All that a network sells or sold, what it sells first, the cheapest first."""
    return network.products.select_related("tax").order_by("-offered", "price", "id")


def products_sold(network: Network) -> list[Product]:
    """What a network sells now, the cheapest first."""
    found = network.products.filter(offered=True).select_related("tax", "network")
    return list(found.order_by("price", "id")[:50])


def product_of(network: Network, key: int) -> Product | None:
    """One of the products of this network."""
    return network.products.select_related("tax", "network").filter(pk=key).first()


def pass_called(reference: str) -> Pass | None:
    """The pass with this public name, with its network, product and holder."""
    return Pass.objects.select_related("network", "product", "person").filter(reference=reference).first()


def holders_of(keys: Iterable[int]) -> dict[int, str]:
    """Whose these passes are: the names of their holders, by the keys of the passes."""
    return dict(Pass.objects.filter(pk__in=list(keys)).values_list("pk", "person__name"))


def passes_of(person: Person) -> QuerySet[Pass]:
    """All that this person bought, what is open first, then the newest."""
    found = person.passes.select_related("network", "product")
    is_over = Case(When(state__in=[State.ENDED, State.WITHDRAWN], then=1), default=0)
    return found.order_by(is_over, "-asked_at", "-id")


def lots_with_something(of_pass: Pass, on: date) -> list[Lot]:
    """What is left of a pass on `on` or begins later, the soonest to end first."""
    left = Q(credits=None) | Q(used__lt=F("credits"))
    return list(of_pass.lots.filter(left, Q(ends_on=None) | Q(ends_on__gt=on)))


def days_left(passes: Collection[Pass], on: date) -> dict[int, int]:
    """How many counted days are left on these passes on `on`, by their keys. One query."""
    runs = Lot.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), of_pass__in=passes, begins_on__lte=on)
    counted = runs.exclude(credits=None).order_by().values_list("of_pass")
    return dict(counted.annotate(left=Sum(F("credits") - F("used"))))


def has_more_to_come(of_pass: Pass, on: date) -> bool:
    """Whether the pass still pays or will: as one goes always does."""
    if of_pass.sold.kind is Kind.AS_YOU_GO:
        return True
    return of_pass.lots.filter(Q(ends_on=None) | Q(ends_on__gt=on)).exists()


def may_open(of_pass: Pass, begins_on: date, today: date) -> bool:
    """Whether the month that begins on `begins_on` is still to come, or runs, and nothing paid for it is there yet."""
    if of_pass.sold.kind not in RENEWING:
        return False
    ends = next_anniversary(of_pass.opened_on or begins_on, begins_on)
    paid = of_pass.lots.filter(rolled_from=None, begins_on=begins_on, key__startswith="payment:")
    return ends > today and not paid.exists()


def withdrawal_until(of_pass: Pass) -> date | None:
    """The last day on which the holder may withdraw; None where nothing was bought that can be paid back."""
    opened_on = of_pass.opened_on
    return None if opened_on is None or of_pass.sold.kind is Kind.AS_YOU_GO else last_day_to_withdraw(opened_on)


def renewals_to_ask_for(on: date, at_once: int) -> list[int]:
    """The keys of the passes that renew within a week of `on` and are asked for no payment of that month yet."""
    due = Pass.objects.filter(state=State.OPEN, renewal_asked_on=None, renews_on__lte=on + TOLD_AHEAD)
    found = due.order_by("renews_on", "id")
    return list(found.values_list("pk", flat=True)[:at_once])


def lots_to_settle(on: date, at_once: int) -> list[int]:
    """The keys of the lots whose time is over on `on` and of which something is still in the books."""
    over = Lot.objects.filter(ends_on__lte=on, recognised__lt=F("paid")).order_by("ends_on", "id")
    return list(over.values_list("pk", flat=True)[:at_once])


def passes_to_end(on: date, at_once: int) -> list[int]:
    """The keys of open passes that nothing is left of: not renewing, or not paid within the time for it."""
    lasting = Lot.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), of_pass=OuterRef("pk"))
    over = Q(renews_on=None) | Q(renews_on__lte=on - PAID_WITHIN)
    found = Pass.objects.filter(~Exists(lasting), over, state=State.OPEN).exclude(terms__kind=Kind.AS_YOU_GO)
    return list(found.order_by("id").values_list("pk", flat=True)[:at_once])
