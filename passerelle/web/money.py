"""A network's money at a glance, for its treasurer: what is in, owed, contested, month by month, down to the books."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from passerelle.kit import clock
from passerelle.kit.pictures import Bar, bars
from passerelle.kit.references import is_reference
from passerelle.ledger.queries import Narrowed, changes_by_month, held_around, moves_about, moves_in
from passerelle.ledger.rules.chart import GROUPS, Group, Kind
from passerelle.ledger.rules.months import month_after, month_named
from passerelle.networks.access import may_keep_books
from passerelle.passes.queries.charges import charges_to_decide
from passerelle.payments.actions.steps import today
from passerelle.payments.queries import counts_of, disputes_open
from passerelle.settlement.queries import is_over_everywhere, next_to_close
from passerelle.web.audience import for_officers
from passerelle.web.book_words import WHAT, owner_word, told
from passerelle.web.words import account_word, group_word

if TYPE_CHECKING:
    from passerelle.ledger.queries import Change
    from passerelle.networks.models import Network

CURRENCY = re.compile("[A-Z]{3}")
MONTHS = 12
DRAWN = (Group.IN, Group.OWED, Group.CONTESTED)
SAID = (Group.IN, Group.TO_COME, Group.CONTESTED, Group.OWED)


@dataclass(frozen=True)
class MonthLine:
    """What each group held at a month's end, on its own side, in minor units."""

    month: date
    held: dict[Group, int]


@for_officers(may_keep_books)
@require_safe
def money(request: HttpRequest, network: "Network") -> HttpResponse:
    """What is in, to come, contested and owed now and at the end of each month; every figure leads to its entries."""
    changes = changes_by_month(network.ref)
    currencies = sorted({one.currency for one in changes}, key=lambda one: (one != network.currency, one))
    currency = request.GET.get("currency", "")
    currency = currency if currency in currencies else network.currency
    ours = [one for one in changes if one.currency == currency]
    lines = _months(ours)
    given = {
        "network": network,
        "here": "money",
        "currency": currency,
        "currencies": currencies,
        "lines": lines[-MONTHS:][::-1],
        "bars": _picture(lines[-MONTHS:]),
        "now": lines[-1] if lines else None,
        "accounts": _accounts(ours),
        "drawn": DRAWN,
        "columns": [group for group in SAID if any(line.held[group] for line in lines[-MONTHS:])],
        "waits": _waits(network),
    }
    return render(request, "money/money.html", given)


@for_officers(may_keep_books)
@require_safe
def entries(request: HttpRequest, network: "Network") -> HttpResponse:
    """The entries behind a figure: of a group or an account, in one month; or all that moved for one cause."""
    cause = request.GET.get("cause", "")
    if cause:
        if not is_reference(cause):
            raise Http404
        given = {"sign": 1, "rows": told(network, moves_about(network.ref, cause))}
        return render(request, "money/about.html", {"network": network, "here": "money"} | given)
    of, asked = _asked(request, network)
    after = _after(request.GET.get("after", ""))
    found, goes_on = moves_in(network.ref, asked, after)
    sign = 1 if of.grows_with_debit else -1
    before, held = (sign * one for one in held_around(network.ref, asked))
    given = {
        "network": network,
        "here": "money",
        "of": of,
        "narrowed": asked,
        "whose": owner_word(asked.owner) if asked.owner else "",
        "sign": sign,
        "before": before,
        "held": held,
        "rows": told(network, found),
        "first": after is None,
        "address": _address,
        "goes_on": f"{goes_on[0].isoformat()}.{goes_on[1]}" if goes_on else "",
        "earlier": (asked.month.replace(day=1) - date.resolution).replace(day=1),
        "later": month_after(asked.month),
        "this_month": clock.today().replace(day=1),
        "choices": [(one.value, group_word(one)) for one in Group],
        "kinds": [(one.value, account_word(one)) for one in Kind],
        "sorts": WHAT.items(),
    }
    return render(request, "money/entries.html", given)


