"""Somebody on the road looks for a place: typed in a hurry, in another alphabet, or by where one stands."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stories.conftest import Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

NEAR_NAMUR = {"latitude": 50.47, "longitude": 4.86}
READ_AS = {
    "fr": "Vous avez écrit « honk kong » : voici Hong Kong.",
    "en": "You wrote “honk kong”: here is Hong Kong.",
}
BRUSSELS = "Bruxelles"  # the name that was meant, in either language


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("en", False)], ids=["in French", "without JavaScript"]
)
def test_a_place_is_found_by_what_one_types(traveller: Traveller, language: str, scripts: bool) -> None:
    """From the first page to The Hive through a typing error; then Brussels misspelt, and Tokyo in its own letters."""
    traveller.goes_to("/")
    page = traveller.speaks(language)
    type_and_send(page, "honk kong")
    page.wait_for_url("**/spaces/?q=honk*")
    expect(page.locator(".read-as")).to_have_text(READ_AS[language])
    row(page, "the-hive").click()
    expect(page.locator("h1")).to_have_text("The Hive")
    traveller.goes_to("/spaces/")
    type_and_send(page, "Bruxlles")
    expect(page.locator(".read-as")).to_contain_text(BRUSSELS)
    expect(first_row(page)).to_have_text("Betacowork")
    type_and_send(page, "東京")
    expect(page.locator("#results h2").first).to_contain_text("東京")
    expect(first_row(page)).to_have_text("Shimokita Desk")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["東京"]


def test_the_list_follows_what_is_typed(traveller: Traveller) -> None:
    """Nothing is sent: a pause is enough, the address says what was asked, and going back undoes it."""
    page = traveller.goes_to("/spaces/")
    page.get_by_role("searchbox").press_sequentially("honk kong", delay=20)
    expect(row(page, "the-hive")).to_be_visible()
    page.wait_for_url("**/spaces/?q=honk*")
    row(page, "the-hive").click()
    expect(page.locator("h1")).to_have_text("The Hive")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("honk kong")
    expect(row(page, "the-hive")).to_be_visible()


def test_the_nearest_place_comes_first(traveller: Traveller) -> None:
    """The browser is asked only when the button is pressed, and the address keeps it to a hundred metres."""
    page = traveller.goes_to("/")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({**NEAR_NAMUR, "latitude": NEAR_NAMUR["latitude"] + 0.00042})
    page.locator("[data-near] button").click()
    page.wait_for_url("**/spaces/?near=50.470,4.860")
    expect(first_row(page)).to_have_text("Coworking Namur")


def test_a_browser_that_does_not_say_where_it_is(traveller: Traveller) -> None:
    """The refusal is said beside the button, and the page stays."""
    traveller.goes_to("/")
    page = traveller.speaks("fr")
    page.locator("[data-near] button").click()
    expect(page.locator("[data-near] [role=status]")).to_contain_text("Écrivez plutôt une ville")
    expect(page.locator("[data-near] button")).to_be_enabled()


def type_and_send(page: Page, text: str) -> None:
    """Into the one field, and Enter."""
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("searchbox").press("Enter")


def row(page: Page, slug: str) -> Locator:
    """The link of a space in the list."""
    return page.locator(f"#results [data-place='{slug}'] a").first


def first_row(page: Page) -> Locator:
    """The link of the space that comes first."""
    return page.locator("#results [data-place] a").first
