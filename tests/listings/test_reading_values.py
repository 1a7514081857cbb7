"""Values as lists write them, and as they are meant."""

from time import process_time

import pytest

from passerelle.listings.rules import Basis, Field, Told, read_list
from passerelle.listings.rules.capitals import calmed
from passerelle.listings.rules.columns import column_of
from passerelle.listings.rules.features import features_in, kind_in
from passerelle.listings.rules.prices import is_a_date
from passerelle.listings.rules.tidying import has_mail_address, seen, website, without_mail_addresses
from tests.listings.atlas import Atlas


def told(**cells: str) -> Told:
    headings = {"name": "Le Pont", **cells}
    text = "\t".join(headings) + "\n" + "\t".join(headings.values())
    (one,) = read_list(text.encode(), "a.tsv", Atlas()).told
    return one


@pytest.mark.parametrize(
    ("shouted", "calm"),
    [
        ("L'ATELIER NUMERIQUE", "L'Atelier Numerique"),
        ("L’ÉCOLE DE L’ART", "L’École de l’Art"),
        ("CAFÉ DE LA GARE", "Café de la Gare"),
        ("CDF TOULON", "CDF Toulon"),
        ("MJC ET PME DU PONT", "MJC et PME du Pont"),
        ("ST LOUP SUR MER", "St Loup sur Mer"),
        ("LE 21", "LE 21"),
        ("BUG", "BUG"),
        ("HUB 3D LYON", "Hub 3D Lyon"),
        ("PONT.EXAMPLE", "Pont.example"),
        ("MDE - LE PONT", "MDE - Le Pont"),
        ("КОВОРКИНГ МЕТРО", "Коворкинг Метро"),
        ("Le PONT", "Le PONT"),
        ("東京タワー前", "東京タワー前"),
        ("", ""),
    ],
)
def test_words_that_shout_are_calmed(shouted: str, calm: str) -> None:
    assert calmed(shouted) == calm


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("  Le   Pont \u00a0", "Le Pont"),
        ("MÃ©mÃ©", "Mémé"),
        ("1Âª place", "1ª place"),
        ("Le lieu |Â et le pont", "Le lieu | et le pont"),
        ("１２３ Ａｂｃ", "123 Abc"),
        ("zero\u200bwidth\ufeff", "zero width"),
        ("a\ud800b", "a\ufffdb"),
        ("two \n lines", "two\nlines"),
        ("Ångström", "Ångström"),
        ("&amp;", "&amp;"),
    ],
)
def test_what_a_reader_sees(found: str, meant: str) -> None:
    assert seen(found) == meant


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("www.pont.example", "http://www.pont.example"),
        ("pont.example/ici", "http://pont.example/ici"),
        ("https://pont.example/A?b=c#d", "https://pont.example/A?b=c#d"),
        ("http:/pont.example", "http://pont.example"),
        ("http//pont.example", "http://pont.example"),
        ("ttp://pont.example", "http://pont.example"),
        ("http://http://pont.example", "http://pont.example"),
        ("Studio http://pont.example/", "http://pont.example/"),
        ("http://a.example|a.example]]", "http://a.example"),
        ("http://a.example; http://b.example", "http://a.example"),
        ("http://a.example,http://b.example", "http://a.example"),
        ("http://mémé.example", "http://mémé.example"),
        ("https://medium.example/@pont", "https://medium.example/@pont"),
        ("en cours", ""),
        ("Pont", ""),
        ("Madame DUPONT", ""),
        ("nous@pont.example", ""),
        ("mailto:nous@pont.example", ""),
        ("http://pont.example/?to=nous%40pont.example", ""),
        ("http://pont.example/?to=nous%2540pont.example", ""),
        ("http://nous:geheim@pont.example/", ""),
        ("nous＠pont.example", ""),
        ("javascript:alert(document.domain)", ""),
        ("http://pont", ""),
        ("http://192.0.2.7/", ""),
    ],
)
def test_the_address_of_a_website_is_put_right(said: str, address: str) -> None:
    assert website(said) == address


def test_a_mail_address_is_never_published() -> None:
    one = told(website="nous@pont.example", description="Write to ana.b@pont.example, please", address="x@y.example 3")
    assert Field.WEBSITE not in one.values
    assert one.originals[Field.WEBSITE] == "…pont.example"
    assert one.values[Field.SUMMARY] == "Write to …pont.example, please"
    assert [flaw.code for flaw in one.flaws if flaw.field == Field.WEBSITE] == ["website_is_a_mail_address"]
    assert not any("@" in flaw.found for flaw in one.flaws)


