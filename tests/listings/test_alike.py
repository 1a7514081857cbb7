"""Which listings are likely one place."""

import csv
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.kit.places import Point
from passerelle.listings.rules.alike import Alike, Known, likeness, neighbourhoods, pairs_alike
from passerelle.listings.rules.alike_addresses import read_address, same_door
from passerelle.listings.rules.alike_blocks import STEPS_IN_A_CROWD, worth_comparing
from passerelle.listings.rules.alike_names import read_name, resemblance
from passerelle.listings.rules.alike_sites import pages_apart, read_site, same_site
from tests.listings.real_lists import LABELS, SPACES, everything

NAMUR = Point(50.4669, 4.8675)
ALDER = Known("alder", "Alder Coworking", "Namur", "BE", "Rue de Fer 12", "https://alder.example", NAMUR)


def away(metres: float) -> Point:
    """So many metres north of Namur."""
    return Point(NAMUR.latitude + metres / 111_195, NAMUR.longitude)


def reasons(one: Known, other: Known) -> tuple[str, ...]:
    found = likeness(one, other)
    return found.reasons if found else ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("same_address", "same_site")),
        ({"name": "ALDER", "website": ""}, ("same_address",)),
        ({"name": "The Alder Café", "website": "", "address": "12, rue de Fer"}, ("same_address",)),
        ({"address": "12 bis rue de Fer", "point": away(900)}, ("same_address", "same_site")),
        ({"address": "", "website": "", "point": away(250)}, ("near_and_alike",)),
        ({"address": "", "website": "", "point": away(2_000)}, ("same_name_in_town",)),
        ({"point": None}, ("same_address", "same_site")),
        ({"point": None, "address": "", "website": ""}, ("same_name_in_town",)),
        ({"point": None, "address": "", "website": "", "town": "", "country": ""}, ("same_name",)),
        ({"point": None, "town": "", "address": "Rue de Fer 12, 5000 Namur, Belgium"}, ("same_address", "same_site")),
        ({"name": "Aldre Coworking", "website": "", "point": away(20)}, ()),
        ({"name": "Birch Coworking"}, ()),
        ({"name": "Birch", "website": ""}, ()),
        ({"address": "Rue de Bruxelles 40", "point": away(300)}, ()),
        ({"address": "Rue de Fer 48", "point": away(300)}, ()),
        ({"address": "Rue de Bruxelles 40", "point": away(30)}, ("near_and_alike", "same_site")),
        ({"town": "Liège", "address": "Rue de Fer 12", "point": Point(50.63, 5.57)}, ()),
        ({"town": "Liège", "address": "", "point": None}, ()),
        ({"name": "Alder Coworking 2", "address": "", "point": away(100)}, ()),
        ({"name": "Alder Jambes", "address": "Rue de Dave 3", "point": away(100)}, ()),
    ],
    ids=[
        "all the same",
        "the name alone at one door",
        "a café below",
        "a pin set badly",
        "near, without an address",
        "somewhere in town, without an address",
        "without a pin",
        "only name and town",
        "only a name",
        "the town stands in the address",
        "another word",
        "a neighbour with the same site",
        "a neighbour in the house",
        "a branch 300 metres on",
        "a branch in the same street",
        "the other door of a corner house",
        "the same street in another town",
        "another town, without a pin",
        "the second of two",
        "a branch with a name of its own",
    ],
)
def test_what_is_one_place_and_what_is_not(change: dict[str, object], expected: tuple[str, ...]) -> None:
    assert reasons(ALDER, replace(ALDER, key="other", **change)) == expected  # type: ignore[arg-type]


def test_fifteen_branches_in_fifteen_towns_stay_fifteen() -> None:
    branches = [
        Known(
            number, "Birch Works", f"Town {number}", "FR", "1 rue Haute", "https://birch.example", Point(40 + number, 2)
        )
        for number in range(15)
    ]
    pinless = [replace(branch, point=None) for branch in branches]
    assert pairs_alike(branches, []) == pairs_alike(pinless, []) == []


def test_branches_of_one_town_stay_apart_whatever_they_share() -> None:
    branches = [
        Known(
            number,
            "Birch Works",
            "Lyon",
            "FR",
            f"{number} rue {street}",
            "https://birch.example/lyon",
            away(300 * number),
        )
        for number, street in enumerate(["Haute", "Basse", "Neuve", "Vieille", "Haute"], start=1)
    ]
    assert pairs_alike(branches, []) == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Точка кипения", "Tochka Kipeniya"),
        ("Коворкинг Берёза", "Bereza Coworking"),
        ("Κυψέλη", "Kypseli"),
        ("スペース ハカドル", "Hakadoru Space"),
        ("스톤 워크플레이스", "STONE Workplace"),
        ("Ｃａｆｆｉｃｅ", "Caffice"),
        ("Œuvre Ouverte", "Oeuvre ouverte"),
        ("Hakierspejs Łódź", "hakierspejs lodz"),
    ],
)
def test_names_meet_across_alphabets(here: str, there: str) -> None:
    one = replace(ALDER, key=1, name=here, address="", website="")
    other = replace(ALDER, key=2, name=there, address="", website="", point=away(60))
    assert reasons(one, other) == ("near_and_alike",)
    assert reasons(one, replace(other, name="Cedar")) == ()
    assert neighbourhoods(one) & neighbourhoods(other)


