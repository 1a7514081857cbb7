"""Every route is walked as a stranger, as another member, as another space's staff, and as the desk."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from passerelle.listings.models import Import
from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation, Network
from passerelle.people.models import Person
from passerelle.spaces.models import Invitation, Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from tests.makers import make_closure, make_member

AUDIENCES = {"public", "link", "demonstration", "signed in", "staff", "officers"}
OTHERS = {"healthz", "backstage"}  # for whoever watches over the instance, and for whoever runs it
OUR_ROOMS = (
    "listings",
    "people",
    "spaces",
    "networks",
    "presence",
    "members",
    "credentials",
    "visits",
    "logbook",
    "mail",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
As = Callable[[Person | None], Client]


@dataclass(frozen=True)
class Route:
    """A page: the pattern of its address, and whom it is for."""

    pattern: str
    audience: str

    def __str__(self) -> str:
        return self.pattern or "/"


def routes() -> Iterator[Route]:
    for pattern, callback in _walk(get_resolver().url_patterns):
        yield Route(pattern, getattr(callback, "audience", ""))


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver) and address != "backstage/":
            yield from _walk(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            yield address, one.callback


ROUTES = [route for route in routes() if route.pattern not in OTHERS]
GUARDED = [route for route in ROUTES if route.audience in {"signed in", "staff", "officers"}]
STAFFED = [route for route in ROUTES if route.audience in {"staff", "officers"}]
ABOUT_A_VISIT = [route for route in ROUTES if route.pattern.startswith("visits/<")]
LINKED = [route for route in ROUTES if route.audience == "link"]


@pytest.fixture
def world(wednesday_noon: object, ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> dict[str, Any]:
    """A thing for every name in an address: all are Birch's, or Ana's."""
    visit = accept_visit(ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 6),), "I draw maps."), by=ana), by=bo)
    invitation = Invitation.objects.create(space=birch, email="new@example.org", role="desk", invited_by=bo)
    return {
        "space": birch.slug,
        "network": visa.slug,
        "closure": make_closure(birch, date(2027, 5, 1), date(2027, 5, 2)).pk,
        "affiliation": Affiliation.objects.get(space=birch).pk,
        "membership": make_member(bo, birch).pk,
        "staff": birch.staff.get(person=bo).pk,
        "visit": visit.reference,
        "invitation": invitation.reference,
        "letter": Letter.objects.latest("pk").pk,
        "list": Import.objects.create(network=visa, file_name="map.csv", content=b"name\nX").reference,
    }


def address(route: Route, world: dict[str, Any]) -> str:
    """The address of a route in this world."""
    network_s = route.pattern.startswith("networks/")
    filled = {
        "<slug:slug>": world["network"] if network_s else world["space"],
        "<slug:network>": world["network"],
        "<int:key>": world["affiliation"] if network_s else world["closure"],
        "<int:number>": _number(route, world),
        "<slug:reference>": _reference(route, world),
        "<str:sealed>": world["visit"] + ".AAAAAAAAAAAAAAAAAAAAAA",
        "<str:code>": "A" * 130,
    }
    said = route.pattern
    for name, value in filled.items():
        said = said.replace(name, str(value))
    assert "<" not in said, f"the walk does not know what stands in {route}"
    return f"/{said}"


def _reference(route: Route, world: dict[str, Any]) -> str:
    kinds = {"invitation": "invitations", "list": "/import/"}
    return str(world[next((kind for kind, mark in kinds.items() if mark in route.pattern), "visit")])


def _number(route: Route, world: dict[str, Any]) -> int:
    kinds = {"staff": "/staff/", "letter": "mailbox", "membership": "/members/"}
    return next((int(world[kind]) for kind, mark in kinds.items() if mark in route.pattern), 1)


def absent(route: Route, world: dict[str, Any]) -> str:
    """The same address of a thing that does not exist."""
    nothing = {"space": "no-such-space", "network": "no-such-network", "visit": "abcdefghjkmn", "invitation": "abcd"}
    return address(route, world | nothing)


def everything() -> list[tuple[str, list[Any]]]:
    """All that the rooms keep, to see whether anything was changed."""
    models = [model for model in apps.get_models() if model._meta.app_label in OUR_ROOMS]
    return [(model.__name__, list(model._default_manager.order_by("pk").values_list())) for model in models]


def both_ways(client: Client, at: str) -> list[HttpResponse]:
    """Asked for, and pressed on."""
    return [client.get(at), client.post(at, {"act": "accept", "reason": "x", "day": "2027-01-06"})]


def seen(response: HttpResponse, at: str) -> tuple[int, str, str]:
    """What somebody sees of an answer, the address itself and the form's token of the day left out."""
    where = response.headers.get("Location", "").replace(at, "HERE")
    body = response.content.decode(errors="replace").replace(at, "HERE")
    return response.status_code, where, TOKEN.sub("", body)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_page_says_whom_it_is_for(route: Route) -> None:
    assert route.audience in AUDIENCES


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_stranger_is_asked_to_sign_in_whether_the_thing_exists_or_not(
    route: Route, world: dict[str, Any], as_: As
) -> None:
    browser, before = as_(None), everything()
    there, nowhere = address(route, world), absent(route, world)
    for here, missing in zip(both_ways(browser, there), both_ways(browser, nowhere), strict=True):
        assert here.status_code == 302
        assert here.headers["Location"].startswith("/account/login/code/")
        assert seen(here, there) == seen(missing, nowhere)
    assert everything() == before


