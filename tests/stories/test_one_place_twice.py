"""An organiser sends a list in which one place is known already: read, taken in, joined, and sent again for nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import Traveller

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

OURS = """name,address,town,country,latitude,longitude,website
Coworking Namur asbl,"Avenue Reine Astrid, 16",Namur,Belgique,50.46443,4.86462,
Atelier du Confluent,Rue du Pont 9,Dinant,Belgique,50.2606,4.9122,confluent
,Rue sans nom 1,Namur,Belgique,50.46,4.86,
"""
WORDS = {
    "fr": {
        "not yet": "Rien n’est encore enregistré.",
        "counts": {"lues": 3, "nouveautés": 2, "refus": 1},
        "refused": "Ligne 4, nom",
        "flagged": "« confluent » n’est pas l’adresse d’un site",
        "same": "C’est le même lieu",
        "nothing": "Rien de nouveau dans cette liste",
        "again": {"lues": 3, "nouveautés": 0, "changement": 2, "refus": 1},
    },
    "en": {
        "not yet": "Nothing is kept yet.",
        "counts": {"read": 3, "new": 2, "refused": 1},
        "refused": "Line 4, name",
        "flagged": "“confluent” is not the address of a website",
        "same": "It is the same place",
        "nothing": "Nothing in this list is new",
        "again": {"read": 3, "new": 0, "unchanged": 2, "refused": 1},
    },
}
ORGANISED = "/networks/coworking-wallonia/organise/"


@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("en", False)], ids=["in French", "without JavaScript"]
)
def test_a_list_is_taken_in_and_a_duplicate_joined(
    traveller: Traveller, language: str, scripts: bool, tmp_path: Path
) -> None:
    page, said = traveller.becomes("claire@example.org", language), WORDS[language]
    sends_the_list(traveller, tmp_path)
    sees_what_would_come_of_it(page, said)
    traveller.goes_to("/spaces/atelier-du-confluent/")
    expect(page.locator("h1")).not_to_contain_text("Confluent")
    page.go_back()
    takes_it_in(traveller)
    second = joins_the_pair(traveller, str(said["same"]))
    the_old_address_leads_to_the_one_space(traveller, second)
    sends_the_list(traveller, tmp_path)
    expect(page.locator("#import .notice").first).to_contain_text(str(said["nothing"]))
    counts_are(page, said["again"])
    expect(page.locator("button[name=act][value=take_in]")).to_have_count(0)
    traveller.goes_to(ORGANISED + "duplicates/")
    expect(page.locator("ol.likely")).to_have_count(0)


def sends_the_list(traveller: Traveller, folder: Path) -> None:
    """The file, and on the next page where it comes from; then the worker reads it."""
    file = folder / "confluent.csv"
    file.write_text(OURS, encoding="utf-8")
    page = traveller.goes_to(ORGANISED + "import/")
    page.locator("input[name=file]").set_input_files(file)
    page.locator("form[enctype] button.button").click()
    page.locator("input[name=source_name]").fill("Carnet du Confluent")
    page.locator("input[name=licence]").fill("CC BY 4.0, le Confluent")
    traveller.presses("source")
    comes_to_its_end(page)


def comes_to_its_end(page: Page) -> None:
    """By itself with scripts, and without them by the link that looks again."""
    for _ in range(60):
        again = page.locator("#import .notice.wait a")
        if not again.count():
            return
        if page.evaluate("typeof htmx") == "undefined":
            again.click()
        page.wait_for_timeout(500)
    raise AssertionError("the worker did not come")


def sees_what_would_come_of_it(page: Page, said: dict[str, object]) -> None:
    """Counts, the refused line, the flagged line, and how each column was understood."""
    report = page.locator("#import")
    expect(report).to_contain_text(str(said["not yet"]))
    counts_are(page, said["counts"])
    expect(report.locator("ul.prose").first).to_contain_text(str(said["refused"]))
    expect(report).to_contain_text("Atelier du Confluent")
    assert plain(str(said["flagged"])) in plain(report.inner_text())
    expect(report.locator("table tbody tr").last).to_contain_text("website")


def counts_are(page: Page, counts: object) -> None:
    """The lines of the printed table that are named here."""
    assert isinstance(counts, dict)
    told = plain(page.locator("#import dl, #import table").first.inner_text()).split()
    for word, number in counts.items():
        assert told[told.index(word) + 1] == str(number), (word, told)


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def takes_it_in(traveller: Traveller) -> None:
    """The one button; then the way to the pairs is offered."""
    traveller.presses("take_in")
    comes_to_its_end(traveller.page)
    traveller.page.locator(f"#import a[href='{ORGANISED}duplicates/']").click()
    traveller.page.wait_for_url("**/duplicates/")


def joins_the_pair(traveller: Traveller, same: str) -> str:
    """Side by side, one button. Gives the path of the entry that the list brought."""
    page = traveller.page
    pair = page.locator("ol.likely > li")
    expect(pair).to_have_count(1)
    paths: list[str] = pair.locator("h3 a").evaluate_all("names => names.map(name => name.pathname)")
    (second,) = [path for path in paths if path != "/spaces/coworking-namur/"]
    pair.get_by_role("button", name=same).click()
    expect(page.locator("ol.likely")).to_have_count(0)
    expect(page.locator(".said")).to_contain_text("Coworking Namur")
    return second


def the_old_address_leads_to_the_one_space(traveller: Traveller, second: str) -> None:
    """In the directory one is left, and the entry that came with the list leads to it."""
    page = traveller.goes_to("/spaces/?q=coworking+namur")
    rows = page.locator("#results [data-place]")
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.place)").count("coworking-namur") == 1
    expect(page.locator(f"#results a[href='{second}']")).to_have_count(0)
    traveller.goes_to(second)
    page.wait_for_url("**/spaces/coworking-namur/")
    expect(page.locator("h1")).to_have_text("Coworking Namur")
    expect(page.locator(".origins")).to_contain_text("Carnet du Confluent")
