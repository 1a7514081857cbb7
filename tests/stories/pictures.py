"""The pictures of README.md, taken anew: `make pictures`. Not among the tests: it compares nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.house.walls import CHECKOUT
from tests.stories.conftest import LAPTOP, PHONE, Demonstration, Traveller
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
    laptop = Traveller(browser.new_page(viewport=LAPTOP), demonstration)
    phone = Traveller(browser.new_page(viewport=PHONE), demonstration)
    laptop.goes_to("/")
    taken(laptop.speaks("en"), "home")
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


def taken(page: Page, name: str, *, down_to: str = "body") -> Path:
    """What a reader sees of a page, without the strip of the demonstration."""
    page.locator(".demo").evaluate("strip => strip.remove()")
    page.locator(down_to).first.evaluate("part => part.scrollIntoView()")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path
