"""Somebody who is at home nowhere, on a phone: buys a pass, pays, asks with it, shows the code, and has arrived."""

import pytest
from playwright.sync_api import expect

from tests.stories.conftest import Traveller
from tests.stories.test_one_visit import until_morning_in_hong_kong

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]
ASK = "/spaces/le-quai-des-plantes/ask/"
TAKES_HER_PASS = {"fr": "Zoé Martin a un pass Tandem", "en": "Zoé Martin holds a pass of Tandem"}
PAID = {"fr": "Le pass a payé un jour ; il en reste 9", "en": "The pass paid one day; 9 days are left"}


@pytest.mark.parametrize(("language", "scripts"), [("fr", True), ("en", False)])
def test_a_newcomer_works_on_a_pass_alone(traveller: Traveller, language: str, scripts: bool) -> None:
    """Zoé has no home; Odile sees her transfer; Le Quai’s terms say yes; Robin reads the six signs at its desk."""
    traveller.becomes("zoe@example.org", language)
    reference = she_buys_ten_days(traveller)
    odile_sees_the_transfer(traveller, reference)
    traveller.becomes("zoe@example.org", language)
    day = she_asks_with_it(traveller)
    code = traveller.page.locator(".slip .code").inner_text()
    traveller.becomes("robin@example.org", language)
    until_morning_in_hong_kong(traveller, day)  # and three at night in Namur
    page = traveller.goes_to("/desk/le-quai-des-plantes/")
    page.locator("input[name=code]").fill(code)
    page.locator("form[action$='/code/'] button").click()
    expect(page.locator("main")).to_contain_text(TAKES_HER_PASS[language])
    traveller.presses("check_in")
    expect(page.locator("main")).to_contain_text(PAID[language])


def she_buys_ten_days(traveller: Traveller) -> str:
    """From the page on which she would ask, which says that a pass is enough; gives what the payment is called."""
    page = traveller.goes_to(ASK)
    page.locator("#asking a[href='/networks/tandem/passes/']").click()
    page.locator("ul.rows li", has_text="149").locator("a").click()
    page.locator("form button.big").click()
    page.wait_for_url("**/payments/*/")
    return page.url.rstrip("/").rpartition("/")[2]


def odile_sees_the_transfer(traveller: Traveller, reference: str) -> None:
    """The treasurer records what came to the account."""
    traveller.becomes("odile@example.org", "fr")
    traveller.goes_to(f"/networks/tandem/payments/of/{reference}/")
    traveller.presses("transfer")


def she_asks_with_it(traveller: Traveller) -> str:
    """One day, the second that is open, on the pass; the terms say yes at once."""
    page = traveller.goes_to(ASK)
    expect(page.locator("input[name=home]:checked")).to_have_value("pass:tandem")
    day = page.locator("input[name=days]:not([disabled])").nth(1)
    chosen = day.get_attribute("value") or ""
    day.check(force=True)
    if not page.locator("button[name=act][value=send]").is_visible():
        traveller.presses("count")
    traveller.presses("send")
    page.wait_for_url("**/visits/*/")
    return chosen
