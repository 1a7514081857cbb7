"""What can be asked about charges: what would pay for a day, what was charged, and what a month's rounding comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Sum, When

from passerelle.kit.refusals import Refusal
from passerelle.ledger.queries import balance_of, balance_of_all
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.ledger.rules.months import month_after
from passerelle.networks.models import Network
from passerelle.passes.models import Charge as Charge
from passerelle.passes.models import Lot, Pass
from passerelle.passes.rules import ChargeKind, ChargeState, Kind, State
from passerelle.passes.rules.charging import Price, priced
from passerelle.people.models import Person
from passerelle.rates.queries import rate_on
from passerelle.rates.rules import exactly, rounding
from passerelle.spaces.models import Space

WITH_EVERYBODY = ("of_pass__person", "of_pass__network", "space", "lot")


@dataclass(frozen=True)
class Means:
    """What pays for a day: an open pass, and the lot that a credit is taken from; None where one pays as one goes."""

    of_pass: Pass
    lot: Lot | None

    @property
    def left(self) -> int | None:
        """How many days the lot still has; None where they are not counted."""
        return self.lot.credits - self.lot.used if self.lot and self.lot.credits is not None else None


@dataclass(frozen=True)
class Outlook:
    """Whether a day could be paid now, and with what; else the refusal that a press would bring."""

    means: Means | None = None
    price: Price | None = None
    left: int | None = None
    refusal: Refusal | None = None


def passes_for(person: Person, network: Network) -> QuerySet[Pass]:
    """What this person has bought of this network that is not over, the oldest first."""
    alive = [State.ASKED, State.OPEN, State.BLOCKED]
    return Pass.objects.filter(person=person, network=network, state__in=alive).order_by("pk")


def holds_an_open_pass(person: Person, network: Network) -> bool:
    """Whether this person has a pass of this network that is open, whatever is left on it."""
    return passes_for(person, network).filter(state=State.OPEN).exists()


def lots_that_pay(passes: Sequence[Pass], day: date, days: int = 1) -> QuerySet[Lot]:
    """The lots that still have `days` on `day`: first those that are not counted, then the soonest to end.

    A day can be written down after its month: what moved on meanwhile pays from where it is now.
    """
    left = Q(credits=None) | Q(credits__gte=F("used") + days)
    lasts = Q(ends_on=None) | Q(ends_on__gt=day)
    began = Q(begins_on__lte=day) | Q(rolled_from__begins_on__lte=day)
    found = Lot.objects.filter(left, lasts, began, of_pass__in=passes, rolled_into=None)
    return found.order_by(Case(When(credits=None, then=0), default=1), F("ends_on").asc(nulls_last=True), "pk")


def what_pays(passes: Sequence[Pass], day: date, days: int = 1) -> Means:
    """Which of these passes pays for so many days, and from which lot: all of one. Two queries.

    Raises Refusal `no_pass`, `pass_not_open`, `pass_is_empty`, and `pay_first` with what is owed.
    """
    by_key = {one.pk: one for one in passes if one.state == State.OPEN}
    if not by_key:
        raise Refusal("pass_not_open" if passes else "no_pass")
    lot = lots_that_pay(list(by_key.values()), day, days).first()
    if lot:
        lot.of_pass = by_key[lot.of_pass_id]
        return Means(lot.of_pass, lot)
    as_you_go = next((one for one in by_key.values() if one.sold.kind is Kind.AS_YOU_GO), None)
    if as_you_go is None:
        raise Refusal("pass_is_empty")
    must_fit_on_account(as_you_go, days * as_you_go.sold.price)
    return Means(as_you_go, None)


def must_fit_on_account(of_pass: Pass, more: int) -> None:
    """`more`, tax included, can still be owed until it is paid. Raises Refusal `pay_first` with what is owed.

    What counts is all that the holder owes the network in this currency: what a bank has taken back, or kept, stands on
    the oldest of their passes.
    """
    owed, most = _owed_in_all(of_pass), of_pass.sold.on_account
    if owed + more > most:
        raise Refusal("pay_first", owed=owed, most=most, currency=of_pass.sold.currency)


def owed_on(of_pass: Pass) -> int:
    """What the holder owes on account, in minor units of the pass's currency; below zero where more was paid."""
    book, currency = of_pass.network.ref, of_pass.sold.currency
    return balance_of(book, Account.OWED_BY_HOLDER, of_pass.ref, currency)


def _owed_in_all(of_pass: Pass) -> int:
    """What the holder owes on all passes of the network in this currency, with what their bank has taken back until it
    decides: that may have to be paid once more.
    """
    currency = of_pass.sold.currency
    theirs = Pass.objects.filter(person=of_pass.person_id, network=of_pass.network_id, terms__currency=currency)
    owners = [f"pass:{key}" for key in theirs.values_list("pk", flat=True)]
    names = [(kind, owner, currency) for kind in (Account.OWED_BY_HOLDER, Account.DISPUTED) for owner in owners]
    return balance_of_all(of_pass.network.ref, names)


def open_one_of(passes: Sequence[Pass]) -> Pass:
    """Of the open passes, the one on whose account most can be owed. Raises Refusal `no_pass`, `pass_not_open`."""
    opened = [one for one in passes if one.state == State.OPEN]
    if not opened:
        raise Refusal("pass_not_open" if passes else "no_pass")
    return max(opened, key=lambda one: one.sold.on_account)


