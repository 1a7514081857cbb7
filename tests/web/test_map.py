"""The map: what its part hands to the scripts, what the atlas holds, and whom a browser may ask because of it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.utils.translation import override

from passerelle.config.policy import content_security_policy
from passerelle.spaces.rules import Kind

STATIC = Path(__file__).resolve().parents[2] / "passerelle" / "web" / "static"
ATLAS = STATIC / "atlas"
OF_THE_WORLD = ["atlas-110m.json", "atlas-50m.json"]


def part(source: str) -> str:
    return str(engines["jinja2"].from_string(source).render({}))


def handed_over(source: str) -> dict[str, Any]:
    """What the scripts are given."""
    found = re.search(r"data-set='([^']*)'", part(source))
    assert found
    return dict(json.loads(unescape(found[1])))


def test_every_address_that_the_map_is_given_leads_to_a_file() -> None:
    given = handed_over('{{ map.plate("/spaces/map.json") }}')
    files = [given[key] for key in ("maplibre", "worker", "look", "pmtiles", "rough", "fine", "squares")]
    linked = re.findall(r'(?:src|href)="([^"]+)"', part("{{ map.head() }}"))
    for address in files + linked:
        assert finders.find(unquote(address).removeprefix("/static/").rstrip("/")), address


def test_our_scripts_import_nothing_that_is_not_there() -> None:
    for script in STATIC.glob("map*.js"):
        for name in re.findall(r'from "\./([^"]+)"', script.read_text()):
            assert (STATIC / name).exists(), f"{script.name}: {name}"


def test_the_map_says_every_kind_of_space() -> None:
    assert set(handed_over('{{ map.plate("/m") }}')["kinds"]) == set(Kind)


def test_the_map_speaks_the_language_of_the_page() -> None:
    with override("en"):
        assert "Search as I move the map" in part('{{ map.plate("/m", results="#results") }}')
    with override("fr"):
        french = part('{{ map.plate("/m", results="#results") }}')
    assert "Chercher quand je déplace la carte" in french
    assert "Search" not in french


def test_a_map_without_a_list_offers_no_search() -> None:
    assert "checkbox" not in part('{{ map.plate("/m") }}')


@pytest.mark.parametrize(
    ("tiles", "asked"),
    [
        ("", []),
        ("/tiles/town.pmtiles", []),
        ("https://tiles.example.org/{z}/{x}/{y}.png", ["https://tiles.example.org"]),
        ("https://example.org:8443/town.pmtiles", ["https://example.org:8443"]),
        ("ftp://example.org/{z}", []),
    ],
)
def test_only_the_origin_of_the_tiles_is_let_in(tiles: str, asked: list[str]) -> None:
    directives = content_security_policy(tiles)["DIRECTIVES"]
    assert directives["connect-src"] == ["'self'", *asked]
    assert directives["img-src"] == ["'self'", "data:", *asked]
    assert directives["script-src"] == directives["style-src"] == directives["worker-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


def lines_of(atlas: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs in degrees, as map_atlas.js unfolds them."""
    return [list(walked(steps, atlas["step"])) for steps in atlas["arcs"]]


def walked(steps: list[int], step: int) -> Iterator[tuple[float, float]]:
    x = y = 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x / step, y / step


@pytest.mark.parametrize("name", [*OF_THE_WORLD, "squares/0_40.json", "squares/160_60.json", "squares/-180_-20.json"])
def test_the_atlas_is_flat(name: str) -> None:
    """Rings close, and no coast or border steps across the sheet, which would be a line around the world."""
    atlas = json.loads((ATLAS / name).read_text())
    lines = lines_of(atlas)
    for ring in (ring for polygon in atlas["land"] for ring in polygon):
        points = [point for index in ring for point in (lines[index] if index >= 0 else lines[~index][::-1])]
        assert points[0] == points[-1]
    for line in (lines[index] for part in ("coast", "borders") for index in atlas[part]):
        assert all(abs(x) <= 180 and -85 <= y <= 90 for x, y in line)
        assert all(abs(x - next_x) < 20 for (x, _), (next_x, _) in pairwise(line))


def test_the_squares_that_the_atlas_names_are_there_and_stay_within_their_bounds() -> None:
    named = json.loads((ATLAS / OF_THE_WORLD[-1]).read_text())["squares"]
    assert {f"{name}.json" for name in named} == {file.name for file in (ATLAS / "squares").iterdir()}
    for name in named:
        west, south = map(int, name.split("_"))
        for line in lines_of(json.loads((ATLAS / "squares" / f"{name}.json").read_text())):
            assert all(west <= x <= west + 20 and south <= y <= south + 20 for x, y in line), name
