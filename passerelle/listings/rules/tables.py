"""Rows of a file whose cells are parted by a sign: CSV and its kin. Plain Python."""

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

DELIMITERS = (";", ",", "\t", "|")
# A cell in quotation marks may run over some lines; one that runs on for longer was never closed.
LONGEST_CELL_IN_LINES = 100
_LINES_LOOKED_AT = 10
_NOT_CLOSED = "quotation_mark_is_not_closed"

Cells = list[str]


class TableRow(NamedTuple):
    """One row with its number as a spreadsheet counts it, and a code for what is wrong with it."""

    line: int
    cells: Cells
    flaw: str = ""


def delimiter_of(text: str, is_known: Callable[[str], bool]) -> str:
    """The sign that parts the cells: the one that makes most headings known, then most cells, the most evenly."""
    first = _first_lines(text)
    return max(DELIMITERS, key=lambda delimiter: _fitness(first, delimiter, is_known))


def table_rows(text: str, delimiter: str) -> Iterator[TableRow]:
    """The rows that are not empty. Where a quotation mark is never closed, that one line is read without it."""
    number, place = 0, 0
    if text[:4].lower() == "sep=":  # a line for the spreadsheet program alone, which does not show it
        place = _end_of_line(text, 0)
    while place < len(text):
        lines = _Lines(text, place)
        for cells in _cells_of(lines, delimiter):
            number += 1
            if lines.flaw:
                line = text[place : _end_of_line(text, place)]
                yield TableRow(number, [cell.strip('" ') for cell in line.rstrip("\n").split(delimiter)], lines.flaw)
                place += len(line)
                break
            place = lines.next_row()
            if any(cell and not cell.isspace() for cell in cells):
                yield TableRow(number, cells)


def _cells_of(lines: "_Lines", delimiter: str) -> Iterator[Cells]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:  # a cell longer than the reader takes
        lines.flaw = "cell_is_too_long"
        yield []


class _Lines:
    """The lines of a text from a place on, one by one; it stops where one row takes too many, and says so."""

    def __init__(self, text: str, place: int) -> None:
        self.text, self.place = text, place
        self.in_row = 0
        self.flaw = ""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.place >= len(self.text):
            self.flaw = _NOT_CLOSED if self.in_row else ""  # the reader asks for more in the middle of a row
            raise StopIteration
        if self.in_row >= LONGEST_CELL_IN_LINES:
            self.flaw = _NOT_CLOSED
            raise StopIteration
        begins, self.place = self.place, _end_of_line(self.text, self.place)
        self.in_row += 1
        return self.text[begins : self.place]

    def next_row(self) -> int:
        """Where the next row begins, which is now."""
        self.in_row = 0
        return self.place


def _end_of_line(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _first_lines(text: str) -> str:
    place = 0
    for _ in range(_LINES_LOOKED_AT):
        place = _end_of_line(text, place)
    return text[: min(place, 200_000)]


def _fitness(text: str, delimiter: str, is_known: Callable[[str], bool]) -> tuple[int, int, int]:
    rows = [row.cells for row in table_rows(text, delimiter)]
    if not rows:
        return 0, 0, 0
    return sum(is_known(cell) for cell in rows[0]), _even(rows), len(rows[0])


def _even(rows: Sequence[Cells]) -> int:
    """How many rows have as many cells as the first, if these are several."""
    return sum(len(row) == len(rows[0]) for row in rows) if len(rows[0]) > 1 else 0
