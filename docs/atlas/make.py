"""Turn the borders of npm `world-atlas` (TopoJSON of Natural Earth, public domain) into the atlas that the map draws.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/atlas/make.py package passerelle/web/static/atlas

Needs nothing but Python; the same package gives the same files, byte for byte. Of each scale it makes
`land-SCALE.json` (one MultiPolygon) and `lines-SCALE.json` (a MultiLineString of the coast, one of the borders).
Coast and borders are lines of their own, because an outline of the land would also draw the cut along the 180th
meridian and the frame around Antarctica, which no coast is.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

SCALES = {"110m": 2, "50m": 2}
"""Scale of Natural Earth, and how many decimals of a degree are kept: a hundredth is about one kilometre."""
SOUTHMOST = -85.0
"""Degrees of latitude; the projection of the map ends there."""


def main(package: Path, atlas: Path) -> None:
    """Write the files of every scale into `atlas` and say how large they are."""
    for scale, decimals in SCALES.items():
        topology = json.loads((package / f"countries-{scale}.json").read_text())
        arcs = [_rounded(arc, decimals) for arc in _absolute(topology)]
        land, countries = (topology["objects"][name]["geometries"] for name in ("land", "countries"))
        coast, borders = _coast_and_borders(countries, arcs)
        _write(atlas / f"land-{scale}.json", [_feature("land", "MultiPolygon", list(_polygons(land, arcs)))])
        _write(
            atlas / f"lines-{scale}.json",
            [_feature("coast", "MultiLineString", coast), _feature("border", "MultiLineString", borders)],
        )


def _absolute(topology: dict[str, Any]) -> Iterator[Line]:
    """The arcs in degrees: TopoJSON writes each point as whole steps from the one before."""
    (step_x, step_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * step_x + left, y * step_y + low))
        yield line


def _rounded(line: Line, decimals: int) -> Line:
    """The line with fewer digits and without the points that thereby fell together; its two ends stay."""
    points = [(round(x, decimals), max(round(y, decimals), SOUTHMOST)) for x, y in line]
    kept = [point for before, point in zip([None, *points], points, strict=False) if point != before]
    return kept if len(kept) > 1 else points[:1] + points[-1:]


def _polygons(geometries: list[dict[str, Any]], arcs: list[Line]) -> Iterator[list[Line]]:
    for geometry in geometries:
        for rings in _rings_of(geometry):
            drawn = [ring for ring in (_ring(indexes, arcs) for indexes in rings) if len(ring) > 3]
            if drawn:
                yield drawn


def _rings_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def _ring(indexes: Iterable[int], arcs: list[Line]) -> Line:
    """A closed ring of arcs; a negative index `~n` is arc `n` walked backwards."""
    ring: Line = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc if not ring or ring[-1] != arc[0] else arc[1:]
    return ring


def _coast_and_borders(countries: list[dict[str, Any]], arcs: list[Line]) -> tuple[list[Line], list[Line]]:
    """An arc that one country uses is coast; one that two use is a border."""
    uses = Counter(
        index if index >= 0 else ~index
        for country in countries
        for rings in _rings_of(country)
        for ring in rings
        for index in ring
    )
    coast = [part for index, times in sorted(uses.items()) if times == 1 for part in _without_cuts(arcs[index])]
    borders = [part for index, times in sorted(uses.items()) if times > 1 for part in _without_cuts(arcs[index])]
    return coast, borders


def _without_cuts(line: Line) -> Iterator[Line]:
    """The pieces of a line that are not the edge of the sheet."""
    piece = line[:1]
    for before, point in pairwise(line):
        if _is_edge(before, point):
            if len(piece) > 1:
                yield piece
            piece = []
        piece.append(point)
    if len(piece) > 1:
        yield piece


def _is_edge(one: Point, other: Point) -> bool:
    along_180 = abs(one[0]) > 179.98 and abs(other[0]) > 179.98
    return along_180 or (one[1] <= SOUTHMOST and other[1] <= SOUTHMOST)


def _feature(part: str, kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"part": part}, "geometry": {"type": kind, "coordinates": coordinates}}


def _write(file: Path, features: list[dict[str, Any]]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    file.write_text(text.replace(".0,", ",").replace(".0]", "]") + "\n")
    sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
