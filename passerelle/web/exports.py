"""The directory for machines: any search as JSON, GeoJSON or CSV, the sitemap, and whom all of it is owed to."""

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import escape
from django.views.decorators.http import require_safe

from passerelle.atlas.queries import edition
from passerelle.directory.queries import Lot, exported
from passerelle.directory.rules import PARAMETERS, Search, read_search, unknown_parameters, written
from passerelle.kit import clock
from passerelle.kit.cells import harmless
from passerelle.listings.queries import derived_of, sources_with_counts
from passerelle.networks.queries import Offer, networks_by_name, offers_of_many
from passerelle.spaces.queries import addresses_between, last_key
from passerelle.web.audience import public
from passerelle.web.kept import kept_a_second
from passerelle.web.search_words import unknown_sentences, wrong_sentences
from passerelle.web.terms_table import kindest
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.spaces.models import Space

A_PAGE = 1000
ADDRESSES_A_PAGE = 10_000
COLUMNS = (
    "name", "kind", "url", "address", "local_address", "town", "country", "latitude", "longitude", "hours",
    "hours_note", "prices", "features", "website", "networks", "free_days", "way", "is_asked", "derived",
)  # fmt: skip
FOR_MACHINES = ("map", "spaces_json", "spaces_geojson", "spaces_csv")
SIGNED = ("answer", "vouch", "confirm_address", "invitation", "code", "arrival", "poster")
Facts = dict[str, Any]


