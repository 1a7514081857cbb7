"""A newcomer's first hour, in French: entered, seen at the desk, on the Wi-Fi; and the list that needs no network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, expect

from tests.stories.conftest import PHONE, Demonstration, Traveller
from tests.stories.test_everybody_can_use_it import troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

NAMUR, KEY = "coworking-namur", "sambre-et-meuse"
LIST = f"/desk/{NAMUR}/evacuation/"


@pytest.fixture
def traveller(browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """A telephone that several people use, one after the other; axe may look at its pages."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def test_the_first_hour_of_a_newcomer(traveller: Traveller) -> None:
    """Hugo enters Zoé; her passport is seen at the desk; she reads the key; the list opens with the network cut."""
    hugo_enters_zoe(traveller)
    zoe_reads_the_first_hour(traveller, knows_the_key=False)
    her_passport_is_seen_at_the_desk(traveller)
    zoe_reads_the_first_hour(traveller, knows_the_key=True)
    she_is_seen_by_those_who_are_here(traveller)
    hugo_reads_the_day(traveller)
    the_list_opens_without_a_network(traveller)
    and_is_gone_once_he_signs_out(traveller)


def hugo_enters_zoe(traveller: Traveller) -> None:
    """A membership from today on."""
    traveller.becomes("hugo@example.org", "fr")
    page = traveller.goes_to(f"/manage/{NAMUR}/members/enter/")
    page.locator("[name=name]").fill("Zoé Martin")
    page.locator("[name=address]").fill("zoe@example.org")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("Zoé Martin")


def zoe_reads_the_first_hour(traveller: Traveller, *, knows_the_key: bool) -> None:
    """The door and the coffee at once; the key only once she is there."""
    traveller.becomes("zoe@example.org", "fr")
    page = traveller.goes_to(f"/spaces/{NAMUR}/first-hour/")
    expect(page.locator("main")).to_contain_text("sonnez au 2")
    assert (KEY in page.locator("main").inner_text()) is knows_the_key
    assert not troubles_of(page)


def her_passport_is_seen_at_the_desk(traveller: Traveller) -> None:
    """Found by typing; without the tick the button does nothing."""
    traveller.becomes("hugo@example.org", "fr")
    page = traveller.goes_to(f"/desk/{NAMUR}/members/?q=zoe")
    assert not troubles_of(page)
    page.locator("#results button[value=check_in]").click()
    expect(page.locator("#results button[value=check_in]")).to_be_visible()
    page.locator("#results [name=identity]").check()
    page.locator("#results button[value=check_in]").click()
    expect(page.locator(".said")).to_contain_text("Zoé Martin")


def she_is_seen_by_those_who_are_here(traveller: Traveller) -> None:
    """Only once she has chosen it; Nora has."""
    page = traveller.goes_to(f"/spaces/{NAMUR}/here/")
    expect(page.locator(".rows")).to_contain_text("Nora Peeters")
    expect(page.locator(".rows")).not_to_contain_text("Zoé Martin")
    page.locator("input[name=shown][value=space]").check()
    page.locator("main form button").last.click()
    expect(page.locator(".rows")).to_contain_text("Zoé Martin")
    assert not troubles_of(page)


def hugo_reads_the_day(traveller: Traveller) -> None:
    """Zoé is among those who are here."""
    traveller.becomes("hugo@example.org", "fr")
    page = traveller.goes_to(f"/manage/{NAMUR}/today/")
    expect(page.locator("section[aria-labelledby=present]")).to_contain_text("Zoé Martin")
    assert not troubles_of(page)


def the_list_opens_without_a_network(traveller: Traveller) -> None:
    """Once opened, it opens again with the network cut, says so, and says of when it is."""
    page = traveller.goes_to(LIST)
    assert not troubles_of(page)
    moment = page.locator("#evacuation time").inner_text()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-kept]")).to_be_visible()
    expect(page.locator("[data-kept]")).to_contain_text("pas de réseau")
    expect(page.locator(".roll").first).to_contain_text("Zoé Martin")
    expect(page.locator("#evacuation time")).to_have_text(moment)
    with pytest.raises(Error):  # nothing else is kept
        traveller.goes_to(f"/desk/{NAMUR}/")
    page.context.set_offline(False)


def and_is_gone_once_he_signs_out(traveller: Traveller) -> None:
    """The browser keeps no name for whoever sits down next."""
    page = traveller.goes_to(LIST)
    page.locator("details.me summary").click()
    page.locator("details.me form button").click()
    page.wait_for_url(lambda address: "/evacuation/" not in address)
    page.context.set_offline(True)
    with pytest.raises(Error):
        traveller.goes_to(LIST)
    page.context.set_offline(False)
