"""The pages of documents and parties: each reader sees what concerns them, and nobody else's."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle.invoices.actions import issue, set_party, write_papers
from passerelle.invoices.models import Document, Party, SpaceTax, Tax
from passerelle.invoices.printing import why_not
from passerelle.invoices.queries import party_of, side_of, tax_for
from passerelle.invoices.rules.contents import hash_of
from passerelle.invoices.rules.drafts import DocumentKind, Side
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound
from passerelle.networks.models import Network, Officer
from passerelle.networks.rules import NetworkRole
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.invoices.makers import HOLDER, NETWORK, SPACE, make_paid_network, of
from tests.makers import make_affiliation, make_network, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
Browser = Callable[[Person | None], Client]
TYPED = {
    "name": "Passerelle Wallonie ASBL", "street": "Rue de Fer 12", "postcode": "5000", "town": "Namur", "country": "BE",
    "vat_number": "0403.170.701", "company_number": "0403.170.701", "iban": "BE68 5390 0754 7034", "bic": "gkccbebb",
    "email": "Comptes@Passerelle.example",
}  # fmt: skip
PARTY = "/networks/paid/documents/party/"


@pytest.fixture
def tom(db: None) -> Person:
    """The treasurer."""
    return make_person("Tom Tremblay", email="tom@example.org")


@pytest.fixture
def paid(tom: Person, birch: Space) -> Network:
    """Where passes are sold; Birch stands in it."""
    network = make_paid_network(tom)
    make_affiliation(birch, network)
    return network


@pytest.fixture
def to_ana(paid: Network, ana: Person) -> Document:
    """What the network sold to Ana."""
    return issue(of(paid, buyer=replace(HOLDER, ref=ana.ref)), seller=paid, by="worker")


@pytest.fixture
def of_birch(paid: Network, birch: Space) -> Document:
    """What Birch sold to the network, written by the network."""
    drawn = of(paid, "month", kind=DocumentKind.SELF_BILLED)
    sides = replace(drawn, issuer=replace(SPACE, ref=birch.ref), buyer=replace(NETWORK, ref=paid.ref))
    return issue(sides, seller=paid, by="worker")


def test_a_treasurer_names_the_network(as_: Browser, tom: Person, paid: Network) -> None:
    client = as_(tom)
    assert 'value="Paid Network"' in client.get(PARTY).content.decode()
    assert client.post(PARTY, TYPED).status_code == 302
    assert party_of(paid.ref) == replace(NETWORK, ref=paid.ref)
    assert 'value="BE68539007547034"' in client.get(PARTY).content.decode()


def test_what_is_wrong_stands_beside_its_line_and_nothing_is_lost(as_: Browser, tom: Person, paid: Network) -> None:
    wrong = {"vat_number": "BE0403170702", "iban": "BE68539007547035", "bic": "X", "company_number": "1", "email": "x"}
    page = as_(tom).post(PARTY, TYPED | wrong | {"name": ""}).content.decode()
    for said in (
        "Nothing that you wrote is lost", "This VAT number cannot be right", "This is not an IBAN",
        "This is not a BIC", "This company number cannot be right", "A name is needed", "not a complete mail address",
    ):  # fmt: skip
        assert said in page
    assert "Choose the country" in as_(tom).post(PARTY, TYPED | {"country": ""}).content.decode()
    assert 'value="BE68539007547035"' in page
    assert not Party.objects.exists()


@pytest.mark.parametrize("where", [PARTY, "/networks/paid/documents/", "/networks/paid/documents/taxes/"])
def test_only_the_treasurer_of_a_paid_network_keeps_its_papers(
    where: str, as_: Browser, paid: Network, olga: Person, bo: Person
) -> None:
    Officer.objects.create(person=olga, network=paid, role=NetworkRole.ORGANISER)
    for person in (olga, bo):
        assert as_(person).get(where).status_code == 404
        assert as_(person).post(where, TYPED).status_code in {404, 405}
    assert not Party.objects.exists()


def test_a_network_that_gives_has_no_books_to_keep(as_: Browser, tom: Person) -> None:
    gives = make_network("Gives", slug="gives")
    Officer.objects.create(person=tom, network=gives, role=NetworkRole.TREASURER)
    assert as_(tom).get("/networks/gives/documents/").status_code == 404


def test_a_manager_names_the_space_and_its_desk_does_not(
    as_: Browser, bo: Person, dee: Person, cy: Person, birch: Space
) -> None:
    where = "/manage/birch/documents/party/"
    assert "21/F, 8 Luard Road" in as_(bo).get(where).content.decode()
    told = {"name": "Birch Ltd", "country": "HK", "company_number": "1234567", "town": "Hong Kong"}
    assert as_(bo).post(where, told).status_code == 302
    for other in (dee, cy):
        assert as_(other).post(where, told | {"name": "Mine"}).status_code == 404
    side = party_of(birch.ref)
    assert side is not None
    assert (side.name, side.country) == ("Birch Ltd", "HK")


def test_a_person_names_their_company_and_no_account(as_: Browser, ana: Person) -> None:
    assert as_(ana).post("/me/company/", TYPED).status_code == 302
    side = party_of(ana.ref)
    assert side is not None
    assert (side.name, side.iban, side.bic) == ("Passerelle Wallonie ASBL", "", "")
    with pytest.raises(NotFound):
        set_party(ana, side, by=make_person("Somebody Else"))


def test_until_somebody_has_said_so_documents_name_what_is_known_anyway(
    as_: Browser, ana: Person, alder: Space, paid: Network
) -> None:
    assert side_of(ana) == Side(ana.ref, "Ana Duarte", email="ana@example.org")
    assert side_of(alder) == Side(alder.ref, "Alder", "Rue des Brasseurs 1", town="Namur", country="BE")
    assert side_of(paid) == Side(paid.ref, "Paid Network")
    set_party(ana, replace(HOLDER, ref=ana.ref), by=ana)
    assert side_of(ana).street == "Rue Haute 1"
    assert 'value="Ana Dubois"' in as_(ana).get("/me/company/").content.decode()


def test_a_treasurer_chooses_the_tax_of_a_space(
    as_: Browser, tom: Person, paid: Network, birch: Space, cedar: Space
) -> None:
    where = "/networks/paid/documents/taxes/"
    assert "named no tax yet" in as_(tom).get(where).content.decode()
    outside = Tax.objects.create(network=paid, code="outside", category="O", percent_bp=0, reason="Art. 44")
    Tax.objects.create(network=paid, code="be_21", percent_bp=2100)
    page = as_(tom).get(where).content.decode()
    for said in ("Not chosen yet", "21% (be_21)", "Outside the scope of VAT (outside)"):
        assert said in page
    assert as_(tom).post(where, {"space": birch.slug, "tax": "outside"}).status_code == 302
    assert as_(tom).post(where, {"space": birch.slug, "tax": "theirs"}).status_code == 404
    assert tax_for(paid, birch) == outside
    assert tax_for(paid, cedar) is None
    assert "Not chosen yet" not in as_(tom).get(where).content.decode()
    assert SpaceTax.objects.count() == 1


def test_each_sees_the_documents_in_which_they_are_a_side(
    as_: Browser, tom: Person, ana: Person, bo: Person, to_ana: Document, of_birch: Document
) -> None:
    mine = as_(ana).get("/me/documents/").content.decode()
    assert "F2027-0001" in mine
    assert "AF2027-0001" not in mine
    assert "€149.00" in mine
    theirs = as_(bo).get("/manage/birch/documents/").content.decode()
    assert "AF2027-0001" in theirs
    assert "Ana" not in theirs
    everything = as_(tom).get("/networks/paid/documents/").content.decode()
    assert "AF2027-0001" in everything
    assert "Ana Dubois" in everything
    assert "No document was issued to you yet" in as_(bo).get("/me/documents/").content.decode()


def test_a_file_is_handed_to_whom_it_concerns_and_to_nobody_else(
    as_: Browser, tom: Person, ana: Person, bo: Person, dee: Person, cy: Person, to_ana: Document, of_birch: Document
) -> None:
    assert as_(ana).get(f"/documents/{to_ana.pk}/ubl/").status_code == 404  # not written yet
    write_papers(clock.now())
    for document, readers, others in ((to_ana, (tom, ana), (bo, dee, cy)), (of_birch, (tom, bo), (ana, dee, cy))):
        where = f"/documents/{document.pk}/ubl/"
        for reader in readers:
            answer = as_(reader).get(where)
            assert answer.headers["Content-Type"] == "application/xml"
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.number}.xml"'
            assert "no-store" in answer.headers["Cache-Control"]
            assert hash_of(answer.content) == document.papers.get(form="ubl").sha256
        assert {as_(other).get(where).status_code for other in others} == {404}
    assert as_(ana).get("/documents/999999/ubl/").status_code == 404


@pytest.mark.skipif(bool(why_not()), reason="sheets of documents (no Pango here: apt-get install libpango-1.0-0)")
def test_the_sheet_is_handed_out_as_a_pdf(as_: Browser, ana: Person, to_ana: Document) -> None:
    assert "being written" in as_(ana).get("/me/documents/").content.decode()
    write_papers(clock.now())
    answer = as_(ana).get(f"/documents/{to_ana.pk}/pdf/")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="F2027-0001.pdf"'
    assert f"/documents/{to_ana.pk}/pdf/" in as_(ana).get("/me/documents/").content.decode()


def test_a_long_list_costs_no_more_than_a_short_one(as_: Browser, tom: Person, paid: Network) -> None:
    client = as_(tom)

    def queries() -> int:
        client.get("/networks/paid/documents/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/networks/paid/documents/").status_code == 200
        return len(caught)

    issue(of(paid), seller=paid, by="worker")
    few = queries()
    for nth in range(30):
        issue(of(paid, f"pass:{nth}"), seller=paid, by="worker")
    assert queries() == few <= 8


def test_whoever_keeps_books_finds_the_way_there(as_: Browser, tom: Person, bo: Person, paid: Network) -> None:
    for page in ("/manage/", "/networks/paid/"):
        assert "/networks/paid/money/" in as_(tom).get(page).content.decode()
        assert "/networks/paid/money/" not in as_(bo).get(page).content.decode()
