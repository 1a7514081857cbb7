"""An evening every Tuesday, in French, across a change of the clock: one moved, then all that follow; the feed read."""

import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Browser, expect

from tests.events.test_calendars import read_by_icalendar, read_by_vobject
from tests.stories.conftest import PHONE, Demonstration, Traveller
from tests.stories.test_everybody_can_use_it import troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]
BRUSSELS = ZoneInfo("Europe/Brussels")
TITLE = "Soirée jeux"
OURS = "/manage/coworking-namur/events/"


@pytest.fixture
def traveller(browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """A phone in somebody’s hands, into which axe may come."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def a_tuesday_before_the_clock_changes(today: date) -> date:
    """The second Tuesday before the next night in which the clock at Namur changes, two weeks ahead at least."""

    def offset(day: date) -> timedelta | None:
        return datetime(day.year, day.month, day.day, 12, tzinfo=BRUSSELS).utcoffset()

    day = today + timedelta(days=21)
    while offset(day) == offset(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day - timedelta(days=(day.weekday() - 1) % 7 + 7)


def test_a_tuesday_evening_across_a_change_of_the_clock(traveller: Traveller) -> None:
    page = traveller.becomes("hugo@example.org", "fr")
    today = date.fromisoformat((page.locator(".demo time").first.get_attribute("datetime") or "")[:10])
    first = a_tuesday_before_the_clock_changes(today)
    announces(traveller, first)
    days = [first + timedelta(days=7 * number) for number in range(5)]
    assert walls_of_the_feed(traveller) == [f"{day} 18:30" for day in days]

    traveller.becomes("ana@example.org", "fr")
    opens(traveller, days[1])
    page.get_by_role("button", name="Je viens", exact=True).click()
    expect(page.locator(".said")).to_contain_text("Vous venez")
    assert not troubles_of(page)

    traveller.becomes("hugo@example.org", "fr")
    opens(traveller, days[1])
    page.get_by_role("link", name="Modifier", exact=True).click()
    page.locator("[name=first_on]").fill((days[1] + timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Modifier cette date").click()
    expect(page.locator(".said")).to_contain_text("C’est modifié")
    assert walls_of_the_feed(traveller)[1] == f"{days[1] + timedelta(days=2)} 18:30"

    opens(traveller, days[2])
    page.get_by_role("link", name="Modifier", exact=True).click()
    page.get_by_role("link", name="Modifier cette date et toutes les suivantes").click()
    assert not troubles_of(page)
    page.locator("[name=at]").fill("19:00")
    page.locator("[name=ends]").fill("21:00")
    page.get_by_role("button", name="Modifier toutes les suivantes").click()
    expect(page.locator(".said")).to_contain_text("toutes les suivantes")
    after = [f"{days[0]} 18:30", f"{days[1] + timedelta(days=2)} 18:30", *(f"{day} 19:00" for day in days[2:])]
    assert walls_of_the_feed(traveller) == after

    letter = traveller.reads_letter("ana@example.org", f"Changement : {TITLE}")
    expect(letter.locator("body")).to_contain_text("au lieu du")
    assert not troubles_of(traveller.goes_to("/spaces/coworking-namur/events/"))
    assert not troubles_of(traveller.goes_to(OURS))


def announces(traveller: Traveller, first: date) -> None:
    """Every Tuesday evening, five times, for everybody."""
    page = traveller.goes_to(f"{OURS}new/")
    assert not troubles_of(page)
    typed = {"title": TITLE, "first_on": first.isoformat(), "at": "18:30", "ends": "20:30", "places": "6"}
    typed["until"] = (first + timedelta(days=28)).isoformat()
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=every]").select_option("week")
    page.locator("[name=for_whom][value=everybody]").check()
    page.get_by_role("button", name="L’annoncer").click()
    expect(page.locator(".said")).to_contain_text("figure dans l’agenda")


def opens(traveller: Traveller, day: date) -> None:
    """The page of the date that begins on that day."""
    page = traveller.goes_to(f"/spaces/coworking-namur/events/?month={day:%Y-%m}")
    page.locator(f"section[aria-labelledby='day-{day.isoformat()}']").get_by_role("link", name=TITLE).click()


def walls_of_the_feed(traveller: Traveller) -> list[str]:
    """When the evenings begin, by the wall at Namur, as both readers find it in the public calendar."""
    address = f"{traveller.demonstration.address}/spaces/coworking-namur/events.ics"
    with urllib.request.urlopen(address, timeout=10) as answer:
        whole = icalendar.Calendar.from_ical(answer.read())
    for other in [one for one in whole.walk("VEVENT") if TITLE not in str(one["SUMMARY"])]:
        whole.subcomponents.remove(other)
    file = whole.to_ical()
    until = datetime.now(UTC) + timedelta(days=500)
    since = datetime.now(UTC) - timedelta(days=1)
    theirs = read_by_icalendar(file, (since, until))
    assert theirs == read_by_vobject(file, (since, until))
    return [f"{one.astimezone(BRUSSELS):%Y-%m-%d %H:%M}" for one in theirs]
