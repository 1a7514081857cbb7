"""Turn the borders of npm `world-atlas` (TopoJSON of Natural Earth, public domain) into the atlas that the map draws.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/atlas/make.py package passerelle/web/static/atlas

Needs nothing but Python; the same package gives the same files, byte for byte. Of each scale it makes one file,
`atlas-SCALE.json`, which `map_atlas.js` unfolds into GeoJSON; it says a coast once, where GeoJSON says it for the land
and again for the line, and is a quarter as long:

    step     how many steps make a degree
    arcs     each a list of whole steps, x and y in turn: first from 0, 0, then from the point before
    land     polygons; each a list of rings; each a list of arcs, `~n` being arc n walked backwards
    coast    the arcs of the coast        borders     the arcs between two countries

The package is made for globes: a ring of Russia, of Fiji or of Antarctica steps across the 180th meridian. On a flat
sheet such a step would be a line across the whole world, so arcs are cut there and rings are put together anew on
either side. An outline of the land would draw that cut, and the frame around Antarctica, which no coast is: hence
`coast`.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[int, int]
Line = list[Point]
"""Points in whole steps."""

SCALES = {"110m": 2, "50m": 2}
"""Scale of Natural Earth, and how many decimals of a degree are kept: a hundredth is about one kilometre."""
SOUTHMOST = -85.0
"""Degrees of latitude; the projection of the map ends there."""


def main(package: Path, atlas: Path) -> None:
    """Write the file of every scale into `atlas` and say how large it is."""
    for scale, decimals in SCALES.items():
        topology = json.loads((package / f"countries-{scale}.json").read_text())
        file = atlas / f"atlas-{scale}.json"
        file.write_text(json.dumps(folded(topology, 10**decimals), separators=(",", ":")) + "\n")
        sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes\n")


def folded(topology: dict[str, Any], step: int) -> dict[str, Any]:
    """The atlas of one scale, as told at the top."""
    sheet = Sheet(step)
    pieces = [sheet.lay(_rounded(arc, step)) for arc in _absolute(topology)]
    countries, land = (topology["objects"][name]["geometries"] for name in ("countries", "land"))
    uses = Counter(_arc(index) for country in countries for index in _indexes(country))
    polygons = [polygon for geometry in land for rings in _rings_of(geometry) for polygon in sheet.flat(rings, pieces)]
    coast = [index for arc in sorted(uses) if uses[arc] == 1 for index in pieces[arc]]
    return {
        "step": step,
        "land": polygons,
        "coast": [index for piece in coast for index in sheet.without_edges(piece)],
        "borders": [index for arc in sorted(uses) if uses[arc] > 1 for index in pieces[arc]],
        "arcs": [list(_steps(arc)) for arc in sheet.arcs],
    }


class Sheet:
    """A flat sheet from -180 to 180 degrees, and the arcs that lie on it, in steps."""

    def __init__(self, step: int) -> None:
        self.edge, self.foot = 180 * step, round(SOUTHMOST * step)
        self.near = self.edge - step // 50
        self.arcs: list[Line] = []

    def lay(self, line: Line) -> list[int]:
        """Keep the line, cut wherever it leaves the sheet on one side and comes back on the other. Gives the arcs."""
        pieces: list[Line] = [line[:1]]
        for (x, y), (next_x, next_y) in pairwise(line):
            if self._is_far(x, next_x):
                side, here, there = (self.edge if x > 0 else -self.edge), self.edge - abs(x), self.edge - abs(next_x)
                middle = round(y + (next_y - y) * here / (here + there)) if here + there else y
                pieces[-1].append((side, middle))
                pieces.append([(-side, middle)])
            pieces[-1].append((next_x, next_y))
        return [self._keep(piece) for piece in map(_without_repeats, pieces) if len(piece) > 1]

    def flat(self, rings: list[list[int]], pieces: list[list[int]]) -> Iterator[list[list[int]]]:
        """The polygons that a polygon of the globe becomes here: one, or one on either side of the sheet."""
        outer, *inner = [self._ring(self._walked(ring, pieces)) for ring in rings]
        holes = [hole for parts in inner for hole in parts]
        for ring in outer:
            yield [ring, *(hole for hole in holes if self._is_east(hole) == self._is_east(ring) or len(outer) == 1)]

    def without_edges(self, index: int) -> list[int]:
        """The arc itself, or arcs of those of its pieces that are not the edge of the sheet."""
        line = self.arcs[index]
        pieces: list[Line] = [line[:1]]
        for before, point in pairwise(line):
            if self._is_edge(before, point):
                pieces.append([])
            pieces[-1].append(point)
        kept = [piece for piece in pieces if len(piece) > 1]
        return [index] if kept == [line] else [self._keep(piece) for piece in kept]

    def _walked(self, ring: list[int], pieces: list[list[int]]) -> list[int]:
        """The ring of the package in arcs of this sheet; a walk backwards takes the pieces from the last one."""
        return [
            piece
            for index in ring
            for piece in (pieces[index] if index >= 0 else [~one for one in reversed(pieces[~index])])
        ]

    def _ring(self, walk: list[int]) -> list[list[int]]:
        """A ring as one ring, or as one on either side. One that goes round the pole is closed along the foot."""
        runs: list[list[int]] = [[]]
        for index in walk:
            if runs[-1] and self._is_far(self._end(runs[-1][-1])[0], self._start(index)[0]):
                runs.append([])
            runs[-1].append(index)
        if len(runs) > 1 and not self._is_far(self._end(runs[-1][-1])[0], self._start(runs[0][0])[0]):
            runs[0] = runs.pop() + runs[0]
        if len(runs) == 1:
            (x, y), (to_x, to_y) = self._end(runs[0][-1]), self._start(runs[0][0])
            foot = [(x, y), (x, self.foot), (to_x, self.foot), (to_x, to_y)]
            return [[*runs[0], self._keep(foot)] if self._is_far(x, to_x) else runs[0]]
        sides = ([index for run in runs if self._is_east(run) == east for index in run] for east in (True, False))
        return [side for side in sides if side]

    def _keep(self, line: Line) -> int:
        self.arcs.append(line)
        return len(self.arcs) - 1

    def _start(self, index: int) -> Point:
        return self.arcs[index][0] if index >= 0 else self.arcs[~index][-1]

    def _end(self, index: int) -> Point:
        return self._start(~index)

    def _is_east(self, run: list[int]) -> bool:
        line = self.arcs[_arc(run[0])]
        return line[len(line) // 2][0] > 0

    def _is_far(self, x: int, other: int) -> bool:
        return abs(x - other) > self.edge

    def _is_edge(self, one: Point, other: Point) -> bool:
        return min(abs(one[0]), abs(other[0])) > self.near or max(one[1], other[1]) <= self.foot


def _absolute(topology: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The arcs in degrees: TopoJSON writes each point as whole steps from the one before."""
    (step_x, step_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * step_x + left, y * step_y + low))
        yield line


def _rounded(line: list[tuple[float, float]], step: int) -> Line:
    """The line in whole steps, without the points that thereby fell together; its two ends stay."""
    points = [(round(x * step), round(max(y, SOUTHMOST) * step)) for x, y in line]
    kept = _without_repeats(points)
    return kept if len(kept) > 1 else points[:1] + points[-1:]


def _steps(line: Line) -> Iterator[int]:
    for (from_x, from_y), (x, y) in pairwise([(0, 0), *line]):
        yield from (x - from_x, y - from_y)


def _rings_of(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Polygons of rings of arcs."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def _indexes(geometry: dict[str, Any]) -> Iterator[int]:
    return (index for rings in _rings_of(geometry) for ring in rings for index in ring)


def _arc(index: int) -> int:
    """Which arc, whichever way it is walked."""
    return index if index >= 0 else ~index


def _without_repeats(line: Line) -> Line:
    return line[:1] + [point for before, point in pairwise(line) if point != before]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
