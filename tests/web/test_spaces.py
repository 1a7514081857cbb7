from datetime import UTC, date, datetime

import pytest

from passerelle.kit import clock
from passerelle.kit.places import Point
from passerelle.networks.rules import Terms, Way
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind
from tests.listings.lists import take
from tests.makers import make_affiliation, make_closure, make_network, make_space, make_spaces, make_staff, make_town

CEILING = 8


@pytest.fixture(autouse=True)
def _wednesday(wednesday_noon):
    """Noon in Brussels, 19 h in Hong Kong."""


@pytest.fixture
def stranger(as_):
    return as_(None)


def text_of(response):
    return response.content.decode()


# The first page


def test_the_first_page_asks_one_question_and_shows_some_hosts(stranger, birch, visa, cedar):
    page = text_of(stranger.get("/"))
    assert "Where are you going?" in page
    assert "3 places" in page
    assert "/spaces/birch/" in page
    assert "/spaces/cedar/" not in page  # it stands in no network: it is in the directory, not on the first page


def test_the_first_page_of_an_empty_instance_says_so(stranger, db):
    assert "No space is listed yet." in text_of(stranger.get("/"))


def test_a_place_of_no_known_country_is_written_to_in_the_readers_language_and_in_the_other(stranger):
    make_space("Nulle part", slug="nowhere", country="", language="en", email="")
    make_space("Quelque part", slug="somewhere", country="FR", language="fr", email="")
    texts = ("Bonjour, je suis membre", "Hello, I am a member of a coworking space")
    french = text_of(stranger.get("/spaces/nowhere/", headers={"accept-language": "fr"}))
    assert french.index(texts[0]) < french.index(texts[1])
    english = text_of(stranger.get("/spaces/nowhere/", headers={"accept-language": "en"}))
    assert english.index(texts[1]) < english.index(texts[0])
    local = text_of(stranger.get("/spaces/somewhere/", headers={"accept-language": "en"}))
    assert (texts[0] in local, texts[1] in local) == (True, False)


# The directory


@pytest.mark.parametrize("words", ["hong", "HONG KONG", "bir", "birch hong"])
def test_the_directory_finds_by_name_and_town(stranger, birch, alder, words):
    page = text_of(stranger.get("/spaces/", {"q": words}))
    assert "/spaces/birch/" in page
    assert "/spaces/alder/" not in page


def test_a_search_without_an_answer_keeps_the_words_and_offers_a_way_on(stranger, birch):
    page = text_of(stranger.get("/spaces/", {"q": "<atlantis>"}))
    assert "No space answers to “&lt;atlantis&gt;”" in page
    assert "All spaces" in page


def test_while_one_types_only_the_results_are_sent(stranger, birch):
    part = text_of(stranger.get("/spaces/", {"q": "bir"}, headers={"hx-request": "true", "hx-target": "results"}))
    assert part.lstrip().startswith('<section id="results"')
    assert "<html" not in part
    results, filters_set = part.strip().rsplit("\n", 1)
    page = text_of(stranger.get("/spaces/", {"q": "bir"}))
    assert results in page
    assert filters_set in page


def test_a_part_of_the_directory_is_kept_by_no_browser_and_leaves_the_plain_address(stranger, birch):
    asked = {"q": "bir", "free_days": "", "order": ""}
    headers = {"hx-request": "true", "hx-target": "results"}
    part = stranger.get("/spaces/", asked, headers=headers)
    assert part.headers["Cache-Control"] == "no-store"
    assert part.headers["HX-Push-Url"] == "/spaces/?q=bir"
    of_the_map = stranger.get("/spaces/", {"q": "bir", "bbox": "100,20,120,30"}, headers=headers)
    assert "HX-Push-Url" not in of_the_map.headers


def test_the_directory_is_paged_and_keeps_the_search(stranger, db):
    make_spaces(60)
    second = text_of(stranger.get("/spaces/", {"q": "space", "page": 2}))
    assert "Space 0026" in second
    assert "Space 0025" not in second
    assert "?q=space&amp;page=3" in second
    assert "This list has no page 99." in text_of(stranger.get("/spaces/", {"page": "99"}))


