"""Likely pairs, side by side: an organiser says of each whether it is one place or two."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle.care.actions import join_spaces, part_spaces
from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.kit.places import distance_km
from passerelle.kit.refusals import Refusal
from passerelle.listings.actions.pairs import keep_apart
from passerelle.listings.queries import Side, joined_since, pair_at, pair_in, pairs_waiting, sides_of
from passerelle.listings.rules import PARTING_LASTS
from passerelle.networks.access import may_organise
from passerelle.spaces.access import may_list
from passerelle.web import phrases
from passerelle.web.audience import for_officers, person_of, signed_in
from passerelle.web.import_words import why_alike
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.ways import url, way

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passerelle.listings.models import Pair
    from passerelle.networks.models import Network

PAIRS_A_PAGE = 10
UNDONE_AT_MOST = 5
ON_THE_SPOT_KM = 0.03
OF_NO_MATTER = {"www"}
SCHEME = re.compile(r"^https?://|/$")
Marked = list[tuple[str, bool]]


@for_officers(may_organise)
@require_safe
def duplicates(request: HttpRequest, network: "Network") -> HttpResponse:
    """The pairs of a network that wait for a word, the likeliest first. Nothing is joined by itself."""
    decided_at = partial(url, "organise_decide", slug=network.slug)
    given = {"network": network, "here": "duplicates", **_waiting(request, pairs_waiting(network), decided_at)}
    return render(request, "organise/duplicates.html", given)


@for_officers(may_organise)
@require_POST
def decide(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """One place, or two; then on to the next pair."""
    return _decided(request, pair_in(network, key), way("organise_duplicates", slug=network.slug))


@signed_in
@require_safe
def all_duplicates(request: HttpRequest) -> HttpResponse:
    """Every pair that waits for a word, also of spaces that stand in no network: for whoever runs the instance."""
    _must_run_the_instance(request)
    given = _waiting(request, pairs_waiting(), partial(url, "decide"))
    return render(request, "spaces/duplicates.html", given)


@signed_in
@require_POST
def decide_any(request: HttpRequest, key: int) -> HttpResponse:
    """As `decide`, for whoever runs the instance."""
    _must_run_the_instance(request)
    return _decided(request, pair_at(key), way("duplicates"))


def _must_run_the_instance(request: HttpRequest) -> None:
    if not may_list(person_of(request)):
        raise Http404


def _waiting(request: HttpRequest, waiting: "QuerySet[Pair]", decided_at: Callable[..., str]) -> dict[str, Any]:
    """A page of pairs, and what was joined just now; `decided_at` gives the address of a pair's buttons by its key."""
    page = page_of(waiting, request.GET.get("page"), PAIRS_A_PAGE)
    sides = sides_of(page.object_list)
    rows = [
        (pair, _side_by_side(sides[pair.first_id], sides[pair.second_id]), why_alike(pair.reasons), _apart(pair))
        for pair in page.object_list
    ]
    joined = joined_since(clock.now() - PARTING_LASTS, person_of(request))[:UNDONE_AT_MOST]
    goes_on = "on" in request.GET
    return {"page": page, "rows": rows, "goes_on": goes_on, "just_joined": joined, "decided_at": decided_at}


def _side_by_side(first: Side, second: Side) -> list[tuple[Side, dict[str, Marked]]]:
    """Either side with its lines, word by word, those marked that the other side has otherwise."""
    here, there = _lines_of(first), _lines_of(second)
    return [
        (side, {about: _marked(said, other[about]) for about, said in mine.items()})
        for side, mine, other in ((first, here, there), (second, there, here))
    ]


def _lines_of(side: Side) -> dict[str, str]:
    space = side.space
    where = ", ".join(part for part in (space.town, phrases.country(space.country) if space.country else "") if part)
    return {"name": space.name, "address": space.address, "where": where, "website": SCHEME.sub("", space.website)}


def _marked(said: str, other: str) -> Marked:
    """Each word, and whether the other side lacks it; where that says nothing, nothing differs."""
    there = set(fold(other).split()) | OF_NO_MATTER
    return [(word, bool(other) and not set(fold(word).split()) <= there) for word in said.split()]


def _decided(request: HttpRequest, pair: "Pair | None", back: str) -> HttpResponse:
    if pair is None:
        raise Http404
    try:
        _decide(request, pair)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    number = request.GET.get("page", "")[:6]
    return redirect(f"{back}?page={int(number) if number.isdecimal() else 1}&on=1")


def _decide(request: HttpRequest, pair: "Pair") -> None:
    person, said = person_of(request), request.POST.get("said")
    if said == "one":
        stays = join_spaces(pair, by=person)
        messages.success(request, _("One place: %(space)s.") % {"space": stays.name})
    elif said == "two":
        keep_apart(pair, by=person)
        messages.success(request, _("Two places. The question will not be asked again."))
    elif said == "parted":
        part_spaces(pair, by=person)
        messages.success(request, _("Parted again: both are as they were."))
    else:
        raise BadRequest


def _apart(pair: "Pair") -> str:
    """How far from each other, where both have a pin."""
    here, there = pair.first.point, pair.second.point
    if not here or not there:
        return ""
    away = distance_km(here, there)
    if away < ON_THE_SPOT_KM:
        return _("on the same spot")
    return _("%(distance)s apart") % {"distance": phrases.distance(away)}


urlpatterns = [
    path("duplicates/", all_duplicates, name="duplicates"),
    path("duplicates/<int:key>/", decide_any, name="decide"),
    path("networks/<slug:slug>/organise/duplicates/", duplicates, name="organise_duplicates"),
    path("networks/<slug:slug>/organise/duplicates/<int:key>/", decide, name="organise_decide"),
]
