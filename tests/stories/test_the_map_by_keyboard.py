"""The map on a laptop, without a mouse and without motion; and the list, which is complete without the map."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import LAPTOP, Demonstration, Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

CANVAS = ".maplibregl-canvas"
HEADED_BY_THE_MAP = "Dans cette partie de la carte"


@contextmanager
def a_laptop(browser: Browser, demonstration: Demonstration, **wishes: Any) -> Iterator[Traveller]:
    """A wide screen, French."""
    context = browser.new_context(viewport=LAPTOP, locale="fr-BE", **wishes)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def test_the_list_follows_the_map_by_keyboard(browser: Browser, demonstration: Demonstration) -> None:
    """Reached by Tab, moved by arrows and +: what the window holds is in the list, and each can be reached by Tab."""
    with a_laptop(browser, demonstration) as reader:
        page = reader.goes_to("/spaces/?q=belgique")
        page.locator(CANVAS).wait_for()
        tab_to(page, CANVAS)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        window = moved_by(page, "ArrowRight")
        closer = moved_by(page, "+")
        assert width(closer) < 0.6 * width(window)
        expect(page.locator("#results h2").first).to_have_text(HEADED_BY_THE_MAP)
        inside = within(demonstration, closer)
        assert inside, "the story ended where there is nothing"
        assert {slug for slug, country in inside.items() if country == "BE"} == listed(page)
        assert reached_by_tab(page) == listed(page)


def test_an_address_of_the_map_is_the_same_for_everybody(browser: Browser, demonstration: Demonstration) -> None:
    """A window sent to somebody else shows the same list; without scripts too, and no map stands there then."""
    with a_laptop(browser, demonstration) as reader:
        page = reader.goes_to("/spaces/")
        tab_to(page, CANVAS)
        moved_by(page, "+")
        moved_by(page, "ArrowUp")
        address, shown = urlsplit(page.url), listed(page)
    with a_laptop(browser, demonstration, java_script_enabled=False) as other:
        page = other.goes_to(f"{address.path}?{address.query}")
        expect(page.locator("#results h2").first).to_have_text(HEADED_BY_THE_MAP)
        assert listed(page) == shown
        assert page.locator(CANVAS).count() == 0


def test_without_scripts_every_place_is_in_the_list(browser: Browser, demonstration: Demonstration) -> None:
    with a_laptop(browser, demonstration, java_script_enabled=False) as reader:
        page, found = reader.goes_to("/spaces/"), set[str]()
        for _ in range(20):
            found |= listed(page)
            if not page.locator("a[rel=next]").count():
                break
            page.locator("a[rel=next]").click()
        assert found == {slug_of(one) for one in all_places(demonstration)}
        assert not page.locator(".map-opener, [data-near]").first.is_visible()


@pytest.mark.parametrize("focus", [".map-card a", ".map-card button", CANVAS], ids=["name", "button", "map"])
def test_escape_closes_the_card_of_a_dot(browser: Browser, demonstration: Demonstration, focus: str) -> None:
    """Wherever the focus is; it then stands on the map."""
    with a_laptop(browser, demonstration) as reader:
        page = reader.goes_to("/spaces/?q=la+verriere")
        open_the_only_dot(page)
        expect(page.locator(".map-card a")).to_have_text("La Verrière")
        expect(page.locator(".map-card a")).to_be_focused()
        expect(page.locator("#results .marked")).to_have_attribute("data-place", "la-verriere")
        page.locator(focus).focus()
        page.keyboard.press("Escape")
        expect(page.locator(".map-card")).to_have_count(0)
        expect(page.locator(CANVAS)).to_be_focused()
        expect(page.locator("#results .marked")).to_have_count(0)


@pytest.mark.parametrize(("wish", "jumps"), [("reduce", True), ("no-preference", False)])
def test_the_map_jumps_for_who_prefers_no_motion(
    browser: Browser, demonstration: Demonstration, wish: str, jumps: bool
) -> None:
    """Counted on an open card, which is put anew wherever the map has moved it.

    Three moves, since a busy machine may draw a short one all at once.
    """
    with a_laptop(browser, demonstration, reduced_motion=wish) as reader:
        page = reader.goes_to("/spaces/?q=la+verriere")
        open_the_only_dot(page)
        page.evaluate(COUNT_THE_MOVES)
        page.locator(CANVAS).focus()
        for _ in range(3):
            moved_by(page, "ArrowRight")
        moves = page.evaluate("moves.size")
        assert (moves == 3) if jumps else (moves > 3)


COUNT_THE_MOVES = """
    window.moves = new Set();
    const card = document.querySelector(".map-card");
    new MutationObserver(() => moves.add(card.style.transform)).observe(card, {attributeFilter: ["style"]});
"""


def moved_by(page: Page, key: str) -> list[float]:
    """Press a key on the map and wait until the list has followed: the window in the address."""
    with page.expect_response(lambda answer: urlsplit(answer.url).path == "/spaces/" and "bbox=" in answer.url) as told:
        page.keyboard.press(key)
    asked = parse_qs(urlsplit(told.value.url).query)["bbox"][0]
    page.wait_for_function("bbox => location.search.includes(bbox)", arg=asked)
    expect(page.locator("#results h2").first).to_have_text(HEADED_BY_THE_MAP)
    return [float(edge) for edge in asked.split(",")]


def width(window: list[float]) -> float:
    """In degrees."""
    return window[2] - window[0]


def all_places(demonstration: Demonstration) -> list[dict[str, Any]]:
    """Every place of the demonstration, as machines are told."""
    with urllib.request.urlopen(demonstration.address + "/spaces.json") as answer:
        told: dict[str, Any] = json.load(answer)
    places: list[dict[str, Any]] = told["spaces"]
    return places


def slug_of(place: dict[str, Any]) -> str:
    """Its name in addresses."""
    return str(place["url"]).rstrip("/").rpartition("/")[2]


def within(demonstration: Demonstration, window: list[float]) -> dict[str, str]:
    """The country of each place whose pin lies in the window, reckoned here."""
    west, south, east, north = window
    return {
        slug_of(one): one["country"]
        for one in all_places(demonstration)
        if west <= one["longitude"] <= east and south <= one["latitude"] <= north
    }


def listed(page: Page) -> set[str]:
    """The places in the list."""
    return set(page.locator("#results [data-place]").evaluate_all("rows => rows.map(row => row.dataset.place)"))


def reached_by_tab(page: Page) -> set[str]:
    """The places of the list on whose link the focus comes to stand."""
    reached: set[str] = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        place = page.evaluate("document.activeElement.closest('[data-place]')?.dataset.place")
        if place:
            reached.add(place)
        elif reached:
            break
    return reached


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the focus stands there."""
    page.locator(selector).wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def open_the_only_dot(page: Page) -> None:
    """It stands near the middle of the map: where the pointer becomes a hand."""
    canvas = page.locator(CANVAS)
    canvas.wait_for()
    page.wait_for_load_state("networkidle")
    frame = canvas.bounding_box()
    assert frame
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    for _ in range(20):
        for down in range(-40, 60, 4):
            page.mouse.move(middle[0], middle[1] + down)
            if canvas.evaluate("canvas => canvas.style.cursor") == "pointer":
                page.mouse.click(middle[0], middle[1] + down)
                page.locator(".map-card").wait_for()
                return
        page.wait_for_timeout(300)
    raise AssertionError("no dot is near the middle of the map")