def price_in(of_pass: Pass, price: int, space: Space, day: date) -> Price:
    """A price of `space`, also in the currency of the pass, by the last rate published before `day`.

    Raises Refusal `rate_is_missing`.
    """
    base = of_pass.sold.currency
    if space.currency == base:
        return priced(price, base, base)
    rate = rate_on(space.currency, day, base, of_pass.network)
    if rate is None:
        raise Refusal("rate_is_missing", currency=space.currency, base=base)
    return priced(price, space.currency, base, rate.value, rate.on)


def owed_under_the_cap(means: Means, space: Space, day: date, price: Price) -> Price:
    """What the space is still owed for this person in its local month, where the pass does not count days."""
    cap = means.of_pass.sold.cap
    if means.lot is None or means.lot.credits is not None or not cap:
        return price
    return price.at_most(max(0, cap - _owed_this_month(means.of_pass, space, day)))


def _owed_this_month(of_pass: Pass, space: Space, day: date) -> int:
    first = day.replace(day=1)
    after = month_after(first)
    charges = Charge.objects.filter(of_pass__person=of_pass.person_id, of_pass__network=of_pass.network_id, space=space)
    uncounted = charges.filter(day__gte=first, day__lt=after, kind=ChargeKind.DAY, lot__isnull=False, lot__credits=None)
    return int(uncounted.exclude(state=ChargeState.TAKEN_BACK).aggregate(all=Sum("amount", default=0))["all"])


def outlook(person: Person, network: Network, space: Space, day: date, price: int | None) -> Outlook:
    """Whether a day at `space` could be charged now, and with what, without charging it."""
    passes = list(passes_for(person, network).select_related("network"))
    try:
        if price is None:
            raise Refusal("no_day_price")
        means = what_pays(passes, day)
        owed = owed_under_the_cap(means, space, day, price_in(means.of_pass, price, space, day))
    except Refusal as refusal:
        return Outlook(refusal=refusal)
    return Outlook(means, owed, _days_left(passes, means, day))


def _days_left(passes: Sequence[Pass], means: Means, day: date) -> int | None:
    """How many days all counted lots together still have; None where the next one is not counted."""
    if means.lot is None or means.lot.credits is None:
        return None
    opened = [one for one in passes if one.state == State.OPEN]
    counted = lots_that_pay(opened, day).exclude(credits=None)
    return int(counted.aggregate(all=Sum(F("credits") - F("used"), default=0))["all"])


# What was charged


def charge_called(reference: str) -> Charge | None:
    """The charge with this public name, with everybody it concerns."""
    return Charge.objects.select_related(*WITH_EVERYBODY).filter(reference=reference).first()


def charge_under(space: Space, key: str, person: Person, network: Network) -> Charge | None:
    """What this person's pass of the network was charged at `space` under this key.

    Raises Refusal `charge_key_means_another` where it was somebody else's, or another network's.
    """
    found = Charge.objects.select_related(*WITH_EVERYBODY).filter(space=space, key=key).first()
    if found and (found.of_pass.person_id, found.of_pass.network_id) != (person.pk, network.pk):
        raise Refusal("charge_key_means_another")
    return found


def charges_for(cause: str, day: date | None = None) -> QuerySet[Charge]:
    """What was charged because of `cause` (`visit:42`), on `day` if one is given, the latest first."""
    found = Charge.objects.select_related(*WITH_EVERYBODY).filter(cause=cause)
    return (found if day is None else found.filter(day=day)).order_by("-pk")


def charge_that_stands(cause: str, day: date) -> Charge | None:
    """What was charged for `cause` on `day` and not taken back."""
    return charges_for(cause, day).exclude(state=ChargeState.TAKEN_BACK).first()


def charges_at(space: Space) -> QuerySet[Charge]:
    """What this space has charged, the latest first, each with whose pass it was."""
    return space.charges.select_related(*WITH_EVERYBODY).order_by("-day", "-pk")


def charges_on(person: Person) -> QuerySet[Charge]:
    """What this person's passes were charged, the latest first."""
    return Charge.objects.filter(of_pass__person=person).select_related(*WITH_EVERYBODY).order_by("-day", "-pk")


def charges_to_decide(network: Network) -> QuerySet[Charge]:
    """What holders contest and spaces stand by, for the treasurer of the network to decide, the oldest first."""
    waiting = Charge.objects.filter(of_pass__network=network, state=ChargeState.UPHELD, decided_at=None)
    return waiting.select_related(*WITH_EVERYBODY).order_by("answered_at", "pk")


def rounding_of(network: Network, month: date) -> int:
    """By how much a month's charges in other currencies come to more together than one by one, in minor units.

    `month` is its first day. The entry `month:YYYY-MM/rounding` moves it from `exchange` to `rounding` in the currency
    of the network, the other way round where it is negative (docs/money.md, example 2).
    """
    after = month_after(month)
    charged = Charge.objects.filter(of_pass__network=network, day__gte=month, day__lt=after, rate__isnull=False)
    told = charged.exclude(state=ChargeState.TAKEN_BACK).values_list("price", "rate", "currency", "amount")
    base = network.currency
    return rounding(
        (exactly(price, rate, of=currency, into=base), amount)
        for price, rate, currency, amount in told.iterator()
        if rate is not None
    )
