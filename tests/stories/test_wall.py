"""The television of Namur: hung by its manager, cut off from the network for a fortnight, back, and taken back."""

import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import LAPTOP, Demonstration, Traveller
from tests.stories.test_everybody_can_use_it import troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

NAMUR = "coworking-namur"
TELEVISION = {"width": 1920, "height": 1080}
AT_ONCE_MS = 5_000
BY_ASKING_MS = 60_000


@pytest.fixture
def hugo(browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """The manager of Namur, at his laptop."""
    context = browser.new_context(viewport=LAPTOP, bypass_csp=True)
    context.set_default_timeout(15_000)
    traveller = Traveller(context.new_page(), demonstration)
    traveller.becomes("hugo@example.org", "fr")
    yield traveller
    context.close()


@pytest.fixture
def television(browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """A screen of five metres’ reading, in which nobody signs in."""
    context = browser.new_context(viewport=TELEVISION, locale="fr", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def test_a_wall_without_a_network_and_back(hugo: Traveller, television: Traveller) -> None:
    page = it_is_hung(hugo, television)
    a_notice_comes_at_once(hugo, page, "Une lampe à donner")
    it_stays_without_a_network(page)
    what_ended_is_gone_a_fortnight_later(page)
    what_is_new_comes_with_the_network(hugo, page)
    it_asks_while_nothing_is_sent(hugo, page)
    it_is_sent_again(hugo, page)
    it_is_taken_back(hugo, page)


def it_is_hung(hugo: Traveller, television: Traveller) -> Page:
    """Hugo gives it a name and reads a code, which is typed at the television."""
    page = hugo.goes_to(f"/manage/{NAMUR}/walls/")
    page.locator("[name=name]").fill("Cafétéria")
    page.locator("main aside form button").click()
    row = page.locator(".rows li", has_text="Cafétéria")
    expect(row).to_contain_text("pas encore vu")
    code = row.locator(".code").inner_text()
    assert not troubles_of(page)
    screen = television.goes_to("/wall/")
    assert not troubles_of(screen)
    screen.locator("[name=code]").fill("WRONGS")
    screen.keyboard.press("Enter")
    expect(screen.locator("[role=alert]")).to_contain_text("n’ouvre aucun écran")
    screen.locator("[name=code]").fill(code.lower())
    screen.keyboard.press("Enter")
    expect(screen.locator("h1")).to_have_text("Coworking Namur")
    expect(screen.locator(".card").first).to_be_visible()
    assert screen.locator(".card").count() <= 6
    assert not troubles_of(screen)
    hugo.goes_to(f"/manage/{NAMUR}/walls/")
    expect(row).to_contain_text("allumé")
    return screen


def a_notice_comes_at_once(hugo: Traveller, page: Page, title: str) -> None:
    """By what is sent: asking would take half a minute."""
    walls_held(hugo, 1)
    pin_up(hugo, title)
    expect(page.locator(".card h2", has_text=title)).to_be_visible(timeout=AT_ONCE_MS)
    expect(page.locator(".card", has_text=title).locator("svg.qr")).to_be_visible()


def it_stays_without_a_network(page: Page) -> None:
    """Switched off and on again with the network cut, it shows what it had."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".card h2", has_text="Une lampe à donner")).to_be_visible()


def what_ended_is_gone_a_fortnight_later(page: Page) -> None:
    """Nobody told it: its clock did. In small print it says since when it has heard nothing."""
    page.evaluate(
        """days => {
            const [key] = Object.keys(localStorage).filter((name) => name.startsWith("wall "));
            const kept = JSON.parse(localStorage.getItem(key));
            kept.ahead += days * 24 * 3600 * 1000;
            localStorage.setItem(key, JSON.stringify(kept));
        }""",
        14,
    )
    page.reload()
    expect(page.locator("[data-stale]")).to_contain_text("Pas de connexion depuis")
    expect(page.locator(".card h2", has_text="Une lampe à donner")).to_have_count(0)
    assert not troubles_of(page)


def what_is_new_comes_with_the_network(hugo: Traveller, page: Page) -> None:
    """Pinned up meanwhile; once there is a network, it is there, and so is what had not ended after all."""
    pin_up(hugo, "Un stage en mars")
    page.context.set_offline(False)
    expect(page.locator(".card h2", has_text="Un stage en mars")).to_be_visible(timeout=BY_ASKING_MS)
    expect(page.locator("[data-stale]")).to_be_empty()


def it_asks_while_nothing_is_sent(hugo: Traveller, page: Page) -> None:
    """The process behind walls is killed: what is new comes all the same, a little later."""
    for pid in processes_on(live_port(hugo)):
        os.kill(pid, signal.SIGTERM)
    until = monotonic() + 15
    while processes_on(live_port(hugo)) and monotonic() < until:
        sleep(0.2)
    pin_up(hugo, "Repas du vendredi")
    expect(page.locator(".card h2", has_text="Repas du vendredi")).to_be_visible(timeout=BY_ASKING_MS)


def it_is_sent_again(hugo: Traveller, page: Page) -> None:
    """The process is started again; the wall finds it by itself."""
    started = hugo.demonstration.shell.start("live", "--port", str(live_port(hugo)), PASSERELLE_DEMO="1")
    try:
        walls_held(hugo, 0)
        page.evaluate("window.dispatchEvent(new Event('online'))")  # or it may wait for minutes
        walls_held(hugo, 1)
        pin_up(hugo, "Clés trouvées")
        expect(page.locator(".card h2", has_text="Clés trouvées")).to_be_visible(timeout=AT_ONCE_MS)
    finally:
        started.terminate()
        started.communicate(timeout=20)


def it_is_taken_back(hugo: Traveller, page: Page) -> None:
    """Calmly, on the screen; and it cannot be opened again, with a network or without."""
    manage = hugo.goes_to(f"/manage/{NAMUR}/walls/")
    manage.locator(".rows li", has_text="Cafétéria").locator("form[action$='/revoke/'] button").click()
    expect(manage.locator(".said")).to_contain_text("Cafétéria")
    expect(page.locator(".over")).to_contain_text("ne montre plus le tableau", timeout=BY_ASKING_MS)
    assert not troubles_of(page)
    assert page.goto(page.url).status == 410  # type: ignore[union-attr]
    assert not troubles_of(page)


def pin_up(hugo: Traveller, title: str) -> None:
    page = hugo.goes_to(f"/spaces/{NAMUR}/board/new/")
    page.locator("[name=kind][value=news]").check()
    page.locator("[name=title]").fill(title)
    day = re.sub(r"T.*", "", page.locator("[name=last_day]").get_attribute("min") or "")
    page.locator("[name=last_day]").fill((date.fromisoformat(day) + timedelta(days=7)).isoformat())
    page.locator("main form.panel button").first.click()
    expect(page.locator("main")).to_contain_text(title)


def live_port(hugo: Traveller) -> int:
    return int(hugo.demonstration.address.rpartition(":")[2]) + 1


def walls_held(hugo: Traveller, wanted: int) -> None:
    """Wait until the process behind walls holds so many."""
    said, until = "", monotonic() + 60
    while monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{live_port(hugo)}/live/healthz", timeout=2) as answer:
                said = answer.read().decode()
        except OSError as reason:
            said = str(reason)
        if said == f"ok {wanted}\n":
            return
        sleep(0.2)
    raise AssertionError(f"the process behind walls says {said!r}")


def processes_on(port: int) -> list[int]:
    """The processes of this machine that were started to hold walls on this port."""
    wanted = f"\0live\0--port\0{port}\0".encode()
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if wanted in line.read_bytes():
                found.append(int(line.parent.name))
        except OSError:
            continue
    return found