def _export(said: Callable[[list[Facts], str], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page that answers any search of the directory, a thousand spaces at a time, for everybody everywhere."""

    @public
    @require_safe
    @kept_a_second
    def answer(request: HttpRequest) -> HttpResponse:
        search, wrong = read_search(dict(request.GET.lists()))
        sentences = [*wrong_sentences(wrong), *unknown_sentences(unknown_parameters(request.GET, also=["after"]))]
        if sentences:
            return JsonResponse({"error": " ".join(sentences)}, status=400)
        lot = exported(search, A_PAGE, _after(request))
        further = request.build_absolute_uri(f"{request.path}?{_asked(search, lot)}") if lot.has_more else ""
        response = said(list(_facts(request, lot.spaces)), further)
        if further:
            response.headers["Link"] = f'<{further}>; rel="next"'
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def _as_json(spaces: list[Facts], further: str) -> HttpResponse:
    return JsonResponse({"spaces": spaces, "next": further or None})


def _as_geojson(spaces: list[Facts], further: str) -> HttpResponse:
    found = {"type": "FeatureCollection", "features": [_feature(one) for one in spaces], "next": further or None}
    return JsonResponse(found, content_type="application/geo+json")


def _as_csv(spaces: list[Facts], _further: str) -> HttpResponse:
    """Cells that no spreadsheet takes for a formula."""
    written_down = StringIO()
    writer = csv.writer(written_down)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(one[column]) for column in COLUMNS] for one in spaces)
    response = HttpResponse("\ufeff" + written_down.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="spaces.csv"'
    return response


spaces_json, spaces_geojson, spaces_csv = _export(_as_json), _export(_as_geojson), _export(_as_csv)


@public
@require_safe
@kept_a_second
def sitemap(request: HttpRequest) -> HttpResponse:
    """Where the addresses of all pages are listed, so many at a time."""
    pages = range(last_key() // ADDRESSES_A_PAGE + 1)
    found = [request.build_absolute_uri(url("sitemap_page", number=page)) for page in pages]
    return HttpResponse(_listed("sitemapindex", "sitemap", found), content_type="application/xml")


@public
@require_safe
@kept_a_second
def sitemap_page(request: HttpRequest, number: int) -> HttpResponse:
    """The addresses of the spaces with so many thousands in their keys, before them those of the other pages."""
    first = number * ADDRESSES_A_PAGE
    if first > last_key():
        raise Http404
    others = [url("home"), url("spaces"), url("networks"), url("credits")] if number == 0 else []
    others += [url("network", slug=one.slug) for one in networks_by_name()] if number == 0 else []
    spaces = [url("space", slug=slug) for slug in addresses_between(first, first + ADDRESSES_A_PAGE)]
    found = [request.build_absolute_uri(one) for one in (*others, *spaces)]
    return HttpResponse(_listed("urlset", "url", found), content_type="application/xml")


@public
@require_safe
@kept_a_second
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that read the web are asked to leave: searches without end, lists for machines, and whatever stands
    behind a link that was signed for somebody. The sitemap leads to every public page.
    """
    left = [*_searches(), *map(url, FOR_MACHINES), *_signed_links()]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in left), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(url('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _searches() -> list[str]:
    """What the addresses of searches begin with: some robots take a question mark that nothing follows for none."""
    lists = (url("spaces"), url("spaces").rstrip("/"))
    return [f"{one}?{parameter}=" for one in lists for parameter in PARAMETERS]


def _signed_links() -> list[str]:
    """What the addresses of signed links begin with."""
    return [url(name, "x").removesuffix("x").removesuffix("x/") for name in SIGNED]


@public
@require_safe
@kept_a_second
def owed(request: HttpRequest) -> HttpResponse:
    """Whom the directory, the atlas and these pages are owed to, and under which licence."""
    return render(request, "spaces/credits.html", {"sources": sources_with_counts(), "edition": edition()})


def _after(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def _asked(search: Search, lot: Lot) -> str:
    """The parameters of the lot that follows."""
    if lot.by_distance:
        return written(search, page=search.page + 1)
    return "&".join(part for part in (written(search), f"after={lot.spaces[-1].pk}") if part)


def _facts(request: HttpRequest, spaces: "list[Space]") -> Iterable[Facts]:
    offers = offers_of_many(spaces, clock.now().date())
    derived = derived_of(spaces)
    for space in spaces:
        address = request.build_absolute_uri(url("space", slug=space.slug))
        yield _facts_of(space, offers.get(space.pk, []), address) | {"derived": derived.get(space.pk, {})}


def _facts_of(space: "Space", offers: list[Offer], address: str) -> Facts:
    best = kindest(offers)
    return {
        "name": space.name,
        "kind": space.kind,
        "url": address,
        "address": space.address,
        "local_address": space.local_address,
        "town": space.town,
        "country": space.country,
        "latitude": space.latitude,
        "longitude": space.longitude,
        "hours": space.hours,
        "hours_note": space.hours_note,
        "prices": space.prices,
        "features": space.features.split(),
        "website": space.website,
        "networks": [offer.network.name for offer in offers],
        "free_days": best.terms.free_days if best else None,
        "way": best.terms.way if best else None,
        "is_asked": space.answers_letters,
    }


def _feature(facts: Facts) -> dict[str, Any]:
    """A feature of GeoJSON (RFC 7946); its geometry is null where nobody knows where it stands."""
    here = [facts["longitude"], facts["latitude"]]
    geometry = {"type": "Point", "coordinates": here} if here[0] is not None else None
    told = {name: value for name, value in facts.items() if name not in ("latitude", "longitude")}
    return {"type": "Feature", "geometry": geometry, "properties": told}


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return str(value)  # a coordinate may begin with a minus
    if isinstance(value, dict):
        value = [f"{column}: {basis}" for column, basis in value.items()]
    if isinstance(value, list):
        value = ", ".join(value)
    return harmless("" if value is None else str(value))


def _listed(whole: str, each: str, addresses: Iterable[str]) -> str:
    inside = "".join(f"<{each}><loc>{escape(one)}</loc></{each}>\n" for one in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{inside}</{whole}>\n'


urlpatterns = [
    path("spaces.json", spaces_json, name="spaces_json"),
    path("spaces.geojson", spaces_geojson, name="spaces_geojson"),
    path("spaces.csv", spaces_csv, name="spaces_csv"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_page, name="sitemap_page"),
    path("credits/", owed, name="credits"),
]
