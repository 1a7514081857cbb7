"""Every route is walked as a stranger, as another member, as another space's staff, and as the desk."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from passerelle.asks.models import Ask, Introduction
from passerelle.asks.rules import Side
from passerelle.board.actions import Draft, pin_up
from passerelle.board.rules import Kind as BoardKind
from passerelle.bookings.actions import Wish, add_resource, book
from passerelle.bookings.rules.steps import Wall
from passerelle.events.actions import announce, let_members_propose, propose
from passerelle.events.rules import ForWhom
from passerelle.getaways.actions import Asking as AskingForAStay
from passerelle.getaways.actions import ask_for_a_stay, offer_getaway
from passerelle.invoices.actions import name_tax
from passerelle.invoices.rules import Category
from passerelle.kit import clock
from passerelle.listings.models import Import
from passerelle.mail.models import Letter
from passerelle.moves.models import Move
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Mode, NetworkRole
from passerelle.passes.actions.charging import Asked, charge_day
from passerelle.passes.actions.products import Described, sell
from passerelle.passes.rules import Kind
from passerelle.payments.actions import promise_refund
from passerelle.payments.actions.receiving import send_statement
from passerelle.payments.models import Receipt
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.people.rules import Circle, Language
from passerelle.plans.actions import offer_plan
from passerelle.plans.rules import Described as PlanDescribed
from passerelle.plans.rules import Kind as PlanKind
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Invitation, Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.walls.actions import hang_wall
from passerelle.walls.rules import Look
from tests.asks.writing import wants
from tests.bookings.letting import OFFICE
from tests.events.happening import TALK
from tests.getaways.offering import BY_THE_SEA, JULY, SUMMER
from tests.makers import make_affiliation, make_closure, make_member, make_network, make_officer, make_person
from tests.passes.makers import make_lot, make_pass, make_rate
from tests.passes.selling import bought, pay
from tests.payments.makers import make_payment
from tests.sales.makers import make_sale

TO_GIVE_AWAY = Draft(BoardKind.OFFER, "A lamp", "Ask bo@example.org", date(2027, 1, 20))
A_MONTH = PlanDescribed("Le mois", "A month", PlanKind.MONTH, 18_000)
AUDIENCES = {"public", "link", "demonstration", "signed in", "staff", "officers"}
OTHERS = {"healthz", "backstage"}  # for whoever watches over the instance, and for whoever runs it
OUR_ROOMS = (
    "asks",
    "events",
    "board",
    "bookings",
    "getaways",
    "settlement",
    "invoices",
    "listings",
    "welcome",
    "walls",
    "people",
    "spaces",
    "networks",
    "presence",
    "members",
    "plans",
    "provisions",
    "moves",
    "credentials",
    "visits",
    "passes",
    "rates",
    "logbook",
    "mail",
    "payments",
    "sales",
    "invoices",
    "passes",
    "ledger",
)
SELLING = re.compile("networks/<slug:slug>/(passes|products|taxes)/")
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
ANA_S = ("visits/<", "payments/<", "stays/<slug", "passes/<", "bookings/<", "asks/<", "asks/introductions/<")
ABOUT_ANA = [route for route in ROUTES if route.pattern.startswith(ANA_S)]
LINKED = [route for route in ROUTES if route.audience == "link"]


@pytest.fixture
def world(wednesday_noon: object, ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> dict[str, Any]:
    """A thing for every name in an address: all are Birch's, or Ana's."""
    visit = accept_visit(ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 6),), "I draw maps."), by=ana), by=bo)
    tandem = make_network("Tandem", mode=Mode.PAID)
    make_affiliation(birch, tandem)
    getaway = offer_getaway(birch, tandem, BY_THE_SEA, by=bo)
    tia = make_person("Tia Lemaire")
    make_officer(tia, tandem, NetworkRole.TREASURER)
    vat = name_tax(tandem, "be_21", 2100, Category.STANDARD, "", by=tia)
    ten_days = sell(tandem, Described("Dix jours", "Ten days", Kind.PACK, 14_900, vat, days=10), by=tia)
    room = add_resource(birch, OFFICE, by=bo)
    happening = announce(birch, replace(TALK, for_whom=ForWhom.MEMBERS), by=bo).occurrences.earliest("day")
    let_members_propose(birch, True, by=bo)
    membership = make_member(bo, birch)
    kept = Wish(room, Wall.of_days(date(2027, 1, 13), date(2027, 1, 13)), 4_000, "I draw maps.")
    invitation = Invitation.objects.create(space=birch, email="new@example.org", role="desk", invited_by=bo)
    make_lot(make_pass(ana, visa))
    make_rate("HKD", date(2027, 1, 5), "8.15")
    unknown = Receipt.objects.create(space=birch, key="k", on=date(2027, 1, 6), amount=900, currency="HKD")
    bank_file = send_statement(birch, "bank.csv", b"date;amount\n2027-01-06;9", by=bo)
    in_cash = payment_of(make_sale(birch, ana, "paid", by=bo, method=Method.CASH, received=True))
    charge = charge_day(Asked(ana, visa, birch, visit.first_day, 1100, "k", visit.ref), by=bo.ref)
    return {
        "space": birch.slug,
        "charge": charge.reference,
        "network": visa.slug,
        "selling": tandem.slug,
        "product": ten_days.pk,
        "pass": pay(bought(ten_days, ana), tia).reference,
        "closure": make_closure(birch, date(2027, 5, 1), date(2027, 5, 2)).pk,
        "affiliation": Affiliation.objects.get(space=birch, network=visa).pk,
        "membership": membership.pk,
        "event": happening.reference,
        "proposal": propose(birch, TALK, by=bo).reference,
        "plan": offer_plan(birch, A_MONTH, by=bo).pk,
        "staff": birch.staff.get(person=bo).pk,
        "visit": visit.reference,
        "room": room.reference,
        "notice": pin_up(birch, TO_GIVE_AWAY, by=bo).reference,
        "booking": book(kept, by=ana)[0].reference,
        "getaway": getaway.reference,
        "ask": (ask := wants(ana, Side.ASK, "A printer of atlases.", shown_to=Circle.NETWORK)).reference,
        "introduction": _introduced(ask, bo).reference,
        "wall": hang_wall(birch, "Entrance", Language.ENGLISH, Look.LIGHT, by=bo).reference,
        "stay": ask_for_a_stay(AskingForAStay(getaway, JULY, SUMMER.price_of(JULY)), by=ana).reference,
        "invitation": invitation.reference,
        "letter": Letter.objects.latest("pk").pk,
        "sold": payment_of(make_sale(birch, ana, by=bo)).reference,
        "bank file": bank_file.reference,
        "receipt": unknown.pk,
        "refund": promise_refund(in_cash, 500, "k", by=bo.ref).pk,
        "payment": make_payment(ana, visa, cause="gift:1").reference,
        "move": Move.objects.create(space=birch, file_name="cobot.csv", content=b"Name,Email\nX,x@y.be").reference,
        "list": Import.objects.create(network=visa, file_name="map.csv", content=b"name\nX").reference,
    }


def _introduced(ask: Ask, other: Person) -> Introduction:
    """Ana and somebody who has read what she wrote; neither has said anything."""
    low, high = sorted((ask.person, other), key=lambda person: person.pk)
    asks = {"low_ask": ask} if low == ask.person else {"high_ask": ask}
    lapse_at = clock.now() + timedelta(days=14)
    space = Space.objects.get(slug="birch")
    return Introduction.objects.create(low=low, high=high, space=space, line="Hello.", lapse_at=lapse_at, **asks)


def address(route: Route, world: dict[str, Any]) -> str:
    """The address of a route in this world."""
    network_s = route.pattern.startswith("networks/")
    selling_s = SELLING.match(route.pattern) is not None
    filled = {
        "<slug:slug>": world["selling"] if selling_s else world["network"] if network_s else world["space"],
        "<slug:network>": world["network"],
        "<str:currency>": "EUR",
        "<int:key>": _key(route, world),
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


def _key(route: Route, world: dict[str, Any]) -> int:
    if SELLING.match(route.pattern):
        return int(world["product"])
    kinds = {"plan": "/plans/", "receipt": "/payments/bank/", "refund": "/payments/refunds/"}
    kind = next((kind for kind, mark in kinds.items() if mark in route.pattern), "closure")
    return int(world["affiliation" if route.pattern.startswith("networks/") else kind])


def _reference(route: Route, world: dict[str, Any]) -> str:
    kinds = {"sold": "manage/<slug:slug>/payments/of/", "bank file": "manage/<slug:slug>/payments/bank/files/"}
    kinds |= {"invitation": "invitations", "list": "/import/", "move": "/bring/", "payment": "payments/"}
    kinds |= {
        "proposal": "events/proposals/<",
        "event": "events/<",
        "room": "rooms/<",
        "notice": "board/<",
        "booking": "bookings/<",
        "getaway": "getaways/<",
        "wall": "walls/<",
        "stay": "stays/<",
        "ask": "asks/<",
        "introduction": "asks/introductions/<",
        "pass": "passes/<",
        "charge": "charges/",
    }
    return str(world[next((kind for kind, mark in kinds.items() if mark in route.pattern), "visit")])


def _number(route: Route, world: dict[str, Any]) -> int:
    kinds = {"staff": "/staff/", "letter": "mailbox", "membership": "/members/"}
    return next((int(world[kind]) for kind, mark in kinds.items() if mark in route.pattern), 1)


def absent(route: Route, world: dict[str, Any]) -> str:
    """The same address of a thing that does not exist."""
    nothing = {"space": "no-such-space", "network": "no-such-network", "visit": "abcdefghjkmn", "invitation": "abcd"}
    named = ["payment", "sold", "bank file", "stay", "getaway", "pass", "room", "booking", "ask", "introduction"]
    named += ["event", "proposal", "move"]
    named += ["notice"]
    nothing |= dict.fromkeys(named, "abcdefghjkmn") | {"selling": "no-such-network"}
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


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Person | None:
    """Whoever the test names, or a stranger."""
    return request.getfixturevalue(request.param) if request.param else None


Walk = Callable[[list[Route], Callable[[Route], None]], None]


@pytest.fixture
def walk(subtests: pytest.Subtests) -> Walk:
    """Look at each route in one world; what one of them changes is told of that one."""

    def along(routes: list[Route], look: Callable[[Route], None]) -> None:
        before = everything()
        for route in routes:
            with subtests.test(str(route)):
                look(route)
                assert everything() == before

    return along


def test_a_stranger_is_asked_to_sign_in_whether_the_thing_exists_or_not(
    world: dict[str, Any], as_: As, walk: Walk
) -> None:
    browser = as_(None)

    def look(route: Route) -> None:
        there, nowhere = address(route, world), absent(route, world)
        for here, missing in zip(both_ways(browser, there), both_ways(browser, nowhere), strict=True):
            assert here.status_code == 302
            assert here.headers["Location"].startswith("/account/login/code/")
            assert seen(here, there) == seen(missing, nowhere)

    walk(GUARDED, look)


@pytest.mark.parametrize("reader", ["fay", "cy"], indirect=True)
def test_others_find_nothing_where_it_is_not_theirs(reader: Person, world: dict[str, Any], as_: As, walk: Walk) -> None:
    browser = as_(reader)

    def look(route: Route) -> None:
        there, nowhere = address(route, world), absent(route, world)
        for here, missing in zip(both_ways(browser, there), both_ways(browser, nowhere), strict=True):
            assert here.status_code in {404, 405}
            assert seen(here, there) == seen(missing, nowhere)

    walk([*STAFFED, *ABOUT_ANA], look)


def test_the_desk_does_not_manage(world: dict[str, Any], as_: As, dee: Person, walk: Walk) -> None:
    browser = as_(dee)

    def look(route: Route) -> None:
        assert {answer.status_code for answer in both_ways(browser, address(route, world))} <= {404, 405}

    walk([route for route in STAFFED if route.pattern.startswith("manage/")], look)


@pytest.mark.parametrize("reader", [None, "fay", "cy", "bo"], indirect=True)
def test_a_forged_link_opens_nothing(reader: Person | None, world: dict[str, Any], as_: As, walk: Walk) -> None:
    browser = as_(reader)

    def look(route: Route) -> None:
        for answer in both_ways(browser, address(route, world)):
            assert answer.status_code in {404, 405, 410}
            assert "Ana" not in TOKEN.sub("", answer.content.decode())

    walk(LINKED, look)


def test_a_real_instance_has_no_page_of_the_demonstration(world: dict[str, Any], as_: As, walk: Walk) -> None:
    browser = as_(None)

    def look(route: Route) -> None:
        assert {answer.status_code for answer in both_ways(browser, address(route, world))} <= {404, 405}

    walk([route for route in ROUTES if route.audience == "demonstration"], look)


@pytest.mark.parametrize("reader", [None, "fay", "cy"], indirect=True)
def test_nobody_else_reads_of_ana(reader: Person | None, world: dict[str, Any], as_: As, walk: Walk) -> None:
    browser = as_(reader)

    def look(route: Route) -> None:
        said = browser.get(address(route, world)).content.decode(errors="replace")
        for secret in ("ana@example.org", "Ana Duarte", "I draw maps", "bo@example.org", "new@example.org"):
            assert secret not in said

    walk([route for route in ROUTES if route.audience != "demonstration"], look)


@pytest.mark.parametrize("path", ["/backstage/", "/backstage/people/person/", "/backstage/visits/visit/"])
@pytest.mark.parametrize("who", [None, "ana", "bo", "cy", "olga"])
def test_only_whoever_runs_the_instance_opens_the_back_office(
    path: str, who: str | None, as_: As, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who) if who else None
    assert as_(person).get(path).status_code in {302, 403, 404}
