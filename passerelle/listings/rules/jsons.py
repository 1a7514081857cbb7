"""Rows of JSON files, whichever way they are nested: GeoJSON, OpenStreetMap, directories, lists. Plain Python.

Elements are taken one by one, so that each is known by the line in which it begins.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, NoReturn

from passerelle.listings.rules.told import ListIsUnreadable

_BLANK = re.compile(r"[ \t\n\r]*")
# Numbers stay as they are written: a postcode keeps its zeros, and no number is too long to be read.
_JSON = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


class Element(NamedTuple):
    """One thing of a file and the line in which it begins; its number where all the file is one line."""

    line: int
    what: Any


class Elements(NamedTuple):
    """The form of a file, as people call it, and its elements."""

    form: str
    elements: Iterator[Element]


def elements_of(text: str) -> Elements:
    """What the file lists.

    Raises ListIsUnreadable, now or while the elements are taken: `list_is_broken` with its line, `list_is_too_deep`.
    """
    walk = _Walk(text)
    sign = walk.sign()
    if sign == "[":
        return _by_their_look(walk.only_array())
    if sign != "{":
        walk.value()
        raise ListIsUnreadable("list_has_no_rows", line=1)
    return _of_object(text, walk)


def is_one_line(text: str) -> bool:
    """Whether all the file is one line, in which only its elements can be counted."""
    return "\n" not in text.strip()


def _of_object(text: str, walk: "_Walk") -> Elements:
    """An object at the top: a list stands under one of its names, or it is itself a directory, or one thing."""
    begins: dict[str, int] = {}
    for name in walk.names():
        begins[name] = walk.place  # which is where its value begins
    if walk.sign():
        return Elements("json_lines", _lines(text, walk))
    lists = [name for name, place in begins.items() if text.startswith("[", place)]
    for name in ("features", "elements", *lists):
        if name in lists and _has_things(text, begins[name]):
            form = {"features": "geojson", "elements": "overpass"}.get(name, "json")
            elements = _Walk(text, begins[name]).array()
            return Elements(form, elements) if form != "json" else _by_their_look(elements)
    return _directory(text, begins)


def _directory(text: str, begins: Mapping[str, int]) -> Elements:
    """Names with the addresses of their status, or with what is said of each; or a single thing."""
    signs = {text[place] for place in begins.values()}
    if signs == {'"'} and "name" not in begins:
        return Elements("spaceapi_directory", _named(text, begins))
    if signs == {"{"} and "tags" not in begins and "geometry" not in begins:
        return Elements("json", _named(text, begins))
    if not begins:
        raise ListIsUnreadable("list_is_empty")
    return _by_their_look(iter([Element(1, _Walk(text).value())]))


def _named(text: str, begins: Mapping[str, int]) -> Iterator[Element]:
    line, before, counts = 1, 0, is_one_line(text)
    for number, (name, place) in enumerate(begins.items(), start=1):
        line, before = line + text.count("\n", before, place), place
        said = _Walk(text, place).value()
        yield Element(
            number if counts else line,
            {"id": name, **said} if isinstance(said, dict) else {"name": name, "status": said},
        )


def _by_their_look(elements: Iterator[Element]) -> Elements:
    first = next(elements, None)
    if first is None:
        raise ListIsUnreadable("list_is_empty")
    return Elements(_look(first.what), chain([first], elements))


def _look(thing: Any) -> str:
    if isinstance(thing, dict) and "tags" in thing and thing.get("type") in ("node", "way", "relation"):
        return "overpass"
    return "geojson" if isinstance(thing, dict) and thing.get("type") == "Feature" else "json"


def _has_things(text: str, place: int) -> bool:
    first = next(_Walk(text, place).array(), None)
    return first is not None and isinstance(first.what, dict)


def _lines(text: str, walk: "_Walk") -> Iterator[Element]:
    """One object to a line, as logs and exports are kept; a line that breaks is one row that breaks."""
    if "\n" in text[: walk.place].strip():
        walk.breaks()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield Element(number, _JSON.decode(line))
            except (ValueError, RecursionError):
                yield Element(number, line)


class _Walk:
    """A walk over a text in JSON, one value after the other."""

    def __init__(self, text: str, place: int = 0) -> None:
        self.text, self.place = text, place

    def sign(self) -> str:
        """The next sign that is not blank; empty at the end."""
        blank = _BLANK.match(self.text, self.place)
        self.place = blank.end() if blank else self.place
        return self.text[self.place : self.place + 1]

    def value(self) -> Any:
        """The next value."""
        self.sign()
        try:
            value, self.place = _JSON.raw_decode(self.text, self.place)
        except RecursionError:
            raise ListIsUnreadable("list_is_too_deep", line=self._line()) from None
        except json.JSONDecodeError as error:
            raise ListIsUnreadable("list_is_broken", line=error.lineno, column=error.colno) from None
        return value

    def array(self) -> Iterator[Element]:
        """The elements of the array that begins here."""
        line, before, number = self._line(), self.place, 0
        counts = is_one_line(self.text)
        self._take("[")
        while self.sign() != "]":
            line, before, number = line + self.text.count("\n", before, self.place), self.place, number + 1
            yield Element(number if counts else line, self.value())
            if self.sign() != "]":
                self._take(",")
        self._take("]")

    def only_array(self) -> Iterator[Element]:
        """The elements of the array that begins here, after which nothing follows."""
        yield from self.array()
        if self.sign():
            self.breaks()

    def names(self) -> Iterator[str]:
        """The names in the object that begins here; at each, the walk stands at the beginning of its value."""
        self._take("{")
        while self.sign() != "}":
            if self.sign() != '"':
                self.breaks()
            name = self.value()
            self._take(":")
            self.sign()
            yield name
            self.value()
            if self.sign() != "}":
                self._take(",")
        self._take("}")

    def _take(self, sign: str) -> None:
        if self.sign() != sign:
            self.breaks()
        self.place += 1

    def breaks(self) -> NoReturn:
        """Refuse the file, with the line in which the walk stands."""
        column = self.place - self.text.rfind("\n", 0, self.place)
        raise ListIsUnreadable("list_is_broken", line=self._line(), column=column)

    def _line(self) -> int:
        return self.text.count("\n", 0, self.place) + 1