@pytest.mark.parametrize("route", [*STAFFED, *ABOUT_A_VISIT], ids=str)
@pytest.mark.parametrize("who", ["fay", "cy"])
def test_others_find_nothing_where_it_is_not_theirs(
    route: Route, who: str, world: dict[str, Any], as_: As, request: pytest.FixtureRequest
) -> None:
    browser = as_(request.getfixturevalue(who))
    before = everything()
    there, nowhere = address(route, world), absent(route, world)
    for here, missing in zip(both_ways(browser, there), both_ways(browser, nowhere), strict=True):
        assert here.status_code in {404, 405}
        assert seen(here, there) == seen(missing, nowhere)
    assert everything() == before


@pytest.mark.parametrize("route", [route for route in STAFFED if route.pattern.startswith("manage/")], ids=str)
def test_the_desk_does_not_manage(route: Route, world: dict[str, Any], as_: As, dee: Person) -> None:
    browser, before = as_(dee), everything()
    assert {answer.status_code for answer in both_ways(browser, address(route, world))} <= {404, 405}
    assert everything() == before


@pytest.mark.parametrize("route", LINKED, ids=str)
@pytest.mark.parametrize("who", [None, "fay", "cy", "bo"])
def test_a_forged_link_opens_nothing(
    route: Route, who: str | None, world: dict[str, Any], as_: As, request: pytest.FixtureRequest
) -> None:
    browser = as_(request.getfixturevalue(who) if who else None)
    before = everything()
    for answer in both_ways(browser, address(route, world)):
        assert answer.status_code in {404, 405, 410}
        assert "Ana" not in TOKEN.sub("", answer.content.decode())
    assert everything() == before


@pytest.mark.parametrize("route", [route for route in ROUTES if route.audience == "demonstration"], ids=str)
def test_a_real_instance_has_no_page_of_the_demonstration(route: Route, world: dict[str, Any], as_: As) -> None:
    for answer in both_ways(as_(None), address(route, world)):
        assert answer.status_code in {404, 405}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.audience != "demonstration"], ids=str)
@pytest.mark.parametrize("who", [None, "fay", "cy"])
def test_nobody_else_reads_of_ana(
    route: Route, who: str | None, world: dict[str, Any], as_: As, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who) if who else None
    said = as_(person).get(address(route, world)).content.decode(errors="replace")
    for secret in ("ana@example.org", "Ana Duarte", "I draw maps", "bo@example.org", "new@example.org"):
        assert secret not in said


@pytest.mark.parametrize("path", ["/backstage/", "/backstage/people/person/", "/backstage/visits/visit/"])
@pytest.mark.parametrize("who", [None, "ana", "bo", "cy", "olga"])
def test_only_whoever_runs_the_instance_opens_the_back_office(
    path: str, who: str | None, as_: As, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who) if who else None
    assert as_(person).get(path).status_code in {302, 403, 404}
