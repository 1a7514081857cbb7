"""What can be asked about getaways and stays."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format

from passerelle.getaways.models import Getaway as Getaway
from passerelle.getaways.models import Stay as Stay
from passerelle.getaways.rules import (
    TAKEN_BACK,
    UNDO_LASTS,
    Comprises,
    Setting,
    Span,
    State,
    days_without_a_place,
)
from passerelle.kit import clock
from passerelle.kit.references import name_in, number_in
from passerelle.kit.refusals import Refusal
from passerelle.ledger.queries import balances, entries_by_key
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.ledger.rules.faults import Fault
from passerelle.ledger.rules.months import month_after
from passerelle.networks.models import Network
from passerelle.networks.queries import affiliations_on
from passerelle.networks.rules import Mode
from passerelle.passes.queries.charges import (
    Charge,
    charge_called,
    must_fit_on_account,
    open_one_of,
    passes_for,
    price_in,
    what_pays,
)
from passerelle.passes.queries.sold import Sale
from passerelle.payments.models import Refund
from passerelle.payments.queries import Payment, payments_for
from passerelle.people.models import Person
from passerelle.rates.queries import rate_on
from passerelle.rates.rules import changed
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

WITH_ITS_PLACE = ("space", "network")


@dataclass(frozen=True)
class Wanted:
    """What a traveller looks for; what is empty excludes nothing. `month` is a first: some day of it is in season."""

    settings: Collection[Setting] = field(default_factory=tuple)
    comprises: Collection[Comprises] = field(default_factory=tuple)
    country: str = ""
    month: date | None = None


def getaways_on_offer(on: date) -> QuerySet[Getaway]:
    """What can be asked on `on`: the season is not over, the space answers, and it stands in the network still."""
    stands = affiliations_on(on).filter(space=OuterRef("space"), network=OuterRef("network"))
    found = Getaway.objects.filter(Exists(stands), offered=True, until__gt=on)
    return found.filter(
        space__joined_into=None, space__takes_no_part_since=None, space__email_confirmed_at__isnull=False
    ).exclude(space__email="")


def is_on_offer(getaway: Getaway, on: date) -> bool:
    """Whether this one can be asked on `on`."""
    return getaways_on_offer(on).filter(pk=getaway.pk).exists()


def getaways_offered(wanted: Wanted, on: date) -> QuerySet[Getaway]:
    """What can be asked on `on` and is as it is wanted, the soonest season first."""
    found = getaways_on_offer(on)
    if wanted.settings:
        found = found.filter(setting__in=list(wanted.settings))
    if wanted.comprises:
        found = found.filter(comprises__in=list(wanted.comprises))
    if wanted.country:
        found = found.filter(space__country=wanted.country)
    if wanted.month:
        found = found.filter(since__lt=month_after(wanted.month), until__gt=wanted.month)
    return found.select_related(*WITH_ITS_PLACE).order_by("since", "space__name", "id")


def countries_offered(on: date) -> list[str]:
    """The countries in which something is offered on `on`."""
    found = getaways_offered(Wanted(), on).order_by().values_list("space__country", flat=True).distinct()
    return sorted(country for country in found if country)


def getaway_called(reference: str) -> Getaway | None:
    """The getaway with this public name, with its space and network."""
    return Getaway.objects.select_related(*WITH_ITS_PLACE).filter(reference=reference).first()


def getaways_of(space: Space) -> QuerySet[Getaway]:
    """All that this space offers or offered, the latest season first."""
    return space.getaways.select_related("network").order_by("-offered", "-until", "id")


def getaways_ahead(space: Space, on: date) -> list[Getaway]:
    """What can be asked of this space on `on`, the soonest first."""
    found = getaways_on_offer(on).filter(space=space).select_related("network")
    return list(found.order_by("since", "id")[:10])


def networks_that_sell(space: Space, on: date) -> list[Network]:
    """The networks in paid mode in which the space stands on `on`: through these it can offer getaways."""
    found = affiliations_on(on).filter(space=space, network__mode=Mode.PAID).select_related("network")
    return [affiliation.network for affiliation in found.order_by("network__name")]


def stay_called(reference: str) -> Stay | None:
    """The stay with this public name, with all who have to do with it."""
    found = Stay.objects.select_related("getaway__space", "getaway__network", "person")
    return found.filter(reference=reference).first()


def stays_of(person: Person) -> QuerySet[Stay]:
    """This person's stays, the latest days first."""
    return person.stays.select_related("getaway__space").order_by("-first_day", "-id")