def test_names_of_one_alphabet_must_be_written_alike() -> None:
    assert resemblance(read_name("Stone"), read_name("Satin"), []).score == 0
    assert resemblance(read_name("Сосна"), read_name("Весна"), []).score == 0


def test_words_that_every_name_has_tell_nothing() -> None:
    one, other = read_name("Coworking Namur"), read_name("Namur Hub")
    assert resemblance(one, other, {"namur"}).score == 0
    same = replace(ALDER, name="Coworking Space", address="", website="")
    assert reasons(same, replace(same, key="other", point=away(200))) == ()


def test_a_name_without_a_place_is_no_more_than_a_guess_and_needs_to_be_the_only_one() -> None:
    nowhere = Known("nowhere", "Alder Coworking", "", "", "", "", None)
    far = replace(ALDER, key="far", town="Lyon", point=Point(45.7, 4.8))
    assert [pair.reasons for pair in pairs_alike([nowhere], [ALDER])] == [("same_name",)]
    assert pairs_alike([nowhere], [ALDER, far]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Rue de Fer 12", "12, rue de Fer", True),
        ("Adalbertstraße 7-8, 10999 Berlin", "Adalbertstr. 8", True),
        ("4 ter rue Eugène Dulout", "4 Rue Eugene Dulout", True),
        ("3428 N 15th Ave, Phoenix, AZ 85015", "3428 North 15th Avenue, Phoenix", True),
        ("Calle Hibiscos, nº3 Local 01, 11007 Cádiz", "C/ Hibiscos 3", True),
        ("14 bd Charles Péguy", "Hôtel d'entreprises - 14 boulevard Charles Peguy", True),
        ("5th Floor, 46/1, Church Street, Bangalore", "46 Church Street", True),
        ("Calle Alta, 3, 11007 Cádiz", "Calle Baja, 3, 11007 Cádiz", False),
        ("Rue de Fer 12", "Rue de Fer 14", False),
        ("Rue de Fer 12", "Rue Haute 12", False),
        ("Schottenfeldgasse 85 1070 Vienna", "Lindengasse 56, 1070 Vienna", False),
        ("1000 Bruxelles, rue Haute 5", "1000 Bruxelles, rue Neuve 7", False),
        ("425 2nd Street, San Francisco", "425 3rd Street, San Francisco", False),
        ("Rue de Fer", "Rue de Fer 12", None),
        ("", "Rue de Fer 12", None),
    ],
)
def test_two_addresses_name_one_door_or_not(one: str, other: str, same: bool | None) -> None:
    assert same_door(read_address(one), read_address(other), frozenset()) is same
    assert same_door(read_address(other), read_address(one), frozenset()) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.alder.example/", "alder.example", True),
        ("https://lyon.alder.example", "https://alder.example/paris", True),
        ("http://alder.co.uk", "http://birch.co.uk", False),
        ("https://www.facebook.com/alder", "http://facebook.com/alder/", True),
        ("https://www.facebook.com/alder", "https://www.facebook.com/birch", False),
        ("https://wiki.hackerspaces.org/Alder", "https://wiki.hackerspaces.org/Birch", False),
        ("http://alder.wordpress.com", "http://birch.wordpress.com", False),
        ("https://facebook.com", "https://facebook.com", False),
        ("http://[alder", "http://[alder", False),
        ("", "", False),
    ],
)
def test_two_addresses_of_the_web_are_one_site_or_not(one: str, other: str, same: bool) -> None:
    assert same_site(read_site(one), read_site(other)) is same


def test_a_chain_gives_each_branch_a_page() -> None:
    assert pages_apart(read_site("alder.example/wedding"), read_site("alder.example/mitte"))
    assert not pages_apart(read_site("alder.example/wedding"), read_site("alder.example"))


TEXTS = st.sampled_from(
    ["", "Alder", "Alder Hub", "Birch", "Берёза", "the alder 2", "12 rue Haute", "rue Haute", "Namur"]
)
PINS = st.none() | st.builds(away, st.sampled_from([0, 30, 120, 400, 4_000])) | st.just(Point(-10.0, 179.9999))
SITES = st.sampled_from(["", "alder.example", "alder.example/a", "facebook.com/x"])
PLACES = st.builds(Known, st.integers(0, 9), TEXTS, TEXTS, st.sampled_from(["", "BE", "FR"]), TEXTS, SITES, PINS)


