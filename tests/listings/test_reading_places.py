"""Where rows stand, and what contradicts what."""

import pytest

from passerelle.listings.rules import Basis, Field, ListRead, Told, TownNear, read_list
from passerelle.listings.rules.addresses import country_named
from passerelle.listings.rules.countries import country_called, is_same_country
from passerelle.listings.rules.placing import town_around
from tests.listings.atlas import Atlas

HEADINGS = "name\taddress\ttown\tcountry\tlat\tlon\tprecision"
NAMUR = ("50.4663", "4.8655")


def read(*rows: str, atlas: Atlas | None = None) -> ListRead:
    return read_list("\n".join([HEADINGS, *rows]).encode(), "a.tsv", atlas or Atlas())


def told(address: str = "", town: str = "", country: str = "", pin: tuple[str, str] = ("", ""), sure: str = "") -> Told:
    (one,) = read("\t".join(["Le Pont", address, town, country, *pin, sure])).told
    return one


def codes(one: Told) -> list[str]:
    return [flaw.code for flaw in one.flaws]


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        (("", ""), "without_coordinates"),
        (("0", "0"), "pin_is_at_zero"),
        (("0.0", "-0.0"), "pin_is_at_zero"),
        (("0.00001", "0"), "pin_is_at_zero"),
        (("91", "4"), "pin_is_off_the_earth"),
        (("50", "-181"), "pin_is_off_the_earth"),
        (("1e999", "4"), "pin_cannot_be_read"),
        (("nan", "4"), "pin_cannot_be_read"),
        (("1_0", "4"), "pin_cannot_be_read"),
        (("50.4", ""), "pin_cannot_be_read"),
        (("north", "east"), "pin_cannot_be_read"),
    ],
)
def test_no_pin_is_better_than_a_false_one(pin: tuple[str, str], code: str) -> None:
    one = told(town="Namur", country="BE", pin=pin)
    assert (one.point, one.time_zone, codes(one)) == (None, "", [code])


def test_country_and_zone_come_from_the_pin() -> None:
    one = told(town="Namur", pin=NAMUR)
    assert (one.values[Field.COUNTRY], one.time_zone, one.flaws) == ("BE", "Europe/Brussels", ())
    assert one.derived == {Field.COUNTRY: Basis.PIN}
    assert told(town="Namur", country="Belgique", pin=NAMUR).originals[Field.COUNTRY] == "Belgique"


def test_what_contradicts_itself_is_flagged_not_mended() -> None:
    budapest = told("Paulay Ede u. 55, 1061 Budapest, Hungary", country="AT", pin=("47.501", "19.059"))
    assert codes(budapest) == ["country_contradicts_the_pin", "country_contradicts_the_address"]
    assert (budapest.values[Field.COUNTRY], budapest.originals[Field.COUNTRY]) == ("HU", "AT")
    elsewhere = told("Rue Haute 2, Namur, Belgium", country="BE", pin=("47.501", "19.059"))
    assert codes(elsewhere) == ["country_contradicts_the_pin", "address_contradicts_the_pin"]


def test_territories_do_not_contradict_their_country() -> None:
    one = told("3 rue du Port, 97400 Saint-Denis", country="FR", pin=("-20.88", "55.45"))
    assert (one.values[Field.COUNTRY], one.time_zone, codes(one)) == ("RE", "Indian/Reunion", [])
    assert is_same_country("FR", "GP")
    assert not is_same_country("AT", "HU")


def test_numbers_that_were_swapped_are_flagged_not_mended() -> None:
    one = told("Vienna, Austria", country="AT", pin=("16.37", "48.2"))
    assert "pin_may_be_swapped" in codes(one)
    assert one.point == (16.37, 48.2)


def test_a_pin_at_sea_is_flagged() -> None:
    assert codes(told(town="Namur", pin=("-40", "-120"))) == ["pin_is_in_no_country"]


def test_a_pin_that_its_geocoder_doubts_is_flagged() -> None:
    assert codes(told(town="Namur", pin=NAMUR, sure="0.32")) == ["pin_is_imprecise"]
    assert codes(told(town="Namur", pin=NAMUR, sure="0.94")) == []


@pytest.mark.parametrize(
    ("address", "pin", "town"),
    [
        ("Rue de Fer 48 5000 Namur Belgium", NAMUR, "Namur"),
        ("Rue de Fer 48, B-5000 Namen", NAMUR, "Namen"),
        ("Schottenfeldgasse 85 1070 Wien, Austria", ("48.2", "16.34"), "Wien"),
        ("South Korea, Seoul, Gangnam-gu, Teheran-ro 5", ("37.5", "127.0"), "Seoul"),
        ("5 Peach Street, 3rd floor Atlanta, Georgia", ("33.75", "-84.39"), "Atlanta"),
    ],
)
def test_the_town_is_found_in_the_address(address: str, pin: tuple[str, str], town: str) -> None:
    one = told(address, pin=pin)
    assert (one.values[Field.TOWN], Field.TOWN in one.derived, codes(one)) == (town, False, [])


def test_the_town_around_the_pin_is_derived() -> None:
    one = told("Rue sans nom 4", pin=NAMUR)
    assert (one.values[Field.TOWN], one.derived[Field.TOWN]) == ("Namur", Basis.PIN)


def around(*towns: tuple[str, float, int], country: str = "FR") -> str:
    return town_around([TownNear(name, (), "FR", km, people) for name, km, people in towns], country)