# A space


def test_a_space_says_what_where_when_who_and_on_which_terms(stranger, birch, visa, bo):
    Space.objects.filter(pk=birch.pk).update(kind=Kind.CAFE, summary="By the <harbour>.")
    page = text_of(stranger.get("/spaces/birch/"))
    for said in (
        "café",
        "By the &lt;harbour&gt;.",
        "8 Luard Road",
        "Closed, opens tomorrow at 9:00",
        "It is 19:00 in Hong Kong.",
        "Monday to Friday",
        "9:00 – 18:00",
        "Bo Chan",
        "ask for Mei Wong",
        "Three free days, on request, two visitors a day.",
        "The Visa",
    ):
        assert said in page, said
    assert "birch@example.org" not in page
    assert "bo@example.org" not in page


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2027, 1, 6, 3, 0, tzinfo=UTC), "Open, closes at 18:00"),
        (datetime(2027, 1, 5, 23, 0, tzinfo=UTC), "Closed, opens at 9:00"),
        (datetime(2027, 1, 8, 11, 0, tzinfo=UTC), "Closed, opens on Monday at 9:00"),
    ],
)
def test_open_now_is_by_the_clock_there(stranger, birch, moment, said):
    with clock.at(moment):
        assert said in text_of(stranger.get("/spaces/birch/"))


def test_closed_dates_count_for_open_now_and_are_announced(stranger, alder):
    make_closure(alder, date(2027, 1, 6), date(2027, 1, 8), "Works")
    page = text_of(stranger.get("/spaces/alder/"))
    assert "Closed, opens on Friday at 9:00" in page
    assert "Wed 6\N{NO-BREAK SPACE}Jan" in page.replace("&nbsp;", "\N{NO-BREAK SPACE}").replace(
        "Wed\N{NO-BREAK SPACE}", "Wed "
    )
    assert "Works" in page


def test_hours_that_are_not_known_are_not_guessed(stranger, alder):
    Space.objects.filter(pk=alder.pk).update(hours="")
    page = text_of(stranger.get("/spaces/alder/"))
    assert "Not known. Ask before you come." in page
    assert "opens" not in page


def test_what_a_host_does_otherwise_is_shown_beside_the_networks_default(stranger, alder):
    network = make_network("Kind ones")
    make_affiliation(alder, network, deviations={"free_days": 1, "way": Way.DROP_IN, "day_price": 1800})
    page = text_of(stranger.get("/spaces/alder/"))
    assert "One free day, no need to ask, two visitors a day." in page
    assert "the network: 3 within 90 days" in page
    assert "the network: on request" in page
    assert "€18.00" in page
    assert page.count('class="deviates"') == 3


def test_a_space_in_two_networks_shows_the_terms_of_each(stranger, alder, visa):
    make_affiliation(alder, make_network("Wallonia", terms=Terms(free_days=5)))
    page = text_of(stranger.get("/spaces/alder/"))
    assert "Three free days" in page
    assert "Five free days" in page


def test_a_space_whose_address_is_not_confirmed_gives_a_text_and_the_nearest_that_answers(stranger, birch, visa):
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None, language="en")
    make_space("Near but silent", latitude=22.279, longitude=114.175, email_confirmed_at=None)
    make_space("In no network", latitude=22.28, longitude=114.176)
    make_affiliation(make_space("Elm", slug="elm", latitude=22.4, longitude=114.2), visa)
    page = text_of(stranger.get("/spaces/birch/"))
    assert "This space cannot be asked from here." in page
    assert "Hello, I am a member of a coworking space" in page
    assert page.index("The nearest space that answers:") < page.index("/spaces/elm/")
    assert "/spaces/birch/ask/" not in page


def test_a_space_that_takes_no_part_says_so(stranger, birch, visa):
    Space.objects.filter(pk=birch.pk).update(takes_no_part_since=datetime(2027, 1, 1, tzinfo=UTC))
    page = text_of(stranger.get("/spaces/birch/"))
    assert "it does not take part" in page
    assert "/spaces/birch/ask/" not in page


