"""From a file to what it says of spaces. Plain Python.

Any bytes give a ListRead or one ListIsUnreadable: what is wrong with one row never costs the others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.listings.rules.columns import Column, chosen_columns, column_of, folded_heading
from passerelle.listings.rules.decoding import decoded, whole_letters
from passerelle.listings.rules.hours import HoursShare, share_of_hours
from passerelle.listings.rules.placing import AskedOnce
from passerelle.listings.rules.sheets import Row, rows_of
from passerelle.listings.rules.telling import Cell, Tale, cell_of, fallback_key, tale_of
from passerelle.listings.rules.tidying import without_mail_addresses
from passerelle.listings.rules.told import MOST_ROWS, Field, Flaw, Gazetteer, ListIsUnreadable, ListRead, Told
from passerelle.spaces.rules import LONGEST

LONGEST_KEY = 200
_NO_MAPPING: Mapping[str, str] = {}
_SAME_ADDRESS = 0.6
_HEADINGS_SHOWN = 40


def read_list(content: bytes, name: str, gazetteer: Gazetteer, mapping: Mapping[str, str] = _NO_MAPPING) -> ListRead:
    """What the file of this name says.

    `mapping` says of a heading which `Field` it is, empty for none, and goes before what is known of headings.
    Raises ListIsUnreadable: `list_is_too_big`, `list_is_too_long`, `list_is_no_text`, `list_is_empty`,
    `list_is_broken`, `list_is_too_deep`, `list_has_no_rows`, `list_has_no_names`, `front_matter_is_missing`,
    `front_matter_is_broken`, `front_matter_is_too_long`, `mapping_names_no_field`.
    """
    headings = _Headings(mapping)
    text, encoding = decoded(content)
    form, rows = rows_of(text, name, headings.is_known)
    told, refused = _read(rows, headings, AskedOnce(gazetteer))
    if not told and not refused:
        raise ListIsUnreadable("list_is_empty")
    if not told and Field.NAME not in headings.understood().values():
        raise ListIsUnreadable("list_has_no_names", found=headings.ignored()[:_HEADINGS_SHOWN])
    told = _with_shared_pins_flagged(_with_keys_apart(told))
    return ListRead(form, encoding, headings.understood(), headings.ignored(), tuple(told), tuple(refused))


def share_of_hours_in(content: bytes, name: str, mapping: Mapping[str, str] = _NO_MAPPING) -> HoursShare:
    """How many of the opening hours of a file can be understood; its rows need no names. Raises as `read_list` does."""
    headings = _Headings(mapping)
    _, rows = rows_of(decoded(content)[0], name, headings.is_known)
    said = (cell.seen for row in rows for cell in headings.cells(row).get(Field.HOURS, ()) if not cell.column.label)
    return share_of_hours(said)


class _Headings:
    """The headings of a file as they come along, and what each says."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._chosen = chosen_columns(mapping)
        self._columns: dict[str, Column | None] = {}

    def column(self, heading: str) -> Column | None:
        """What the column under this heading holds; None where that is not known."""
        if heading not in self._columns:
            words = folded_heading(heading)
            self._columns[heading] = self._chosen[words] if words in self._chosen else column_of(heading)
        return self._columns[heading]

    def is_known(self, heading: str) -> bool:
        """Whether a heading means anything; asked of headings that may not be ones."""
        words = folded_heading(heading)
        return words in self._chosen or column_of(heading) is not None

    def cells(self, row: Row) -> dict[Field, list[Cell]]:
        """The cells of a row that say anything, by field, the best first."""
        found: defaultdict[Field, list[Cell]] = defaultdict(list)
        for heading, raw in row.cells.items():
            column = self.column(heading)
            if column and raw and not raw.isspace():
                found[column.field].append(cell_of(column, raw))
        for cells in found.values():
            if len(cells) > 1:
                cells.sort(key=lambda cell: cell.column.rank)
        return found

    def understood(self) -> dict[str, Field]:
        """The headings that mean something."""
        return {_shown(heading): column.field for heading, column in self._columns.items() if column}

    def ignored(self) -> tuple[str, ...]:
        """Those that do not."""
        return tuple(_shown(heading) for heading, column in self._columns.items() if heading and not column)


