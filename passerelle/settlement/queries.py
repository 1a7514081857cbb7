"""What can be asked about closings: what the books hold of each space, what was settled, what money follows."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from passerelle.invoices.models import SpaceTax
from passerelle.invoices.queries import parties_of
from passerelle.kit import clock
from passerelle.kit.references import name_in, number_in
from passerelle.ledger.queries import (
    balances_of_kinds,
    first_month,
    held_by,
    lines_of,
    moved_by,
    owners_moved,
)
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.faults import Fault
from passerelle.ledger.rules.months import key_of, last_day, month_after
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode
from passerelle.people.models import Person
from passerelle.settlement.models import Agreement, Bundle, Closing, Conditions, MoneyFile, Statement, Transfer
from passerelle.settlement.rules import Figures, Held, Outcome, Terms, figures, postings, shares
from passerelle.settlement.rules.states import BundleState, Missing, StatementState
from passerelle.spaces.models import Space

_LAST_TO_END = timedelta(hours=11)
"""A month begins first at UTC+14 and is over last at UTC-11: nobody lives further west."""
_EARLIEST = date(1970, 1, 1)
_KINDS = (Kind.OWED_TO_SPACE, Kind.COLLECTED, Kind.CARRIED_OVER)


@dataclass(frozen=True)
class Owed:
    """What the books hold of one space in one currency."""

    space: int
    currency: str
    held: Held


@dataclass(frozen=True)
class StatementLine:
    """One day that a space sold, or gave back (then less than nothing), with its part of tax and commission."""

    on: date
    cause: str
    line: str
    price: int
    tax: int
    commission: int

    @property
    def charge(self) -> str:
        """By what name the charge goes, or whatever else was sold."""
        return name_in(self.cause)

    @property
    def left(self) -> int:
        """What the space has of it."""
        return self.price - self.commission + self.tax


@dataclass(frozen=True)
class Running:
    """What a space has earned in one network and currency since the last closing, and what it would come to now.

    `month` is the one that is closed next, `settles_on` the first day on which it can be; `told` and `conditions` are
    None while the network has set none.
    """

    network: Network
    currency: str
    held: Held
    month: date
    settles_on: date
    conditions: Conditions | None
    told: Figures | None
    tax_code: str


def conditions_in_force(network: Network) -> Conditions | None:
    """The newest version, or None where none was ever set."""
    return Conditions.objects.filter(network=network).order_by("-version").first()


def terms_of(conditions: Conditions, tax_bp: int) -> Terms:
    """The rule's view of them, with the tax under which one space sells."""
    return Terms(conditions.commission_bp, conditions.smallest_payout, tax_bp)


def owed_in(network: Network, month: date) -> list[Owed]:
    """What is to be settled of the month: one line for each space and currency that the books hold anything of."""
    found = balances_of_kinds(network.ref, _KINDS, last_day(month))
    lines = [
        Owed(number_in(owner), currency, Held(*(kinds[kind] for kind in _KINDS)))
        for (owner, currency), kinds in found.items()
    ]
    return sorted(lines, key=lambda line: (line.space, line.currency))


def is_over_everywhere(month: date, now: datetime) -> bool:
    """Whether the last place on earth has come to the next month."""
    return (now - _LAST_TO_END).date() >= month_after(month)


def next_to_close(network: Network) -> date | None:
    """The month that comes after the last closed one, or with which the books begin; None while nothing is posted."""
    last = Closing.objects.filter(network=network).exclude(closed_at=None).order_by("-month").first()
    return month_after(last.month) if last else first_month(network.ref)


def closing_of(network: Network, month: date) -> Closing | None:
    """The closing of one month, begun or closed."""
    return Closing.objects.filter(network=network, month=month).select_related("network", "conditions").first()


def closings_of(network: Network) -> QuerySet[Closing]:
    """Every month of the network that was begun to be closed, newest first."""
    return Closing.objects.filter(network=network)


def closings_begun() -> QuerySet[Closing]:
    """Closings that the worker is to take up, or take up again; where a space failed, somebody has to ask for it."""
    failed = Statement.objects.filter(closing=OuterRef("pk"), state=StatementState.DUE).exclude(failure="")
    return Closing.objects.filter(~Exists(failed), closed_at=None).select_related("network", "conditions")


