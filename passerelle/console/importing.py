"""`passerelle import spaces`: lists of spaces from files, each value with its source, and a report of every row."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings

from passerelle.console.prepare import waiting_migrations
from passerelle.console.words import CannotGoOn, Progress, say
from passerelle.kit.fold import fold
from passerelle.kit.refusals import Refusal
from passerelle.listings.actions.taking_in import Whose, take_in
from passerelle.listings.gazetteer import AtlasInMemory
from passerelle.listings.rules import ListIsUnreadable, read_list
from passerelle.listings.rules.report import COUNTS, Report, report_of_failure, summed
from passerelle.listings.rules.sentences import line_sentence, unreadable_sentence
from passerelle.listings.rules.told import MOST_BYTES
from passerelle.networks.queries import Network, networks_by_name
from passerelle.spaces.rules import Kind

SHOWN = 20  # lines of a file that are refused or flagged; --report writes all of them down


@dataclass(frozen=True)
class Wished:
    """What was typed behind `import spaces`, or of the lists on which the demonstration is played."""

    files: Sequence[Path]
    source: str = ""
    licence: str = ""
    network: str = ""
    told_on: str = ""
    kind: str = ""
    columns: Sequence[str] = ()
    is_dry: bool = False
    report: Path | None = None


@dataclass
class Seen:
    """The keys that each source has been seen with in this run, so that nothing in a second file of it is gone."""

    keys: dict[str, set[str]] = field(default_factory=dict)

    def of(self, source: str) -> set[str]:
        """Those of one source."""
        return self.keys.setdefault(source, set())


def import_spaces(wished: Wished) -> int:
    """Take in all files, one after another; 1 where nothing could be read."""
    if waiting_migrations():
        raise CannotGoOn("The database is behind the program. Run `passerelle migrate` first.")
    network, told_on, mapping = network_named(wished.network), day_typed(wished.told_on), _mapping(wished.columns)
    kind = _kind(wished.kind)
    atlas, seen = AtlasInMemory(), Seen()
    reports = []
    with Progress("Taking in lists") as progress:
        for number, file in enumerate(wished.files, 1):
            progress(file.name, number, len(wished.files))
            whose = Whose(wished.source or file.stem, wished.licence, network, told_on, kind)
            reports.append(_take_in(file, whose, mapping, atlas, seen, is_dry=wished.is_dry))
    if wished.source:  # what one file lacks may stand in the next: only the last one knows what is gone
        for report in reports[:-1]:
            report.gone, report.gone_count = [], 0
    for report in reports:
        _say_report(report, is_dry=wished.is_dry)
    if len(reports) > 1:
        say(f"Together: {_counted(summed(reports).items())}.")
    if not wished.is_dry and any(report.duplicates_proposed for report in reports):
        say(f"Likely pairs wait for a word on {settings.SITE_URL}/duplicates/ and under Organise of their network.")
    if wished.report:
        _write(wished.report, reports)
    return 0 if any(report.read > report.refused for report in reports) else 1


def network_named(said: str) -> Network | None:
    """The network of this name, or with this name in its address. Raises CannotGoOn."""
    if not said:
        return None
    known = networks_by_name()
    found = [one for one in known if said == one.slug or fold(said) == fold(one.name)]
    if len(found) == 1:
        return found[0]
    raise CannotGoOn(f"No network is called {said!r}. There are: {', '.join(one.slug for one in known) or 'none'}.")


def _take_in(
    file: Path, whose: Whose, mapping: dict[str, str], atlas: AtlasInMemory, seen: Seen, *, is_dry: bool
) -> Report:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ListIsUnreadable("list_is_too_big", most=MOST_BYTES // 1_000_000)
        read = read_list(file.read_bytes(), file.name, atlas, mapping)
        known = set(map(fold, (*read.columns, *read.ignored)))
        if missing := [heading for heading in mapping if fold(heading) not in known]:
            raise ListIsUnreadable("mapping_names_no_heading", heading=", ".join(missing))
        taken = take_in(file.name, read, whose, atlas, by=None, is_dry=is_dry, seen=seen.of(whose.name))
    except OSError as reason:
        return report_of_failure(file.name, "file_cannot_be_read", {"why": reason.strerror or ""})
    except (ListIsUnreadable, Refusal) as reason:
        return report_of_failure(file.name, reason.code, reason.facts)
    seen.of(whose.name).update(taken.keys)
    return taken.report


def day_typed(said: str) -> date | None:
    """The date of a list. Raises CannotGoOn."""
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise CannotGoOn(f"{said!r} is not a date; write it as 2014-12-31.") from None


def _kind(said: str) -> Kind:
    known = [kind.value for kind in Kind if kind != Kind.UNKNOWN]
    if said and said not in known:
        raise CannotGoOn(f"{said!r} is no kind of space. There are: {', '.join(known)}.")
    return Kind(said or Kind.UNKNOWN)


def _mapping(columns: Iterable[str]) -> dict[str, str]:
    """ "Adresse du site=website" → {"Adresse du site": "website"}; nothing behind the sign leaves the column aside."""
    pairs = [column.rpartition("=") for column in columns]
    if wrong := next((column for column, (before, _, _) in zip(columns, pairs, strict=True) if not before), None):
        raise CannotGoOn(f'{wrong!r} does not say what a column holds; write it as "Heading=field".')
    return {heading.strip(): about.strip() for heading, _, about in pairs}


def _say_report(report: Report, *, is_dry: bool) -> None:
    if report.error:
        say(f"{report.file}: nothing was read. {unreadable_sentence(report.error, in_words=_in_words)}")
        return
    counts = ((count, getattr(report, count)) for count in COUNTS)
    say(f"{report.file}{' (nothing was changed)' if is_dry else ''}: {_counted(counts)}.")
    for title, lines in (("refused", report.refusals), ("flagged", report.flaws)):
        for one in lines[:SHOWN]:
            name = f" ({one['name']})" if one.get("name") else ""
            say(f"  {title}{name}: {line_sentence(one, report.unit)}")
        if len(lines) > SHOWN:
            say(f"  and {len(lines) - SHOWN} more {title}; --report FILE.json writes them down.")
    for one in report.not_taken[:SHOWN]:
        rows = "1 row" if one["rows"] == 1 else f"{one['rows']} rows"
        say(f"  not taken: column {one['column'] or 'without a heading'}, {rows}, as in “{one['example']}”")
    if len(report.not_taken) > SHOWN:
        say(f"  and {len(report.not_taken) - SHOWN} more columns not taken; --report FILE.json writes them down.")
    if report.gone:
        more = " …" if report.gone_count > SHOWN else ""
        say(f"  gone from this list, and kept: {', '.join(report.gone[:SHOWN])}{more}")


def _in_words(fact: object) -> str:
    return ", ".join(map(str, fact)) if isinstance(fact, list) else str(fact)


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name.removesuffix('_count').replace('_', ' ')}" for name, count in counts)


def _write(path: Path, reports: Sequence[Report]) -> None:
    """All files together, and each by itself."""
    written = summed(reports) | {"files": [report.written() for report in reports]}
    try:
        path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as reason:
        raise CannotGoOn(f"Cannot write {path}: {reason.strerror}.") from None
