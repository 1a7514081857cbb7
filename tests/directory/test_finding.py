"""What a traveller types, and what is found."""

import pytest

from passerelle.directory.queries import around, exported, find, finding, spaces_called
from passerelle.directory.queries.rows import EXPORTED, rows_counted
from passerelle.directory.queries.understanding import SHOWN, understand
from passerelle.directory.rules import Order, Search, Window
from passerelle.kit import clock
from passerelle.kit.places import Point
from passerelle.networks.models import Network
from passerelle.networks.rules import Included, Terms, Way
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind
from tests.makers import make_affiliation, make_country, make_network, make_space, make_spaces, make_town

TOKYO, BRUSSELS, LIEGE = Point(35.6895, 139.6917), Point(50.8505, 4.3488), Point(50.6337, 5.5675)
CEILING = 8


@pytest.fixture(autouse=True)
def _world(db, wednesday_noon):
    make_town("Tokyo", "JP", TOKYO, 9_000_000, names=("東京", "Tokio"))
    make_town("Brussels", "BE", BRUSSELS, 1_000_000, names=("Bruxelles", "Brussel"))
    make_town("Liège", "BE", LIEGE, 200_000, names=("Luik", "Lüttich"))
    make_town("Paris", "FR", Point(48.85, 2.35), 2_000_000)
    make_town("Paris", "US", Point(33.66, -95.55), 25_000)
    make_town("Hive", "GB", Point(50.9, 1.1), 6_000)
    make_town("Holetown", "BB", Point(13.19, -59.64), 1_500)
    make_town("Hong Kong", "HK", Point(22.28, 114.17), 7_000_000)
    make_country("BE", "Belgique", "Belgium", "België")
    make_country("HK", "Hong Kong", "香港")
    make_country("JP", "Japon", "Japan", "日本")


@pytest.fixture
def hive():
    return make_space(
        "The Hive", town="Hong Kong", country="HK", latitude=22.2795, longitude=114.1722, time_zone="Asia/Hong_Kong"
    )


@pytest.fixture
def beta():
    return make_space("Betacowork", town="Bruxelles", latitude=50.83, longitude=4.40)


@pytest.fixture
def forge():
    return make_space("La Forge Coworking", town="Liège", latitude=50.64, longitude=5.57)


def names(search):
    return [one.space.name for one in find(search).finds]


@pytest.mark.parametrize(
    "text", ["Bruxelles", "bruxelles", "Brussel", "BRUSSELS", "Bruxlles", "Bruxelels", "Bruxelles, Belgique"]
)
def test_a_town_is_found_in_any_language_and_with_an_error(beta, forge, text):
    found = find(Search(q=text))
    assert found.understood.town.name == "Brussels"
    assert [one.space for one in found.finds] == [beta]
    assert found.finds[0].km == pytest.approx(4.2, abs=0.5)
    assert bool(found.understood.read_as) == (text in {"Bruxlles", "Bruxelels"})


@pytest.mark.parametrize("text", ["東京", "tokyo", "Tokio", "tokyo japon"])
def test_a_town_is_found_in_any_alphabet(text):
    here = make_space("Nippon Desk", town="東京", country="JP", latitude=35.68, longitude=139.70)
    assert names(Search(q=text)) == [here.name]


@pytest.mark.parametrize("text", ["honk kong", "hong kong", "Hong-Kong", "香港", "the hive", "hiv", "The Hivee"])
def test_the_hive_is_found(hive, beta, text):
    assert names(Search(q=text)) == ["The Hive"]


def test_the_hive_is_no_village(hive):
    understood = find(Search(q="hive")).understood
    assert understood.town is None
    assert [town.name for town in understood.others] == ["Hive"]
    assert find(Search(q="hive", town=understood.others[0].pk)).understood.town.name == "Hive"


@pytest.mark.parametrize("text", ["belgique", "Belgium", "belgië"])
def test_a_country_is_all_its_spaces(beta, forge, hive, text):
    assert names(Search(q=text)) == ["Betacowork", "La Forge Coworking"]


@pytest.mark.parametrize("text", ["coworking belgique", "Belgique coworking", "cowrking belgium", "forge, belgique"])
def test_a_word_and_a_country_have_both_to_be_true(beta, forge, hive, text):
    assert names(Search(q=text)) == ["La Forge Coworking"]


def test_of_several_towns_of_one_name_the_largest_is_meant_and_the_others_are_offered():
    there = make_space("Texas Desk", town="Paris", country="US", latitude=33.67, longitude=-95.55)
    here = make_space("Seine Desk", town="Paris", country="FR", latitude=48.86, longitude=2.36)
    lost = make_space("Lost Desk", town="Paris", country="FR", latitude=None, longitude=None)
    found = find(Search(q="Paris"))
    assert [one.space for one in found.finds] == [here]
    assert list(found.elsewhere) == [there]
    assert list(found.without_point) == [lost]
    (other,) = found.understood.others
    assert names(Search(q="Paris", town=other.pk)) == ["Texas Desk"]


