"""Balances: sums of postings, most of which the database has added up already, month by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Sum

from passerelle.ledger.models import Account, MonthSum, Posting
from passerelle.ledger.rules.chart import CHART, Kind

PAGE = 50


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


def balance(account: Account, on: date | None = None) -> int:
    """What an account held at the end of `on` (default: of everything posted), in minor units, on its own side."""
    return _on_its_side(account, _debits(Account.objects.filter(pk=account.pk), on)[account.pk])


def balances(book: str, on: date | None = None) -> list[tuple[Account, int]]:
    """Every account of the books of `book` with its balance at the end of `on`, in the order they were opened."""
    accounts = Account.objects.filter(book__owner=book)
    debits = _debits(accounts, on)
    return [(account, _on_its_side(account, debits[account.pk])) for account in accounts.order_by("pk")]


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
