"""The worker writes the files of documents, each once; what it cannot write is reported and stops nothing."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from passerelle.invoices.actions import issue, write_papers, writing
from passerelle.invoices.models import Paper
from passerelle.invoices.printing import sheet, why_not
from passerelle.invoices.queries import papers_that_failed
from passerelle.invoices.rules.cii import cii
from passerelle.invoices.rules.contents import hash_of, numbered
from passerelle.invoices.rules.forms import Form
from passerelle.invoices.rules.ubl import ubl
from passerelle.kit import clock
from passerelle.networks.models import Network
from tests.invoices.makers import CASES, HOLDER, REVERSED, contents, draft, line, of
from tests.invoices.official import wrongs_of_cii

NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
needs_pango = pytest.mark.skipif(
    bool(why_not()), reason="sheets of documents (no Pango here: apt-get install libpango-1.0-0)"
)


def words_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return [" ".join(page.split()) for page in pages]  # lines and thin spaces are read as blanks


def inside(pdf: bytes) -> dict[str, bytes]:
    return {name: content[0] for name, content in PdfReader(io.BytesIO(pdf)).attachments.items()}


@needs_pango
@pytest.mark.parametrize("case", CASES)
def test_the_sheet_says_what_the_document_says_and_holds_its_figures(case: str) -> None:
    told = contents(case)
    pdf = sheet(told)
    said = " ".join(words_of(pdf))
    for word in (told.number, told.draft.issuer.name, told.draft.buyer.name, told.draft.lines[0].text):
        assert word in said
    assert inside(pdf) == {"factur-x.xml": cii(told)}
    assert wrongs_of_cii(inside(pdf)["factur-x.xml"]) == []


@needs_pango
@pytest.mark.parametrize(("language", "words"), [
    ("fr", ["Facture", "31 janvier 2027", "À payer", "149,00 €", "Page 1 / 1"]),
    ("en", ["Invoice", "31 January 2027", "To pay", "€149.00", "Page 1 / 1"]),
])  # fmt: skip
def test_it_speaks_its_readers_language(language: str, words: list[str]) -> None:
    (said,) = words_of(sheet(numbered(draft(language=language), "F2027-0002")))
    for word in words:
        assert word in said


@needs_pango
def test_a_sheet_is_pdf_a_3_and_says_that_it_is_a_factur_x() -> None:
    root: Any = PdfReader(io.BytesIO(sheet(contents()))).trailer["/Root"]
    told = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in told
    assert 'pdfaid:conformance="B"' in told
    assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in told
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    assert root["/OutputIntents"]


@needs_pango
def test_the_same_contents_give_the_same_bytes_whenever_they_are_written() -> None:
    with clock.at(NOW):
        first = sheet(contents("mixed rates"))
    with clock.at(NOW + timedelta(days=900)):
        assert sheet(contents("mixed rates")) == first
    assert sheet(contents("exempt")) != first


@needs_pango
def test_a_long_document_repeats_its_head_on_every_page() -> None:
    many = numbered(draft(*(line(100, text=f"Journée {nth}") for nth in range(120))), "F2027-0002")
    pages = words_of(sheet(many))
    assert len(pages) > 3
    for nth, page in enumerate(pages, 1):
        assert f"Page {nth} / {len(pages)}" in page
        assert "F2027-0002 · Passerelle Wallonie ASBL" in page
    with_lines = [page for page in pages if "Journée" in page]
    assert all("Montant" in page for page in with_lines)
    assert sum(page.count("Journée") for page in pages) == 120


@needs_pango
def test_somebody_without_a_country_gets_a_sheet_without_figures_for_programs() -> None:
    pdf = sheet(numbered(draft(buyer=replace(HOLDER, country="")), "F2027-0002"))
    assert inside(pdf) == {}


@needs_pango
@pytest.mark.django_db
def test_what_is_due_is_written_once_and_kept_with_its_hash(paid: Network) -> None:
    document = issue(of(paid), seller=paid, by="worker")
    assert write_papers(clock.now()) == 2
    kept = {paper.form: paper for paper in document.papers.all()}
    assert bytes(kept[Form.UBL].content or b"") == ubl(document.says)
    assert bytes(kept[Form.PDF].content or b"") == sheet(document.says)
    assert all(paper.sha256 == hash_of(bytes(paper.content or b"")) for paper in kept.values())
    assert write_papers(clock.now()) == 0


@pytest.mark.django_db
def test_one_that_cannot_be_written_is_put_off_and_the_others_are_written(
    paid: Network, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def write(told: Any) -> bytes:
        if told.number == "F2027-0001":
            raise ValueError("ink")
        return ubl(told)

    first, second = (issue(of(paid, key), seller=paid, by="worker") for key in ("first", "second"))
    with monkeypatch.context() as patch:
        patch.setitem(writing.WRITERS, Form.UBL, write)  # type: ignore[arg-type]
        patch.setitem(writing.WRITERS, Form.PDF, write)  # type: ignore[arg-type]
        assert write_papers(clock.now()) == second.papers.count()
    assert "could not be written" in caplog.text
    assert {paper.report for paper in papers_that_failed()} == {"ValueError: ink"}
    assert not first.papers.exclude(written_at=None).exists()
    assert write_papers(clock.now()) == 0
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert write_papers(clock.now()) >= 1
    assert first.papers.get(form=Form.UBL).sha256 == hash_of(ubl(first.says))


@pytest.mark.django_db
def test_without_pango_sheets_wait_and_everything_else_is_written(
    paid: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "why_not", lambda: "cannot load library 'libpango-1.0-0'")
    document = issue(of(paid), seller=paid, by="worker")
    assert write_papers(clock.now()) == 1
    assert Paper.objects.get(document=document, written_at=None).form == Form.PDF
    assert document.papers.get(form=Form.PDF).failures == 0


@needs_pango
def test_a_month_that_begins_on_the_first_is_said_so() -> None:
    told = numbered(draft(issued_on=date(2027, 1, 1), due_on=None), "F2027-0002")
    assert "1er janvier 2027" in words_of(sheet(told))[0]


@needs_pango
@pytest.mark.parametrize(("reason", "said"), [
    ("", "Autoliquidation Total"),
    ("art. 196", "Autoliquidation. art. 196"),
    ("AUTOLIQUIDATION, art. 196", "AUTOLIQUIDATION, art. 196 Total"),
])  # fmt: skip
def test_why_no_tax_is_charged_is_said_once(reason: str, said: str) -> None:
    reversed_ = replace(CASES["reverse charge"].lines[0], tax=replace(REVERSED, reason=reason))
    (page,) = words_of(sheet(numbered(draft(reversed_), "F2027-0002")))
    assert said in page


@needs_pango
def test_the_last_lines_of_a_long_document_stay_together_with_what_they_come_to() -> None:
    for count in range(32, 44):
        pages = words_of(
            sheet(numbered(draft(*(line(100, text=f"Ligne {nth}") for nth in range(count))), "F2027-0002"))
        )
        (last,) = [page for page in pages if "Total hors TVA" in page]
        assert last.count("Ligne") >= 3
