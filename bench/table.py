"""The figures as a table that fits on a terminal, and beside each aim whether it was reached."""

from collections.abc import Mapping, Sequence
from typing import Any

MOST_QUERIES = 8
SLOWEST_MS = 50
SLOWEST_VIEW_MS = 1
LONGEST_NIGHT_S = 105
LONGEST_IMPORT_S, MOST_IMPORT_MB = 60, 500
MOST_TIMES_BARE = 4
FEWEST_CHECK_INS = 300
LONGEST_TO_WALLS_MS = 2_000
TODAYS = (("per_second", 0), ("p50_ms", 2), ("p99_ms", 2), ("cpu_us", 0))
DIRECTORY_HEAD = ("", "per second", "p50 ms", "p99 ms", "CPU µs", "queries")
THAN = ("bare_us", "health_us", "least_us")
HEAD = ("", "per second", "p50 ms", "p99 ms", "CPU µs", "× bare", "× healthz", "× empty", "queries")


def printed(figures: dict[str, Any]) -> str:
    """All that was measured on one database."""
    rows = [_row(row, figures) for row in figures["rows"]]
    return indented([*set_out([HEAD, *rows]), "", *_aims(figures)])


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
    lines = [head, "", *set_out([DIRECTORY_HEAD, *rows]), "", "bare, the fastest of many:", *set_out(bare)]
    return indented([*lines, "", *_directory_aims(figures)])


def today_printed(figures: dict[str, Any]) -> str:
    """What a manager's day costs, on one database."""
    rows = [
        (one["title"], *(f"{one[name]:,.{digits}f}" for name, digits in TODAYS), str(one["queries"]))
        for one in figures["rows"]
    ]
    queries = max(one["queries"] for one in figures["rows"])
    slowest = max(one["p99_ms"] for one in figures["rows"])
    aims = [
        aim(f"p99 under {SLOWEST_MS} ms", f"{slowest:.1f} ms", slowest < SLOWEST_MS),
        aim(f"at most {MOST_QUERIES} queries a page", f"{queries} at most", queries <= MOST_QUERIES),
    ]
    night = figures["night"]
    asked = (
        f"{night['members']:,} members are asked for the next month, each with its invoice and its letter, "
        f"in {night['took_s']:.0f} s"
    )
    aims.append(
        aim(f"renewals within {LONGEST_NIGHT_S} s", f"{night['took_s']:.0f} s", night["took_s"] < LONGEST_NIGHT_S)
    )
    return indented(["200 present, 2,000 members", "", *set_out([DIRECTORY_HEAD, *rows]), "", asked, "", *aims])


def walls_printed(found: Mapping[str, dict[str, Any]]) -> str:
    """How soon a notice is on a thousand walls, and what one takes; SQLite and PostgreSQL side by side."""
    rows = [
        (
            f"a notice on {one['walls']:,} walls of {where}, {figure.removesuffix('_ms')}, ms",
            f"{one[which][figure]:,.0f}",
        )
        for one in found.values()
        for which, where in (("one_space", "one space"), ("all_spaces", f"{one['spaces']} spaces, one in each"))
        for figure in ("p50_ms", "p99_ms", "max_ms")
    ]
    half = len(rows) // len(found)
    more = [
        (f"{first['walls']:,} walls come at once: all have their sheet after, s", "hung", "s", 1)
        for first in list(found.values())[:1]
    ] + [("memory of the process for each wall, KB", "hung", "kb", 0)]
    body = [(rows[at][0], *(rows[at + half * column][1] for column in range(len(found)))) for at in range(half)]
    body += [
        (said, *(f"{one[which][name]:,.{digits}f}" for one in found.values())) for said, which, name, digits in more
    ]
    body += [("CPU with nothing to do, of one core", *(f"{one['idle_cpu']:.1%}" for one in found.values()))]
    slowest = max(one["one_space"]["max_ms"] for one in found.values())
    aims = [aim(f"on all walls within {LONGEST_TO_WALLS_MS} ms", f"{slowest:,.0f} ms", slowest < LONGEST_TO_WALLS_MS)]
    return indented(["walls on one process of the live door", "", *set_out([("", *found), *body]), "", *aims])


