"""Reading a roster: the list of members that a space keeps in a spreadsheet, saved as text.

Any bytes give a Roster or one RosterIsUnreadable: what is wrong with one line never costs the others. Lines are counted
as a spreadsheet counts them, the headings being the first. Plain Python.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO

from passerelle.kit.fold import fold

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
LONGEST_NAME = 120
LONGEST_ADDRESS = 254
YEARS = range(1990, 2100)
SEPARATORS = (";", ",", "\t")
# A cell in quotation marks may run over a few lines; one that runs on for longer was never closed.
LONGEST_CELL_IN_LINES = 10


class Column(StrEnum):
    """What a column of a roster holds."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    ADDRESS = "address"
    SINCE = "since"
    VALID_UNTIL = "valid_until"


# Headings, folded, as people write them in French and in English.
HEADINGS: Mapping[Column, frozenset[str]] = {
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


class RosterIsUnreadable(ValueError):
    """The file as a whole cannot be read; `code` says why, `facts` what a sentence about it needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Entry:
    """One line that can be taken in. `since` and `valid_until`, the last day, are None where nothing is said."""

    line: int
    name: str
    address: str
    since: date | None
    valid_until: date | None


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
    """What a file says: lines to be taken in, lines refused, and whether it has a column for the last day."""

    entries: tuple[Entry, ...]
    flaws: tuple[Flaw, ...]
    says_until: bool

    @property
    def addresses(self) -> frozenset[str]:
        """Everybody whom the file names, flawed lines included."""
        named = {entry.address for entry in self.entries} | {flaw.address for flaw in self.flaws}
        return frozenset(named - {""})

    @property
    def names_everybody(self) -> bool:
        """Whether the address of every line could be read, so that whoever is not found is really missing."""
        return all(flaw.address for flaw in self.flaws)


def read_roster(content: bytes) -> Roster:
    """What the file says.

    Raises RosterIsUnreadable: `roster_is_too_big`, `roster_is_too_long`, `roster_is_a_workbook`, `roster_is_no_text`,
    `roster_is_empty`, `roster_has_no_headings`, `roster_lacks_a_column`.
    """
    if len(content) > MOST_BYTES:
        raise RosterIsUnreadable("roster_is_too_big", most=MOST_BYTES // 1_000_000)
    text = _text(content)
    rows = list(_rows(text))
    if sum(bool(row) for _, row in rows) > MOST_LINES + 1:
        raise RosterIsUnreadable("roster_is_too_long", most=MOST_LINES)
    columns, rows = _headings(rows)
    return _read_lines(columns, rows)


# From bytes to rows


def _text(content: bytes) -> str:
    """The text, whatever the program that saved it: UTF-8, UTF-16 or the old Western European set."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise RosterIsUnreadable("roster_is_a_workbook")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raise RosterIsUnreadable("roster_is_no_text")


def _encodings(content: bytes) -> Sequence[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if content[1:40:2].count(0) > 8:  # Latin letters in two bytes each, without the mark that says so
        return ("utf-16-le",)
    if content[0:40:2].count(0) > 8:
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers; an empty row keeps its number and has no cells."""
    if text.lower().startswith("sep="):  # a line for the spreadsheet program alone, which does not show it
        text = text.partition("\n")[2]
    for number, row in enumerate(_cells(text, _separator(text)), start=1):
        yield number, [_clean(cell) for cell in row] if any(cell.strip() for cell in row) else []


def _separator(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _cells(text: str, separator: str) -> list[list[str]]:
    """The cells of each row; where a quotation mark was opened and never closed, each line is read by itself."""
    rows, before = [], 0
    reader = csv.reader(StringIO(text), delimiter=separator)
    try:
        for row in reader:
            if reader.line_num - before > LONGEST_CELL_IN_LINES:
                return _line_by_line(text, separator)
            rows.append(row)
            before = reader.line_num
    except csv.Error:
        return _line_by_line(text, separator)
    return rows


def _line_by_line(text: str, separator: str) -> list[list[str]]:
    return [[cell.strip('"') for cell in line.split(separator)] for line in text.split("\n")]


_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def _clean(cell: str) -> str:
    """One line, without signs that cannot be seen, nor the apostrophe by which spreadsheets mark text as text."""
    said = " ".join(_UNSEEN.sub(" ", cell).split())
    return said[1:] if said.startswith("'") and said[1:2] in "=+-@'" else said


# Headings

Columns = dict[Column, int]


def _headings(rows: list[tuple[int, list[str]]]) -> tuple[Columns, list[tuple[int, list[str]]]]:
    """Which column stands where, and the rows below."""
    filled = [place for place, (_, row) in enumerate(rows) if row]
    if not filled:
        raise RosterIsUnreadable("roster_is_empty")
    heading = rows[filled[0]][1]
    columns: Columns = {}
    for place, words in enumerate(heading):
        for column, known in HEADINGS.items():
            if fold(words) in known:
                columns.setdefault(column, place)
    if not columns or any("@" in cell for cell in heading):
        raise RosterIsUnreadable("roster_has_no_headings", found=[cell for cell in heading if cell][:8])
    missing = [column for column in (Column.NAME, Column.ADDRESS) if column not in columns]
    if missing and not (missing == [Column.NAME] and Column.GIVEN_NAME in columns):
        raise RosterIsUnreadable(
            "roster_lacks_a_column", column=missing[0], found=[cell for cell in heading if cell][:8]
        )
    if len(filled) == 1:
        raise RosterIsUnreadable("roster_is_empty")
    return columns, rows[filled[0] + 1 :]


# Lines


class _Flawed(Exception):
    """What stops the line being read."""

    def __init__(self, column: Column, code: str, found: str = "", other_line: int = 0) -> None:
        super().__init__(code)
        self.column, self.code, self.found, self.other_line = column, code, found[:80], other_line


def _read_lines(columns: Columns, rows: list[tuple[int, list[str]]]) -> Roster:
    entries: list[Entry] = []
    flaws: list[Flaw] = []
    lines_by_address: dict[str, int] = {}
    for number, row in rows:
        if not row:
            continue
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
    return Roster(tuple(entries), tuple(flaws), Column.VALID_UNTIL in columns)


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
    return Entry(number, name, address, since, until)


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