def closings_with_documents() -> QuerySet[Closing]:
    """The closed months of the last two years, whose documents may still be due; newest first."""
    closed = Closing.objects.filter(closed_at__isnull=False, closed_at__gte=clock.now() - timedelta(days=731))
    return closed.select_related("network", "conditions").order_by("-month")


def statements_of(closing: Closing) -> QuerySet[Statement]:
    """What the month came to for each space."""
    return Statement.objects.filter(closing=closing).select_related("space", "closing__network")


def statements_for(space: Space) -> QuerySet[Statement]:
    """What each month came to for one space, newest first."""
    mine = Statement.objects.filter(space=space).select_related("closing__network", "closing__conditions")
    return mine.order_by("-closing__month", "currency")


def running_for(space: Space) -> list[Running]:
    """What the space has earned and no closing has settled yet, in each network and currency; a few queries each."""
    found = held_by(space.ref, _KINDS)
    networks = Network.objects.in_bulk([number_in(book) for book, _currency in found])
    held = {
        (networks[number_in(book)], currency): Held(
            -kinds[Kind.OWED_TO_SPACE], kinds[Kind.COLLECTED], -kinds[Kind.CARRIED_OVER]
        )
        for (book, currency), kinds in sorted(found.items())
    }
    return [_running(space, network, currency, one) for (network, currency), one in held.items() if one != Held()]


def running_in(space: Space, network: Network, currency: str) -> Running | None:
    """The same of one network and currency; None where there is nothing."""
    found = (one for one in running_for(space) if one.network == network and one.currency == currency)
    return next(found, None)


def _running(space: Space, network: Network, currency: str, held: Held) -> Running:
    conditions, month = conditions_in_force(network), next_to_close(network) or clock.today().replace(day=1)
    code, percent_bp = taxes_of_spaces(network).get(space.pk, ("", 0))
    told = figures(held, terms_of(conditions, percent_bp)) if conditions else None
    return Running(network, currency, held, month, month_after(month), conditions, told, code)


def lines_running(space: Space, running: Running) -> list[StatementLine]:
    """Day by day what the space sold since the last closing, with what would be commission and tax of it."""
    since = running.month if Closing.objects.filter(network=running.network).exists() else _EARLIEST
    told = running.told
    return _lines(running.network, space, running.currency, (since, date.max), told)


def lines_in(statement: Statement) -> list[StatementLine]:
    """Day by day what the space sold, from the books; commission and tax shared out so that they add up."""
    closing = statement.closing
    told = figures(statement.held, terms_of(closing.conditions, statement.tax_bp))
    return _lines(
        closing.network, statement.space, statement.currency, (since_of(closing), month_after(closing.month)), told
    )


def _lines(
    network: Network, space: Space, currency: str, during: tuple[date, date], told: Figures | None
) -> list[StatementLine]:
    found = lines_of(network.ref, Kind.OWED_TO_SPACE, space.ref, currency, *during)
    days = [one for one in found if not one.cause.startswith("space:")]
    prices = [day.change for day in days]
    commissions, taxes = (shares(prices, one) for one in ((told.commission, told.tax) if told else (0, 0)))
    return [
        StatementLine(day.dated_on, day.cause, day.line, day.change, tax, commission)
        for day, commission, tax in zip(days, commissions, taxes, strict=True)
    ]


def since_of(closing: Closing) -> date:
    """The first day of what it settles: the books may begin before the first month that was closed."""
    is_first = not Closing.objects.filter(network=closing.network, month__lt=closing.month).exists()
    return (first_month(closing.network.ref) or closing.month) if is_first else closing.month


def holders_to_invoice(closing: Closing) -> set[tuple[str, str]]:
    """Which passes and stays (`pass:7`) sold, took back or owe something when the month is over, in which currency."""
    book, until = closing.network.ref, month_after(closing.month)
    sells = (Kind.CREDITS, Kind.OWED_BY_HOLDER, Kind.REFUND, Kind.DISPUTED)
    moved = owners_moved(book, since_of(closing), until, out_of=sells, into=[Kind.OWED_BY_HOLDER])
    owe = balances_of_kinds(book, [Kind.OWED_BY_HOLDER], last_day(closing.month))
    return {(owner, currency) for owner, currency in moved | owe.keys() if owner.startswith(("pass:", "stay:"))}


