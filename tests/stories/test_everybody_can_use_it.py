"""What holds on every page: nothing serious for axe, nothing wider than the screen, and the keyboard is enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import LAPTOP, PHONE, Demonstration, Traveller
from tests.stories.test_one_place_twice import ORGANISED, comes_to_its_end, sends_the_list

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

AXE = next((Path(__file__).parent / "vendor").glob("axe-core@*/axe.min.js"))

STRANGERS = """
    / /spaces/ /spaces/?q=hong /spaces/?q=nowhere-at-all /spaces/?near=50.47,4.86&page=2 /credits/
    /spaces/the-hive/ /spaces/letna-deset/ /networks/ /networks/coworking-visa/ /account/login/code/
    /no-such-page/ /C/GARBLED /demo/ /demo/mailbox/ /demo/mailbox/?to=nobody@example.org
"""
ANA_S = """
    /spaces/coworking-namur/rooms/ /bookings/ /visits/ /visits/?show=past /spaces/the-hive/ask/
    /spaces/coworking-namur/board/ /spaces/coworking-namur/board/new/ /spaces/coworking-namur/board/me/ /me/boards/
    /spaces/letna-deset/ask/ /me/ /me/forget/
"""
MEI_S = """
    /desk/the-hive/ /desk/the-hive/visitors/ /manage/ /manage/the-hive/ /manage/the-hive/closures/
    /manage/the-hive/terms/coworking-visa/ /manage/the-hive/staff/ /manage/the-hive/members/
    /manage/the-hive/today/ /manage/the-hive/first-hour/ /spaces/the-hive/first-hour/ /spaces/the-hive/here/
    /desk/the-hive/evacuation/ /desk/the-hive/members/?q=wai /manage/the-hive/members/identity/
    /manage/the-hive/members/enter/ /manage/the-hive/members/roster/ /manage/the-hive/poster/
    /spaces/the-hive/board/ /manage/the-hive/board/
"""
CLAIRE_S = """
    /networks/coworking-visa/organise/ /networks/coworking-visa/organise/terms/
    /networks/coworking-visa/organise/charter/ /networks/coworking-visa/organise/import/
    /networks/coworking-visa/organise/duplicates/
"""
ODILE_S = """
    /networks/tandem/months/ /networks/tandem/money/ /networks/tandem/money/entries/?of=owed
    /networks/tandem/money/entries/?of=bank /networks/tandem/money/entries/?cause=pass:1 /networks/tandem/payments/
    /networks/tandem/payments/?show=paid /networks/tandem/payments/bank/ /networks/tandem/payments/account/
    /networks/tandem/contested/ /networks/tandem/documents/ /networks/tandem/documents/party/
    /networks/tandem/documents/taxes/ /networks/tandem/products/ /networks/tandem/taxes/ /networks/tandem/rates/
"""
ROBIN_S = """
    /spaces/azulejo/earned/ /desk/azulejo/charges/ /manage/azulejo/documents/ /manage/azulejo/documents/party/
    /desk/azulejo/getaways/ /manage/azulejo/payments/ /manage/azulejo/payments/bank/ /manage/azulejo/payments/account/
    /manage/azulejo/taxes/
