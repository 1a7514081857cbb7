"""What holders owe on account, as they and their treasurers ask for it: from the books, and from what was asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, QuerySet, Sum

from passerelle.kit.lots import lots
from passerelle.kit.references import number_in
from passerelle.ledger.queries import balance_of, balances_of_kinds, entries_moving
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.networks.models import Network
from passerelle.passes.models import Charge, Pass
from passerelle.passes.rules import ChargeState
from passerelle.passes.rules.accounts import KIND, Standing
from passerelle.payments.models import Dispute, Payment, Refund
from passerelle.payments.rules import CAME, WAITING, DisputeState, RefundState
from passerelle.people.models import Person

AT_ONCE = 500


@dataclass(frozen=True)
class Holder:
    """Somebody who may owe a network something, in one currency."""

    person: Person
    network: Network
    currency: str

    @property
    def cause(self) -> str:
        """For what they are asked: how payments and the books name it."""
        return f"{KIND}:{self.person.pk}"

    @property
    def passes(self) -> list[Pass]:
        """All that they hold or held of the network in this currency, the oldest first."""
        found = Pass.objects.filter(person=self.person, network=self.network, terms__currency=self.currency)
        return list(found.select_related("network").order_by("pk"))

    @property
    def payments(self) -> QuerySet[Payment]:
        """What they were asked for it, the newest first."""
        found = Payment.objects.filter(cause=self.cause, network=self.network, currency=self.currency)
        return found.select_related("network", "payer").order_by("-asked_at", "-pk")


@dataclass(frozen=True)
class OnAccount:
    """One line of a list of what is owed: who, how they stand, and the payments that wait, the oldest first."""

    holder: Holder
    standing: Standing
    waiting: list[Payment] = field(default_factory=list)

    @property
    def due_on(self) -> date | None:
        """The first day on which something of it was due, or is."""
        return min((one.due_on for one in self.waiting), default=None)


def holder_of(payment: Payment) -> Holder:
    """Whose account a payment is for: accounts are held with networks alone."""
    assert payment.network is not None
    return Holder(payment.payer, payment.network, payment.currency)


def holder_at(network: Network, key: int) -> Person | None:
    """The person with this key, if they hold or held a pass of the network."""
    return Person.objects.filter(pk=key, passes__network=network).distinct().first()


def owed_by(holder: Holder, passes: Iterable[Pass]) -> list[int]:
    """What each of these passes owes."""
    of_network, currency = holder.network.ref, holder.currency
    return [balance_of(of_network, Account.OWED_BY_HOLDER, one.ref, currency) for one in passes]


def standing_of(holder: Holder, until: date | None = None) -> Standing:
    """How a holder stands now; `until` (a last day of a month) leaves out what was charged after it."""
    owed = sum(owed_by(holder, holder.passes)) if until is None else _owed_of(holder, until)
    asked = holder.payments.filter(state__in=WAITING).aggregate(all=Sum("amount", default=0))["all"]
    going = Refund.objects.filter(payment__in=holder.payments).exclude(state=RefundState.PAID)
    return Standing(owed, int(asked), int(going.aggregate(all=Sum("amount", default=0))["all"]))


def accounts_of(person: Person) -> list[OnAccount]:
    """What this person owes, is asked or has paid too much, network by network; what is even is left out."""
    held = person.passes.select_related("network").order_by("network__name", "pk")
    kept = {(one.network_id, one.sold.currency): Holder(person, one.network, one.sold.currency) for one in held}
    found = [(holder, standing_of(holder)) for holder in kept.values()]
    return [
        OnAccount(holder, standing, list(holder.payments.filter(state__in=WAITING))[::-1])
        for holder, standing in found
        if standing != Standing()
    ]


def accounts_in(network: Network) -> list[OnAccount]:
    """Everybody who owes the network something, or is owed: what was due first comes first. Few queries for all."""
    owed: Counter[tuple[int, str]] = Counter()
    names = {}
    for currency, of_pass, amount in _owed_by_passes(network):
        owed[of_pass.person_id, currency] += amount
        names[of_pass.person_id] = of_pass.person
    asked = Payment.objects.filter(network=network, cause__startswith=f"{KIND}:")
    waiting = defaultdict[tuple[int, str], list[Payment]](list)
    for one in asked.filter(state__in=WAITING).select_related("payer", "network").order_by("due_on", "pk"):
        waiting[one.payer_id, one.currency].append(one)
        names[one.payer_id] = one.payer
    going: Counter[tuple[int, str]] = Counter()
    promised = Refund.objects.filter(payment__in=asked).exclude(state=RefundState.PAID)
    for refund in promised.select_related("payment__payer"):
        going[refund.payment.payer_id, refund.payment.currency] += refund.amount
        names[refund.payment.payer_id] = refund.payment.payer
    found = [
        OnAccount(Holder(names[key[0]], network, key[1]), _stands(owed[key], waiting[key], going[key]), waiting[key])
        for key in {key for key, amount in owed.items() if amount} | waiting.keys() | going.keys()
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, -one.standing.owed, one.holder.person.pk))


def accounts_paid(network: Network) -> QuerySet[Payment]:
    """What was paid for accounts of this network, the newest first."""
    found = Payment.objects.filter(network=network, cause__startswith=f"{KIND}:", state__in=CAME)
    return found.select_related("payer", "network").order_by("-paid_on", "-pk")


def asked_too_much() -> list[Holder]:
    """Those who are asked for more than they owe now: something was taken back since. Few queries for each network."""
    waits = Payment.objects.filter(state__in=WAITING, cause__startswith=f"{KIND}:")
    networks = Network.objects.filter(pk__in=waits.values("network"))
    return [one.holder for network in networks for one in accounts_in(network) if one.standing.too_much]


def books_and_accounts(network: Network) -> Iterator[tuple[int, str, int, int]]:
    """By person and currency: what the books say that is owed, and what charges less payments come to."""
    booked: Counter[tuple[int, str]] = Counter()
    for currency, of_pass, amount in _owed_by_passes(network):
        booked[of_pass.person_id, currency] += amount
    told = _charged(network)
    for payment in Payment.objects.filter(network=network, cause__startswith=f"{KIND}:", state__in=CAME):
        told[payment.payer_id, payment.currency] -= payment.amount - payment.refunded
    lost = Dispute.objects.filter(payment__network=network, payment__cause__startswith=f"{KIND}:")
    for dispute in lost.filter(state=DisputeState.LOST).select_related("payment"):
        told[dispute.payment.payer_id, dispute.payment.currency] += dispute.amount
    for person, currency in sorted(booked.keys() | told.keys()):
        yield person, currency, booked[person, currency], told[person, currency]


def _charged(network: Network) -> Counter[tuple[int, str]]:
    stands = Charge.objects.filter(of_pass__network=network).exclude(state=ChargeState.TAKEN_BACK)
    summed = stands.exclude(on_account=0).values("of_pass__person", "of_pass__terms__currency")
    found = summed.annotate(all=Sum(F("on_account"))).order_by()
    return Counter({(one["of_pass__person"], one["of_pass__terms__currency"]): one["all"] for one in found})


def _owed_by_passes(network: Network) -> Iterator[tuple[str, Pass, int]]:
    """What is owed on each pass that the books know, in which currency."""
    kinds = balances_of_kinds(network.ref, [Account.OWED_BY_HOLDER])
    held = {
        (number_in(owner), currency): found[Account.OWED_BY_HOLDER]
        for (owner, currency), found in kinds.items()
        if owner.startswith("pass:")
    }
    for lot in lots(sorted({number for number, _ in held}), AT_ONCE):
        passes = Pass.objects.select_related("person").in_bulk(lot)
        for (number, currency), amount in held.items():
            if number in passes:
                yield currency, passes[number], amount


def _owed_of(holder: Holder, until: date) -> int:
    """What was charged until that day, less what was paid and given back of it ever since."""
    book, refs = holder.network.ref, [one.ref for one in holder.passes]
    held = sum(balance_of(book, Account.OWED_BY_HOLDER, ref, holder.currency, until) for ref in refs)
    since = entries_moving(book, [Account.OWED_BY_HOLDER], refs, holder.currency, until + timedelta(days=1))
    for one in since:
        if one.cause == holder.cause or (one.takes_back and one.takes_back[1] <= until):
            for (whence, where), amount in one.moved.items():
                held += amount * ((where == Account.OWED_BY_HOLDER) - (whence == Account.OWED_BY_HOLDER))
    return held


def _stands(owed: int, waiting: Iterable[Payment], going_back: int) -> Standing:
    return Standing(owed, sum(one.amount for one in waiting), going_back)
