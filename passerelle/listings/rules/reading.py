"""From a file to what it says of spaces. Plain Python.

Any bytes give a ListRead or one ListIsUnreadable: what is wrong with one row never costs the others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.listings.rules.columns import Column, chosen_columns, column_of, folded_heading
from passerelle.listings.rules.decoding import decoded, whole_letters
from passerelle.listings.rules.hours import HoursShare, share_of_hours
from passerelle.listings.rules.placing import AskedOnce
from passerelle.listings.rules.sheets import Row, rows_of, unit_of
from passerelle.listings.rules.telling import Cell, Tale, cell_of, fallback_key, tale_of
from passerelle.listings.rules.tidying import SAYS_NOTHING, without_mail_addresses
from passerelle.listings.rules.told import (
    MOST_HEADINGS,
    MOST_ROWS,
    Basis,
    Field,
    Flaw,
    Gazetteer,
    ListIsUnreadable,
    ListRead,
    NotTaken,
    Told,
)
from passerelle.spaces.rules import LONGEST

LONGEST_KEY = 200
_NO_MAPPING: Mapping[str, str] = {}
_NOTHING: Mapping[Field, Basis] = {}
_SAME_ADDRESS = 0.6
_HEADINGS_SHOWN = 40
_EXAMPLE = 80


def read_list(
    content: bytes,
    name: str,
    gazetteer: Gazetteer,
    mapping: Mapping[str, str] = _NO_MAPPING,
    most_rows: int = MOST_ROWS,
) -> ListRead:
    """What the file of this name says, of `most_rows` rows at most.

    `mapping` says of a heading which `Field` it is, empty for none, and goes before what is known of headings.
    Raises ListIsUnreadable: `list_is_too_big`, `list_is_too_long`, `list_is_no_text`, `list_is_empty`,
    `list_is_broken`, `list_is_too_deep`, `list_has_too_many_headings`, `list_has_no_rows`, `list_has_no_names`,
    `front_matter_is_missing`, `front_matter_is_broken`, `front_matter_is_too_long`, `mapping_names_no_field`.
    """
    headings = _Headings(mapping)
    text, encoding = decoded(content)
    form, rows = rows_of(text, name, headings.is_known)
    told, refused, left = _read(islice(rows, most_rows + 1), headings, AskedOnce(gazetteer))
    if len(told) + len(refused) > most_rows:
        raise ListIsUnreadable("list_is_too_long", most=most_rows)
    if not told and not refused:
        raise ListIsUnreadable("list_is_empty")
    if not told and Field.NAME not in headings.understood().values():
        raise ListIsUnreadable("list_has_no_names", found=headings.ignored()[:_HEADINGS_SHOWN])
    told = _with_shared_pins_flagged(_with_keys_apart(told))
    columns, ignored, unit = headings.understood(), headings.ignored(), unit_of(form, text)
    return ListRead(form, encoding, columns, ignored, tuple(told), tuple(refused), left.named(), unit)


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
            if len(self._columns) >= MOST_HEADINGS:
                raise ListIsUnreadable("list_has_too_many_headings", most=MOST_HEADINGS)
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
                found[column.field].append(cell_of(heading, column, raw))
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


class _Left:
    """What stands in the rows of a file and is not taken, by heading."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def look(self, row: Row, tale: Tale) -> None:
        """Count the cells of a row that say something and are not taken."""
        for heading, raw in row.cells.items():
            if heading not in tale.taken and raw.strip().lower() not in SAYS_NOTHING:
                self._rows[heading] += 1
                self._examples.setdefault(heading, raw)

    def named(self) -> tuple[NotTaken, ...]:
        """The columns in the order in which they came, each with the rows counted and the first cell."""
        return tuple(
            NotTaken(_shown(heading), rows, _readable(self._examples[heading][:_EXAMPLE]))
            for heading, rows in self._rows.items()
        )


def _shown(heading: str) -> str:
    return _readable(heading[:LONGEST_KEY])


def _readable(words: str) -> str:
    return without_mail_addresses(whole_letters(words)).replace("\x00", "")


def _read(rows: Iterable[Row], headings: _Headings, where: AskedOnce) -> tuple[list[Told], list[Flaw], _Left]:
    told: list[Told] = []
    left = _Left()
    refused: list[Flaw] = []
    for row in rows:
        tale = tale_of(headings.cells(row), where)
        refusal = _refusal(row, tale)
        if refusal:
            refused.append(refusal)
        else:
            told.append(_told(row, tale))
            left.look(row, tale)
    return told, refused, left


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
    return _readable(words[:_EXAMPLE])


def _told(row: Row, tale: Tale) -> Told:
    name = tale.values[Field.NAME]
    flaws = [Flaw(row.line, "", code, "", name) for code in row.flaws]
    flaws += [Flaw(row.line, one.field, one.code, one.found, name) for one in tale.complaints]
    return Told(
        line=row.line,
        key=(tale.own_id or fallback_key(tale))[:LONGEST_KEY],
        values=tale.values,
        originals=tale.originals,
        derived={about: basis for about, basis in tale.derived.items() if about in tale.values} or _NOTHING,
        point=tale.point,
        time_zone=tale.time_zone,
        flaws=tuple(flaws),
    )


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
