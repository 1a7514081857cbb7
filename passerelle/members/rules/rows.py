"""From the bytes of a roster to its rows, whatever the program that saved it. Plain Python."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

MOST_BYTES = 2_000_000
MOST_LINES = 20_000
SEPARATORS = (";", ",", "\t")
# A cell in quotation marks may run over a few lines; one that runs on for longer was never closed.
LONGEST_CELL_IN_LINES = 10


class RosterIsUnreadable(ValueError):
    """The file as a whole cannot be read; `code` says why, `facts` what a sentence about it needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers. Raises RosterIsUnreadable."""
    if len(content) > MOST_BYTES:
        raise RosterIsUnreadable("roster_is_too_big", most=MOST_BYTES // 1_000_000)
    rows = [(number, row) for number, row in _rows(_text(content)) if row]
    if len(rows) > MOST_LINES + 1:
        raise RosterIsUnreadable("roster_is_too_long", most=MOST_LINES)
    return rows


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
