"""The figures as a table that fits on a terminal, and beside each aim whether it was reached."""

from collections.abc import Sequence
from typing import Any

MOST_QUERIES = 8
SLOWEST_MS = 50
SLOWEST_VIEW_MS = 1
MOST_TIMES_BARE = 4
FEWEST_CHECK_INS = 300
FEWEST_ENTRIES_IN_BULK = 10_000
MOST_MS_OF_A_BUSY_BALANCE = 5
DIRECTORY_HEAD = ("", "per second", "p50 ms", "p99 ms", "CPU µs", "queries")
THAN = ("bare_us", "health_us", "least_us")
HEAD = ("", "per second", "p50 ms", "p99 ms", "CPU µs", "× bare", "× healthz", "× empty", "queries")


def printed(figures: dict[str, Any]) -> str:
    """All that was measured on one database."""
    rows = [_row(row, figures) for row in figures["rows"]]
    return _indented([*_set_out([HEAD, *rows]), "", *_aims(figures)])


def printed_directory(figures: dict[str, Any]) -> str:
    """What was measured of the directory on one database."""
    rows = [
        (
            row["title"],
            f"{row['per_second']:,.0f}",
            f"{row['p50_ms']:.2f}",
            f"{row['p99_ms']:.2f}",
            f"{row['cpu_us']:,.0f}",
            str(row["queries"]),
        )
        for row in figures["rows"]
    ]
    bare = [(one["title"], f"{one['ms']:.2f} ms") for one in figures["bare"]]
    head = (
        f"{figures['spaces']:,} spaces, spread in {figures['spread_s']:.0f} s; four connections, each answer drawn anew"
    )
    lines = [head, "", *_set_out([DIRECTORY_HEAD, *rows]), "", "bare, the fastest of many:", *_set_out(bare)]
    return _indented([*lines, "", *_directory_aims(figures)])


def books_printed(figures: dict[str, Any]) -> str:
    """What the books cost, on one database."""
    rows = [
        ("entries a second, one by one", f"{figures['single_per_second']:,.0f}"),
        ("entries a second, in lots of 20,000", f"{figures['bulk_per_second']:,.0f}"),
        ("… in the slowest lot", f"{figures['slowest_lot_per_second']:,.0f}"),
        ("balance of an account with 1,000,000 postings, ms", f"{figures['balance_ms']:.2f}"),
        ("… at the end of a day, ms", f"{figures['balance_on_a_day_ms']:.2f}"),
        ("all balances of 2,201 accounts, ms", f"{figures['all_balances_ms']:.1f}"),
        ("the first page of its statement of a month, ms", f"{figures['statement_ms']:.1f}"),
        ("check-books over 2,000,000 postings, s", f"{figures['check_s']:.1f}"),
    ]
    bulk, busy = figures["bulk_per_second"], figures["balance_ms"]
    aims = [
        _aim(f"{FEWEST_ENTRIES_IN_BULK:,} entries a second in bulk", f"{bulk:,.0f}", bulk >= FEWEST_ENTRIES_IN_BULK),
        _aim(
            f"at most {MOST_MS_OF_A_BUSY_BALANCE} ms for a busy balance",
            f"{busy:.2f}",
            busy <= MOST_MS_OF_A_BUSY_BALANCE,
        ),
    ]
    lines = [f"{title:<52}{figure:>12}" for title, figure in rows]
    return _indented(["the books alone", *lines, "", *aims])


def _indented(lines: list[str]) -> str:
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def _set_out(lines: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        "  ".join(_set(cell, width, column) for column, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    ]


def _directory_aims(figures: dict[str, Any]) -> list[str]:
    queries = max(row["queries"] for row in figures["rows"])
    slowest = max(row["p99_ms"] for row in figures["rows"])
    view = max(one["ms"] for one in figures["bare"] if one["title"].startswith("window"))
    return [
        _aim(f"p99 under {SLOWEST_MS} ms", f"{slowest:.1f} ms", slowest < SLOWEST_MS),
        _aim(f"at most {MOST_QUERIES} queries a page", f"{queries} at most", queries <= MOST_QUERIES),
        _aim(f"a window of the map under {SLOWEST_VIEW_MS} ms", f"{view:.2f} ms", view < SLOWEST_VIEW_MS),
    ]


def _row(row: dict[str, Any], figures: dict[str, Any]) -> tuple[str, ...]:
    times = [f"{row['cpu_us'] / figures[than]:.1f}" if row["is_page"] else "" for than in THAN]
    return (
        row["title"],
        f"{row['per_second']:,.0f}",
        f"{row['p50_ms']:.2f}",
        f"{row['p99_ms']:.2f}",
        f"{row['cpu_us']:,.0f}" if row["cpu_us"] is not None else "",
        *times,
        str(row["queries"]) if row["queries"] is not None else "",
    )


def _set(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def _aims(figures: dict[str, Any]) -> list[str]:
    pages = [row for row in figures["rows"] if row["is_page"] and row["queries"]]
    queries = max(row["queries"] for row in pages)
    dearest = max(row["cpu_us"] for row in pages)
    bare, health, least = (dearest / figures[than] for than in THAN)
    pressed = figures["check_ins_per_second"]
    return [
        _aim(f"at most {MOST_QUERIES} queries a page", f"{queries} at most", queries <= MOST_QUERIES),
        _aim(f"at most {MOST_TIMES_BARE} × the bare answer's CPU", f"{bare:.1f} ×", bare <= MOST_TIMES_BARE),
        _aim(f"at most {MOST_TIMES_BARE} × the CPU of /healthz", f"{health:.1f} ×", health <= MOST_TIMES_BARE),
        _aim(
            f"at most {MOST_TIMES_BARE} × the CPU of an empty page, signed in",
            f"{least:.1f} ×",
            least <= MOST_TIMES_BARE,
        ),
        _aim(f"{FEWEST_CHECK_INS} durable check-ins a second", f"{pressed:,.0f}", pressed >= FEWEST_CHECK_INS),
    ]


def _aim(aim: str, found: str, is_reached: bool) -> str:
    return f"{'reached' if is_reached else 'MISSED '}  {aim}: {found}"
