"""Reading a roster: the list of members that a space keeps in a spreadsheet, saved as text.

Any bytes give a Roster or one RosterIsUnreadable: what is wrong with one line never costs the others. Lines are counted
as a spreadsheet counts them, the headings being the first. Plain Python.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from passerelle.kit.fold import fold
from passerelle.members.rules.rows import MOST_BYTES as MOST_BYTES
from passerelle.members.rules.rows import RosterIsUnreadable as RosterIsUnreadable
from passerelle.members.rules.rows import rows_of

LONGEST_NAME = 120
LONGEST_ADDRESS = 254
YEARS = range(1990, 2100)


class Column(StrEnum):
    """What a column of a roster holds."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    ADDRESS = "address"
    SINCE = "since"
    VALID_UNTIL = "valid_until"
    RENEWS_ON = "renews_on"
    PLAN = "plan"
    PRICE = "price"
    INTERVAL = "interval"


Vocabulary = Mapping[Column, Sequence[str] | frozenset[str]]
"""The headings, folded, under which a column may stand; of several in one file the first of a sequence counts."""
MORE = (Column.PLAN, Column.PRICE, Column.INTERVAL)
"""What a roster does not hold, and files of other programs do: kept as it stands."""


# Headings, folded, as people write them in French and in English.
HEADINGS: Vocabulary = {
    Column.NAME: frozenset({
        "nom", "noms", "nom complet", "nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "nom de famille",
        "membre", "name", "names", "full name", "member", "member name", "last name", "family name", "surname",
    }),
    Column.GIVEN_NAME: frozenset({"prenom", "prenoms", "first name", "firstname", "given name", "forename"}),
    Column.ADDRESS: frozenset({
        "mail", "e mail", "email", "courriel", "adresse mail", "adresse e mail", "adresse email", "adresse courriel",
        "adresse de courriel", "adresse electronique", "mail address", "e mail address", "email address",
    }),
    Column.SINCE: frozenset({
        "depuis", "depuis le", "membre depuis", "membre depuis le", "debut", "date de debut", "date d entree", "entree",
        "since", "member since", "from", "start", "start date", "started", "joined", "valid from",
    }),
    Column.VALID_UNTIL: frozenset({
        "valable jusqu au", "valide jusqu au", "jusqu au", "jusque", "fin", "date de fin", "echeance",
        "date d echeance", "expiration", "expire le", "valid until", "until", "valid to", "valid till", "end",
        "end date", "expires", "expires on", "expiry", "expiry date", "expiration date",
    }),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line that can be taken in; a date is None where nothing is said, `valid_until` is the last day.

    `more` is what stands in columns that a roster does not have.
    """

    line: int
    name: str
    address: str
    since: date | None
    valid_until: date | None
    renews_on: date | None = None
    more: Mapping[Column, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flaw:
    """Why one line was refused: which column, what was found there, and a code for what was expected.

    `address` is kept where it could be read: somebody whose line is flawed is not missing from the list.
    """

    line: int
    column: Column
    code: str
    found: str = ""
    who: str = ""
    address: str = ""
    other_line: int = 0


@dataclass(frozen=True)
class Roster:
    """What a file says: lines to be taken in, lines refused, and whether it has a column for the last day.

    `understood` says which column each heading was taken for; of `headings` all others are left aside.
    """

    entries: tuple[Entry, ...]
    flaws: tuple[Flaw, ...]
    says_until: bool
    headings: tuple[str, ...] = ()
    understood: Mapping[str, Column] = field(default_factory=dict)

    @property
    def addresses(self) -> frozenset[str]:
        """Everybody whom the file names, flawed lines included."""
        named = {entry.address for entry in self.entries} | {flaw.address for flaw in self.flaws}
        return frozenset(named - {""})

    @property
    def names_everybody(self) -> bool:
        """Whether the address of every line could be read, so that whoever is not found is really missing."""
        return all(flaw.address for flaw in self.flaws)


Chosen = Mapping[str, Column | None]
"""What somebody said of a heading, whatever it is called: which column it is, or that it is none."""


def read_roster(content: bytes, vocabulary: Vocabulary = HEADINGS, chosen: Chosen | None = None) -> Roster:
    """What the file says, by the headings that are known or were `chosen`.

    Raises RosterIsUnreadable: `roster_is_too_big`, `roster_is_too_long`, `roster_is_a_workbook`, `roster_is_no_text`,
    `roster_is_empty`, `roster_has_no_headings`, `roster_lacks_a_column`.
    """
    rows = rows_of(content)
    heading, below = _first_row(rows)
    columns = _understood(heading, vocabulary, chosen or {})
    _must_suffice(columns, heading)
    if not below:
        raise RosterIsUnreadable("roster_is_empty")
    entries, flaws = _read_lines(columns, below)
    known = {heading[place]: column for column, place in columns.items()}
    return Roster(entries, flaws, Column.VALID_UNTIL in columns, tuple(filter(None, heading)), known)


def headings_of(content: bytes) -> list[str]:
    """The headings of a file as they stand there, whether they are known or not. Raises as `read_roster` does."""
    heading, _below = _first_row(rows_of(content))
    return [cell for cell in heading if cell]


# Headings

Columns = dict[Column, int]


def _first_row(rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, and the rows below."""
    if not rows:
        raise RosterIsUnreadable("roster_is_empty")
    return rows[0][1], rows[1:]


def _understood(heading: Sequence[str], vocabulary: Vocabulary, chosen: Chosen) -> Columns:
    """Which column stands where: as somebody said of a heading, else by its words. A heading is one column."""
    columns: Columns = {}
    for place, words in enumerate(heading):
        if (said := chosen.get(words)) is not None:
            columns.setdefault(said, place)
    free = {place: fold(words) for place, words in enumerate(heading) if words and words not in chosen}
    for column, known in vocabulary.items():
        ranks = (
            {words: rank for rank, words in enumerate(known)} if isinstance(known, tuple) else dict.fromkeys(known, 0)
        )
        found = [place for place, words in free.items() if words in ranks]
        if found and column not in columns:
            columns[column] = min(found, key=lambda place: ranks[free[place]])
            del free[columns[column]]
    return columns


def _must_suffice(columns: Columns, heading: Sequence[str]) -> None:
    found = [cell for cell in heading if cell][:8]
    if not columns or any("@" in cell for cell in heading):
        raise RosterIsUnreadable("roster_has_no_headings", found=found)
    missing = [column for column in (Column.NAME, Column.ADDRESS) if column not in columns]
    if missing and not (missing == [Column.NAME] and Column.GIVEN_NAME in columns):
        raise RosterIsUnreadable("roster_lacks_a_column", column=missing[0], found=found)


# Lines


class _Flawed(Exception):
    """What stops the line being read."""

    def __init__(self, column: Column, code: str, found: str = "", other_line: int = 0) -> None:
        super().__init__(code)
        self.column, self.code, self.found, self.other_line = column, code, found[:80], other_line


def _read_lines(columns: Columns, rows: list[tuple[int, list[str]]]) -> tuple[tuple[Entry, ...], tuple[Flaw, ...]]:
    entries: list[Entry] = []
    flaws: list[Flaw] = []
    lines_by_address: dict[str, int] = {}
    for number, row in rows:
        who, address = _name(columns, row), _known_address(columns, row)
        try:
            entry = _entry(number, columns, row)
            if entry.address in lines_by_address:
                other = lines_by_address[entry.address]
                raise _Flawed(Column.ADDRESS, "address_stands_twice", entry.address, other)
            entries.append(entry)
        except _Flawed as flaw:
            named = who[:LONGEST_NAME] or address
            flaws.append(Flaw(number, flaw.column, flaw.code, flaw.found, named, address, flaw.other_line))
        if address:
            lines_by_address.setdefault(address, number)
    return tuple(entries), tuple(flaws)


def _entry(number: int, columns: Columns, row: list[str]) -> Entry:
    is_longer = len(row) > max(columns.values()) + 1
    address = _address(_cell(columns, row, Column.ADDRESS), [cell for cell in row if is_longer and "@" in cell])
    name = _name(columns, row)
    if not name:
        raise _Flawed(Column.NAME, "name_is_missing")
    if len(name) > LONGEST_NAME:
        raise _Flawed(Column.NAME, "name_is_too_long", name)
    since = _date(columns, row, Column.SINCE)
    until = _date(columns, row, Column.VALID_UNTIL)
    if since and until and until < since:
        raise _Flawed(Column.VALID_UNTIL, "ends_before_it_begins", _cell(columns, row, Column.VALID_UNTIL))
    more = {column: cell for column in MORE if (cell := _cell(columns, row, column))}
    return Entry(number, name, address, since, until, _date(columns, row, Column.RENEWS_ON), more)


def _cell(columns: Columns, row: list[str], column: Column) -> str:
    place = columns.get(column, len(row))
    return row[place] if place < len(row) else ""


def _name(columns: Columns, row: list[str]) -> str:
    return f"{_cell(columns, row, Column.GIVEN_NAME)} {_cell(columns, row, Column.NAME)}".strip()


_ADDRESS = re.compile(r"[!#$%&'*+/=?^_`{|}~0-9a-z.-]{1,64}@(?:[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?\.)+[a-z][0-9a-z-]*")
_AROUND = re.compile(r"^(?:.*<\s*)?(?:mailto:)?\s*([^<>]*?)\s*>?\s*[.,;]?$", re.IGNORECASE)


def _plain_address(cell: str) -> str:
    """The bare address of « Ana <mailto:ana@example.org>; », in small letters."""
    found = _AROUND.match(cell[:400])
    return found[1].lower() if found else cell.lower()


def _is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text)) and ".." not in text


