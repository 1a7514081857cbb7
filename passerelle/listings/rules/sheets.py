"""From text to rows: whatever the form of a file, a row is a line and cells under headings. Plain Python.

What is nested lies flat in a row: {"address": {"city": "Berlin"}} is a cell "Berlin" under "address.city".
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import PurePath
from typing import Any, NamedTuple

from passerelle.listings.rules.front_matter import begins_with_facts, sheet_of
from passerelle.listings.rules.jsons import Element, elements_of, is_one_line
from passerelle.listings.rules.tables import delimiter_of, table_rows
from passerelle.listings.rules.told import DEEPEST, MOST_CELLS, ListIsUnreadable

Cells = dict[str, str]


class Row(NamedTuple):
    """One row: its line, its cells by heading, and codes for what is wrong with it as a whole; no cells, no row."""

    line: int
    cells: Cells
    flaws: tuple[str, ...] = ()


class Rows(NamedTuple):
    """The form of a file and its rows, which are read as they are taken."""

    form: str
    rows: Iterator[Row]


def rows_of(text: str, name: str, is_known: Callable[[str], bool]) -> Rows:
    """The rows of a file of this name; `is_known` says of a heading whether it means anything.

    Raises ListIsUnreadable, now or while the rows are taken, as `elements_of` and `sheet_of` do.
    """
    ending = PurePath(name).suffix.lower()
    begins = text.lstrip()[:1]
    if ending in (".md", ".markdown") or (ending not in (".csv", ".tsv") and begins_with_facts(text)):
        return Rows("markdown", _of_sheet(text))
    if ending in (".json", ".geojson", ".jsonl", ".ndjson") or (ending not in (".csv", ".tsv") and begins in "[{"):
        form, elements = elements_of(text)
        return Rows(form, (_of_element(form, element) for element in elements))
    return Rows("csv", _of_table(text, delimiter_of(text, is_known)))


def unit_of(form: str, text: str) -> str:
    """What the line of a row counts: in JSON that is all in one line, its elements."""
    return "element" if form not in ("csv", "markdown") and is_one_line(text) else "line"


def _of_table(text: str, delimiter: str) -> Iterator[Row]:
    rows = table_rows(text, delimiter)
    first = next(rows, None)
    if first is None:
        raise ListIsUnreadable("list_is_empty")
    headings = _told_apart(first.cells)
    for line, cells, flaw in rows:
        flaws = [flaw] if flaw else []
        if any(cell.strip() for cell in islice(cells, len(headings), None)):
            flaws.append("row_has_too_many_cells")
        yield Row(line, dict(zip(headings, cells, strict=False)), tuple(flaws))


def _told_apart(headings: list[str]) -> list[str]:
    """The headings, those that stand twice with a number."""
    times: Counter[str] = Counter()
    apart: list[str] = []
    for heading in (heading.strip() for heading in headings[:MOST_CELLS]):
        times[heading] += 1
        apart.append(heading if times[heading] == 1 else f"{heading} ({times[heading]})")
    return apart


def _of_sheet(text: str) -> Iterator[Row]:
    sheet = sheet_of(text)
    row = _flat(1, sheet.facts)
    if sheet.words:
        row.cells.setdefault("body", sheet.words)
    yield row._replace(flaws=(*row.flaws, "front_matter_is_not_closed")) if sheet.is_open else row


def _of_element(form: str, element: Element) -> Row:
    if not isinstance(element.what, dict):
        return Row(element.line, {}, ("row_is_no_object",))
    if form == "geojson":
        return _flat(element.line, _feature(element.what))
    return _flat(element.line, _mapped(element.what) if form == "overpass" else _collected(element.what))


def _collected(what: dict[str, Any]) -> dict[str, Any]:
    """What a collector of SpaceAPI answers found: the answer itself; the address it came from is that of the status."""
    answer = what.get("data")
    if not isinstance(answer, dict) or "space" not in answer:
        return what
    return {**answer, "status": what.get("url")}


def _feature(feature: dict[str, Any]) -> dict[str, Any]:
    """A feature of GeoJSON (RFC 7946): its properties, and a point where it has a shape."""
    properties = feature.get("properties")
    said = dict(properties) if isinstance(properties, dict) else {}
    if feature.get("id") is not None:
        said = {"id": feature["id"], **said}
    return {**said, "geometry": feature.get("geometry")}


def _mapped(element: dict[str, Any]) -> dict[str, Any]:
    """An element of OpenStreetMap: its tags; a way or a relation stands in its centre or the middle of its bounds."""
    tags = element.get("tags")
    centre = element.get("center")
    where = element if "lat" in element else centre if isinstance(centre, dict) else _middle(element.get("bounds"))
    return {
        **({f"{name}": said for name, said in tags.items()} if isinstance(tags, dict) else {}),
        "id": f"{element.get('type')}/{element.get('id')}" if "id" in element else "",
        "lat": where.get("lat"),
        "lon": where.get("lon"),
    }


def _middle(bounds: Any) -> dict[str, Any]:
    with suppress(KeyError, TypeError, ValueError):
        return {
            "lat": str((float(bounds["minlat"]) + float(bounds["maxlat"])) / 2),
            "lon": str((float(bounds["minlon"]) + float(bounds["maxlon"])) / 2),
        }
    return {}


def _flat(line: int, what: dict[str, Any]) -> Row:
    cells: Cells = {}
    flaws: dict[str, None] = {}
    for heading, said in _laid_out(what, "", 0, flaws):
        if len(cells) >= MOST_CELLS:
            flaws["row_has_too_many_cells"] = None
            break
        cells.setdefault(heading, said)
    return Row(line, cells, tuple(flaws))


def _laid_out(what: dict[str, Any], before: str, depth: int, flaws: dict[str, None]) -> Iterator[tuple[str, str]]:
    if "coordinates" in what and what.get("type") in _SHAPES:
        yield from _pin(what["coordinates"], before)
        return
    for name, said in what.items():
        heading = f"{before}.{name}" if before else str(name)
        if isinstance(said, list):
            plain = [_plain(one) for one in said if not isinstance(one, dict | list)]
            if plain:
                yield heading, ", ".join(plain)
            said = {str(place): one for place, one in enumerate(islice(said, MOST_CELLS)) if isinstance(one, dict)}
        if not isinstance(said, dict):
            yield heading, _plain(said)
        elif depth < DEEPEST:
            yield from _laid_out(said, heading, depth + 1, flaws)
        else:
            flaws["row_is_too_deep"] = None


_SHAPES = ("Point", "MultiPoint", "LineString", "Polygon", "MultiLineString", "MultiPolygon")


def _pin(coordinates: Any, before: str) -> Iterator[tuple[str, str]]:
    """The point of a shape as it is written, longitude first (RFC 7946); of a larger shape, the middle of its box."""
    pairs = list(islice(_pairs(coordinates, 0), 100_000))
    if len(pairs) == 1:
        yield f"{before}.latitude", _plain(pairs[0][1])
        yield f"{before}.longitude", _plain(pairs[0][0])
        return
    with suppress(TypeError, ValueError):
        for name, place in (("latitude", 1), ("longitude", 0)):
            numbers = [float(pair[place]) for pair in pairs]
            if numbers:
                yield f"{before}.{name}", str((min(numbers) + max(numbers)) / 2)


def _pairs(coordinates: Any, depth: int) -> Iterator[list[Any]]:
    if not isinstance(coordinates, list) or depth > 4:
        return
    if len(coordinates) >= 2 and not isinstance(coordinates[0], list | dict):
        yield coordinates
        return
    yield from chain.from_iterable(_pairs(one, depth + 1) for one in coordinates)


def _plain(said: Any) -> str:
    if isinstance(said, bool):
        return "yes" if said else "no"
    return "" if said is None or isinstance(said, dict | list) else str(said)
