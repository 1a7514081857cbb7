"""What moved accounts of some kinds: month by month as sums, and amount by amount."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, F, Q, QuerySet, Sum, When

from passerelle.ledger.models import MonthSum, Posting
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.months import month_after

PAGE = 50
Place = tuple[date, int]
"""Where a list goes on: after the posting of this number on this day."""


class Change(NamedTuple):
    """What came into accounts of one kind less what went out, in one month and currency, in minor units."""

    month: date
    kind: str
    currency: str
    debit: int


class Side(NamedTuple):
    """An account by what it is for and whose it is."""

    kind: str
    owner: str


@dataclass(frozen=True)
class Narrowed:
    """Which amounts are asked for: of these kinds, in this currency and month; of one owner, under one sort of key."""

    kinds: Collection[Kind]
    currency: str
    month: date
    owner: str = ""
    under: str = ""


@dataclass(frozen=True)
class Moved:
    """One amount that came to the accounts asked for (`debit` above zero) or left them, with the entry it stands in.

    `is_back` where the entry takes another one back.
    """

    number: int
    on: date
    key: str
    cause: str
    actor: str
    line: str
    written_at: datetime
    is_back: bool
    whence: Side
    where: Side
    currency: str
    debit: int


def changes_by_month(book: str) -> list[Change]:
    """What every month changed in the books of `book`, by kind of account and currency, the oldest first."""
    sums = MonthSum.objects.filter(account__book__owner=book).values("month", "account__kind", "account__currency")
    changed = sums.annotate(debits=Sum(F("debit") - F("credit"))).order_by("month", "account__kind")
    return [Change(*one) for one in changed.values_list("month", "account__kind", "account__currency", "debits")]


def held_by(owner: str, kinds: Collection[Kind]) -> dict[tuple[str, str], Counter[Kind]]:
    """What came less what went on the accounts of `owner`, in all books, by book and currency, until now."""
    sums = MonthSum.objects.filter(account__owner=owner, account__kind__in=list(kinds))
    named = sums.values_list("account__book__owner", "account__currency", "account__kind")
    found: dict[tuple[str, str], Counter[Kind]] = {}
    for book, currency, kind, debit in named.annotate(debits=Sum(F("debit") - F("credit"))):
        found.setdefault((book, currency), Counter())[Kind(kind)] = debit
    return found


def held_around(book: str, asked: Narrowed) -> tuple[int, int]:
    """What came less what went on the accounts asked for: until the month begins, and until it is over."""
    ours = _of("account", _accounts(book, asked)) | {"account__currency": asked.currency}
    debit = F("debit") - F("credit")
    summed = MonthSum.objects.filter(**ours, month__lte=asked.month).aggregate(
        before=Sum(Case(When(month__lt=asked.month, then=debit), default=0), default=0), after=Sum(debit, default=0)
    )
    return summed["before"], summed["after"]


def moves_in(book: str, asked: Narrowed, after: Place | None = None) -> tuple[list[Moved], Place | None]:
    """At most fifty amounts that changed what the accounts asked for hold together, by day, and where the next begin.

    What moved from one of them to another changed nothing, and is left out.
    """
    found: list[Posting] = []
    for side, other in (("to_account", "from_account"), ("from_account", "to_account")):  # each in its index's order
        found += _one_side(book, asked, side, other, after)[: PAGE + 1]
    found.sort(key=lambda posting: (posting.dated_on, posting.pk))
    shown = [_moved(posting, asked) for posting in _whole_entries(found)]
    return shown, (shown[-1].on, shown[-1].number) if len(found) > len(shown) else None


def moves_about(book: str, cause: str) -> list[Moved]:
    """Every amount that moved for one cause (`pass:42`), as it came; what it did to the other account stands beside."""
    found = Posting.objects.filter(entry__book__owner=book, entry__cause=cause).select_related(*_WITH)
    return [_moved(posting) for posting in found.order_by("dated_on", "pk")[:_ABOUT_ONE]]


_WITH = ("entry", "from_account", "to_account")
_ABOUT_ONE = 500


def _whole_entries(found: list[Posting]) -> list[Posting]:
    """The first fifty, less those of an entry that would go on after them; all fifty where they are all of one."""
    if len(found) <= PAGE:
        return found
    cut = found[PAGE].entry_id
    return [posting for posting in found[:PAGE] if posting.entry_id != cut] or found[:PAGE]


def _one_side(book: str, asked: Narrowed, side: str, other: str, after: Place | None) -> "QuerySet[Posting]":
    ours = _accounts(book, asked)
    dated = Q(dated_on__gte=asked.month, dated_on__lt=month_after(asked.month))
    found = Posting.objects.filter(dated, currency=asked.currency, **_of(side, ours)).exclude(**_of(other, ours))
    if asked.under:
        found = found.filter(entry__key__startswith=f"{asked.under}:")
    if after:
        found = found.filter(Q(dated_on__gt=after[0]) | Q(dated_on=after[0], pk__gt=after[1]))
    return found.select_related(*_WITH).order_by("dated_on", "pk")


def _accounts(book: str, asked: Narrowed) -> dict[str, Any]:
    return {"book__owner": book, "kind__in": list(asked.kinds)} | ({"owner": asked.owner} if asked.owner else {})


def _of(side: str, ours: dict[str, Any]) -> dict[str, Any]:
    return {f"{side}__{name}": value for name, value in ours.items()}


def _moved(posting: Posting, asked: Narrowed | None = None) -> Moved:
    entry, whence, where = posting.entry, posting.from_account, posting.to_account
    came = asked is None or (where.kind in asked.kinds and (not asked.owner or where.owner == asked.owner))
    return Moved(
        posting.pk,
        posting.dated_on,
        entry.key,
        entry.cause,
        entry.actor,
        entry.line,
        entry.written_at,
        entry.reverses_id is not None,
        Side(whence.kind, whence.owner),
        Side(where.kind, where.owner),
        posting.currency,
        posting.amount if came else -posting.amount,
    )