@dataclass(frozen=True)
class Asked:
    """A group of accounts or one kind, as it is named in an address."""

    name: str
    word: str
    kinds: tuple[Kind, ...]
    grows_with_debit: bool


def _asked(request: HttpRequest, network: "Network") -> tuple[Asked, Narrowed]:
    """What the address asks for. What makes no sense there is not found."""
    said = request.GET
    of = _group_or_kind(said.get("of", Group.IN.value))
    try:
        month = month_named(said["month"]) if said.get("month") else clock.today().replace(day=1)
    except ValueError:
        raise Http404 from None
    owner, under, currency = said.get("whose", ""), said.get("what", ""), said.get("currency") or network.currency
    if (owner and not is_reference(owner)) or (under and under not in WHAT) or not CURRENCY.fullmatch(currency):
        raise Http404
    return of, Narrowed(of.kinds, currency, month, owner, under)


def _group_or_kind(name: str) -> Asked:
    if name in list(Group):
        group = Group(name)
        return Asked(name, group_word(group), GROUPS[group], group.grows_with_debit)
    if name in list(Kind):
        kind = Kind(name)
        group = next(group for group, kinds in GROUPS.items() if kind in kinds)
        return Asked(name, account_word(kind), (kind,), group.grows_with_debit)
    raise Http404


def _address(asked: Narrowed, of: Asked, **other: Any) -> str:
    """The same list with something else of it, as the end of an address."""
    said = {
        "of": of.name,
        "month": f"{asked.month:%Y-%m}",
        "currency": asked.currency,
        "whose": asked.owner,
        "what": asked.under,
    } | other
    said = {name: f"{one:%Y-%m}" if isinstance(one, date) else one for name, one in said.items() if one}
    return f"?{urlencode(said)}"


def _after(said: str) -> tuple[date, int] | None:
    """Where the list goes on; from its beginning where that makes no sense."""
    day, _dot, number = said.partition(".")
    try:
        return (date.fromisoformat(day), int(number)) if len(number) < 19 else None
    except ValueError:
        return None


def _months(changes: "Iterable[Change]") -> list[MonthLine]:
    """What the groups held at the end of each month, from the first to this one; months without a change as well."""
    by_month: dict[date, Counter[str]] = {}
    for one in changes:
        by_month.setdefault(one.month, Counter())[one.kind] += one.debit
    lines, debits = [], Counter[str]()
    month, today = min(by_month, default=date.max), clock.today()  # what is booked ahead is not there yet
    while month <= today:
        debits.update(by_month.get(month, {}))
        lines.append(MonthLine(month, {group: _held(group, debits) for group in Group}))
        month = month_after(month)
    return lines


def _held(group: Group, debits: Counter[str]) -> int:
    debit = sum(debits[kind] for kind in GROUPS[group])
    return debit if group.grows_with_debit else -debit


def _accounts(changes: "Iterable[Change]") -> list[tuple[Group, int, list[tuple[Kind, int]]]]:
    """What is not nothing now, by group and kind; a part that lessens its group stands there as less than nothing."""
    debits = Counter[str]()
    for one in changes:
        debits[one.kind] += one.debit
    found = []
    for group, kinds in GROUPS.items():
        sign = 1 if group.grows_with_debit else -1
        parts = [(kind, sign * debits[kind]) for kind in kinds if debits[kind]]
        if parts:
            found.append((group, _held(group, debits), parts))
    return found


def _picture(lines: list[MonthLine]) -> list[Bar]:
    return bars([(f"{line.month:%m}", [line.held[group] for group in DRAWN]) for line in lines])


def _waits(network: "Network") -> dict[str, Any]:
    """What a treasurer has to do now."""
    month = next_to_close(network)
    return counts_of(network, today()) | {
        "disputes": len(disputes_open(network)),
        "contested": charges_to_decide(network).count(),
        "month": month if month and is_over_everywhere(month, clock.now()) else None,
    }


urlpatterns = [
    path("networks/<slug:slug>/money/", money, name="network_money"),
    path("networks/<slug:slug>/money/entries/", entries, name="network_entries"),
]
