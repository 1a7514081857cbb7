"""A room for a Tuesday, in French: one member has it, the next is offered another hour, the first gives it back."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]
ROOMS = "/spaces/coworking-namur/rooms/"


def a_tuesday(traveller: Traveller) -> str:
    """A Tuesday at least a week ahead on which nothing is closed, as the room's own week shows it."""
    shown = traveller.page.locator(".demo time").first.get_attribute("datetime") or ""
    today = date.fromisoformat(shown[:10])
    for week in range(1, 8):
        tuesday = today + timedelta(days=7 * week + (1 - today.weekday()) % 7)
        traveller.goes_to(f"{ROOMS}?day={tuesday}")
        if traveller.page.locator(".room-free a", has_text="8 h 30").count():
            return str(tuesday)
    raise AssertionError("no Tuesday is free")


def asks_for(traveller: Traveller, room: str, day: str) -> Page:
    """From ten to noon, with the form."""
    page = traveller.goes_to(room + "book/")
    page.get_by_label("Jour", exact=True).fill(day)
    page.get_by_label("De", exact=True).select_option("10:00")
    page.get_by_label("Jusqu’au", exact=True).first.select_option("12:00")
    page.get_by_role("button", name="Voir le prix").click()
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_room_for_a_tuesday(traveller: Traveller, scripts: bool) -> None:
    page = traveller.becomes("ana@example.org", "fr")
    day = a_tuesday(traveller)
    room = page.locator(".row .name a", has_text="Salle Meuse").get_attribute("href") or ""
    room = room.partition("?")[0]

    asks_for(traveller, room, day)
    expect(page.locator("main")).to_contain_text(re.compile(r"24,00\s€"))
    page.get_by_role("button", name="Réserver", exact=True).click()
    expect(page.locator(".said")).to_contain_text("C’est réservé")
    mine = page.url

    traveller.becomes("nora@example.org", "fr")
    page.goto(traveller.demonstration.address + f"{room}?week={day}")
    expect(page.locator(".room-grid")).not_to_contain_text("Ana")
    asks_for(traveller, room, day)
    expect(page.locator(".notice.no")).to_contain_text("C’est déjà pris")
    expect(page.locator("main")).to_contain_text(re.compile(r"Libre ensuite.*12\sh\s15"))
    page.get_by_role("link", name="Voir le prix de ce moment").click()
    page.get_by_role("button", name="Réserver", exact=True).click()
    expect(page.locator(".said")).to_contain_text("C’est réservé")

    traveller.becomes("ana@example.org", "fr")
    page.goto(mine)
    page.get_by_role("button", name="Annuler cette réservation").click()
    expect(page.locator(".said")).to_contain_text("C’est annulé")
