"""The organiser's pages of lists: send a file, see what would come of it, say so; then say what is one place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passerelle.kit import clock
from passerelle.listings.jobs import take_up_lists
from passerelle.listings.models import Import, Pair
from passerelle.listings.rules import Verdict
from passerelle.networks.models import Affiliation
from passerelle.spaces.models import Space
from tests.listings.lists import LIEGE, NAMUR, take, written
from tests.makers import make_affiliation, make_network, make_officer, make_person, make_space

pytestmark = pytest.mark.django_db

IMPORT = "/networks/visa/organise/import/"
PAIRS = "/networks/visa/organise/duplicates/"


@pytest.fixture
def organiser(as_, olga):
    return as_(olga)


def text_of(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def send(browser, content=None, name="map.json", **said):
    file = SimpleUploadedFile(name, written(NAMUR, LIEGE, {"address": "x"}) if content is None else content)
    return browser.post(IMPORT, {"file": file, "source_name": "Map of 2014", "licence": "ODbL"} | said)


@pytest.fixture
def pair(visa):
    space = make_space("La Ruche", slug="ruche", address="Rue de Fer 48", latitude=50.4663, longitude=4.8654)
    make_affiliation(space, visa)
    take(NAMUR, LIEGE)
    return Pair.objects.get()


def test_a_file_is_sent_read_shown_and_taken_in(organiser, visa):
    response = send(organiser)
    one = Import.objects.get()
    at = f"{IMPORT}{one.reference}/"
    assert response.headers["Location"] == at
    page = text_of(organiser.get(at))
    assert "The file is being read." in page
    assert 'hx-trigger="every 2s"' in page
    take_up_lists(clock.now())
    page = text_of(organiser.get(at))
    assert "This is what would come of it" in page
    assert "Save these 2 places" in page
    assert "Line 3, name: the name is missing." in page
    assert "hx-trigger" not in page
    assert not Space.objects.filter(name="La Ruche").exists()
    assert "The places are being saved." in text_of(organiser.post(at, {"act": "take_in"}, follow=True))
    take_up_lists(clock.now())
    page = text_of(organiser.get(at))
    assert "Done. Everything below is kept" in page
    assert Space.objects.filter(name="La Ruche").exists()
    assert "map.json" in text_of(organiser.get(IMPORT))


def test_the_part_that_is_asked_again_is_the_same_part(organiser, visa):
    send(organiser)
    at = f"{IMPORT}{Import.objects.get().reference}/"
    part = text_of(organiser.get(at, headers={"HX-Target": "import"}))
    assert part.strip().startswith('<div id="import"')
    assert "<html" not in part


def test_lines_are_said_in_french(as_, olga, visa):
    rows = (NAMUR | {"website": "Poligon"},)
    browser = as_(olga)
    send(browser, written(*rows))
    take_up_lists(clock.now())
    browser.cookies["django_language"] = "fr"
    page = text_of(browser.get(f"{IMPORT}{Import.objects.get().reference}/", headers={"accept-language": "fr"}))
    assert "Ligne 1, site : « Poligon » n’est pas l’adresse d’un site." in page
    assert "Enregistrer ce lieu" in page


def test_headings_left_aside_can_be_said(organiser, visa):
    send(organiser, b"Nom,Bidule\nLa Ruche,https://ruche.example\n", "a.csv")
    take_up_lists(clock.now())
    at = f"{IMPORT}{Import.objects.get().reference}/"
    assert "Bidule" in text_of(organiser.get(at))
    organiser.post(at, {"act": "columns", "column_0": "website"})
    take_up_lists(clock.now())
    assert Import.objects.get().report["columns"]["Bidule"] == "website"


def test_a_file_that_cannot_be_read_says_where_it_breaks(organiser, visa):
    send(organiser, b'[{"name": "A"},\n{"name": ')
    take_up_lists(clock.now())
    page = text_of(organiser.get(f"{IMPORT}{Import.objects.get().reference}/"))
    assert "The file breaks at line 2" in page
    assert "Save" not in page


def test_what_is_missing_is_said_beside_the_field(organiser, visa):
    page = text_of(organiser.post(IMPORT, {"source_name": ""}))
    assert "Choose a file." in page
    assert not Import.objects.exists()


def test_an_organiser_of_another_network_finds_nothing(organiser, as_, visa, cy, pair):
    send(organiser)
    reference = Import.objects.get().reference
    make_officer(cy, make_network("Other", slug="other"))
    other = as_(cy)
    for at in (IMPORT, f"{IMPORT}{reference}/", PAIRS):
        assert other.get(at).status_code == 404
    assert other.get(f"/networks/other/organise/import/{reference}/").status_code == 404
    assert other.post(f"/networks/other/organise/duplicates/{pair.pk}/", {"said": "one"}).status_code == 404
    assert "No pair waits" in text_of(other.get("/networks/other/organise/duplicates/"))
    pair.refresh_from_db()
    assert pair.verdict == Verdict.PROPOSED


def test_a_pair_stands_side_by_side_and_is_joined_by_a_click(organiser, pair):
    page = text_of(organiser.get(PAIRS))
    assert "1 likely pair" in page
    assert page.count("Rue de Fer 48") == 2
    assert "From Map of 2014" in page
    assert "Listed by hand" in page
    response = organiser.post(f"{PAIRS}{pair.pk}/", {"said": "one"})
    assert response.headers["Location"] == f"{PAIRS}?page=1&on=1"
    page = text_of(organiser.get(response.headers["Location"]))
    assert "One place: La Ruche." in page
    assert "No pair waits for your word." in page
    assert "Joined just now" in page
    assert Space.objects.filter(name="La Ruche", joined_into=None).count() == 1
    again = text_of(organiser.post(f"{PAIRS}{pair.pk}/", {"said": "two"}, follow=True))
    assert "Somebody has already said what these two are." in again


def test_what_was_joined_by_mistake_is_parted_again(organiser, pair):
    organiser.post(f"{PAIRS}{pair.pk}/", {"said": "one"})
    page = text_of(organiser.post(f"{PAIRS}{pair.pk}/", {"said": "parted"}, follow=True))
    assert "Parted again: both are as they were." in page
    assert "1 likely pair" in page


def test_a_pair_is_kept_apart_by_a_click(organiser, pair):
    organiser.post(f"{PAIRS}{pair.pk}/", {"said": "two"})
    pair.refresh_from_db()
    assert pair.verdict == Verdict.APART
    assert organiser.post(f"{PAIRS}{pair.pk}/", {"said": "perhaps"}).status_code == 400


def test_whoever_runs_the_instance_decides_on_spaces_of_no_network(as_, pair, olga):
    Affiliation.objects.filter(space__in=(pair.first, pair.second)).delete()
    keeper = as_(make_person("Keeper", runs_the_instance=True))
    assert "/duplicates/" in text_of(keeper.get("/me/"))
    assert "1 likely pair" in text_of(keeper.get("/duplicates/"))
    assert keeper.post("/duplicates/999999/", {"said": "one"}).status_code == 404
    response = keeper.post(f"/duplicates/{pair.pk}/", {"said": "one"})
    assert response.headers["Location"] == "/duplicates/?page=1&on=1"
    assert "One place: La Ruche." in text_of(keeper.get(response.headers["Location"]))
    assert Space.objects.filter(name="La Ruche", joined_into=None).count() == 1


def test_nobody_else_decides_for_the_whole_instance(as_, pair, olga, bo):
    for person in (olga, bo):
        browser = as_(person)
        assert browser.get("/duplicates/").status_code == 404
        assert browser.post(f"/duplicates/{pair.pk}/", {"said": "one"}).status_code == 404
    pair.refresh_from_db()
    assert pair.verdict == Verdict.PROPOSED


def test_the_pages_take_few_queries(organiser, visa, pair, django_assert_max_num_queries):
    for number in range(12):
        take(NAMUR, source=f"Source {number}")
    organiser.get(PAIRS)
    with django_assert_max_num_queries(12):
        organiser.get(PAIRS)
    send(organiser)
    take_up_lists(clock.now())
    with django_assert_max_num_queries(9):
        organiser.get(f"{IMPORT}{Import.objects.get().reference}/")


def test_a_manager_reads_which_lines_lists_have_told(as_, pair, bo):
    space = Space.objects.get(slug="la-ruche")
    space.staff.create(person=bo, role="manager")
    page = text_of(as_(bo).get("/manage/la-ruche/"))
    assert "Told by lists" in page
    assert "Map of 2014" in page
