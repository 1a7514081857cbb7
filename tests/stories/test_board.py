"""The board, in French: a member writes a notice, the manager approves it, it is on the page and on the sheet."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from tests.stories.conftest import PHONE, Demonstration, Traveller
from tests.stories.test_everybody_can_use_it import troubles_of

pytestmark = [pytest.mark.browser, pytest.mark.own_databases]

BOARD = "/spaces/coworking-namur/board/"
TITLE = "Un vélo à vendre"


@pytest.fixture
def traveller(browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """A telephone that several people use, one after the other; axe may look at its pages."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def test_a_notice_from_its_writer_to_the_wall(traveller: Traveller, tmp_path: Path) -> None:
    """Nora writes, Hugo approves from Today, Nora reads it, it is on the sheet; she agrees to be announced, and not."""
    nora_writes_a_notice(traveller, tmp_path)
    hugo_approves_it(traveller)
    it_is_on_the_page_and_on_the_sheet(traveller)
    nora_is_announced_no_more(traveller)
    nora_takes_her_notice_down(traveller)


def nora_writes_a_notice(traveller: Traveller, folder: Path) -> None:
    """With a picture, on a phone."""
    picture = folder / "velo.png"
    Image.new("RGB", (640, 480), "teal").save(picture)
    traveller.becomes("nora@example.org", "fr")
    page = traveller.goes_to(f"{BOARD}new/")
    page.get_by_label("Offre").check()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=text]").fill("Bleu, presque neuf. Je suis près de la fenêtre.")
    page.locator("[name=picture]").set_input_files(picture)
    assert not troubles_of(page)
    page.get_by_role("button", name="L’épingler").click()
    expect(page.locator("main")).to_contain_text("Elle attend l’accord de l’équipe")
    assert not troubles_of(page)
    expect(traveller.goes_to(BOARD).locator("main")).not_to_contain_text(TITLE)


def hugo_approves_it(traveller: Traveller) -> None:
    """Today leads him there."""
    traveller.becomes("hugo@example.org", "fr")
    page = traveller.goes_to("/manage/coworking-namur/today/")
    page.get_by_role("link", name="attendent votre accord").click()
    assert not troubles_of(page)
    row = page.locator(".rows > li", has_text=TITLE)
    row.get_by_role("button", name="La mettre au tableau").click()
    expect(page.locator(".said")).to_contain_text("Elle est au tableau")


def it_is_on_the_page_and_on_the_sheet(traveller: Traveller) -> None:
    """With its picture; the newest offer stands among the first."""
    traveller.becomes("nora@example.org", "fr")
    page = traveller.goes_to(BOARD)
    card = page.locator(".pinned-card", has_text=TITLE)
    expect(card).to_contain_text("Nora Peeters")
    expect(card.locator("img")).to_be_visible()
    assert not troubles_of(page)
    printed = page.request.get(f"{traveller.demonstration.address}/spaces/coworking-namur/board.pdf").body()
    document = PdfDocument(BytesIO(printed))
    assert len(document) == 1
    assert TITLE in document[0].get_textpage().get_text_range()
    document.close()


def nora_is_announced_no_more(traveller: Traveller) -> None:
    """By one press."""
    page = traveller.goes_to(BOARD)
    expect(page.locator("main")).to_contain_text("Nora rejoint l’espace")
    page = traveller.goes_to("/me/boards/")
    assert not troubles_of(page)
    page.get_by_role("button", name="Ne plus m’annoncer").click()
    expect(page.locator(".said")).to_contain_text("Le tableau ne vous annonce plus")
    expect(traveller.goes_to(BOARD).locator("main")).not_to_contain_text("Nora rejoint l’espace")


def nora_takes_her_notice_down(traveller: Traveller) -> None:
    """From its own page, to which the card leads."""
    page = traveller.goes_to(BOARD)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="La retirer").click()
    expect(page.locator(".said")).to_contain_text("Elle est retirée")
    expect(traveller.goes_to(BOARD).locator("main")).not_to_contain_text(TITLE)
