"""The directory as travellers use it: the first page, the list with its filters, and what the map draws."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from passerelle.directory.queries import Found, View, find, view_of
from passerelle.directory.rules import Window, holding, read_search, read_window, written
from passerelle.kit import clock
from passerelle.networks.queries import hosts_in_turn, names_of_networks
from passerelle.spaces.queries import how_many_that_answer
from passerelle.web.audience import public
from passerelle.web.forms.directory import filters_of
from passerelle.web.jinja import part_of_page, render_block
from passerelle.web.kept import keeps_pages, kept_a_second
from passerelle.web.rows import SpaceRow, rows_of
from passerelle.web.search_words import heading, how_many, read_as, wrong_sentences
from passerelle.web.towns import told_apart, town_name

if TYPE_CHECKING:
    from passerelle.atlas.models import Town
    from passerelle.spaces.models import Space

FIRST_ROWS = 5
VERY_MANY = 1_000
COUNTED_FOR = timedelta(minutes=1)
_COUNTED = [(0, datetime.max.replace(tzinfo=UTC))]
DRAWN_FOR_S = 60
"""What the map draws may be kept by browsers for a minute: one looks to and fro. By nobody between: towns are named in
the reader's language."""


@public
@require_safe
@kept_a_second
def home(request: HttpRequest) -> HttpResponse:
    """One question: where are you going? And a few spaces, others each day."""
    today = clock.now().date()
    given = {"rows": rows_of(hosts_in_turn(today, at_most=FIRST_ROWS)), "how_many": _how_many()}
    return render(request, "spaces/home.html", given)


@public
@require_safe
@kept_a_second
def spaces(request: HttpRequest) -> HttpResponse:
    """The directory: what is looked for, as one types or by the button, and what answers."""
    search, wrong = read_search(dict(request.GET.lists()))
    found = find(search)
    given = {"search": search, "wrong": wrong_sentences(wrong), **_shown(found)}
    if request.headers.get("HX-Target") == "results":
        part = part_of_page(request, "spaces/list.html", "results", given)
        part.write(render_block(request, "spaces/list.html", "filters_set", given))
        if not search.bbox:  # what is typed gets an address without empty filters; the map says its own
            part.headers["HX-Push-Url"] = f"{reverse('spaces')}?{given['here']}".removesuffix("?")
        return part
    given["filters"] = filters_of(search, names_of_networks(at_most=100))
    return render(request, "spaces/list.html", given)


@public
@require_safe
@kept_a_second
def map_json(request: HttpRequest) -> HttpResponse:
    """What a window of the map holds: `bbox=w,s,e,n`, `zoom`, and the filters of the list."""
    search, _wrong = read_search(dict(request.GET.lists()))
    try:
        window, zoom = read_window(request.GET.get("bbox", "")), int(float(request.GET.get("zoom", "")))
    except (ValueError, OverflowError):
        return JsonResponse({"error": "bbox=west,south,east,north and zoom are needed"}, status=400)
    response = JsonResponse(_drawn(view_of(window, zoom, search)))
    response.headers["Cache-Control"] = f"private, max-age={DRAWN_FOR_S}"
    return response


def _how_many() -> int:
    """How many spaces expect visitors. Where they are very many, they are counted once a minute: nobody misses one."""
    now, (number, until) = clock.now(), _COUNTED[-1]
    if number < VERY_MANY or now >= until or not keeps_pages():
        number = how_many_that_answer()
        _COUNTED[-1] = (number, now + COUNTED_FOR)
    return number


def bounds_of(spaces: "Iterable[Space]", also: Iterable[Any] = ()) -> str:
    """`west,south,east,north` of the window that holds these spaces; empty where none has a place."""
    window = holding([*(space.point for space in spaces if space.point), *also])
    return ",".join(f"{edge:.5f}" for edge in window) if window else ""


def _shown(found: Found) -> dict[str, Any]:
    """What the list says: its heading, its rows, the ways on."""
    spaces = [one.space for one in found.finds]
    beside = [*found.without_point, *found.elsewhere]
    rows = rows_of([*spaces, *beside], {one.space.pk: one.km for one in found.finds}, found.beside)
    return {
        "found": found,
        "heading": heading(found),
        "how_many": how_many(found),
        "read_as": read_as(found.understood),
        "rows": rows[: len(spaces)],
        "without_point": _of(found.without_point, rows),
        "elsewhere": _of(found.elsewhere, rows),
        "others": _towns_instead(found, found.understood.others),
        "perhaps": _towns_instead(found, found.perhaps),
        "bounds": _window_words(found.search.bbox) or bounds_of(spaces, [found.point] if found.point else []),
        "before": _before(found),
        "after": _after(found) if found.has_next else "",
        "here": written(found.search),
        "plainer": written(found.search.without_filters()) if found.search.filters else "",
    }


def _towns_instead(found: Found, towns: "Sequence[Town]") -> list[tuple[str, str]]:
    """Other towns that may be meant, each with the address that looks for it."""
    shown = [found.understood.town] if found.understood.town else []
    addresses = [written(found.search, q=found.search.q if shown else town.name, town=town.pk) for town in towns]
    return list(zip(told_apart(towns, shown), addresses, strict=True))


def _before(found: Found) -> str:
    """The page before this one. Of those that are open only the first is known: the others begin where one ended."""
    search = found.search
    return written(search, page=1 if search.open_now else search.page - 1) if search.page > 1 else ""


def _after(found: Found) -> str:
    search = found.search
    return written(search, page=search.page + 1, passed=found.looked_at if search.open_now else 0)


def _of(spaces: "Sequence[Space]", rows: list[SpaceRow]) -> list[SpaceRow]:
    by_key = {row.space.pk: row for row in rows}
    return [by_key[space.pk] for space in spaces]


def _window_words(window: Window | None) -> str:
    return ",".join(f"{edge:.5f}" for edge in window) if window else ""


def _drawn(view: View) -> dict[str, Any]:
    """Coordinates to five decimals, which is a metre: more would only be longer."""
    return {
        "clusters": [[round(east, 5), round(north, 5), count] for east, north, count in view.clusters],
        "places": [
            [round(one.longitude, 5), round(one.latitude, 5), one.slug, one.name, one.kind, one.town, one.is_asked]
            for one in view.places
        ],
        "towns": [[town.longitude, town.latitude, town_name(town), rank] for rank, town in enumerate(view.towns)],
        "total": view.total,
        "is_more": view.is_more,
    }


urlpatterns = [
    path("", home, name="home"),
    path("spaces/", spaces, name="spaces"),
    path("spaces", spaces),
    path("spaces/map.json", map_json, name="map"),
]