@pytest.mark.parametrize("said", ["a@b.example", "(email removed)@b.example", "a @ b.example", "a%40b.example"])
def test_mail_addresses_are_found(said: str) -> None:
    assert has_mail_address(said)
    assert not has_mail_address(without_mail_addresses(said))


@pytest.mark.parametrize("said", ["BUROL@B", "W@tercooler", "maps.example/@50.8,4.3", "Offices @1100", "@pont"])
def test_what_is_no_mail_address_stays(said: str) -> None:
    assert without_mail_addresses(said) == said


def test_a_wiki_page_is_a_key_and_no_website() -> None:
    one = told(url="https://wiki.hackerspaces.org/Le_Pont")
    assert (one.key, one.values[Field.KIND]) == ("https://wiki.hackerspaces.org/Le_Pont", "maker_space")
    assert Field.WEBSITE not in one.values


@pytest.mark.parametrize(
    "said",
    ["01-mai", "Jan-15", "15-janv.", "12/05/2019", "12.05.19", "2019-05-12", "2019-05-12 00:00:00", "1 août 2019"],
)
def test_a_price_that_became_a_date(said: str) -> None:
    assert is_a_date(said)
    one = told(price=said)
    assert Field.PRICES not in one.values
    assert (one.flaws[0].code, one.flaws[0].found, one.originals[Field.PRICES]) == ("price_is_a_date", said, said)


@pytest.mark.parametrize(
    "said", ["15", "14.28", "149.00", "15 €", "¥165/15minutes", "180 NTD for the first hour", "gratuit"]
)
def test_a_price_stays_as_it_is_said(said: str) -> None:
    assert told(price=said).values[Field.PRICES] == said


def test_a_mark_from_nought_to_five_is_no_price() -> None:
    one = told(price="3")
    assert (one.values.get(Field.PRICES), one.flaws[0].code) == (None, "price_may_be_a_mark")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Tiers lieux à dominante coworking", "coworking"),
        ("Tiers lieux à dominante fablab", "maker_space"),
        ("Fab lab", "maker_space"),
        ("Maker", "maker_space"),
        ("hackerspace", "maker_space"),
        ("coworking_space", "coworking"),
        ("Food & coffee", "cafe"),
        ("Café", "cafe"),
        ("Coworking café", "coworking"),
        ("Centre d’affaires", "office_centre"),
        ("Business center", "office_centre"),
        ("Coliving", "getaway"),
        ("Library", None),
    ],
)
def test_a_kind_is_known_by_its_words(words: str, kind: str | None) -> None:
    assert kind_in(words) == kind


def test_a_kind_that_nobody_said_is_not_known() -> None:
    for said in ("", "Library", "Tiers lieu"):
        one = told(type=said)
        assert (one.values.get(Field.KIND), one.originals.get(Field.KIND, ""), one.derived) == (None, said, {})
    said = told(type="Café")
    assert (said.values[Field.KIND], said.originals[Field.KIND], said.derived) == ("cafe", "Café", {})


@pytest.mark.parametrize(
    ("cells", "kind", "basis"),
    [
        ({"name": "Le Pont Coworking"}, "coworking", Basis.NAME),
        ({"name": "Factory Business Center & Cowork"}, "coworking", Basis.NAME),
        ({"name": "Café du Pont"}, "cafe", Basis.NAME),
        ({"name": "Noir Coffeebar"}, "cafe", Basis.NAME),
        ({"name": "FabLab du Pont"}, "maker_space", Basis.NAME),
        ({"name": "Centre d’affaires du Pont"}, "office_centre", Basis.TRADE),
        ({"name": "Le Pont", "website": "www.regus.example"}, "office_centre", Basis.TRADE),
        ({"name": "Le Pont", "url": "https://wiki.hackerspaces.org/Le_Pont"}, "maker_space", Basis.TRADE),
        ({"name": "Le Pont", "status": "https://pont.example/status.json"}, "maker_space", Basis.TRADE),
        ({"name": "Café du Pont", "type": "Coworking"}, "coworking", None),
        ({"name": "Le Pont", "type": "Coworking", "website": "www.regus.example"}, "office_centre", Basis.TRADE),
        ({"name": "Dorregus"}, None, None),
        ({"name": "Le Pont", "status": "open"}, None, None),
    ],
)
def test_what_says_a_kind_and_how_it_is_known(cells: dict[str, str], kind: str | None, basis: Basis | None) -> None:
    one = told(**cells)
    assert (one.values.get(Field.KIND), one.derived.get(Field.KIND)) == (kind, basis)


