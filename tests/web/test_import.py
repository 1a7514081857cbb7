"""The organiser's pages of lists: send a file, see what would come of it, say so; then say what is one place."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passerelle.kit import clock
from passerelle.listings.actions import imports
from passerelle.listings.actions.imports import let_go_of_old_lists
from passerelle.listings.jobs import take_up_lists
from passerelle.listings.models import Import, Pair
from passerelle.listings.rules import Verdict
from passerelle.listings.rules.told import MOST_HEADINGS
from passerelle.networks.models import Affiliation
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind
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
    """The file, and on the next page where it comes from; gives the address of that page."""
    file = SimpleUploadedFile(name, written(NAMUR, LIEGE, {"address": "x"}) if content is None else content)
    at = browser.post(IMPORT, {"file": file}).headers["Location"]
    browser.post(at, {"act": "source", "source_name": "Map of 2014", "licence": "ODbL"} | said)
    return at


@pytest.fixture
def pair(visa):
    space = make_space("La Ruche", slug="ruche", address="Rue de Fer 48", latitude=50.4663, longitude=4.8654)
    make_affiliation(space, visa)
    take(NAMUR, LIEGE)
    return Pair.objects.get()


def test_a_file_is_sent_read_shown_and_taken_in(organiser, visa):
    at = send(organiser, told_on="2014-12-31")
    assert at == f"{IMPORT}{Import.objects.get().reference}/"
    page = text_of(organiser.get(at))
    assert "The file is being read." in page
    assert 'hx-trigger="every 2s"' in page
    take_up_lists(clock.now())
    page = text_of(organiser.get(at))
    assert "This is what would come of it" in page
    assert "Save these 2 places" in page
    assert "Map of 2014 · ODbL · 31 December 2014" in page
    assert "1 row is refused" in page
    assert page.index("Line 3, name: the name is missing.") < page.index("with coordinates")
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
    rows = (NAMUR | {"website": "Poligon"}, {"name": ""})
    browser = as_(olga)
    send(browser, written(*rows))
    take_up_lists(clock.now())
    browser.cookies["django_language"] = "fr"
    page = text_of(browser.get(f"{IMPORT}{Import.objects.get().reference}/", headers={"accept-language": "fr"}))
    assert "Ligne 1, site : « Poligon » n’est pas l’adresse d’un site." in page
    assert "Enregistrer ce lieu" in page


def test_the_file_is_kept_while_something_is_wrong_with_what_is_said_of_it(organiser, visa):
    file = SimpleUploadedFile("map.json", written(NAMUR))
    at = organiser.post(IMPORT, {"file": file}).headers["Location"]
    assert "Say where it comes from" in text_of(organiser.get(at))
    wrong = {"act": "source", "source_name": "", "licence": "ODbL of its authors", "told_on": "2999-01-01"}
    page = text_of(organiser.post(at, wrong))
    assert "Say where the list comes from." in page
    assert 'value="ODbL of its authors"' in page
    page = text_of(organiser.post(at, wrong | {"source_name": "Map"}))
    assert "The date of the list has not come yet." in page
    assert organiser.post(at, wrong | {"source_name": "Map", "told_on": "31/12/2014"}).status_code == 302
    take_up_lists(clock.now())
    assert "Save this place" in text_of(organiser.get(at))


def test_where_it_comes_from_can_be_said_otherwise_after_the_report(organiser, visa):
    at = send(organiser)
    take_up_lists(clock.now())
    assert '<details class="more" open' not in text_of(organiser.get(at))
    assert '<details class="more" open' in text_of(organiser.post(at, {"act": "source", "source_name": ""}))
    page = text_of(organiser.post(at, {"act": "source", "source_name": "Another map"}, follow=True))
    assert "The file is being read." in page
    take_up_lists(clock.now())
    assert "Another map" in text_of(organiser.get(at))


def test_a_list_is_left(organiser, visa):
    at = send(organiser)
    take_up_lists(clock.now())
    page = text_of(organiser.post(at, {"act": "leave"}, follow=True))
    assert "This file was left. Nothing of it was kept." in page
    assert "left; nothing was kept" in text_of(organiser.get(IMPORT))
    page = text_of(organiser.post(at, {"act": "take_in"}, follow=True))
    assert "Meanwhile this list has moved on." in page


def test_a_list_that_lapsed_says_so(organiser, visa):
    at = send(organiser)
    take_up_lists(clock.now())
    let_go_of_old_lists(clock.now() + timedelta(days=8))
    assert "Nobody said a word on this file for seven days" in text_of(organiser.get(at))


def test_the_sixth_list_that_waits_is_refused_in_words(organiser, visa):
    for number in range(5):
        organiser.post(IMPORT, {"file": SimpleUploadedFile(f"{number}.json", written(NAMUR))})
    page = text_of(organiser.post(IMPORT, {"file": SimpleUploadedFile("6.json", written(NAMUR))}))
    assert "5 lists wait for a word already." in page
    assert Import.objects.count() == 5


def test_a_file_in_one_line_is_counted_by_its_elements_and_breaks_at_a_column(organiser, visa):
    at = send(organiser, b'[{"name": "A"}, {"address": "x"}]')
    take_up_lists(clock.now())
    assert "Element 2, name: the name is missing." in text_of(organiser.get(at))
    at = send(organiser, b'[{"name": "A"}, {"name" "B"}]')
    take_up_lists(clock.now())
    assert "The file breaks at line 1, column 25" in text_of(organiser.get(at))


def test_a_file_with_too_many_headings_is_refused_with_how_many_there_may_be(organiser, visa):
    at = send(organiser, written(*({"name": "A", f"k{number}": "1"} for number in range(MOST_HEADINGS + 1))))
    take_up_lists(clock.now())
    assert "The file has more than 5,000 different headings" in text_of(organiser.get(at))


def test_a_list_that_is_sent_has_so_many_rows_at_most(organiser, visa, monkeypatch):
    monkeypatch.setattr(imports, "MOST_ROWS_SENT", 2)
    at = send(organiser, written(NAMUR, LIEGE, NAMUR))
    take_up_lists(clock.now())
    assert "The file has more than 2 rows." in text_of(organiser.get(at))


def test_very_many_lines_are_folded_behind_the_first(organiser, visa):
    at = send(organiser, written(*({"address": f"Rue {number}"} for number in range(300)), NAMUR))
    take_up_lists(clock.now())
    page = text_of(organiser.get(at))
    assert "192 more rows" in page
    assert "And 100 more." in page
    assert page.index("Line 8, name") < page.index("192 more rows") < page.index("Line 9, name")


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
    page = text_of(organiser.post(IMPORT, {}))
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
    assert "1 pair waits" in page
    assert page.count("Rue de Fer 48") == 2
    assert "<mark>" not in page
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
    assert "1 pair waits" in page


def test_what_differs_between_two_is_marked_word_by_word(organiser, pair):
    Space.objects.filter(pk=pair.first_id).update(address="Rue de Fer 50", website="http://www.ruche.example/")
    Space.objects.filter(pk=pair.second_id).update(website="https://ruche.example")
    page = text_of(organiser.get(PAIRS))
    assert "Rue de Fer <mark>50</mark>" in page
    assert "Rue de Fer <mark>48</mark>" in page
    assert page.count("<mark>") == 2


def test_a_pair_is_kept_apart_by_a_click(organiser, pair):
    organiser.post(f"{PAIRS}{pair.pk}/", {"said": "two"})
    pair.refresh_from_db()
    assert pair.verdict == Verdict.APART
    assert organiser.post(f"{PAIRS}{pair.pk}/", {"said": "perhaps"}).status_code == 400


def test_whoever_runs_the_instance_decides_on_spaces_of_no_network(as_, pair, olga):
    Affiliation.objects.filter(space__in=(pair.first, pair.second)).delete()
    keeper = as_(make_person("Keeper", runs_the_instance=True))
    assert "1 likely pair</a>" in text_of(keeper.get("/me/"))
    assert "1 pair waits" in text_of(keeper.get("/duplicates/"))
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


def test_what_kind_of_places_it_lists_is_said_with_it(organiser, visa):
    send(organiser, kind="coworking")
    assert Import.objects.get().kind == Kind.COWORKING
    send(organiser, kind="castle")
    send(organiser, kind="")
    assert sorted(Import.objects.values_list("kind", flat=True)) == [Kind.COWORKING, Kind.UNKNOWN, Kind.UNKNOWN]


def test_the_report_names_what_was_not_taken(organiser, visa):
    send(organiser, content=written(NAMUR | {"music": "<loud>"}, LIEGE | {"music": "soft"}))
    take_up_lists(clock.now())
    one = Import.objects.get()
    assert one.report["not_taken"] == [{"column": "music", "rows": 2, "example": "<loud>"}]
    page = text_of(organiser.get(f"{IMPORT}{one.reference}/"))
    assert "<td>music</td><td>2</td><td>&lt;loud&gt;</td>" in page