def _shown(heading: str) -> str:
    return without_mail_addresses(whole_letters(heading[:LONGEST_KEY])).replace("\x00", "")


def _read(rows: Iterable[Row], headings: _Headings, where: AskedOnce) -> tuple[list[Told], list[Flaw]]:
    told: list[Told] = []
    refused: list[Flaw] = []
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise ListIsUnreadable("list_is_too_long", most=MOST_ROWS)
        tale = tale_of(headings.cells(row), where)
        refusal = _refusal(row, tale)
        if refusal:
            refused.append(refusal)
        else:
            told.append(_told(row, tale))
    return told, refused


def _refusal(row: Row, tale: Tale) -> Flaw | None:
    if "row_is_no_object" in row.flaws:
        return Flaw(row.line, "", "row_is_no_object")
    name = tale.values.get(Field.NAME, "")
    if not fold(name):
        return Flaw(row.line, Field.NAME, "name_is_missing", _hint(row))
    if len(name) > LONGEST["name"]:
        return Flaw(row.line, Field.NAME, "name_is_too_long", name[:80], name[:80])
    return None


def _hint(row: Row) -> str:
    """The first words of a row without a name, by which somebody finds it."""
    words = next((said for said in row.cells.values() if said.strip()), "")
    return without_mail_addresses(whole_letters(words[:80])).replace("\x00", "")


def _told(row: Row, tale: Tale) -> Told:
    name = tale.values[Field.NAME]
    flaws = [Flaw(row.line, "", code, "", name) for code in row.flaws]
    flaws += [Flaw(row.line, one.field, one.code, one.found, name) for one in tale.complaints]
    return Told(
        line=row.line,
        key=(tale.own_id or fallback_key(tale))[:LONGEST_KEY],
        values=tale.values,
        originals=tale.originals,
        derived=_same(frozenset(tale.derived & set(tale.values))),
        point=tale.point,
        time_zone=tale.time_zone,
        flaws=tuple(flaws),
    )


@lru_cache(maxsize=256)
def _same(fields: frozenset[Field]) -> frozenset[Field]:
    """The same set for the many rows that share it."""
    return fields


# What only shows when all rows are read


def _with_keys_apart(told: list[Told]) -> list[Told]:
    """Keys that no two rows share: what comes again has #2, #3 …, in the order of the file."""
    taken = set[str]()
    times = Counter[str]()
    apart = []
    for one in told:
        key = one.key
        while key in taken:
            times[one.key] += 1
            key = f"{one.key}#{times[one.key] + 1}"
        taken.add(key)
        apart.append(one if key == one.key else replace(one, key=key))
    return apart


def _with_shared_pins_flagged(told: list[Told]) -> list[Told]:
    """Rows that stand on the very same point while their addresses differ: a pin that nobody placed."""
    places: defaultdict[Point, list[int]] = defaultdict(list)
    for place, one in enumerate(told):
        if one.point:
            places[one.point].append(place)
    for point, together in places.items():
        if len(together) > 1 and _are_apart([_words(told[place]) for place in together]):
            found = f"{point.latitude}, {point.longitude}"
            for place in together:
                one = told[place]
                flaw = Flaw(one.line, Field.COORDINATES, "pin_is_shared", found, one.values[Field.NAME])
                told[place] = replace(one, flaws=(*one.flaws, flaw))
    return told


def _words(told: Told) -> frozenset[str]:
    return frozenset(fold(told.values.get(Field.ADDRESS, "")).split())


def _are_apart(addresses: list[frozenset[str]]) -> bool:
    """Whether two of these addresses, in words, are not the same; an empty one says nothing."""
    said = list(dict.fromkeys(words for words in addresses if words))
    return any(_differ(said[0], other) for other in said[1:])


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) < _SAME_ADDRESS * min(len(one), len(other))