@pytest.mark.parametrize(
    ("label", "said", "features"),
    [
        ("wifi", "yes", {"wifi"}),
        ("wifi", "5", {"wifi"}),
        ("wifi", "0", set()),
        ("wifi", "unknown", set()),
        ("wifi", "none", set()),
        ("", "WiFi, cuisine, imprimante, salle de réunion", {"wifi", "kitchen", "printing", "meeting_room"}),
        ("", "Domiciliation ; secrétariat ; bureaux privés", {"domiciliation", "secretariat", "private_offices"}),
        ("", "pas de café", set()),
        ("internet access", "wlan", {"wifi"}),
        ("internet access", "yes", set()),
        ("noise level", "quiet", {"quiet"}),
        ("noise level", "loud", set()),
        ("sockets", "some", {"sockets"}),
        ("exchanges", "maybe", set()),
        ("residencies", "yes", {"residencies"}),
        ("", "Prises électriques, climatisation, endroit calme", {"sockets", "air_conditioning", "quiet"}),
        ("drink notes", "Coffee, tea", {"coffee"}),
    ],
)
def test_features_are_known_by_heading_and_words(label: str, said: str, features: set[str]) -> None:
    assert features_in(label, said) == features


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NOM_TL", Field.NAME),
        ("Nom du lieu", Field.NAME),
        ("openingHours", Field.HOURS),
        ("hours.mon", Field.HOURS),
        ("Lundi", Field.HOURS),
        ("properties.address.city", Field.TOWN),
        ("addr:postcode", Field.POSTCODE),
        ("location.lat", Field.LATITUDE),
        ("country_code", Field.COUNTRY),
        ("rates.day", Field.PRICES),
        ("hasOutlets", Field.FEATURES),
        ("power.available", Field.FEATURES),
        ("hasAC", Field.FEATURES),
        ("noiseLevel", Field.FEATURES),
        ("exchanges", Field.FEATURES),
        ("quiet", None),
        ("email", None),
        ("Adresse e-mail", None),
        ("Contact name", None),
        ("opening_hours:covid19", None),
        ("enabled", None),
        ("phone", None),
        ("Facebook", None),
    ],
)
def test_a_heading_says_what_its_column_holds(heading: str, field: Field | None) -> None:
    column = column_of(heading)
    assert (column.field if column else None) == field


@pytest.mark.parametrize(("said", "kept"), [("0", None), ("01234", "01234"), ("B-5000", "B-5000")])
def test_a_postcode_is_kept_where_it_is_one(said: str, kept: str | None) -> None:
    assert told(cp=said).values.get(Field.POSTCODE) == kept


@pytest.mark.parametrize(
    "piece",
    ["a", "mo", "9-", "@", "a@", "a.", "www.", "Mo ", "é", "Ã", "%40", "24/7", ",", "l'", "- ", "lundi au ", "1 "],
)
@pytest.mark.parametrize(
    "field", ["hours", "website", "address", "price", "type", "features", "lat", "town", "description"]
)
def test_no_cell_takes_long(piece: str, field: str) -> None:
    begins = process_time()
    read_list(f"name\t{field}\nLe Pont\t{piece * 20_000}".encode(), "a.tsv", Atlas())
    assert process_time() - begins < 5


def test_an_address_in_two_scripts_stands_in_two_lines() -> None:
    one = told(address_en="3F, 51 Yulgok-ro, Seoul", address_ko=" 서울 율곡로 51 ")
    assert one.values[Field.ADDRESS] == "3F, 51 Yulgok-ro, Seoul"
    assert (one.values[Field.LOCAL_ADDRESS], one.key) == ("서울 율곡로 51", "le pont 3f 51 yulgok ro seoul")
    alone = told(address_ko="서울 율곡로 51")
    assert (alone.values[Field.ADDRESS], alone.values.get(Field.LOCAL_ADDRESS)) == ("서울 율곡로 51", None)
    long = told(address="Rue de Fer 48", address_ja="東" * 300)
    assert ([flaw.code for flaw in long.flaws if "long" in flaw.code]) == ["local_address_is_too_long"]


def test_an_address_that_is_a_website() -> None:
    one = told(address="http://pont.example/")
    assert (one.values.get(Field.ADDRESS), one.flaws[0].code) == (None, "address_is_a_website")


def test_hours_that_cannot_be_read_stay_as_words() -> None:
    one = told(hours="by appointment only, ring first")
    assert one.values[Field.HOURS_NOTE] == "by appointment only, ring first"
    assert (Field.HOURS in one.values, one.flaws[0].code) == (False, "hours_are_words")


@pytest.mark.parametrize(
    "sign", ["\u061c", "\u034f", "\u115f", "\u180e", "\u2800", "\u3164", "\uffa0", "\U000e0041", "\u202e"]
)
def test_a_sign_without_a_shape_makes_no_other_name(sign: str) -> None:
    assert seen(f"{sign}Le Pont{sign}") == "Le Pont"
