"""Being introduced, in French: a no of which the other learns nothing; then a yes from both, and two names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import PHONE, Demonstration, Traveller
from tests.stories.test_everybody_can_use_it import troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]
DESIGNER = "Illustratrice, je rejoins volontiers un projet de livre"
TABLE = "une table ou un comptoir"


@pytest.fixture
def examined(browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """A phone in somebody’s hands, into which axe may come."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def opens_the_suggestion(traveller: Traveller, address: str) -> Page:
    """Somebody reads what was suggested to them."""
    page = traveller.becomes(address, "fr")
    traveller.goes_to("/asks/mine/")
    page.get_by_role("link", name=re.compile("Quelqu’un chez Coworking Namur")).first.click()
    return page


def reads(page: Page) -> str:
    """What stands on the page, whatever came before."""
    page.reload()
    return page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_introduction(traveller: Traveller, scripts: bool) -> None:
    page = opens_the_suggestion(traveller, "ana@example.org")
    expect(page.locator("main")).to_contain_text("Vous parlez tous les deux de")
    expect(page.locator("main")).to_contain_text(DESIGNER)
    expect(page.locator("main")).not_to_contain_text("Nora")
    page.get_by_role("button", name="Oui, mettez-nous en contact").click()
    expect(page.locator("main")).to_contain_text("Dès que l’autre personne dit oui aussi")
    before = reads(page)
    suggestion = page.url

    opens_the_suggestion(traveller, "nora@example.org")
    expect(page.locator("main")).not_to_contain_text("Ana")
    page.get_by_role("button", name="Non", exact=True).click()
    expect(page.locator("main")).to_contain_text("Personne n’en est averti")

    traveller.becomes("ana@example.org", "fr")
    page.goto(suggestion)
    assert reads(page) == before
    traveller.goes_to("/demo/mailbox/?to=ana@example.org")
    expect(page.locator("main")).not_to_contain_text("Voici Nora")

    traveller.goes_to("/asks/?q=comptoir")
    expect(page.locator("main")).to_contain_text(TABLE)
    page.locator("li", has_text=TABLE).get_by_role("link").first.click()
    page.get_by_label("Une ligne pour la personne qui a écrit ceci").fill("Il me faut une table à cartes en chêne.")
    page.get_by_role("button", name="Je voudrais être mis en contact").click()
    expect(page.locator(".said")).to_contain_text("dès que l’autre personne dira oui aussi")

    traveller.becomes("paul@example.org", "fr")
    traveller.goes_to("/asks/mine/")
    page.locator("li", has_text="table à cartes").get_by_role("link").first.click()
    expect(page.locator("main")).not_to_contain_text("Ana")
    page.get_by_role("button", name="Oui, mettez-nous en contact").click()
    expect(page.locator("h1")).to_have_text("Ana Dubois")

    traveller.reads_letter("ana@example.org", "Voici Paul Lambert")
    expect(page.locator("body")).to_contain_text("paul@example.org")


def test_axe_finds_nothing_serious_on_the_pages_of_introductions(examined: Traveller) -> None:
    traveller = examined
    page = opens_the_suggestion(traveller, "ana@example.org")
    troubles = {page.url: troubles_of(page)}
    for path in (
        "/me/parts/",
        "/people/",
        "/people/?q=graphiste",
        "/asks/",
        "/asks/?q=nulle",
        "/asks/mine/",
        "/asks/new/",
    ):
        traveller.goes_to(path)
        troubles[path] = troubles_of(page)
    traveller.goes_to("/asks/")
    page.locator(".rows a").first.click()
    troubles[page.url] = troubles_of(page)
    assert not any(troubles.values()), troubles
