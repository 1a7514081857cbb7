"""Many press for one room at the same moment, in French: one has it, the others read so and what else is free."""

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Traveller
from tests.stories.test_a_room import a_tuesday, asks_for

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]
PRESSERS = ("paul", "nora", "hugo", "paul", "nora", "hugo")
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TEN_TO_NOON = {"begins": "10:00", "ends": "12:00", "look": "1"}


@dataclass
class Session:
    """One who has signed in, without a browser: what was last read, and whether it led elsewhere."""

    address: str
    cookies: CookieJar = field(default_factory=CookieJar)
    page: str = ""
    led_to: str = ""

    def goes_to(self, path: str, given: dict[str, str] | None = None) -> "Session":
        """Open a page, or press its button with what is `given`; a refusal is a page as well."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        headers = {"Accept-Language": "fr", "Origin": self.address}
        content = urlencode(given).encode() if given is not None else None
        try:
            with opener.open(urllib.request.Request(self.address + path, content, headers), timeout=60) as answer:
                self.page, self.led_to = answer.read().decode(), answer.geturl()
        except urllib.error.HTTPError as refused:
            assert refused.code == 422, refused.code  # noqa: PT017
            self.page, self.led_to = refused.read().decode(), refused.geturl()
        return self

    def becomes(self, name: str) -> "Session":
        """Sign in as somebody of the demonstration."""
        token = dict(HIDDEN.findall(self.goes_to("/demo/").page))["csrfmiddlewaretoken"]
        return self.goes_to("/demo/be/", {"csrfmiddlewaretoken": token, "email": f"{name}@example.org"})

    def presses(self, path: str, day: str) -> Callable[[], None]:
        """Read the price; what then presses *Réserver*."""
        read = dict(HIDDEN.findall(self.goes_to(f"{path}?{urlencode(TEN_TO_NOON | {'day': day})}").page))
        assert read["price"]
        return lambda: void(self.goes_to(path, read | {"method": "transfer"}))


def void(_: object) -> None:
    """Whatever it was."""


def all_at_once(presses: list[Callable[[], None]]) -> None:
    """Each in a thread of its own, none before the others are ready."""
    ready = threading.Barrier(len(presses))

    def press(one: Callable[[], None]) -> None:
        ready.wait()
        one()

    threads = [threading.Thread(target=press, args=(one,)) for one in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_want_one_room(traveller: Traveller) -> None:
    page = traveller.becomes("ana@example.org", "fr")
    day = a_tuesday(traveller)
    room = page.locator(".row .name a", has_text="Salle Meuse").get_attribute("href") or ""
    room = room.partition("?")[0]
    asks_for(traveller, room, day)
    expect(page.get_by_role("button", name="Réserver", exact=True)).to_be_visible()

    address = traveller.demonstration.address
    sessions = [Session(address).becomes(name) for name in PRESSERS]
    all_at_once([one.presses(f"{room}book/", day) for one in sessions])

    won = [one for one in sessions if "/bookings/" in one.led_to]
    lost = [one for one in sessions if one not in won]
    assert len(won) == 1
    assert "C’est réservé" in won[0].page
    for one in lost:
        assert "C’est déjà pris" in one.page
        assert "Libre ensuite" in one.page
        assert re.search(r"12\s(h|&nbsp;h)\s15", one.page)
        assert "Ce qui est libre ce jour-là dans toutes les salles" in one.page

    page.get_by_role("button", name="Réserver", exact=True).click()
    expect(page.locator(".notice.no")).to_contain_text("C’est déjà pris")
    expect(page.locator("main")).to_contain_text(re.compile(r"Libre ensuite.*12\sh\s15"))
    page.get_by_role("link", name="Ce qui est libre ce jour-là dans toutes les salles").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"12\sh\s15"))
    page.goto(f"{address}{room}?week={day}")
    expect(page.locator(".room-grid td.taken").first).to_be_visible()