@given(PLACES, PLACES)
def test_likeness_does_not_mind_the_order(one: Known, other: Known) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert found is None or (found.first != found.second and 0 < found.score <= 1 and found.reasons)


@given(PLACES, PLACES)
def test_what_is_alike_shares_a_neighbourhood(one: Known, other: Known) -> None:
    assert likeness(one, other) is None or neighbourhoods(one) & neighbourhoods(other)


@given(st.lists(PLACES, max_size=8, unique_by=lambda place: place.key), st.randoms(), st.integers(0, 8))
def test_pairs_come_once_and_in_no_matter_what_order(places: list[Known], chance: object, cut: int) -> None:
    fresh, others = places[:cut], places[cut:]
    found = pairs_alike(fresh, others)
    assert found == pairs_alike(fresh[::-1], others[::-1])
    assert len({(pair.first, pair.second) for pair in found}) == len(found)
    new = {place.key for place in fresh}
    assert all(pair.first != pair.second and {pair.first, pair.second} & new for pair in found)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_those_known_before_are_not_compared_with_each_other() -> None:
    twin, fresh = replace(ALDER, key="twin"), replace(ALDER, key="fresh")
    assert pairs_alike([], [ALDER, twin]) == []
    assert {(pair.first, pair.second) for pair in pairs_alike([fresh], [ALDER, twin])} == {
        ("alder", "fresh"),
        ("fresh", "twin"),
    }


def test_neighbours_across_the_date_line_share_a_cell() -> None:
    west, east = replace(ALDER, point=Point(-17.0, 179.9995)), replace(ALDER, key=2, point=Point(-17.0, -179.9995))
    assert any(key.startswith("near:") for key in neighbourhoods(west) & neighbourhoods(east))


def test_a_crowd_on_one_spot_costs_no_more_than_a_few_looks_each() -> None:
    crowd = 5_000
    looks = list(worth_comparing([{"near:1"}] * crowd, [str(number) for number in range(crowd)], crowd))
    assert len(looks) == len(set(looks)) <= crowd * STEPS_IN_A_CROWD


def test_twins_in_a_crowd_are_found() -> None:
    crowd = [replace(ALDER, key=number, name=f"Space{number:05} Works", website="") for number in range(500)]
    twin = replace(crowd[250], key="twin")
    assert Alike(250, "twin", 0.9, ("same_address",)) in pairs_alike([twin], crowd)


# The real lists

real = pytest.mark.skipif(not SPACES.exists(), reason="the lists of spaces are not beside this checkout")
Rows = frozenset[str]


def labels() -> dict[Rows, str]:
    """What a person said of two rows: same, other, or moved (one space, at another door since)."""
    with LABELS.open() as lines:
        return {frozenset({each["first_row"], each["second_row"]}): each["verdict"] for each in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def proposed() -> list[Rows]:
    return [frozenset({str(pair.first), str(pair.second)}) for pair in pairs_alike(everything(), [])]


@real
def test_every_proposal_was_looked_at(proposed: list[Rows]) -> None:
    names = {place.key: place.name for place in everything()}
    assert [{row: names[row] for row in rows} for rows in proposed if rows not in labels()] == []


@real
def test_nineteen_of_twenty_proposals_are_right(proposed: list[Rows]) -> None:
    said = Counter(labels()[rows] for rows in proposed)
    assert said["same"] >= 0.95 * len(proposed)


@real
def test_nearly_all_that_are_the_same_are_proposed(proposed: list[Rows]) -> None:
    same = {rows for rows, verdict in labels().items() if verdict == "same"}
    between = {rows for rows in same if len({row.split(":")[0] for row in rows}) == 2}
    assert len(same & {*proposed}) >= 0.9 * len(same)
    assert len(between & {*proposed}) >= 0.9 * len(between)


@real
def test_labels_still_name_the_rows_they_were_given_for() -> None:
    names = {place.key: place.name for place in everything()}
    with LABELS.open() as lines:
        for each in csv.DictReader(lines):
            assert (names[each["first_row"]], names[each["second_row"]]) == (each["first"], each["second"])


@real
def test_blocks_lose_no_pair_of_the_smaller_lists() -> None:
    few = [place for place in everything() if str(place.key).startswith(("berlin", "hackers", "asia", "leuven"))]
    slow = {(one.key, other.key) for one, other in combinations(few, 2) if likeness(one, other)}
    assert {frozenset(pair) for pair in slow} == {frozenset({pair.first, pair.second}) for pair in pairs_alike(few, [])}
