"""The directory on many invented spaces: its pages pressed on, and its queries bare; prints the figures as JSON.

Each answer is drawn anew: a cookie keeps the pages from being kept for a second, which would hide what they cost.
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import quote

from bench.measure import queries_of  # it sets Django up

from django.db import connection  # isort: skip

from bench.load import Page, press_on_all
from bench.server import running
from bench.spread import spread
from passerelle.console.prepare import bring_database_up_to_date, gather_static_files
from passerelle.directory.queries import find, view_of
from passerelle.directory.queries.windows import clusters_in
from passerelle.directory.rules import Search, Window
from passerelle.kit.places import Point
from passerelle.spaces.queries import addresses_between

DRAWN_ANEW = "drawn=anew"
TIMES = 25
VIEWS = (
    ("the whole Earth", 1, Window(-180, -80, 180, 84)),
    ("Europe", 4, Window(-15, 35, 30, 60)),
    ("the Low Countries", 7, Window(2, 49, 8, 53)),
    ("Tokyo and around", 11, Window(139.3, 35.4, 140.1, 36.0)),
    ("streets of Tokyo", 14, Window(139.65, 35.65, 139.75, 35.72)),
)
PLACES = (
    ("the first page", "/"),
    ("the list, by name", "/spaces/"),
    ("the list, its last page", "/spaces/?page=40"),
    ("a town", "/spaces/?q=Bruxelles"),
    ("a town with an error", "/spaces/?q=Bruxlles"),
    ("a very large town", f"/spaces/?q={quote('東京')}"),
    ("a word of names", "/spaces/?q=hive"),
    ("two words", "/spaces/?q=hive+hub"),
    ("two words with an error", "/spaces/?q=cowrking+hive"),
    ("a country", "/spaces/?q=Inde"),
    ("near me", "/spaces/?near=48.857,2.352"),
    ("near me, filtered", "/spaces/?near=48.857,2.352&kind=cafe&free_days=3&there=wifi"),
    ("a network, filtered", "/spaces/?network=network-2&kind=coworking&way=request"),
    ("open now, around Paris", "/spaces/?q=Paris&open=now"),
)


def main(how_many: int) -> dict[str, Any]:
    """Prepare, spread, press, and time the queries of a window of the map without page or server."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
        gather_static_files()
        began = time.perf_counter()
        spread(how_many)
        took = time.perf_counter() - began
        settle()
    pages = pages_to_press_on()
    queries = {page.title: queries_of(page) for page in pages}
    bare = [{"title": title, "ms": _fastest(act)} for title, act in _bare_queries()]
    connection.close()
    with running() as server:
        pressed = press_on_all(pages, server)
    rows = [{"title": page.title, "queries": queries[page.title], **asdict(pressed[page.title])} for page in pages]
    return {"rows": rows, "bare": bare, "spaces": how_many, "spread_s": took}


def settle() -> None:
    """As PostgreSQL does by itself within a minute of so many new rows: an index can then answer without the table."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def pages_to_press_on() -> list[Page]:
    """What travellers open, and what the map asks for."""
    pages = [Page(title, path, DRAWN_ANEW) for title, path in PLACES]
    for title, zoom, window in VIEWS:
        path = f"/spaces/map.json?zoom={zoom}&bbox={','.join(map(str, window))}"
        pages.append(Page(f"map: {title}", path, DRAWN_ANEW))
    slug = addresses_between(100, 101)[0]
    return [*pages, Page("a space's page", f"/spaces/{slug}/", DRAWN_ANEW)]


def _bare_queries() -> list[tuple[str, Callable[[], Any]]]:
    views: list[tuple[str, Callable[[], Any]]] = [
        (f"window: {title}", partial(clusters_in, window, min(zoom, 12))) for title, zoom, window in VIEWS
    ]
    views += [(f"whole view: {title}", partial(view_of, window, zoom, Search())) for title, zoom, window in VIEWS]
    return [*views, ("find: near a point", lambda: find(Search(near=Point(48.857, 2.352))))]


def _fastest(act: Callable[[], Any]) -> float:
    """The least of many times, in milliseconds: what others do on the machine only adds."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return min(took) * 1e3


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
