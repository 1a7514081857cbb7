"""What can be done with a list that was read: take it in, all of it that can be kept or, where that fails, nothing.

`plan_of` says what would come of it and writes nothing; `take_in` does it, in one transaction for a file. Every step is
a few statements for thousands of rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from json import dumps
from typing import Any

from passerelle.kit import clock
from passerelle.kit.lots import lots
from passerelle.kit.places import Point
from passerelle.kit.pouring import as_kept, get_to_know, pour, pour_over
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.access import may_take_in
from passerelle.listings.actions import one_list_at_a_time
from passerelle.listings.actions.pairs import Likely, likely_among, propose
from passerelle.listings.gazetteer import NOWHERE, AtlasInMemory
from passerelle.listings.models import Listing, Source
from passerelle.listings.queries import columns_of, gone_from, source_called, spaces_claimed, spaces_told_of_elsewhere
from passerelle.listings.rules import Basis, Field, Flaw, ListRead, Told
from passerelle.listings.rules.alike import Known
from passerelle.listings.rules.report import Report, flag, report_of
from passerelle.listings.rules.saying import (
    COLUMNS,
    POINT,
    Said,
    SpaceAsTold,
    all_of_kind,
    as_before,
    columns_said,
    columns_to_change,
    currency_of,
    fields_covered,
    fields_of,
    held_back,
    kept_values,
    language_of,
    said_anew,
    said_by,
)
from passerelle.logbook.actions import write_down
from passerelle.networks.actions import admit_many
from passerelle.networks.models import Network
from passerelle.networks.queries import never_inside
from passerelle.people.models import Person
from passerelle.spaces.actions.listed import change_many, list_many
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind

AT_ONCE = 2000
MOST_GONE_NAMED = 500
LONGEST_NAME = 120
LONGEST_LICENCE = 240
SEEN_AGAIN = {"name", "address", "town", "website", "point"}
"""When one of these changes, a space is compared with its neighbours once more."""
_POURED_OVER = ("line", "values", "originals", "derived", "flaws", "told_on", "read_at")
_POURED = ("source", "key", "space", *_POURED_OVER)


@dataclass(frozen=True)
class Whose:
    """Whose list it is: the source's name and licence, the network it is taken in for, and the date of the list.

    `kind` is said of all its places that no row says a kind of; UNKNOWN says nothing, and what was said before holds.
    """

    name: str
    licence: str = ""
    network: Network | None = None
    told_on: date | None = None
    kind: Kind = Kind.UNKNOWN


@dataclass
class Plan:
    """What would come of a list: rows that are new, rows that say something else, spaces to change, likely pairs.

    `told_already` are rows of spaces that a source of this name has told of before, for another network or for the
    whole instance: the same list sent once more makes no second space of anybody. `held_back` names what a list would
    change in spaces that somebody acts for.
    """

    new: list[Told] = field(default_factory=list)
    told_already: list[tuple[Told, int]] = field(default_factory=list)
    said_otherwise: list[tuple[Listing, Told, dict[str, Any]]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    spaces: list[int] = field(default_factory=list)
    changes: list[tuple[Space, Mapping[str, Any]]] = field(default_factory=list)
    likely: list[Likely] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    held_back: list[Flaw] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """What became of a list, and the keys its source was seen with."""

    report: Report
    keys: frozenset[str]


def take_in(
    file: str, read: ListRead, whose: Whose, atlas: AtlasInMemory, *, by: Person | None, is_dry: bool = False,
    seen: Collection[str] = (),
) -> Taken:  # fmt: skip
    """Keep what a list says; the same list again changes nothing, and nothing is ever deleted.

    `by` is None where whoever runs the machine typed the command. `is_dry` says what would come of it and writes
    nothing. `seen` are keys that other files of the same source have had just now: they are not gone.
    Raises Refusal as `check_source` does.
    """
    if by is not None and not may_take_in(by, whose.network):
        raise NotFound
    check_source(whose)
    read = _of_its_kind(read, whose)
    report = report_of(file, read)
    keys = frozenset({one.key for one in read.told}) | frozenset(seen)
    if is_dry:
        plan = plan_of(read, source_called(whose.name, whose.network), whose.name, keys)
        _tell(report, plan, _would_be_admitted(plan, whose.network))
        return Taken(report, keys)
    with one_list_at_a_time():
        source = _source(whose)
        plan = plan_of(read, source, whose.name, keys)
        _tell(report, plan, _write(plan, source, whose, atlas, by))
        _write_down(report, source, by)
    return Taken(report, keys)


def check_source(whose: Whose) -> None:
    """Whether a list can be this one.

    Raises Refusal `source_name_is_missing`, `source_name_is_too_long`, `licence_is_too_long`, `list_lies_ahead` where
    its date has not come yet anywhere, and `list_is_older` where the source has told something newer.
    """
    if not whose.name:
        raise Refusal("source_name_is_missing")
    if len(whose.name) > LONGEST_NAME:
        raise Refusal("source_name_is_too_long", most=LONGEST_NAME)
    if len(whose.licence) > LONGEST_LICENCE:
        raise Refusal("licence_is_too_long", most=LONGEST_LICENCE)
    if whose.told_on and whose.told_on > clock.local_day("Etc/GMT-14"):
        raise Refusal("list_lies_ahead")
    source = source_called(whose.name, whose.network)
    if source and source.told_on and whose.told_on and whose.told_on < source.told_on:
        raise Refusal("list_is_older", told_on=source.told_on)


def plan_of(read: ListRead, source: Source | None, name: str, keys: Collection[str]) -> Plan:
    """What would come of it, nothing written. Some ten queries, and two more for each two thousand rows."""
    plan = Plan()
    known, elsewhere, claimed = _listings_of(source), spaces_told_of_elsewhere(name, source), spaces_claimed(source)
    covered = fields_covered(read.columns.values())
    for told in read.told:
        listing = known.get(told.key)
        if listing is None and told.key in elsewhere:
            plan.told_already.append((told, elsewhere[told.key]))
            plan.spaces.append(elsewhere[told.key])
            continue
        if listing is None:
            plan.new.append(told)
            continue
        plan.spaces.append(listing.space_id)
        values = said_anew(listing.values, kept_values(told), covered)
        if listing.space_id in claimed:
            told, values = _but_what_stands(plan, listing, (told, values), claimed[listing.space_id])
        if _says_the_same(listing, told, values):
            plan.moved += [(listing.pk, told.line)] if listing.line != told.line else []
        else:
            plan.said_otherwise.append((listing, told, values))
    plan.changes = list(_changes(plan.said_otherwise))
    plan.likely = likely_among(_fresh(plan))
    plan.gone = gone_from(source, keys) if source else []
    return plan


def _but_what_stands(
    plan: Plan, listing: Listing, said: tuple[Told, dict[str, Any]], now: Mapping[str, Any]
) -> tuple[Told, dict[str, Any]]:
    """What a row says of a space that somebody acts for: for what stands there, the listing keeps its older word.

    So nothing there changes, and each line keeps its source. The newer word is named in the report.
    """
    told, values = said
    after = columns_said(values)
    held = held_back(now, columns_said(listing.values), after)
    told_of = (column for column in COLUMNS if column in held and any(map(values.get, fields_of((column,)))))
    plan.held_back += [_otherwise(told, column, after[column]) for column in told_of]
    fields = fields_of(held)
    originals = as_before(listing.originals, _originals(told), fields)
    derived = as_before(listing.derived, _derived(told), fields)
    told = replace(
        told,
        originals={Field(about): found for about, found in originals.items()},
        derived={Field(about): Basis(basis) for about, basis in derived.items()},
    )
    return told, as_before(listing.values, values, fields)


def _otherwise(told: Told, column: str, said: Any) -> Flaw:
    about = Field.COORDINATES if column == POINT else Field(column)
    found = f"{said.latitude}, {said.longitude}" if isinstance(said, Point) else str(said)
    return Flaw(told.line, about, "claimed_space_says_otherwise", found, told.values[Field.NAME])


def _would_be_admitted(plan: Plan, network: Network | None) -> int:
    return len(plan.new) + len(never_inside(network, plan.spaces)) if network else 0


def _write_down(report: Report, source: Source, by: Person | None) -> None:
    counts = {count: getattr(report, count) for count in ("added", "updated", "unchanged", "refused")}
    write_down("list_taken_in", about=f"source:{source.pk}", actor=by.ref if by else "console", **counts)


def _of_its_kind(read: ListRead, whose: Whose) -> ListRead:
    """The list, its rows of the kind that was said of all of them now or when its source was last taken in."""
    source = source_called(whose.name, whose.network)
    kind = whose.kind if whose.kind != Kind.UNKNOWN or source is None else source.kind
    return read if kind == Kind.UNKNOWN else replace(read, told=all_of_kind(read.told, kind))


def _source(whose: Whose) -> Source:
    source, _ = Source.objects.get_or_create(name=whose.name, network=whose.network)
    source.licence = whose.licence or source.licence
    source.told_on = whose.told_on or source.told_on
    source.kind = whose.kind if whose.kind != Kind.UNKNOWN else source.kind
    source.taken_in_at = clock.now()
    source.save(update_fields=["licence", "kind", "told_on", "taken_in_at"])
    return source


def _listings_of(source: Source | None) -> dict[str, Listing]:
    return {one.key: one for one in Listing.objects.filter(source=source).iterator()} if source else {}


def _says_the_same(listing: Listing, told: Told, values: Mapping[str, Any]) -> bool:
    said = (listing.values, listing.originals, listing.derived, listing.flaws)
    return said == (values, _originals(told), _derived(told), _flaws(told))


def _originals(told: Told) -> dict[str, str]:
    return {about.value: found for about, found in told.originals.items()}


def _derived(told: Told) -> dict[str, str]:
    return {about.value: basis.value for about, basis in told.derived.items()}


def _flaws(told: Told) -> list[list[str]]:
    return [[str(flaw.field), flaw.code, flaw.found] for flaw in told.flaws]


# What changes


def _changes(rows: Sequence[tuple[Listing, Told, dict[str, Any]]]) -> Iterable[tuple[Space, Mapping[str, Any]]]:
    """For each space of which a listing says something else: the columns that follow, told by all its listings."""
    for lot in lots(rows, AT_ONCE):
        keys = {listing.space_id for listing, _, _ in lot}
        changing = {key: _Changing(space) for key, space in Space.objects.in_bulk(list(keys)).items()}
        listed = (
            Listing.objects.filter(space__in=keys).order_by("id").values_list("space_id", "pk", "values", "derived")
        )
        for space, key, values, derived in listed:
            changing[space].says[key] = said_by(values, derived)
        for listing, told, values in lot:
            changing[listing.space_id].hear(listing.pk, said_by(values, _derived(told)), told.time_zone)
        yield from ((one.space, one.changed) for one in changing.values() if one.changed)


class _Changing:
    """A space while its listings say something else, one after another; `says` has their words by their keys.

    Two rows of one file may tell of one space, since somebody joined two: the second finds what the first has changed.
    """

    def __init__(self, space: Space) -> None:
        self.space, self.now, self.own = space, columns_of(space), set(space.own_lines.split())
        self.says: dict[int, Said] = {}
        self.changed: dict[str, Any] = {}

    def hear(self, listing: int, after: Said, time_zone: str) -> None:
        """The listing says `after` from now on; the time zone is that of its pin."""
        earlier = [said for key, said in self.says.items() if key < listing]
        later = [said for key, said in self.says.items() if key > listing]
        columns = columns_to_change(SpaceAsTold(self.now, self.own, earlier, later), self.says[listing], after)
        self.says[listing] = after
        self.now |= columns
        self.changed |= columns | ({"time_zone": time_zone} if columns.get("point") else {})


def _fresh(plan: Plan) -> list[Known]:
    """What is compared with its neighbours: new rows, under their place in the file, and what moved or was renamed."""
    fresh = [_known(f"row:{place}", columns_said(kept_values(told))) for place, told in enumerate(plan.new)]
    for space, columns in plan.changes:
        if SEEN_AGAIN & set(columns) and space.joined_into_id is None:
            now = columns_of(space) | dict(columns)
            fresh.append(_known(space.pk, now))
    return fresh


def _known(key: int | str, said: Mapping[str, Any]) -> Known:
    return Known(key, said["name"], said["town"], said["country"], said["address"], said["website"], said["point"])


# Writing


def _write(plan: Plan, source: Source, whose: Whose, atlas: AtlasInMemory, by: Person | None) -> int:
    """Everything that was planned; how many spaces came into the network by it."""
    added = list_many(_as_space(told, atlas) for told in plan.new)
    _write_listings(plan, added, source, whose.told_on)
    change_many(plan.changes)
    if len(added) > AT_ONCE:
        get_to_know(Listing, Space)
    propose(plan.likely, added)
    return admit_many(whose.network, [*added, *plan.spaces], by=by) if whose.network else 0


def _write_listings(plan: Plan, added: Sequence[int], source: Source, told_on: date | None) -> None:
    """What the list says, row by row; `added` are the keys of the spaces that its new rows tell of."""
    now = as_kept(clock.now())
    rows = (
        (source.pk, told.key, key, told.line, *_as_json(told, kept_values(told)), told_on, now)
        for told, key in (*zip(plan.new, added, strict=True), *plan.told_already)
    )
    pour(Listing, _POURED, rows)
    otherwise = (
        (one.pk, told.line, *_as_json(told, values), told_on, now) for one, told, values in plan.said_otherwise
    )
    pour_over(Listing, _POURED_OVER, otherwise)
    pour_over(Listing, ("line",), plan.moved)


def _as_space(told: Told, atlas: AtlasInMemory) -> dict[str, Any]:
    said = columns_said(kept_values(told))
    country, town = str(said["country"]), str(said["town"])
    zone = told.time_zone or (atlas.zone_of(town, country) if country else NOWHERE)
    return said | {"time_zone": zone, "currency": currency_of(country), "language": language_of(country)}


def _as_json(told: Told, values: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return dumps(values), dumps(_originals(told)), dumps(_derived(told)), dumps(_flaws(told))


def _tell(report: Report, plan: Plan, admitted: int) -> None:
    report.added, report.updated = len(plan.new), len(plan.said_otherwise)
    report.unchanged = report.read - report.refused - report.added - report.updated
    report.duplicates_proposed = len(plan.likely)
    report.admitted = admitted
    flag(report, plan.held_back)
    report.gone, report.gone_count = plan.gone[:MOST_GONE_NAMED], len(plan.gone)
