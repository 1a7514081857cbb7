"""Turn the borders of npm `world-atlas` (TopoJSON of Natural Earth, public domain) into the atlas that the map draws.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/atlas/make.py package passerelle/web/static/atlas

Needs nothing but Python; the same package gives the same files, byte for byte. Of each scale it makes one file,
`atlas-SCALE.json`, which `map_atlas.js` unfolds into GeoJSON; it says a coast once, where GeoJSON says it for the land
and again for the line, and is a quarter as long. The finest scale is cut into squares, `squares/WEST_SOUTH.json`; a
square that is not there holds no land. In each file:

    step     how many steps make a degree
    arcs     each a list of whole steps, x and y in turn: first from 0, 0, then from the point before
    land     polygons; each a list of rings; each a list of arcs, `~n` being arc n walked backwards
    coast    the arcs of the coast
    borders  the arcs between two countries
    squares  in the last file of a whole world: which squares there are

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
World = dict[str, Any]
"""Points in whole steps."""

SCALES = {"110m": 2, "50m": 2}
"""Scale of Natural Earth, and how many decimals of a degree are kept: a hundredth is about one kilometre."""
FINEST, FINEST_DECIMALS = "10m", 3
SIDE = 20
"""Of a square, in degrees."""
ROWS = range(-60, 80, SIDE)
"""The south of each row of squares: nobody looks closely at Antarctica."""
SOUTHMOST = -85.0
"""Degrees of latitude; the projection of the map ends there."""


def main(package: Path, atlas: Path) -> None:
    """Write the files of every scale into `atlas` and say how large they are."""
    (atlas / "squares").mkdir(parents=True, exist_ok=True)
    finest = folded(_topology(package, FINEST), 10**FINEST_DECIMALS)
    squares = {f"{west}_{south}": square for west, south, square in in_squares(finest)}
    for name, square in squares.items():
        _write(atlas / "squares" / f"{name}.json", square)
    for scale, decimals in SCALES.items():
        world = folded(_topology(package, scale), 10**decimals)
        _write(atlas / f"atlas-{scale}.json", world if scale != list(SCALES)[-1] else {"squares": [*squares], **world})


def in_squares(world: World) -> Iterator[tuple[int, int, World]]:
    """The squares that hold land: west and south in degrees, and an atlas of that square alone."""
    step, arcs = world["step"], list(_walked(world["arcs"]))
    rings = [[[p for i in ring for p in _way(arcs, i)] for ring in polygon] for polygon in world["land"]]
    lines = {part: [arcs[index] for index in world[part]] for part in ("coast", "borders")}
    for south in ROWS:
        band = (south * step, (south + SIDE) * step)
        band_rings = [_cut_rings(polygon, 1, band) for polygon in rings]
        band_lines = {part: [cut for line in lines[part] for cut in _cut_line(line, 1, band)] for part in lines}
        for west in range(-180, 180, SIDE):
            column = (west * step, (west + SIDE) * step)
            land = [polygon for polygon in (_cut_rings(polygon, 0, column) for polygon in band_rings) if polygon]
            inside = {part: [cut for line in band_lines[part] for cut in _cut_line(line, 0, column)] for part in lines}
            if land:
                yield west, south, _square(step, land, inside)


def _square(step: int, land: list[list[Line]], lines: dict[str, list[Line]]) -> World:
    kept: list[Line] = []

    def keep(line: Line) -> int:
        kept.append(line)
        return len(kept) - 1

    square = {"step": step, "land": [[[keep(ring)] for ring in polygon] for polygon in land]}
    return (
        square | {part: [keep(line) for line in lines[part]] for part in lines} | {"arcs": [[*_steps(a)] for a in kept]}
    )


def _cut_rings(polygon: list[Line], axis: int, between: tuple[int, int]) -> list[Line]:
    """The polygon between two lines; where it leaves and returns, its edge runs along the line."""
    low, high = between
    if (
        not polygon
        or all(point[axis] <= low for point in polygon[0])
        or all(point[axis] >= high for point in polygon[0])
    ):
        return []
    cut = [_kept_side(_kept_side(ring, axis, low, 1), axis, high, -1) for ring in polygon]
    return [ring for ring in cut if len(ring) > 3] if len(cut[0]) > 3 else []


def _kept_side(ring: Line, axis: int, at: int, side: int) -> Line:
    """What of a closed ring lies above (1) or below (-1) a line: the way of Sutherland and Hodgman."""
    kept: Line = []
    for before, point in pairwise(ring):
        was, stays = (before[axis] - at) * side >= 0, (point[axis] - at) * side >= 0
        if was != stays:
            kept.append(_crossing(before, point, axis, at))
        if stays:
            kept.append(point)
    return _without_repeats([*kept, *kept[:1]])


def _cut_line(line: Line, axis: int, between: tuple[int, int]) -> Iterator[Line]:
    """The pieces of a line between two lines."""
    low, high = between
    if all(low <= point[axis] <= high for point in line):
        yield line
        return
    piece: Line = []
    for before, point in pairwise(line):
        ends = sorted((before, point), key=lambda one: one[axis])
        if ends[1][axis] < low or ends[0][axis] > high:
            continue
        inside = [_held(one, other, axis, low, high) for one, other in ((before, point), (point, before))]
        if piece and piece[-1] == inside[0]:
            piece.append(inside[1])
            continue
        if len(piece) > 1:
            yield _without_repeats(piece)
        piece = inside
    if len(piece) > 1:
        yield _without_repeats(piece)


def _held(one: Point, other: Point, axis: int, low: int, high: int) -> Point:
    """This end of a stretch, or the point where the stretch comes in."""
    if low <= one[axis] <= high:
        return one
    return _crossing(one, other, axis, low if one[axis] < low else high)


def _crossing(one: Point, other: Point, axis: int, at: int) -> Point:
    share = (at - one[axis]) / (other[axis] - one[axis])
    across = round(one[1 - axis] + (other[1 - axis] - one[1 - axis]) * share)
    return (at, across) if axis == 0 else (across, at)


def _walked(arcs: list[list[int]]) -> Iterator[Line]:
    """The arcs in points, from their steps."""
    for steps in arcs:
        x = y = 0
        line = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x, y))
        yield line


def _way(arcs: list[Line], index: int) -> Line:
    return arcs[index] if index >= 0 else arcs[~index][::-1]


def folded(topology: World, step: int) -> World:
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
        if not walk:
            return []  # smaller than a step
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
        sides = [[index for run in runs if self._is_east(run) == east for index in run] for east in (True, False)]
        return [self._closed(side) for side in sides if side]

    def _closed(self, ring: list[int]) -> list[int]:
        end, start = self._end(ring[-1]), self._start(ring[0])
        return ring if end == start else [*ring, self._keep([end, start])]

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


def _topology(package: Path, scale: str) -> World:
    topology: World = json.loads((package / f"countries-{scale}.json").read_text())
    return topology


def _write(file: Path, atlas: World) -> None:
    file.write_text(json.dumps(atlas, separators=(",", ":")) + "\n")
    sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
