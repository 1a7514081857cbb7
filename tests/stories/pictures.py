"""The pictures of docs/screens, taken anew: `make pictures`. Not among the tests: it compares nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.house.walls import CHECKOUT
from tests.stories.conftest import LAPTOP, PHONE, Demonstration, Traveller
from tests.stories.test_one_place_twice import sends_the_list, takes_it_in
from tests.stories.test_one_visit import (
    ask_for,
    days_open_to_ana,
    mei_says_yes_from_her_letter,
    until_morning_in_hong_kong,
)

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

PICTURES = CHECKOUT / "docs" / "screens"


def test_the_pictures_are_taken(browser: Browser, demonstration: Demonstration) -> None:
    PICTURES.mkdir(exist_ok=True)
    first = Traveller(browser.new_page(viewport=SMALLER), demonstration)
    first.goes_to("/")
    taken(drawn(first.speaks("en")), "home")
    laptop = Traveller(browser.new_page(viewport=LAPTOP), demonstration)
    phone = Traveller(browser.new_page(viewport=PHONE), demonstration)
    laptop.becomes("ana@example.org", "en")
    days = days_open_to_ana(laptop)[:3]
    for day in days:
        laptop.page.locator(f"input[name=days][value='{day}']").check(force=True)
    laptop.page.locator("#reckoning tbody tr").nth(2).wait_for()
    taken(laptop.page, "ask")
    ask_for(laptop, days)
    visit = laptop.page.url
    code = mei_says_yes_from_her_letter(laptop, visit, "en")
    phone.becomes("ana@example.org", "en").goto(visit)
    taken(phone.page, "code-phone", down_to=".slip")
    phone.becomes("kit@example.org", "en")
    until_morning_in_hong_kong(phone, days[0])
    phone.goes_to("/desk/the-hive/").locator("input[name=code]").fill(code)
    phone.page.locator("form[action$='/code/'] button").click()
    taken(phone.page, "desk-phone")


SMALLER = {"width": 1120, "height": 780}  # a wide first page is a heavy picture
SEEN_BY = {
    "": {
        "space-phone": "/spaces/the-hive/",
        "network": "/networks/coworking-wallonia/",
        "directory": "/spaces/?q=belgique",
    },
    "hugo@example.org": {
        "desk-today": "/desk/coworking-namur/",
        "terms": "/manage/coworking-namur/terms/coworking-visa/",
        "members": "/manage/coworking-namur/members/",
        "poster": "/manage/coworking-namur/poster/",
    },
    "ana@example.org": {"visits-past": "/visits/?show=past", "me-phone": "/me/"},
    "claire@example.org": {"organise": "/networks/coworking-visa/organise/"},
}


def test_the_pictures_of_the_other_pages_are_taken_in_french(browser: Browser, demonstration: Demonstration) -> None:
    by_night = browser.new_context(viewport=SMALLER, color_scheme="dark", locale="fr").new_page()
    taken(drawn(Traveller(by_night, demonstration).goes_to("/")), "home-dark")
    laptop = Traveller(browser.new_page(viewport=LAPTOP, locale="fr"), demonstration)
    phone = Traveller(browser.new_page(viewport=PHONE, locale="fr"), demonstration)
    for who, pages in SEEN_BY.items():
        for name, path in pages.items():
            reader = phone if name.endswith("-phone") else laptop
            if who:
                reader.becomes(who, "fr")
            taken(drawn(reader.goes_to(path)), name)
    taken(phone.reads_letter("the-hive@example.org", "Yuki Mori"), "letter-phone")
    phone.page.goto(phone.page.locator("a[href*='/answer/']").first.get_attribute("href") or "")
    taken(phone.speaks("fr"), "answer-phone")


def test_the_pictures_of_a_month_of_money(browser: Browser, demonstration: Demonstration) -> None:
    laptop = Traveller(browser.new_page(viewport=LAPTOP), demonstration)
    phone = Traveller(browser.new_page(viewport=PHONE), demonstration)
    laptop.becomes("odile@example.org", "en")
    laptop.goes_to("/networks/tandem/months/")
    taken(laptop.page, "months")
    laptop.page.locator("main table a").first.click()
    taken(laptop.page, "month")
    laptop.becomes("robin@example.org", "en")
    laptop.goes_to("/spaces/de-sluis/earned/").locator("[aria-labelledby=settled] a").first.click()
    taken(laptop.page, "statement")
    phone.becomes("marit@example.org", "en")
    taken(phone.goes_to("/charges/"), "charges-phone")
    phone.goes_to("/passes/").locator("ul.rows a").first.click()
    taken(phone.page, "pass-phone")


def test_the_pictures_of_a_list_that_is_taken_in(
    browser: Browser, demonstration: Demonstration, tmp_path: Path
) -> None:
    laptop = Traveller(browser.new_page(viewport=LAPTOP, locale="fr"), demonstration)
    phone = Traveller(browser.new_page(viewport=PHONE, locale="fr"), demonstration)
    laptop.becomes("claire@example.org", "fr")
    sends_the_list(laptop, tmp_path)
    laptop.page.set_viewport_size(LAPTOP | {"height": 1500})
    taken(laptop.page, "import")
    laptop.page.set_viewport_size(LAPTOP)
    takes_it_in(laptop)
    taken(laptop.page, "pairs")
    taken(laptop.goes_to("/spaces/atelier-du-confluent/"), "unclaimed")
    phone.goes_to("/spaces/?q=belgique").locator(".map-opener").click()
    taken(drawn(phone.page), "directory-phone", down_to=".asked")


def drawn(page: Page) -> Page:
    """Once the map has come to rest, if the page shows one."""
    if page.locator(".map").first.is_visible():
        page.locator(".maplibregl-canvas").wait_for()
        seen = b""
        for _ in range(30):
            now = page.locator(".map").first.screenshot()
            if now == seen and len(now) > SEA_ALONE:
                break
            seen = now
            page.wait_for_timeout(2000)
    return page


SEA_ALONE = 12_000  # bytes of a picture before the land has come


def taken(page: Page, name: str, *, down_to: str = "body") -> Path:
    """What a reader sees of a page, without the strip of the demonstration."""
    for strip in page.locator(".demo").all():
        strip.evaluate("strip => strip.remove()")
    page.locator(down_to).first.evaluate("part => part.scrollIntoView()")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path