def bundles_due(at_most: int) -> list[int]:
    """What is to be invoiced of closed months, the oldest first; what failed before comes last."""
    due = Bundle.objects.filter(state=BundleState.DUE, closing__closed_at__isnull=False)
    return list(due.order_by("failure", "closing__month", "pk").values_list("pk", flat=True)[:at_most])


def sums_of_bundles(closing: Closing) -> dict[str, int]:
    """How many holders are invoiced for the month, and how many were by now."""
    counted = {"all": Count("pk"), "done": Count("pk", Q(state=BundleState.DONE))}
    return Bundle.objects.filter(closing=closing).aggregate(**counted)


def bundles_of(person: Person) -> QuerySet[Bundle]:
    """What this person was or will be invoiced, month by month, the newest first."""
    mine = Bundle.objects.filter(person=person).select_related("closing__network", "document")
    return mine.order_by("-closing__month", "pk")


def bundles_that_failed(closing: Closing) -> list[Bundle]:
    """Holders who could not be invoiced so far, with the reason; fifty at most."""
    failed = Bundle.objects.filter(closing=closing, state=BundleState.DUE).exclude(failure="")
    return list(failed.select_related("person")[:50])


def networks_to_agree_with(space: Space) -> list[Network]:
    """Networks in paid mode in which the space stands, and which may not write its invoices yet."""
    inside = Network.objects.filter(mode=Mode.PAID, affiliations__space=space, affiliations__until=None)
    return list(inside.exclude(agreements__space=space).distinct())


def transfers_with(space: Space, statements: Iterable[Statement]) -> dict[tuple[int, str], Transfer]:
    """A transfer that settles each of these statements of the space, by closing and currency."""
    sides = Q(payer=space.ref) | Q(payee=space.ref)
    found = Transfer.objects.filter(sides, closing__in=[one.closing_id for one in statements]).order_by("-due_on")
    return {(one.closing_id, one.currency): one for one in found}


def transfers_of(closing: Closing) -> QuerySet[Transfer]:
    """The money that follows from a closing."""
    return Transfer.objects.filter(closing=closing)


def files_of(closing: Closing) -> QuerySet[MoneyFile]:
    """The files that were written for it."""
    return MoneyFile.objects.filter(closing=closing).order_by("pk")


def names_of_spaces(spaces: Iterable[int]) -> dict[int, str]:
    """Their names, by their keys."""
    return dict(Space.objects.filter(pk__in=list(spaces)).values_list("pk", "name"))


def taxes_of_spaces(network: Network) -> dict[int, tuple[str, int]]:
    """Under which tax each space sells to the network: its code and its hundredths of a percent, by space."""
    chosen = SpaceTax.objects.filter(network=network).values_list("space", "tax__code", "tax__percent_bp")
    return {space: (code, percent_bp) for space, code, percent_bp in chosen}


def agreed(network: Network, spaces: Iterable[int]) -> set[int]:
    """Which of these spaces let the network write their invoices."""
    found = Agreement.objects.filter(network=network, space__in=list(spaces))
    return set(found.values_list("space", flat=True))


def closing_at(network: Network, key: int) -> Closing | None:
    """One closing of this network."""
    return Closing.objects.filter(network=network, pk=key).select_related("network", "conditions").first()


def file_at(network: Network, key: int) -> MoneyFile | None:
    """One file that was written for this network."""
    return MoneyFile.objects.filter(closing__network=network, pk=key).select_related("closing").first()


def transfer_at(closing: Closing, key: int) -> Transfer | None:
    """One transfer that follows from this closing."""
    return Transfer.objects.filter(closing=closing, pk=key).select_related("closing__network").first()


def statement_at(key: int, **whose: Network | Space) -> Statement | None:
    """A settled statement of `network` or of `space`."""
    mine = {"closing__network" if name == "network" else name: one for name, one in whose.items()}
    found = Statement.objects.filter(pk=key, state=StatementState.SETTLED, **mine)
    return found.select_related("closing__network", "closing__conditions", "space").first()


def statements_in(network: Network, month: date, spaces: Iterable[int]) -> dict[tuple[int, str], int]:
    """The keys of the settled statements of a month for these spaces, by space and currency."""
    found = Statement.objects.filter(closing__network=network, closing__month=month, space__in=list(spaces))
    settled = found.filter(state=StatementState.SETTLED).values_list("space", "currency", "pk")
    return {(space, currency): key for space, currency, key in settled}