def _address(cell: str, pushed: list[str]) -> str:
    address = _plain_address(cell)
    if _is_address(address):
        return address
    if pushed and cell != pushed[0]:  # a comma inside a name has pushed the rest of the line to the right
        raise _Flawed(Column.ADDRESS, "line_has_too_many_cells", pushed[0])
    raise _Flawed(Column.ADDRESS, "address_is_missing" if not cell else "address_is_not_one", cell)


def _known_address(columns: Columns, row: list[str]) -> str:
    """The address of a line whatever else is wrong with it; empty where there is none to be read."""
    address = _plain_address(_cell(columns, row, Column.ADDRESS))
    return address if _is_address(address) else ""


# Dates

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_WITH_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|\+00:?00)?$")


def _date(columns: Columns, row: list[str], column: Column) -> date | None:
    """The date of a cell; day before month, as on this side of the ocean."""
    found = _cell(columns, row, column)
    if found in ("", "-", "–", "—"):
        return None
    text = _WITH_HOUR.sub("", found)
    parts = _parts(text)
    if parts is None:
        raise _Flawed(column, _what_is_wrong(text), found)
    try:
        day = date(*parts)
    except ValueError:
        raise _Flawed(column, "date_does_not_exist", found) from None
    if day.year not in YEARS:
        raise _Flawed(column, "date_is_far_off", found)
    return day


def _parts(text: str) -> tuple[int, int, int] | None:
    if parts := _YEAR_FIRST.fullmatch(text):
        return int(parts[1]), int(parts[3]), int(parts[4])
    if parts := _DAY_FIRST.fullmatch(text):
        return int(parts[4]), int(parts[3]), int(parts[1])
    return None


_TRAPS: Sequence[tuple[str, Callable[[str], object]]] = (
    ("date_column_was_too_narrow", re.compile(r"#{3,}").fullmatch),
    ("date_is_a_broken_formula", re.compile(r"#\S+").fullmatch),
    ("date_is_a_number", re.compile(r"\d{4,6}([.,]\d+)?").fullmatch),  # days since 1900, as spreadsheets count
    ("date_has_a_short_year", re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}").fullmatch),
)


def _what_is_wrong(text: str) -> str:
    return next((code for code, is_it in _TRAPS if is_it(text)), "date_cannot_be_read")