def test_the_nearest_other_spaces_are_named(stranger, alder):
    make_space("Quay", slug="quay", latitude=50.4607, longitude=4.8701)
    page = text_of(stranger.get("/spaces/alder/"))
    assert "/spaces/quay/" in page
    assert "400\N{NO-BREAK SPACE}m" in page


def test_an_office_centre_says_that_it_receives_nobody_through_a_network(stranger, db):
    make_space("Centre", slug="centre", kind=Kind.OFFICE_CENTRE)
    assert "receives no visitors through a network" in text_of(stranger.get("/spaces/centre/"))


def test_only_its_managers_are_offered_to_change_the_page(as_, birch, bo, dee, cy):
    assert "/manage/birch/" in text_of(as_(bo).get("/spaces/birch/"))
    for other in (dee, cy, None):
        assert "/manage/birch/" not in text_of(as_(other).get("/spaces/birch/"))


def test_a_space_that_does_not_exist_is_not_found(stranger, db):
    assert stranger.get("/spaces/oak/").status_code == 404


# However many there are


@pytest.fixture
def many(birch):
    networks = [make_network(f"Network {number:02}") for number in range(50)]
    spaces = make_spaces(5000, latitude=22.28, longitude=114.17)
    for number, network in enumerate(networks):
        make_affiliation(birch, network)
        for one in spaces[number::50][:2]:
            make_affiliation(one, network)
    return networks


def test_pages_take_few_queries_however_many_rows_there_are(many, birch, bo, as_, django_assert_max_num_queries):
    make_staff(bo, make_space("Another"))
    browser = as_(bo)
    for address in ("/", "/spaces/", "/spaces/?q=space", "/spaces/?q=space&page=150", "/spaces/birch/"):
        with django_assert_max_num_queries(CEILING):
            assert browser.get(address).status_code == 200
    for address in ("/networks/", f"/networks/{many[0].slug}/"):
        with django_assert_max_num_queries(CEILING):
            assert browser.get(address).status_code == 200


def test_nothing_is_promised_for_a_space_where_nobody_answers(stranger, birch, visa):
    assert "3 free days" in text_of(stranger.get("/spaces/?q=birch"))
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None)
    assert "3 free days" not in text_of(stranger.get("/spaces/?q=birch"))
    assert "nobody there answers from here yet" in text_of(stranger.get("/spaces/?q=birch"))
    page = text_of(stranger.get("/spaces/birch/"))
    assert "unless they say otherwise" in page
    assert "Nobody at this space has confirmed it yet." in page


def test_a_kind_that_is_not_known_is_said_to_be_so_and_no_machine_is_told_more(stranger, birch):
    Space.objects.filter(pk=birch.pk).update(kind=Kind.UNKNOWN)
    page = text_of(stranger.get("/spaces/birch/"))
    assert '<span class="tag unknown">kind not known</span>' in page
    assert '"@type": "Place"' in page
    assert 'value="unknown"' in text_of(stranger.get("/spaces/"))


def test_what_a_list_is_owed_says_what_was_derived(stranger, db):
    make_town("Namur", "BE", Point(50.4669, 4.8675))
    take({"id": 1, "name": "Le Pont", "lat": 50.4663, "lon": 4.8654}, kind=Kind.COWORKING)
    page = text_of(stranger.get("/spaces/le-pont/"))
    for said in ("town (derived from the pin)", "kind of place (said of the whole list)", "name,"):
        assert said in page


def test_a_row_of_a_wiki_is_led_to_from_what_it_is_owed(stranger, db):
    take({"name": "Le Hack", "url": "https://wiki.hackerspaces.org/Le_Hack", "lat": 50.4663, "lon": 4.8654})
    page = text_of(stranger.get("/spaces/le-hack/"))
    assert '<a href="https://wiki.hackerspaces.org/Le_Hack" rel="external nofollow noopener">Map of 2014</a>' in page
    assert "<dt>Website</dt>" not in page