def closings_behind(network: Network, transfers: Iterable[int]) -> dict[int, int]:
    """The closings that these transfers follow from, by the keys of the transfers."""
    found = Transfer.objects.filter(closing__network=network, pk__in=list(transfers))
    return dict(found.values_list("pk", "closing"))


def sums_by_month(network: Network) -> list[tuple[date, str, int, int]]:
    """By closed month and currency: what spaces charged, and what the network kept of it."""
    found = Statement.objects.filter(closing__network=network, closing__closed_at__isnull=False)
    summed = found.values("closing__month", "currency").annotate(all=Sum("charges"), kept=Sum("commission"))
    ordered = summed.order_by("-closing__month", "currency")
    return list(ordered.values_list("closing__month", "currency", "all", "kept"))


def missing_for(closing: Closing) -> dict[str, list[Missing]]:
    """By space, what it still has to give before money can leave for it."""
    paid = Transfer.objects.filter(closing=closing).exclude(payee=closing.network.ref)
    payees = set(paid.values_list("payee", flat=True))
    has_agreed = agreed(closing.network, (number_in(ref) for ref in payees))
    parties, found = parties_of(payees), {}
    for ref in payees:
        party = parties.get(ref)
        lacks = [Missing.PARTY] if party is None else [] if party.paid_into else [Missing.ACCOUNT]
        found[ref] = lacks + ([] if number_in(ref) in has_agreed else [Missing.AGREEMENT])
    return {ref: lacks for ref, lacks in found.items() if lacks}


def figures_differ(books: Collection[str] | None = None) -> Iterator[Fault]:
    """Closed statements of these books (`network:7`), or of all, whose figures come out otherwise derived again."""
    with_all = ("closing__network", "closing__conditions", "space")
    closed = Statement.objects.filter(closing__closed_at__isnull=False).select_related(*with_all)
    if books is not None:
        closed = closed.filter(closing__network__in=[number_in(book) for book in books])
    for one in closed:
        if not _is_what_the_books_say(one):
            yield Fault("figures_differ", f"statement:{one.pk}", (f"{one.closing.month:%Y-%m}",))


def transfers_differ(books: Collection[str] | None = None) -> Iterator[Fault]:
    """Where the transfers of a closed month do not come to what its statements say that a space is paid, or pays."""
    closed = Closing.objects.filter(closed_at__isnull=False).order_by("network", "month")
    if books is not None:
        closed = closed.filter(network__in=[number_in(book) for book in books if book.startswith("network:")])
    for closing in closed:
        nets, drawn = _nets_of(closing), _drawn_in(closing)
        for owner, currency in sorted(nets.keys() | drawn.keys()):
            told = (nets[owner, currency], drawn[owner, currency])
            if told[0] != told[1]:
                yield Fault("transfers_differ", owner, (f"{closing.month:%Y-%m}", currency, *told))


def _nets_of(closing: Closing) -> Counter[tuple[str, str]]:
    """By space and currency, what is to be paid to it, or below nothing by it; small amounts are carried over."""
    moving = closing.statements.filter(outcome__in=(Outcome.PAYOUT, Outcome.REQUEST)).order_by()
    return Counter(
        {(f"space:{one}", currency): net for one, currency, net in moving.values_list("space", "currency", "net")}
    )


def _drawn_in(closing: Closing) -> Counter[tuple[str, str]]:
    """The same, as the transfers have it."""
    found: Counter[tuple[str, str]] = Counter()
    for payer, payee, currency, amount in closing.transfers.values_list("payer", "payee", "currency", "amount"):
        for owner, part in ((payee, amount), (payer, -amount)):
            if owner.startswith("space:"):
                found[owner, currency] += part
    return found


def _is_what_the_books_say(one: Statement) -> bool:
    """The figures come out again as they are kept, and the closing's entry moved exactly that."""
    told = figures(one.held, terms_of(one.closing.conditions, one.tax_bp))
    kept = (told.commission, told.tax, told.net, told.outcome) == (one.commission, one.tax, one.net, one.outcome)
    key = key_of(one.closing.month, f"{one.space.ref}/{one.currency}")
    return kept and moved_by(one.closing.network.ref, key) == Counter(postings(told))