def stays_at(space: Space, on: date) -> QuerySet[Stay]:
    """What is asked or agreed at this space and not over on `on`, what waits for an answer first."""
    found = Stay.objects.filter(getaway__space=space, last_day__gte=on, state__in=[State.ASKED, State.ACCEPTED])
    return found.select_related("getaway", "person").order_by("-state", "first_day", "id")


def agreed_between(getaway: Getaway, span: Span) -> list[Span]:
    """The days of the stays that were agreed and take a place on some day of `span`."""
    agreed = getaway.stays.filter(state=State.ACCEPTED, first_day__lte=span.last, last_day__gte=span.first)
    return [Span(*days) for days in agreed.values_list("first_day", "last_day")]


def full_days(getaway: Getaway, span: Span) -> list[date]:
    """The days of `span` on which no place is left."""
    return days_without_a_place(getaway.places, agreed_between(getaway, span), span)


def full_days_ahead(getaway: Getaway, today: date) -> list[Span]:
    """The days of the season from `today` on, a year at most, that are full: as spans, for people to read."""
    first, last = max(today, getaway.since), getaway.until - timedelta(days=1)
    season = Span(first, min(last, first + timedelta(days=366)))
    spans: list[Span] = []
    for day in full_days(getaway, season) if first <= last else ():
        if spans and spans[-1].last == day - timedelta(days=1):
            spans[-1] = Span(spans[-1].first, day)
        else:
            spans.append(Span(day, day))
    return spans


def waiting_of(person: Person) -> int:
    """How many stays this person has asked for that nobody has answered."""
    return person.stays.filter(state=State.ASKED).count()


def stays_in_the_way(person: Person, getaway: Getaway, span: Span) -> QuerySet[Stay]:
    """This person's own stays here, asked or agreed, that share a day with `span`."""
    open_ones = Q(state__in=[State.ASKED, State.ACCEPTED], first_day__lte=span.last, last_day__gte=span.first)
    return person.stays.filter(open_ones, getaway=getaway)


def can_be_taken_back(stay: Stay) -> bool:
    """Whether the space's answer is less than ten minutes old."""
    young = stay.answered_at is not None and clock.now() < stay.answered_at + UNDO_LASTS
    return young and State(stay.state) in TAKEN_BACK


def waits_for_its_price(stay: Stay) -> bool:
    """Whether the traveller is to pay: the answer stands, and nothing has been paid."""
    return stay.state == State.ACCEPTED and stay.paid_at is None and not can_be_taken_back(stay)


def price_to_ask(stay: Stay) -> int:
    """The price in the currency in which the network sells, by the last rate published before today.

    Raises Refusal `rate_is_missing`.
    """
    network, today = stay.getaway.network, today_at(stay.getaway.space)
    if stay.currency == network.currency:
        return stay.price
    rate = rate_on(stay.currency, today, network.currency, network)
    if rate is None:
        raise Refusal("rate_is_missing", currency=stay.currency, base=network.currency)
    return changed(stay.price, rate.value, of=stay.currency, into=network.currency)


def why_no_pass_pays(stay: Stay) -> Refusal | None:
    """Why no pass of the traveller could pay the stay now; None where one could."""
    space, today = stay.getaway.space, today_at(stay.getaway.space)
    passes = list(passes_for(stay.person, stay.getaway.network).select_related("network"))
    try:
        if stay.is_days_at_a_desk:
            price_in(what_pays(passes, today, len(stay.span.days)).of_pass, stay.price, space, today)
        else:
            of_pass = open_one_of(passes)
            must_fit_on_account(of_pass, price_in(of_pass, stay.price, space, today).amount)
    except Refusal as refusal:
        return refusal
    return None


