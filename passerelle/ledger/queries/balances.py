"""Balances: sums of postings, most of which the database has added up already, month by month."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Sum

from passerelle.ledger.models import Account, MonthSum, Posting
from passerelle.ledger.rules.chart import CHART, Kind

PAGE = 50
Name = tuple[str, str, str]
"""An account by its kind, its owner and its currency."""


@dataclass(frozen=True)
class Line:
    """One posting as its account sees it: `change` is what it did to the balance, in minor units."""

    posting: int
    dated_on: date
    entry: int
    cause: str
    line: str
    other: int
    change: int


@dataclass(frozen=True)
class Page:
    """A page of a statement; `before` is the balance before its first line, `after` where the next page begins."""

    before: int
    lines: list[Line]
    after: tuple[date, int] | None


def accounts_named(book: str, names: Iterable[Name]) -> dict[Name, Account]:
    """Those of these accounts that were opened in the books of `book`, in one query."""
    wanted = set(names)
    kinds, owners, currencies = ({name[part] for name in wanted} for part in range(3))
    near = Account.objects.filter(book__owner=book, kind__in=kinds, owner__in=owners, currency__in=currencies)
    found = {(one.kind, one.owner, one.currency): one for one in near}
    return {name: one for name, one in found.items() if name in wanted}


def balance(account: Account, on: date | None = None) -> int:
    """What an account held at the end of `on` (default: of everything posted), in minor units, on its own side."""
    return _on_its_side(account, _debits(Account.objects.filter(pk=account.pk), on)[account.pk])


def balance_of(book: str, kind: Kind, owner: str, currency: str, on: date | None = None) -> int:
    """What the account of this kind, owner and currency holds, on its own side; nothing where none was opened."""
    account = accounts_named(book, [(kind, owner, currency)]).get((kind, owner, currency))
    return balance(account, on) if account else 0


def balance_of_all(book: str, names: Iterable[Name]) -> int:
    """What these accounts hold together, each on its own side. Two queries, however many they are."""
    accounts = accounts_named(book, names).values()
    debits = _debits(Account.objects.filter(pk__in=[one.pk for one in accounts]), None)
    return sum(_on_its_side(one, debits[one.pk]) for one in accounts)


def balances(book: str, on: date | None = None) -> list[tuple[Account, int]]:
    """Every account of the books of `book` with its balance at the end of `on`, in the order they were opened."""
    accounts = Account.objects.filter(book__owner=book)
    debits = _debits(accounts, on)
    return [(account, _on_its_side(account, debits[account.pk])) for account in accounts.order_by("pk")]


def balances_of_kinds(book: str, kinds: Iterable[Kind], on: date | None = None) -> dict[tuple[str, str], Counter[Kind]]:
    """What accounts of these kinds held at the end of `on`, by owner and currency; only what is not nothing."""
    accounts = Account.objects.filter(book__owner=book, kind__in=list(kinds))
    debits, found = _debits(accounts, on), defaultdict[tuple[str, str], Counter[Kind]](Counter)
    for account in accounts.order_by("pk"):
        if debits[account.pk]:
            held = _on_its_side(account, debits[account.pk])
            found[account.owner, account.currency][Kind(account.kind)] = held
    return found


def owners_moved(
    book: str, since: date, until: date, *, out_of: Iterable[Kind], into: Iterable[Kind]
) -> set[tuple[str, str]]:
    """Whose accounts something went out of, or came into, in the months from `since` to before `until`; currencies."""
    moved = Q(account__kind__in=list(out_of), credit__gt=0) | Q(account__kind__in=list(into), debit__gt=0)
    found = MonthSum.objects.filter(moved, account__book__owner=book, month__gte=since, month__lt=until)
    return set(found.values_list("account__owner", "account__currency"))


def statement(account: Account, since: date, until: date, after: tuple[date, int] | None = None) -> Page:
    """What happened to an account from `since` to before `until`, fifty at a time: `after` is the last page's."""
    before = balance(account, since - timedelta(days=1))
    found: list[Posting] = []
    for side in ("to_account", "from_account"):  # apart, so that each is read in the order of its index
        ours = Posting.objects.filter(**{side: account}, dated_on__gte=since, dated_on__lt=until)
        if after:
            seen = Q(dated_on__lt=after[0]) | Q(dated_on=after[0], pk__lte=after[1])
            changed = ours.filter(seen).aggregate(all=Sum("amount", default=0))["all"]
            before += _on_its_side(account, changed if side == "to_account" else -changed)
            ours = ours.exclude(seen)
        found += ours.select_related("entry").order_by("dated_on", "pk")[: PAGE + 1]
    found.sort(key=lambda posting: (posting.dated_on, posting.pk))
    lines = [_line(account, posting) for posting in found[:PAGE]]
    return Page(before, lines, (lines[-1].dated_on, lines[-1].posting) if len(found) > PAGE else None)


def lines_of(book: str, kind: Kind, owner: str, currency: str, since: date, until: date) -> list[Line]:
    """What each entry did to one account from `since` to before `until`, by day; nothing if it was never opened.

    An entry that moves several amounts of it is one line, with the first posting.
    """
    account = Account.objects.filter(book__owner=book, kind=kind, owner=owner, currency=currency).first()
    if account is None:
        return []
    ours = Posting.objects.filter(Q(to_account=account) | Q(from_account=account))
    dated = ours.filter(dated_on__gte=since, dated_on__lt=until).select_related("entry")
    by_entry: dict[int, Line] = {}
    for line in (_line(account, posting) for posting in dated.order_by("dated_on", "pk")):
        first = by_entry.get(line.entry)
        by_entry[line.entry] = replace(first, change=first.change + line.change) if first else line
    return list(by_entry.values())


def _line(account: Account, posting: Posting) -> Line:
    came = posting.to_account_id == account.pk
    return Line(
        posting.pk,
        posting.dated_on,
        posting.entry_id,
        posting.entry.cause,
        posting.entry.line,
        posting.from_account_id if came else posting.to_account_id,
        _on_its_side(account, posting.amount if came else -posting.amount),
    )


def _on_its_side(account: Account, debit: int) -> int:
    return debit if CHART[Kind(account.kind)].grows_with_debit else -debit


def _debits(accounts: QuerySet[Account], on: date | None) -> Counter[int]:
    """What came less what went, by account: whole months as they are kept, and the postings of one that is not over."""
    months = MonthSum.objects.filter(account__in=accounts)
    begun = (on + timedelta(days=1)).replace(day=1) if on else None
    if begun:
        months = months.filter(month__lt=begun)
    sums = months.values("account").annotate(debits=Sum(F("debit") - F("credit"))).order_by("account")
    found: Counter[int] = Counter(dict(sums.values_list("account", "debits")))
    if on and begun and begun <= on:
        of_the_month = Posting.objects.filter(dated_on__gte=begun, dated_on__lte=on)
        for side, sign in (("to_account", 1), ("from_account", -1)):
            moved = of_the_month.filter(**{f"{side}__in": accounts}).values(side).annotate(all=Sum("amount"))
            for number, amount in moved.values_list(side, "all"):
                found[number] += sign * amount
    return found