def test_where_nothing_stands_in_the_neighbourhood_the_nearest_are_shown(beta):
    found = find(Search(q="Liège"))
    assert [one.space for one in found.finds] == [beta]
    assert found.is_further
    assert found.finds[0].km > 80


def test_words_that_nobody_has_find_nothing(beta):
    found = find(Search(q="atlantis zzzz"))
    assert (found.finds, found.total) == ((), 0)


def test_near_a_point_the_nearest_come_first_across_the_antimeridian():
    west = make_space("West", latitude=-17.0, longitude=179.95)
    east = make_space("East", latitude=-17.0, longitude=-179.9)
    assert names(Search(near=Point(-17.0, 179.99))) == [west.name, east.name]
    assert names(Search(near=Point(-17.0, -179.93))) == [east.name, west.name]
    assert names(Search(near=Point(-17.0, 179.99), order=Order.NAME)) == [east.name, west.name]
    assert names(Search(bbox=Window(179, -18, -179, -16))) == [east.name, west.name]


def test_each_filter_leaves_out_what_does_not_answer(beta, forge, hive):
    network = make_network("Net", slug="net", terms=Terms(free_days=2, way=Way.NOTICE, included=(Included.BICYCLES,)))
    make_affiliation(beta, network)
    make_affiliation(hive, network, deviations={"free_days": 5, "way": "drop_in"})
    Space.objects.filter(pk=forge.pk).update(kind=Kind.CAFE, features=" domiciliation wifi ")
    everywhere = {"network": "net"}
    assert names(Search(**everywhere)) == ["Betacowork", "The Hive"]
    assert names(Search(network="nobody")) == []
    assert names(Search(free_days=3)) == ["The Hive"]
    assert names(Search(ways=(Way.NOTICE,))) == ["Betacowork"]
    assert names(Search(kinds=(Kind.CAFE,))) == ["La Forge Coworking"]
    assert names(Search(there=("wifi",))) == ["La Forge Coworking"]
    assert names(Search(there=("bicycles",))) == ["Betacowork", "The Hive"]
    assert names(Search(there=("domiciliation", "wifi"), kinds=(Kind.CAFE,))) == ["La Forge Coworking"]
    assert names(Search(q="Bruxelles", free_days=2)) == ["Betacowork"]
    assert names(Search(q="Bruxelles", kinds=(Kind.CAFE,))) == ["La Forge Coworking"]  # the nearest café


def test_open_now_needs_hours_and_a_country(beta, hive):
    make_space("Nowhere Known", country="", time_zone="UTC", hours="Mo-Su 00:00-24:00")
    make_space("Of Unknown Hours", hours="")
    assert names(Search(open_now=True)) == ["Betacowork"]  # it is 19 h in Hong Kong


@pytest.mark.parametrize(
    "search",
    [
        Search(),
        Search(q="betacowork"),
        Search(q="Bruxelles"),
        Search(near=BRUSSELS),
        Search(near=BRUSSELS, order=Order.NAME),
        Search(kinds=(Kind.COWORKING,), q="beta"),
        Search(bbox=Window(4, 50, 5, 51)),
    ],
)
def test_a_find_is_what_is_kept_of_it_whichever_way_it_was_found(beta, hive, search):
    kept = Space.objects.get(pk=beta.pk)
    (found,) = [one.space for one in find(search).finds if one.space == beta]
    assert {column: getattr(found, column) for column in SHOWN} == {column: getattr(kept, column) for column in SHOWN}
    (exported_one,) = [one for one in exported(search, 10).spaces if one == beta]
    assert [getattr(exported_one, column) for column in EXPORTED] == [getattr(kept, column) for column in EXPORTED]


def test_a_sort_of_search_is_composed_once_whatever_is_looked_for(beta, hive):
    rows_counted.cache_clear()
    for network, free_days, point in (("net", 1, BRUSSELS), ("other", 2, TOKYO), ("third", 3, LIEGE)):
        find(Search(near=point, free_days=free_days, network=network, kinds=(Kind.CAFE,)))
    assert rows_counted.cache_info().currsize == 1


def test_what_was_joined_into_another_is_found_nowhere(beta, forge):
    Space.objects.filter(pk=forge.pk).update(joined_into=beta)
    assert names(Search()) == ["Betacowork"]
    assert names(Search(q="forge")) == []
    assert names(Search(near=LIEGE)) == ["Betacowork"]
    assert exported(Search(), 10).spaces == [beta]
    assert list(spaces_called("forge")) == []


