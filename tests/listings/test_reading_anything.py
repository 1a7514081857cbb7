"""Whatever the bytes are: a list that holds, or one refusal."""

import json
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.listings.rules import ListIsUnreadable, ListRead, read_list
from tests.listings.atlas import Atlas
from tests.listings.fuzz import damaged, main
from tests.listings.samples import must_hold

unhurried = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.sampled_from(["a.csv", "a.tsv", "a.json", "a.geojson", "a.jsonl", "a.md", "a.txt", "a"])
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["a@b.example", "0", "http://a.example/?x=c%40d.example", "9-5", "01-mai", "FR", "50,4", "\x00",
    "\ud800"]),
)  # fmt: skip
HEADINGS = st.sampled_from(
    [
        "name",
        "lat",
        "lon",
        "coordinates",
        "website",
        "url",
        "hours",
        "mon",
        "price",
        "address",
        "town",
        "country",
        "id",
        "type",
        "features",
        "wifi",
        "status",
        "description",
        "precision",
        "x",
    ]
)


def outcome(content: bytes, name: str) -> ListRead | tuple[str, str]:
    try:
        return read_list(content, name, Atlas())
    except ListIsUnreadable as refusal:
        return refusal.code, repr(refusal.facts)


def holds(content: bytes, name: str) -> None:
    first = outcome(content, name)
    if isinstance(first, ListRead):
        must_hold(first)
    assert first == outcome(content, name)


@unhurried
@given(st.binary(max_size=300), NAMES)
def test_any_bytes_are_read_or_refused_whole(content: bytes, name: str) -> None:
    holds(content, name)


@unhurried
@given(st.text(max_size=300), NAMES, st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_is_read_or_refused_whole(text: str, name: str, encoding: str) -> None:
    holds(text.encode(encoding, errors="ignore"), name)


@unhurried
@given(st.lists(st.dictionaries(HEADINGS, CELLS | st.none() | st.floats() | st.lists(CELLS, max_size=3)), max_size=5))
def test_elements_with_anything_in_them_are_read(rows: list[dict[str, object]]) -> None:
    holds(json.dumps([{"name": "Le Pont", **row} for row in rows]).encode(), "a.json")


@unhurried
@given(st.lists(HEADINGS, min_size=1, max_size=8), st.lists(st.lists(CELLS, max_size=9), max_size=5))
def test_a_table_with_any_cells_is_read(headings: list[str], rows: list[list[str]]) -> None:
    lines = [";".join(cells) for cells in [["name", *headings], *[["Le Pont", *row] for row in rows]]]
    holds("\n".join(lines).encode(errors="replace").replace(b"\x00", b""), "a.csv")


def test_damaged_lists_crash_nothing() -> None:
    chance = random.Random(7)
    for _ in range(200):
        name, content = damaged(chance)
        holds(content, name)
    assert main(0.2, 7) == 0
