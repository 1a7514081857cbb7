"""A newcomer’s first day, in French, on a phone: finds a space, takes ten days, pays at the desk, books a room."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Traveller
from tests.stories.test_a_room import a_tuesday, asks_for
from tests.stories.test_finding_a_place import row, type_and_send
from tests.stories.test_one_month import until

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]
NAMUR, KEY = "coworking-namur", "sambre-et-meuse"
NEWCOMER, MANAGER = "zoe@example.org", "hugo@example.org"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_first_day_of_a_newcomer(traveller: Traveller, scripts: bool) -> None:
    """Zoé knows nobody in Namur; by the evening she has a desk, the key of the Wi-Fi, nine days and a room."""
    traveller.goes_to("/credits/")
    until(traveller, "hour", on_a_morning_of_work)
    she_finds_a_place_and_takes_ten_days(traveller)
    hugo_takes_her_cash(traveller)
    and_lets_her_in(traveller)
    she_reads_the_key_and_what_is_left(traveller)
    she_books_a_room(traveller)
    hugo_reads_her_name(traveller)


def on_a_morning_of_work(now: str) -> bool:
    """Between nine and noon in Namur, from Monday to Friday."""
    return "08" <= now[11:13] < "11" and date.fromisoformat(now[:10]).weekday() < 5


def she_finds_a_place_and_takes_ten_days(traveller: Traveller) -> None:
    """From the first page to her plan, which waits for her at the desk."""
    page = traveller.becomes(NEWCOMER, "fr")
    traveller.goes_to("/")
    type_and_send(page, "namur")
    row(page, NAMUR).click()
    page.get_by_role("link", name="les formules").click()
    page.get_by_role("link", name=re.compile("Rejoindre.*Dix jours")).click()
    page.get_by_label("en espèces", exact=False).check()
    page.get_by_role("button", name="Rejoindre et payer").click()
    expect(page.locator("h1")).to_contain_text("Dix jours")
    assert "/me/plans/" in page.url


def hugo_takes_her_cash(traveller: Traveller) -> None:
    """He sees on his one page that somebody is joining, and what she owes."""
    traveller.becomes(MANAGER, "fr")
    page = traveller.goes_to(f"/manage/{NAMUR}/today/")
    page.get_by_role("link", name="demandé une formule").click()
    expect(page.locator("main")).to_contain_text("Zoé Martin")
    page = traveller.goes_to(f"/desk/{NAMUR}/members/?q=zoe")
    traveller.presses("cash")
    expect(page.locator("main")).to_contain_text("Zoé Martin")


def and_lets_her_in(traveller: Traveller) -> None:
    """He looks at her passport, once."""
    page = traveller.goes_to(f"/desk/{NAMUR}/members/?q=zoe")
    page.locator("#results [name=identity]").check()
    page.locator("#results button[value=check_in]").click()
    expect(page.locator(".said")).to_contain_text("Zoé Martin")


def she_reads_the_key_and_what_is_left(traveller: Traveller) -> None:
    """Her first day is counted, and the sheet is hers."""
    traveller.becomes(NEWCOMER, "fr")
    page = traveller.goes_to(f"/spaces/{NAMUR}/first-hour/")
    expect(page.locator("main")).to_contain_text(KEY)
    traveller.goes_to("/me/plans/").get_by_role("link", name="Dix jours").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\b9\sjours"))


def she_books_a_room(traveller: Traveller) -> None:
    """For a Tuesday, at the price that was shown."""
    day = a_tuesday(traveller)
    page = traveller.page
    room = page.locator(".row .name a", has_text="Salle Meuse").get_attribute("href") or ""
    asks_for(traveller, room.partition("?")[0], day)
    page.get_by_role("button", name="Réserver", exact=True).click()
    expect(page.locator(".said")).to_contain_text("C’est réservé")


def hugo_reads_her_name(traveller: Traveller) -> None:
    """Among those who are here; nothing of hers is unpaid."""
    traveller.becomes(MANAGER, "fr")
    page = traveller.goes_to(f"/manage/{NAMUR}/today/")
    expect(page.locator("section[aria-labelledby=present]")).to_contain_text("Zoé Martin")
    assert "nothing is wrong" in traveller.demonstration.shell.run("check-books", "--space", NAMUR).stdout