def payment_of(stay: Stay) -> Payment | None:
    """What was asked for the stay by transfer or card, once it was."""
    return payments_for(stay.ref).first()


def refund_of(stay: Stay) -> Refund | None:
    """What was promised back of what was paid for the stay by transfer or card."""
    return Refund.objects.filter(payment__cause=stay.ref, key=stay.ref).select_related("payment").first()


def charge_of(stay: Stay) -> Charge | None:
    """What a pass was charged for the stay, where one paid it."""
    return charge_called(name_in(stay.paid_with)) if stay.by_pass else None


def payers_of(stays: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Who paid for these stays (`stay:7`) by transfer or card, and in which currency; others are left out."""
    numbers = [number_in(ref) for ref in stays]
    paid = Stay.objects.filter(pk__in=numbers, paid_with__startswith="payment:")
    found = Payment.objects.filter(cause__in=[stay.ref for stay in paid])
    return {cause: (payer, currency) for cause, payer, currency in found.values_list("cause", "payer", "currency")}


def stays_paid_by(person: Person, network: Network, currency: str) -> list[str]:
    """For which stays (`stay:7`) this person was asked to pay the network in this currency, by transfer or card."""
    asked = Payment.objects.filter(payer=person, network=network, currency=currency, cause__startswith="stay:")
    return list(asked.order_by("pk").values_list("cause", flat=True))


def sales_of_stays(network: Network, keys: Mapping[str, str]) -> dict[str, Sale]:
    """What the entries with these keys sold or gave back, each with the stay that it is about (`stay:7`)."""
    numbers = [number_in(ref) for ref in keys.values()]
    stays = {stay.ref: stay for stay in Stay.objects.filter(pk__in=numbers)}
    lines = dict(Payment.objects.filter(cause__in=list(stays)).values_list("cause", "line"))
    paid = entries_by_key(network.ref).filter(key__in=[stay.paid_with for stay in stays.values()])
    days = dict(paid.values_list("key", "dated_on"))
    return {key: _sold(stays[ref], lines[ref], days.get(stays[ref].paid_with), key) for key, ref in keys.items()}


def _sold(stay: Stay, line: str, paid_on: date | None, key: str) -> Sale:
    """The stay as the traveller was asked to pay for it, with its days."""
    days = " – ".join(date_format(day) for day in dict.fromkeys([stay.first_day, stay.last_day]))
    name = f"{line} · {days} · {stay.reference}"
    return Sale(stay.tax, stay.tax_bp, name=name, bought_on=None if key == stay.paid_with else paid_on)


def faults_of_stays(books: Iterable[str]) -> Iterator[Fault]:
    """What differs, in these books (`network:7`), between stays that were paid and what their spaces are owed for them.

    Nothing of what was paid stays with the stay itself: it is owed to the space from the first day on, or went back.
    """
    for book in (one for one in books if one.startswith("network:")):
        for account, amount in balances(book):
            if amount and account.kind == Account.CREDITS and account.owner.startswith("stay:"):
                yield Fault("stay_is_not_even", account.owner, (amount, account.currency))
        keys = set(entries_by_key(book).filter(key__startswith="stay:").values_list("key", flat=True))
        paid = Stay.objects.filter(getaway__network=number_in(book), paid_with__startswith="payment:")
        for stay in paid.order_by("pk"):
            is_owed = f"{stay.ref}/owed" in keys and f"{stay.ref}/owed/back" not in keys
            if is_owed != (stay.state == State.ACCEPTED):
                yield Fault("stay_differs", stay.ref, (stay.state, stay.paid_with))


def stays_to_lapse(now: datetime, at_once: int) -> list[int]:
    """The keys of the stays whose answer or payment is overdue at `now`."""
    due = Stay.objects.filter(state__in=[State.ASKED, State.ACCEPTED], lapse_at__lte=now).order_by("lapse_at")
    return list(due.values_list("pk", flat=True)[:at_once])
