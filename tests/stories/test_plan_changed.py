"""Somebody on evenings goes to the whole month in its middle: sees what it comes to, pays the rest, and is on it."""

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]


def test_a_plan_is_changed_in_the_middle_of_a_month(traveller: Traveller) -> None:
    """Samir has been on evenings in Namur for ten days; Hugo sees his transfer; then Samir thinks of a pause."""
    page = traveller.becomes("samir@example.org", "fr")
    traveller.goes_to("/me/plans/")
    page.locator("ul.rows a", has_text="Le mois du soir").click()
    plan = page.url
    page.locator("a[href$='/change/']").click()
    page.locator("ul.rows a", has_text="Le mois").first.click()
    he_reads_it_line_by_line(traveller)
    traveller.presses("change")
    page.wait_for_url("**/payments/*/")
    reference = page.url.rstrip("/").rpartition("/")[2]
    page.goto(plan)
    expect(page.locator("main")).to_contain_text("En route vers « Le mois »")
    traveller.becomes("hugo@example.org", "fr")
    traveller.goes_to(f"/manage/coworking-namur/payments/of/{reference}/")
    traveller.presses("transfer")
    traveller.becomes("samir@example.org", "fr")
    page.goto(plan)
    expect(page.locator("h1")).to_have_text("Le mois")
    expect(page.locator("main")).to_contain_text("rendus")
    letter = traveller.reads_letter("samir@example.org", "changé de formule")
    expect(letter.locator("body")).to_contain_text("Vous avez payé la différence")
    page.goto(plan)
    he_makes_a_pause(traveller)


def he_reads_it_line_by_line(traveller: Traveller) -> None:
    """Ten days of his month are used; the rest of its 65 euros is taken off 190."""
    table = traveller.page.locator("table", has=traveller.page.locator("tfoot"))
    expect(table).to_contain_text("non utilisés")
    expect(table).to_contain_text("190,00")
    expect(table.locator("tfoot")).to_contain_text("À payer")


def he_makes_a_pause(traveller: Traveller) -> None:
    """Two weeks from tomorrow; the page says so, and one press does without it."""
    page = traveller.page
    page.locator("a[href$='/pause/']").click()
    tomorrow, last = page.evaluate(
        "[1, 14].map(n => new Date(Date.now() + n * 864e5).toLocaleDateString('sv', {timeZone: 'Europe/Brussels'}))"
    )
    page.locator("input[name=since]").fill(tomorrow)
    page.locator("input[name=last]").fill(last)
    page.locator("form button.big").click()
    expect(page.locator("main")).to_contain_text("En pause du")
    traveller.presses("end_pause")
    expect(page.locator("main")).not_to_contain_text("En pause du")
