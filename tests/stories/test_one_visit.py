"""The story the product exists for, played on a phone: asked, answered, three days used, and the fourth refused."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

WHOM_TO_ASK_FOR = {"fr": "Demandez Mei Wong", "en": "Ask for Mei Wong"}


@pytest.mark.parametrize(
    ("demonstration", "language", "scripts"),
    [
        ("sqlite", "fr", True),
        ("sqlite", "en", False),
        ("postgresql", "fr", False),
        ("sqlite on visa_map_2014.json", "fr", True),
    ],
    indirect=["demonstration"],
    ids=["in French", "in English without JavaScript", "in French on PostgreSQL without JavaScript", "on a real list"],
)
def test_three_days_in_hong_kong(traveller: Traveller, language: str, scripts: bool) -> None:
    """Ana of Coworking Namur asks The Hive for three days; Mei says yes; Kit reads the code; the fourth is refused."""
    traveller.becomes("ana@example.org", language)
    *days, fourth = days_open_to_ana(traveller)
    ask_for(traveller, days)
    visit = traveller.page.url
    code = mei_says_yes_from_her_letter(traveller, visit, language)
    for day in days:
        kit_reads_the_code(traveller, code, day)
    traveller.becomes("ana@example.org", language)
    the_fourth_is_refused(traveller, fourth, days)


def days_open_to_ana(traveller: Traveller) -> list[str]:
    """Four days on which Ana could come, from the day after tomorrow on."""
    page = traveller.goes_to("/spaces/the-hive/ask/")
    boxes = page.locator("input[name=days]:not([disabled])")
    open_days: list[str] = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
    return open_days[2:6]


def ask_for(traveller: Traveller, days: list[str]) -> None:
    """Tick the days, say a line, look at the arithmetic, send."""
    page = traveller.page
    for day in days:
        page.locator(f"input[name=days][value='{day}']").check(force=True)
    page.locator("[name=about]").fill("Graphiste, trois jours pour une exposition.")
    page.locator("[name=shows_address]").check()
    if not page.locator("button[name=act][value=send]").is_visible():
        traveller.presses("count")
    expect(page.locator("#reckoning tbody tr")).to_have_count(3)
    traveller.presses("send")
    page.wait_for_url("**/visits/*/")


def mei_says_yes_from_her_letter(traveller: Traveller, visit: str, language: str) -> str:
    """Opening the letter's link does nothing; pressing does, and for ten minutes it can be undone. Gives the code."""
    page = traveller.reads_letter("the-hive@example.org", "Ana Dubois")
    address = page.locator("a[href*='/answer/']").first.get_attribute("href") or ""
    page.context.clear_cookies()
    page.goto(address)
    traveller.speaks(language)
    traveller.presses("accept")
    traveller.presses("take_back")
    traveller.presses("accept")
    traveller.waits("hour")
    page = traveller.becomes("ana@example.org", language)
    letter = traveller.reads_letter("ana@example.org", "Hive")
    expect(letter.locator("body")).to_contain_text("Mei Wong")
    page.goto(visit)
    expect(page.locator("body")).to_contain_text(WHOM_TO_ASK_FOR[language])
    return "".join(page.locator(".slip .code").inner_text().split())


def kit_reads_the_code(traveller: Traveller, code: str, day: str) -> None:
    """At the desk, signed in, on the morning of the day: the six signs lead to one page with one button."""
    page = traveller.becomes("kit@example.org", "en")
    until_morning_in_hong_kong(traveller, day)
    for first in (True, False):
        traveller.goes_to("/desk/the-hive/")
        page.locator("input[name=code]").fill(code[:3] + " " + code[3:].lower())
        page.locator("form[action$='/code/'] button").click()
        expect(page.locator("h1")).to_contain_text("Ana")
        assert page.locator("button[name=act][value=check_in]").count() == int(first)
        if first:
            traveller.presses("check_in")


def the_fourth_is_refused(traveller: Traveller, fourth: str, days: list[str]) -> None:
    """The arithmetic says why, and what can be done: pay, wait, or go to the nearest other place."""
    page = traveller.goes_to("/spaces/the-hive/ask/")
    page.locator(f"input[name=days][value='{fourth}']").check(force=True)
    if page.locator("button[name=act][value=count]").first.is_visible():
        traveller.presses("count")
    reckoning = page.locator("#reckoning")
    expect(reckoning.locator("tbody tr")).to_have_count(4)
    expect(reckoning).to_contain_text("350")
    expect(reckoning).to_contain_text("Lantern Row")
    again = date.fromisoformat(days[0]) + timedelta(days=90)
    expect(reckoning).to_contain_text(str(again.day))
    expect(page.locator("button[name=act][value=send]")).to_have_count(0)


def until_morning_in_hong_kong(traveller: Traveller, day: str) -> None:
    """Days and hours pass until it is ten in Hong Kong on `day`, two in the morning in Greenwich."""
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    for _ in range(60):
        shown = traveller.page.locator(".demo time").get_attribute("datetime") or ""
        if shown[:13] >= f"{day}T02":
            return
        traveller.waits("day" if shown[:10] < eve else "hour")
    raise AssertionError(f"it never became {day}")