"""
HOLDER_S = "/passes/ /charges/ /me/documents/ /me/company/ /networks/tandem/ /networks/tandem/passes/ /getaways/"
MONEY = {"odile@example.org": ODILE_S, "robin@example.org": ROBIN_S, "ana@example.org": HOLDER_S}
PAGES = {"": STRANGERS, "ana@example.org": ANA_S, "mei@example.org": MEI_S, "claire@example.org": CLAIRE_S}


@pytest.fixture(params=[(PHONE, "light"), (LAPTOP, "dark")], ids=["phone by day", "laptop by night"])
def reader(request: pytest.FixtureRequest, browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """Somebody with a screen of that size, by day or by night."""
    size, scheme = request.param
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def test_axe_finds_nothing_serious_on_any_page(reader: Traveller) -> None:
    troubles: list[str] = []
    for who, paths in PAGES.items():
        if who:
            reader.becomes(who, "fr")
        for path in [*paths.split(), *_visits(reader, who)]:
            reader.goes_to(path)
            troubles += [f"{path}: {trouble}" for trouble in troubles_of(reader.page)]
    for address in _linked_from_letters(reader):
        reader.page.goto(address)
        troubles += [f"{address}: {trouble}" for trouble in troubles_of(reader.page)]
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_serious_on_the_pages_of_money(reader: Traveller, language: str) -> None:
    troubles: list[str] = []
    for who, paths in MONEY.items():
        reader.becomes(who, language)
        for path in [*paths.split(), *_opened_from(reader, paths.split()[0])]:
            reader.goes_to(path)
            troubles += [f"{path}: {trouble}" for trouble in troubles_of(reader.page)]
    assert not troubles, "\n".join(troubles)


def test_axe_finds_nothing_serious_in_the_filters_and_on_the_map(reader: Traveller) -> None:
    page = reader.goes_to("/spaces/?kind=cafe&free_days=2")
    page.locator("details.filters summary").click()
    troubles = troubles_of(page)
    if page.locator(".map-opener").is_visible():
        page.locator(".map-opener").click()
    page.locator(".maplibregl-canvas").wait_for()
    troubles += troubles_of(page)
    assert not troubles, "\n".join(troubles)


def test_axe_finds_nothing_serious_while_a_list_is_taken_in(reader: Traveller, tmp_path: Path) -> None:
    page, troubles = reader.becomes("claire@example.org", "fr"), dict[str, list[str]]()
    sends_the_list(reader, tmp_path)
    troubles["the report"] = troubles_of(page)
    reader.presses("take_in")
    comes_to_its_end(page)
    troubles["taken in"] = troubles_of(page)
    for path in (ORGANISED + "import/", ORGANISED + "duplicates/", "/spaces/atelier-du-confluent/", "/credits/"):
        reader.goes_to(path)
        troubles[path] = troubles_of(page)
    assert not any(troubles.values()), troubles


def _opened_from(reader: Traveller, path: str) -> list[str]:
    """The first ten pages below this one, and their lists, to which its own figures and rows lead."""
    page = reader.goes_to(path)
    found: list[str] = page.locator("main section a, main .rows a").evaluate_all(
        "ways => ways.map(way => way.pathname + way.search)"
    )
    return list(dict.fromkeys(found))[:10]


def _visits(reader: Traveller, who: str) -> list[str]:
    """The pages of somebody's visits, in whatever state they are."""
    listed = {"ana@example.org": "/visits/?show=past", "mei@example.org": "/desk/the-hive/visitors/"}.get(who)
    if listed is None:
        return []
    page = reader.goes_to(listed)
    found: list[str] = page.locator("a[href^='/visits/']").evaluate_all("ways => ways.map(way => way.pathname)")
    return [path for path in dict.fromkeys(found) if path != "/visits/"][:6]


def _linked_from_letters(reader: Traveller) -> list[str]:
    """The pages behind the links of the letters to The Hive, to Le Jet and to a visitor: answer, arrival, vouch."""
    found: list[str] = []
    for address in ("the-hive@example.org", "le-jet@example.org", "sofia@example.org"):
        reader.goes_to(f"/demo/mailbox/?to={address}")
        letters = reader.page.locator("ul.rows a").evaluate_all("ways => ways.map(way => way.href)")
        for letter in letters[:6]:
            reader.page.goto(letter + "body/")
            found += reader.page.locator("a").evaluate_all("ways => ways.map(way => way.href)")
    kinds = ("/answer/", "/arrival/", "/vouch/")
    ours = [link for link in dict.fromkeys(found) if link.startswith(reader.demonstration.address)]
    return [link for kind in kinds for link in [one for one in ours if kind in one][:2]]


def troubles_of(page: Page) -> list[str]:
    """What axe finds that is serious or critical, and whether the page can be pushed sideways."""
    page.add_script_tag(path=str(AXE))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return serious + ([f"{wider} pixels wider than the screen"] if wider > 1 else [])


def test_a_request_is_sent_with_the_keyboard_alone(traveller: Traveller) -> None:
    page = traveller.becomes("ana@example.org", "fr")
    traveller.goes_to("/spaces/betacowork/ask/")
    _tab_to(page, "input[name=days]:not([disabled])")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#reckoning tbody tr").last).to_be_visible()
    _tab_to(page, "[name=about]")
    page.keyboard.type("Je dessine des cartes.")
    _tab_to(page, "button[name=act][value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits/*/")
    assert page.locator("main").is_visible()


def _tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the focus stands on the first of these, and see that it can be seen."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none" or "days" in selector
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
