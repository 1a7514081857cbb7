"""Balances: sums of postings, most of which the database has added up already, month by month."""

from collections import Counter
from collections.abc import Iterable
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
    return _on_its_side(account, _debits([account.pk], on)[account.pk])


def balances(book: str, on: date | None = None) -> list[tuple[Account, int]]:
    """Every account of the books of `book` with its balance at the end of `on`, in the order they were opened."""
    accounts = list(Account.objects.filter(book__owner=book).order_by("pk"))
    debits = _debits([account.pk for account in accounts], on)
    return [(account, _on_its_side(account, debits[account.pk])) for account in accounts]


def statement(account: Account, since: date, until: date, after: tuple[date, int] | None = None) -> Page:
    """What happened to an account from `since` to before `until`, fifty at a time: `after` is the last page's."""
    within = Q(dated_on__gte=since, dated_on__lt=until)
    ours = Posting.objects.filter(Q(from_account=account) & within | Q(to_account=account) & within)
    before = balance(account, since - timedelta(days=1))
    if after:
        is_seen = Q(dated_on__lt=after[0]) | Q(dated_on=after[0], pk__lte=after[1])
        before += _changed(account, ours.filter(is_seen))
        ours = ours.exclude(is_seen)
    found = list(ours.select_related("entry").order_by("dated_on", "pk")[: PAGE + 1])
    lines = [_line(account, posting) for posting in found[:PAGE]]
    return Page(before, lines, (lines[-1].dated_on, lines[-1].posting) if len(found) > PAGE else None)


def _changed(account: Account, postings: QuerySet[Posting]) -> int:
    """What these postings did to the balance."""
    came, went = (Sum("amount", filter=Q(**{side: account}), default=0) for side in ("to_account", "from_account"))
    moved = postings.aggregate(came=came, went=went)
    return _on_its_side(account, moved["came"] - moved["went"])


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


def _debits(accounts: Iterable[int], on: date | None) -> Counter[int]:
    """What came less what went, by account: whole months as they are kept, and of the month of `on` its postings."""
    accounts = list(accounts)
    whole = MonthSum.objects.filter(account__in=accounts)
    if on is not None:
        whole = whole.filter(month__lt=on.replace(day=1))
    found: Counter[int] = Counter(
        dict(whole.values("account").annotate(debits=Sum(F("debit") - F("credit"))).values_list("account", "debits"))
    )
    if on is not None:
        of_the_month = Posting.objects.filter(dated_on__gte=on.replace(day=1), dated_on__lte=on)
        for side, sign in (("to_account", 1), ("from_account", -1)):
            moved = of_the_month.filter(**{f"{side}__in": accounts}).values(side).annotate(all=Sum("amount"))
            for number, amount in moved.values_list(side, "all"):
                found[number] += sign * amount
    return found