@pytest.mark.parametrize(
    ("towns", "named"),
    [
        ([("Harmony Garden", 0.4, 8_000), ("Hong Kong", 8.0, 7_491_000)], "Hong Kong"),
        ([("Montreuil", 0.5, 111_000), ("Paris", 6.9, 2_139_000)], "Montreuil"),
        ([("Lyon 01", 0.4, 29_000), ("Lyon", 0.9, 522_000)], "Lyon"),
        ([("Le Bourg", 0.5, 9_000), ("La Ville", 29.0, 900_000)], "Le Bourg"),  # the city does not reach so far
        ([("Le Hameau", 9.0, 6_000), ("Le Bourg", 12.0, 9_000)], "Le Hameau"),  # none reaches: the nearest
        ([("Chef-lieu", 0.2, 0)], "Chef-lieu"),
        ([], ""),
    ],
)
def test_the_town_that_people_name_is_not_always_the_nearest(towns: list[tuple[str, float, int]], named: str) -> None:
    assert around(*towns) == named


def test_a_town_on_the_other_side_of_a_border_names_nothing() -> None:
    across = TownNear("Tournai", (), "BE", 2.0, 69_000)
    here = TownNear("Lille", (), "FR", 9.0, 234_000)
    assert town_around([across, here], "FR") == "Lille"
    assert town_around([across], "FR") == "Tournai"


def test_a_town_in_the_address_goes_before_what_stands_around_the_pin() -> None:
    jambes = ("50.4569", "4.8722")
    assert told("Rue de Fer 48, Namur", pin=jambes).values[Field.TOWN] == "Namur"
    assert told("Rue de Fer 48, Namur Province", pin=jambes).values[Field.TOWN] == "Namur"
    assert told("Rue de Fer 48", pin=jambes).values[Field.TOWN] == "Jambes"
    far = told("Rue de Fer 48, Namur, Belgium", pin=("50.85", "4.35"))  # too far from there to be it
    assert (far.values.get(Field.TOWN), codes(far)) == (None, ["without_town"])


def test_a_country_that_is_a_town_names_it() -> None:
    one = told("Puerta del Sol, Hong Kong")
    assert (one.values[Field.TOWN], one.values[Field.COUNTRY], one.derived) == ("Hong Kong", "HK", {})
    assert Field.TOWN not in told("Calle Mayor 3, Panama").values


def test_a_country_of_the_pin_that_the_row_contradicts_is_not_the_lists() -> None:
    budapest = ("47.501", "19.059")
    assert told(town="Budapest", country="AT", pin=budapest).derived == {Field.COUNTRY: Basis.PIN}
    assert told(town="Budapest", country="HU", pin=budapest).derived == {}


def test_without_a_pin_the_country_and_a_gazetteer_find_the_town() -> None:
    one = told("Rue Haute 2, 5000 Namur, Belgium")
    assert (one.values[Field.TOWN], one.values[Field.COUNTRY], codes(one)) == ("Namur", "BE", ["without_coordinates"])
    assert codes(told("Rue Haute 2")) == ["without_coordinates", "without_town"]


def test_a_pin_that_rows_share_though_their_addresses_differ() -> None:
    pin = "\t\t\t30.1198\t31.537"
    one, two, three, four = read(
        f"A1\t22 Rasheed Street, Cairo{pin}", f"B2\t20 Mahmoud Square, Giza{pin}", f"C3\t22 Rasheed St., Cairo{pin}",
        "D4\tRue Haute 2\t\t\t50.4663\t4.8655",
    ).told  # fmt: skip
    assert all("pin_is_shared" in codes(shared) for shared in (one, two, three))
    assert "pin_is_shared" not in codes(four)
    same = read(f"A1\t22 Rasheed Street, Cairo{pin}", f"B2\t22 Rasheed St., Cairo, Egypt{pin}").told
    assert not any("pin_is_shared" in codes(shared) for shared in same)


def test_no_more_is_asked_than_needed() -> None:
    atlas = Atlas()
    read(*[f"Le Pont {number}\tRue sans nom {number}\t\t\t50.4663\t4.8655" for number in range(50)], atlas=atlas)
    assert atlas.asked == 1
    read("Le Pont\tRue Haute\tNamur\tBE\t50.4663\t4.8655", atlas=atlas)
    assert atlas.asked == 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("Rue de Fer 48 5000 Namur Belgium", "BE"),
        ("71 Some Crescent Singapore 139951", "SG"),
        ("Japan, 160-0022 Tokyo, Shinjuku", "JP"),
        ("110, Taiwan, Taipei City, Xinyi", "TW"),
        ("Calle Mayor 3, España", "ES"),
        ("259 Granby Street, Norfolk, VA", ""),
        ("12 Main Street, New Jersey", ""),
        ("5 Road, Somewhere, CA", ""),
        ("", ""),
    ],
)
def test_the_country_at_the_end_of_an_address(address: str, code: str) -> None:
    named = country_named(address)
    assert (named.code if named else "") == code


@pytest.mark.parametrize(
    ("said", "code"), [("BE", "BE"), ("be", "BE"), ("UK", "GB"), ("USA", "US"), ("Allemagne", "DE"), ("Wakanda", "")]
)
def test_a_country_is_known_by_what_lists_call_it(said: str, code: str) -> None:
    assert country_called(said) == code