def lists_printed(figures: dict[str, Any]) -> str:
    """What taking in a list costs, on one database."""
    head = ("", "wall s", "CPU s", "read", "added", "unchanged", "refused", "pairs")
    counted = ("read", "added", "unchanged", "refused", "duplicates_proposed")
    rows = [
        (
            title,
            f"{figures[which]['took_s']:.1f}",
            f"{figures[which]['cpu_s']:.1f}",
            *(f"{figures[which][name]:,}" for name in counted),
        )
        for title, which in (("taken in", "first"), ("the same again", "again"))
    ]
    took, memory = figures["first"]["took_s"], figures["most_memory_mb"]
    aims = [
        aim(f"a list of 50,000 under {LONGEST_IMPORT_S} s", f"{took:.1f} s", took < LONGEST_IMPORT_S),
        aim(f"within {MOST_IMPORT_MB} MB", f"{memory:.0f} MB", memory < MOST_IMPORT_MB),
    ]
    return indented([f"a list of {figures['rows']:,} rows", "", *set_out([head, *rows]), "", *aims])


def rooms_printed(figures: dict[str, Any]) -> str:
    """What pages of rooms cost, on one database."""
    pages = figures["pages"]
    rows = [(title, f"{cost['queries']}", f"{cost['ms']:.1f}") for title, cost in pages.items()]
    most = max(cost["queries"] for cost in pages.values())
    head = (
        f"{figures['bookings']:,} bookings of one space claim {figures['claims']:,} steps, "
        f"written in {figures['filled_s']:.0f} s"
    )
    reached = aim(f"at most {MOST_QUERIES} queries a page", f"{most} at most", most <= MOST_QUERIES)
    return indented([head, "", *set_out([("", "queries", "ms"), *rows]), "", reached])


def people_printed(figures: dict[str, Any]) -> str:
    """What the directory of people and a round of matching cost, on one database."""
    pages = figures["pages"]
    rows = [(title, f"{one['queries']}", f"{one['p50']:.1f}", f"{one['p99']:.1f}") for title, one in pages.items()]
    most = max(one["queries"] for one in pages.values())
    head = f"{figures['people']:,} people are found by {figures['words']:,} words"
    said = {
        name: f"{figures[name]:.1f}" for name in ("planned_s", "planned_cpu_s", "round_s", "round_cpu_s", "crowded_s")
    }
    matched = [
        f"{figures['asks']:,} asks and offers in 200 spaces",
        f"  whom to suggest {said['planned_s']} s ({said['planned_cpu_s']} of CPU), in one space {said['crowded_s']} s",
        f"  {figures['suggested']:,} pairs suggested by letter: {said['round_s']} s, {said['round_cpu_s']} of CPU",
    ]
    reached = aim(f"at most {MOST_QUERIES} queries a page", f"{most} at most", most <= MOST_QUERIES)
    return indented([head, "", *set_out([("", "queries", "p50 ms", "p99 ms"), *rows]), "", *matched, "", reached])


def indented(lines: list[str]) -> str:
    """Under a heading."""
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def set_out(lines: Sequence[tuple[str, ...]]) -> list[str]:
    """In columns, the first to the left and figures to the right."""
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
        aim(f"p99 under {SLOWEST_MS} ms", f"{slowest:.1f} ms", slowest < SLOWEST_MS),
        aim(f"at most {MOST_QUERIES} queries a page", f"{queries} at most", queries <= MOST_QUERIES),
        aim(f"a window of the map under {SLOWEST_VIEW_MS} ms", f"{view:.2f} ms", view < SLOWEST_VIEW_MS),
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
        aim(f"at most {MOST_QUERIES} queries a page", f"{queries} at most", queries <= MOST_QUERIES),
        aim(f"at most {MOST_TIMES_BARE} × the bare answer's CPU", f"{bare:.1f} ×", bare <= MOST_TIMES_BARE),
        aim(f"at most {MOST_TIMES_BARE} × the CPU of /healthz", f"{health:.1f} ×", health <= MOST_TIMES_BARE),
        aim(
            f"at most {MOST_TIMES_BARE} × the CPU of an empty page, signed in",
            f"{least:.1f} ×",
            least <= MOST_TIMES_BARE,
        ),
        aim(f"{FEWEST_CHECK_INS} durable check-ins a second", f"{pressed:,.0f}", pressed >= FEWEST_CHECK_INS),
    ]


def aim(wanted: str, found: str, is_reached: bool) -> str:
    """What was wanted, what was found, and whether that is enough."""
    return f"{'reached' if is_reached else 'MISSED '}  {wanted}: {found}"
