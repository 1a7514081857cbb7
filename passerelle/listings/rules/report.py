"""What became of a list: every row of it counted once, and what is wrong with which line. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from passerelle.listings.rules.told import Field, Flaw, ListRead, Told

COUNTED_BY_ITSELF = "without_coordinates"


@dataclass
class Report:
    """What became of one file. `read` is always added + updated + unchanged + refused.

    `flagged` counts rows with something odd about them, each line of which stands in `flaws`; a missing pin is counted
    by itself. `gone` names what an earlier file of the source had and this one has not; nothing of it is deleted.
    `not_taken` names each column of which something is in no value, with the number of rows and an example. `unit` is
    what the `line` of a flaw counts. `error` says why the file as a whole could not be read.
    """

    file: str
    form: str = ""
    encoding: str = ""
    unit: str = "line"
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    not_taken: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    with_coordinates: int = 0
    without_coordinates: int = 0
    duplicates_proposed: int = 0
    flagged: int = 0
    admitted: int = 0
    hours_told: int = 0
    hours_parsed: int = 0
    gone: list[str] = field(default_factory=list)
    gone_count: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)
    flaws: list[dict[str, Any]] = field(default_factory=list)
    error: dict[str, Any] = field(default_factory=dict)

    def written(self) -> dict[str, Any]:
        """As plain values that can be kept as JSON."""
        return asdict(self)


COUNTS = (
    "read", "added", "updated", "unchanged", "refused", "with_coordinates", "without_coordinates",
    "duplicates_proposed", "flagged", "admitted", "hours_told", "hours_parsed", "gone_count",
)  # fmt: skip


def report_of(file: str, read: ListRead) -> Report:
    """What the file says, before anything is done with it."""
    flaws = [flaw for one in read.told for flaw in one.flaws if flaw.code != COUNTED_BY_ITSELF]
    with_a_pin = sum(one.point is not None for one in read.told)
    return Report(
        file=file,
        form=read.form,
        encoding=read.encoding,
        unit=read.unit,
        columns={heading: about.value for heading, about in read.columns.items()},
        ignored=list(read.ignored),
        not_taken=[one._asdict() for one in read.not_taken],
        read=read.read,
        refused=len(read.refused),
        with_coordinates=with_a_pin,
        without_coordinates=len(read.told) - with_a_pin,
        flagged=sum(any(flaw.code != COUNTED_BY_ITSELF for flaw in one.flaws) for one in read.told),
        hours_told=sum(_tells_hours(one) for one in read.told),
        hours_parsed=sum(Field.HOURS in one.values for one in read.told),
        refusals=[_written(flaw) for flaw in read.refused],
        flaws=[_written(flaw) for flaw in flaws],
    )


def flag(report: Report, flaws: Iterable[Flaw]) -> None:
    """What only showed when the file was laid beside what is known; each row is counted as flagged once."""
    more = [_written(flaw) for flaw in flaws]
    report.flagged += len({one["line"] for one in more} - {one["line"] for one in report.flaws})
    report.flaws = sorted((*report.flaws, *more), key=itemgetter("line"))


def report_of_failure(file: str, code: str, facts: Mapping[str, Any]) -> Report:
    """A file of which nothing could be read, and why."""
    return Report(file=file, error={"reason": code, **{name: _plain(value) for name, value in facts.items()}})


def summed(reports: Iterable[Report]) -> dict[str, int]:
    """The counts of several files together."""
    listed = list(reports)
    return {count: sum(getattr(one, count) for one in listed) for count in COUNTS}


def _tells_hours(told: Told) -> bool:
    return Field.HOURS in told.values or Field.HOURS in told.originals


def _written(flaw: Flaw) -> dict[str, Any]:
    said = {"line": flaw.line, "field": str(flaw.field), "reason": flaw.code, "found": flaw.found, "name": flaw.name}
    return {name: value for name, value in said.items() if value != "" or name == "field"}


def _plain(value: Any) -> Any:
    """As JSON can hold it: a day in its numbers."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple | set | frozenset) else value
