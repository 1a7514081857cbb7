"""The figures of money as tables: SQLite and PostgreSQL side by side, and beside each aim whether it was reached."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.table import aim, indented, set_out

FEWEST_ENTRIES_IN_BULK = 10_000
MOST_MS_OF_A_BUSY_BALANCE = 5
LONGEST_CLOSING_S, MOST_MEMORY_MB = 60, 1024
Figures = dict[str, Any]
Found = Mapping[str, Figures]
"""What was measured, by the name of the database."""


@dataclass(frozen=True)
class Cell:
    """One figure, with what is said beside it; figures of two databases are put in proportion."""

    figure: float | None
    said: str


def number(value: float, digits: int = 0) -> Cell:
    """A figure that speaks for itself."""
    return Cell(value, f"{value:,.{digits}f}")


def seconds(cost: Figures, digits: int = 1) -> Cell:
    """Seconds on the clock, and of CPU."""
    return Cell(cost["wall_s"], f"{cost['wall_s']:,.{digits}f} (CPU {cost['cpu_s']:,.{digits}f})")


def books_printed(found: Found) -> str:
    """What the books cost."""
    return _table("the books alone (CPU: of Python and of the database)", found, _books, _aims_of_books)


def charges_printed(found: Found) -> str:
    """What charging costs."""
    return _table("charges a second (nearly all within ms; CPU of one in ms)", found, _charges, _aims_of_charges)


def month_printed(found: Found) -> str:
    """What closing a month costs."""
    return _table("a month is closed, in seconds", found, _month, _aims_of_month)


def papers_printed(found: Found) -> str:
    """What documents cost."""
    return _table("documents", found, _papers, lambda figures: ())


def programs_printed(found: Found) -> str:
    """The same entries, ours and in two programs for bookkeepers."""
    return _table("100,000 entries beside hledger and beancount, in seconds", found, _programs, _aims_of_programs)


def _table(title: str, found: Found, rows: Any, aims: Any) -> str:
    lines = [(title, *found, "×" if len(found) > 1 else "")]
    for row in zip(*(rows(figures) for figures in found.values()), strict=True):
        cells = [cell for _, cell in row]
        lines.append((row[0][0], *(cell.said for cell in cells), _times(cells)))
    checked = [f"{line} ({name})" for name, figures in found.items() for line in aims(figures)]
    return indented([*set_out(lines), *([""] if checked else []), *checked])


def _times(cells: list[Cell]) -> str:
    """How many times the first figure the last one is."""
    first, last = cells[0].figure, cells[-1].figure
    return f"{last / first:.1f}" if len(cells) > 1 and first and last else ""


def _books(figures: Figures) -> Iterator[tuple[str, Cell]]:
    yield "entries a second, one by one", number(figures["single_per_second"])
    yield "… CPU of one, ms", number(figures["single_cpu_ms"], 2)
    yield "entries a second, in lots of 20,000", number(figures["bulk_per_second"])
    yield "… in the slowest lot", number(figures["slowest_lot_per_second"])
    yield "… CPU of one, ms", number(figures["bulk_cpu_ms"], 3)
    yield "balance of an account with 1,000,000 postings, ms", number(figures["balance_ms"], 2)
    yield "… queries", number(figures["balance_queries"])
    yield "… at the end of a day, ms", number(figures["balance_on_a_day_ms"], 2)
    yield "all balances of 2,201 accounts, ms", number(figures["all_balances_ms"], 1)
    yield "the first page of its statement of a month, ms", number(figures["statement_ms"], 1)
    yield "check-books over 2,000,000 postings, s", seconds(figures["check"])


def _aims_of_books(figures: Figures) -> Iterator[str]:
    bulk, busy = figures["bulk_per_second"], figures["balance_ms"]
    said = f"{FEWEST_ENTRIES_IN_BULK:,} entries a second in bulk"
    yield aim(said, f"{bulk:,.0f}", bulk >= FEWEST_ENTRIES_IN_BULK)
    said = f"at most {MOST_MS_OF_A_BUSY_BALANCE} ms for a busy balance"
    yield aim(said, f"{busy:.2f}", busy <= MOST_MS_OF_A_BUSY_BALANCE)


def _charges(figures: Figures) -> Iterator[tuple[str, Cell]]:
    for row in figures["rows"]:
        said = f"{row['per_second']:,.0f} ({row['p99_ms']:,.0f}; {row['cpu_us'] / 1e3:,.1f})"
        yield row["title"], Cell(row["per_second"], said)
    yield "queries of a charge", number(figures["queries"])
    yield "charges in all", number(figures["charges"])


def _aims_of_charges(figures: Figures) -> Iterator[str]:
    wrong = figures["faults"]
    yield aim("afterwards books and passes say the same", wrong[0] if wrong else "yes", not wrong)


def _month(figures: Figures) -> Iterator[tuple[str, Cell]]:
    yield f"{figures['charges']:,} charges posted, not counted below", seconds(figures["filled"])
    yield "check-books", seconds(figures["checked"])
    yield f"{figures['spaces']} spaces closed, check-books before and after", seconds(figures["closed"])
    yield "the bank’s file", seconds(figures["filed"], 2)
    yield "statements derived again", seconds(figures["derived"])
    yield "the lines of one statement", seconds(figures["read"], 2)
    yield "memory at most, MB", number(figures["most_memory_mb"])


def _aims_of_month(figures: Figures) -> Iterator[str]:
    took, memory = sum(figures[step]["wall_s"] for step in ("checked", "closed", "filed")), figures["most_memory_mb"]
    said = f"checked, closed and in the bank’s file within {LONGEST_CLOSING_S} s"
    yield aim(said, f"{took:.1f} s", took <= LONGEST_CLOSING_S)
    yield aim(f"at most {MOST_MEMORY_MB:,} MB", f"{memory:.0f} MB", memory <= MOST_MEMORY_MB)


def _papers(figures: Figures) -> Iterator[tuple[str, Cell]]:
    yield "documents issued a second, one by one", number(figures["issued_per_second"])
    yield "… CPU of one, ms", number(figures["issued_cpu_ms"], 1)
    if figures["why_not"]:
        yield "sheets: not printed, since Pango is missing", Cell(None, "—")
    else:
        yield "… written as sheet and UBL a second", number(figures["written_per_second"], 1)
        yield "… CPU of one, s", number(figures["written_cpu_s"], 2)
        yield "a sheet of 2,222 lines, s", seconds(figures["long_sheet"])
    yield "… its UBL, s", seconds(figures["long_ubl"], 2)


def _programs(figures: Figures) -> Iterator[tuple[str, Cell]]:
    yield "check-books", seconds(figures["check"], 2)
    yield "all balances", number(figures["balances_ms"] / 1e3, 3)
    for name, one in figures["programs"].items():
        yield f"exported for {name}", number(one["exported_s"], 1) if one else Cell(None, "not installed")
        yield f"{name} reads and adds up", number(one["read_s"], 1) if one else Cell(None, "not installed")


def _aims_of_programs(figures: Figures) -> Iterable[str]:
    for name, one in figures["programs"].items():
        if one:
            yield aim(f"{name} comes to the same cent", "yes" if one["is_same"] else "no", one["is_same"])
