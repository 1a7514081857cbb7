"""What a file of another program says: its members, each until when, and the plans that they are on. Plain Python."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from passerelle.kit.anniversaries import anniversary
from passerelle.kit.fold import fold
from passerelle.members.rules.roster import Chosen, Column, Entry, Flaw, Roster, headings_of, read_roster
from passerelle.moves.rules.headings import VOCABULARY, WHOLE_NAMES
from passerelle.payments.rules.bank_csv import amount_typed
from passerelle.plans.rules import Kind

LONGEST_PLAN = 80
MOST_PLANS = 40
"""So many plans are proposed at most: a file with more has taken another column for that of the plan."""
INTERVALS: Mapping[Kind, frozenset[str]] = {
    Kind.DAY: frozenset({"day", "daily", "1 day", "jour", "par jour", "journee", "tag", "taglich", "dia", "diario"}),
    Kind.WEEK: frozenset({
        "week", "weekly", "1 week", "semaine", "hebdomadaire", "woche", "wochentlich", "semana", "semanal",
    }),
    Kind.MONTH: frozenset({
        "1", "1 0", "month", "months", "monthly", "1 month", "every month", "mois", "1 mois", "mensuel", "mensuelle",
        "par mois", "monat", "1 monat", "monatlich", "mes", "1 mes", "mensual",
    }),
}  # fmt: skip


@dataclass(frozen=True)
class Proposed:
    """A plan that a file names. `price` is in minor units, nothing where the file does not say; `prices` are how many
    different ones it says. `kind` is None where its interval is none that is sold here: a year, three months.
    """

    key: str
    name: str
    price: int
    prices: int
    kind: Kind | None
    members: int


@dataclass(frozen=True)
class Brought:
    """A file as it was understood. `plan_of` says on which plan each line is, by its number and the plan's key."""

    roster: Roster
    plans: tuple[Proposed, ...]
    plan_of: Mapping[int, str]


def read_move(content: bytes, currency: str, today: date, chosen: Chosen) -> Brought:
    """What the file says. A line with a price that is none, or a renewal that has passed, is refused.

    Raises RosterIsUnreadable as `read_roster` does.
    """
    roster = read_roster(content, _vocabulary(content, chosen), chosen)
    entries: list[Entry] = []
    flaws = list(roster.flaws)
    prices: dict[int, int] = {}
    for entry in roster.entries:
        said = _until(entry, today)
        price = _price(entry, currency)
        if isinstance(said, Flaw) or isinstance(price, Flaw):
            flaws.append(said if isinstance(said, Flaw) else price)  # type: ignore[arg-type]
            continue
        entries.append(said)
        prices[entry.line] = price
    says_until = roster.says_until or Column.RENEWS_ON in roster.understood.values()
    kept = replace(roster, entries=tuple(entries), flaws=tuple(flaws), says_until=says_until)
    return Brought(kept, *_plans(entries, prices))


def _vocabulary(content: bytes, chosen: Chosen) -> Mapping[Column, Sequence[str] | frozenset[str]]:
    """Without first names where a heading says that the name is whole."""
    found = headings_of(content)
    if any(fold(heading) in WHOLE_NAMES and heading not in chosen for heading in found):
        return {column: words for column, words in VOCABULARY.items() if column is not Column.GIVEN_NAME}
    return VOCABULARY


def _until(entry: Entry, today: date) -> Entry | Flaw:
    """The last day: as the file says, else the eve of the next renewal; a first term still to come is whole."""
    if entry.valid_until is not None or entry.renews_on is None:
        return entry
    if entry.renews_on <= today and not (entry.since and entry.since >= entry.renews_on):
        return _flaw(entry, Column.RENEWS_ON, "renewal_has_passed", entry.renews_on.isoformat())
    renews_on = anniversary(entry.since, 1) if entry.since and entry.renews_on <= entry.since else entry.renews_on
    return replace(entry, valid_until=renews_on - timedelta(days=1))


def _price(entry: Entry, currency: str) -> int | Flaw:
    cell = entry.more.get(Column.PRICE, "")
    if not cell:
        return 0
    try:
        return max(amount_typed(cell, currency), 0)
    except (ArithmeticError, ValueError):
        return _flaw(entry, Column.PRICE, "price_cannot_be_read", cell[:80])


def _flaw(entry: Entry, column: Column, code: str, found: str) -> Flaw:
    return Flaw(entry.line, column, code, found, entry.name, entry.address)


def _plans(entries: Sequence[Entry], prices: Mapping[int, int]) -> tuple[tuple[Proposed, ...], dict[int, str]]:
    """The plans by how many members they have; a name differing in capitals or accents alone is the same."""
    plan_of = {entry.line: fold(entry.more[Column.PLAN]) for entry in entries if fold(entry.more.get(Column.PLAN, ""))}
    lines: dict[str, list[Entry]] = {}
    for entry in entries:
        if key := plan_of.get(entry.line):
            lines.setdefault(key, []).append(entry)
    found = [_proposed(key, on_it, prices) for key, on_it in lines.items()]
    return tuple(sorted(found, key=lambda plan: (-plan.members, plan.key))), plan_of


def _proposed(key: str, on_it: Sequence[Entry], prices: Mapping[int, int]) -> Proposed:
    said = Counter(price for entry in on_it if (price := prices[entry.line]))
    intervals = Counter(fold(entry.more.get(Column.INTERVAL, "")) for entry in on_it)
    usual = said.most_common(1)[0][0] if said else 0
    name = on_it[0].more[Column.PLAN][:LONGEST_PLAN]
    return Proposed(key, name, usual, len(said), _kind(intervals.most_common(1)[0][0]), len(on_it))


def _kind(interval: str) -> Kind | None:
    """The kind of this interval: by the month where none is said; None where it is none that is sold here."""
    if not interval:
        return Kind.MONTH
    return next((kind for kind, words in INTERVALS.items() if interval in words), None)