def test_spaces_called_forgives_an_error_and_counts_every_word(beta, forge):
    assert list(spaces_called("forge coworkin")) == [forge]
    assert list(spaces_called("forgge")) == [forge]
    assert list(spaces_called("forge bruxelles")) == []
    assert list(spaces_called("")) == [beta, forge]


@pytest.fixture
def thirty(monkeypatch):
    """Thirty spaces, of which every second stands in a network, as if that were very many."""
    monkeypatch.setattr(finding, "RARE", 3)
    monkeypatch.setattr(finding, "LOOKED_AT", 12)
    monkeypatch.setattr(finding, "ROWS_A_PAGE", 6)
    network, spaces = make_network("Net", slug="net"), make_spaces(30)
    for space in spaces[::2]:
        make_affiliation(space, network)
    return spaces


def test_a_full_page_of_the_first_by_name_is_no_sample(thirty):
    found = find(Search(kinds=(Kind.COWORKING,), network="net"))
    assert [one.space for one in found.finds] == thirty[:12:2]
    assert (found.is_sample, found.is_more, found.has_next) == (False, True, True)


def test_of_two_common_conditions_only_so_many_are_looked_at_and_that_is_said(thirty, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", 8)
    found = find(Search(kinds=(Kind.COWORKING,), network="net"))
    assert [one.space for one in found.finds] == thirty[:8:2]
    assert (found.is_sample, found.is_more) == (True, True)
    Space.objects.update(features=" domiciliation ")
    no_order = find(Search(there=("domiciliation",), network="net"))  # neither of the two is in order by name
    assert (len(no_order.finds), no_order.is_sample) == (6, True)


def test_where_a_condition_is_rare_all_are_looked_at(thirty):
    Space.objects.filter(pk__in=[thirty[20].pk, thirty[21].pk]).update(features=" domiciliation ")
    found = find(Search(there=("domiciliation",), network="net"))
    assert [one.space for one in found.finds] == [thirty[20]]
    assert (found.is_sample, found.is_more, found.total) == (False, False, 1)


def test_around_a_point_one_looks_twice_and_says_how_far_one_did_not(thirty, monkeypatch):
    monkeypatch.setattr(finding, "COUNTED", 1)
    monkeypatch.setattr(finding, "LOOKED_AT_FOR_ONE", (1, 1, 1))
    here, network = Point(50.46, 4.86), Network.objects.get()
    full = find(Search(near=here, network="net"))
    assert (len(full.finds), full.is_sample, full.is_more) == (6, False, True)
    Space.objects.filter(pk__in=[one.pk for one in thirty[:4]]).update(features=" domiciliation ")
    for far in make_spaces(10, latitude=10.0, longitude=10.0, features=" domiciliation "):
        make_affiliation(far, network)
    short = find(Search(near=here, network="net", there=("domiciliation",)))
    assert [one.space for one in short.finds] == [thirty[0], thirty[2]]
    assert (short.is_sample, short.is_more, short.has_next) == (True, True, False)
    nobody = find(Search(near=Point(50.46, 4.86), network="net", there=("domiciliation",), kinds=(Kind.CAFE,)))
    assert (nobody.finds, nobody.is_sample) == ((), False)  # no café at all: all of them were looked at


def test_lots_go_on_where_the_last_ended():
    spaces = make_spaces(5)
    first = exported(Search(q="space"), 2)
    assert (first.spaces, first.has_more) == (spaces[:2], True)
    last = exported(Search(q="space"), 3, after=first.spaces[-1].pk)
    assert (last.spaces, last.has_more) == (spaces[2:], False)


def test_around_a_space_stand_its_neighbours_and_the_nearest_host(beta, forge, hive):
    day = clock.now().date()
    make_affiliation(hive, make_network("Net"))
    found = around(beta, day)
    assert found.neighbours == []
    assert found.host is None  # Hong Kong is too far to send anybody
    near = make_space("Near", latitude=50.84, longitude=4.41)
    make_affiliation(forge, make_network("Other"))
    found = around(beta, day)
    assert [space for space, _ in found.neighbours] == [near]
    assert found.host[0] == forge


@pytest.mark.parametrize(
    "search",
    [
        Search(),
        Search(q="Bruxlles"),
        Search(q="東京"),
        Search(q="cowrking forge"),
        Search(q="space 00"),
        Search(near=BRUSSELS, kinds=(Kind.CAFE,), there=("domiciliation",)),
        Search(network="net", open_now=True),
    ],
)
def test_a_search_takes_few_queries(forge, search, django_assert_max_num_queries):
    make_spaces(60)
    with django_assert_max_num_queries(CEILING - 2):
        find(search)


def test_understanding_an_empty_text_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert understand(" -- ").words == ()
