"""Towns as their reader calls them: GeoNames has one main name, mostly the English one, and others without a language.

Those that are called otherwise in French, and that people travel to, stand here by hand.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from passerelle.kit.fold import fold
from passerelle.web import phrases

if TYPE_CHECKING:
    from passerelle.atlas.models import Town

IN_FRENCH = {
    ("Addis Ababa", "ET"): "Addis-Abeba",
    ("Aleppo", "SY"): "Alep",
    ("Algiers", "DZ"): "Alger",
    ("Antwerp", "BE"): "Anvers",
    ("Athens", "GR"): "Athènes",
    ("Baghdad", "IQ"): "Bagdad",
    ("Barcelona", "ES"): "Barcelone",
    ("Basel", "CH"): "Bâle",
    ("Beijing", "CN"): "Pékin",
    ("Bern", "CH"): "Berne",
    ("Bologna", "IT"): "Bologne",
    ("Brugge", "BE"): "Bruges",
    ("Brussels", "BE"): "Bruxelles",
    ("Bucharest", "RO"): "Bucarest",
    ("Cairo", "EG"): "Le Caire",
    ("Cape Town", "ZA"): "Le Cap",
    ("Köln", "DE"): "Cologne",
    ("Copenhagen", "DK"): "Copenhague",
    ("Córdoba", "ES"): "Cordoue",
    ("Damascus", "SY"): "Damas",
    ("Dresden", "DE"): "Dresde",
    ("Dubai", "AE"): "Dubaï",
    ("Edinburgh", "GB"): "Édimbourg",
    ("Frankfurt am Main", "DE"): "Francfort-sur-le-Main",
    ("Geneva", "CH"): "Genève",
    ("Genoa", "IT"): "Gênes",
    ("Gent", "BE"): "Gand",
    ("Gdańsk", "PL"): "Gdansk",
    ("Hamburg", "DE"): "Hambourg",
    ("Hanoi", "VN"): "Hanoï",
    ("Havana", "CU"): "La Havane",
    ("Ho Chi Minh City", "VN"): "Hô-Chi-Minh-Ville",
    ("Jerusalem", "IL"): "Jérusalem",
    ("Kraków", "PL"): "Cracovie",
    ("Kyiv", "UA"): "Kiev",
    ("Leuven", "BE"): "Louvain",
    ("Lisbon", "PT"): "Lisbonne",
    ("London", "GB"): "Londres",
    ("Luzern", "CH"): "Lucerne",
    ("Marrakesh", "MA"): "Marrakech",
    ("Mechelen", "BE"): "Malines",
    ("Mexico City", "MX"): "Mexico",
    ("Moscow", "RU"): "Moscou",
    ("New Orleans", "US"): "La Nouvelle-Orléans",
    ("Ostend", "BE"): "Ostende",
    ("Philadelphia", "US"): "Philadelphie",
    ("Sevilla", "ES"): "Séville",
    ("Seoul", "KR"): "Séoul",
    ("Singapore", "SG"): "Singapour",
    ("Tangier", "MA"): "Tanger",
    ("Tbilisi", "GE"): "Tbilissi",
    ("Tehran", "IR"): "Téhéran",
    ("The Hague", "NL"): "La Haye",
    ("Thessaloníki", "GR"): "Thessalonique",
    ("Valencia", "ES"): "Valence",
    ("Venice", "IT"): "Venise",
    ("Vienna", "AT"): "Vienne",
    ("Warsaw", "PL"): "Varsovie",
}


def town_name(town: "Town") -> str:
    """« Bruxelles » for who reads French, where GeoNames says Brussels."""
    name: str = town.name
    return IN_FRENCH.get((name, town.country), name) if get_language() == "fr" else name


def town_and_country(town: "Town", name: str = "") -> str:
    """« Paris, France »; the name alone where the town is called like its country."""
    name, country = name or town_name(town), phrases.country(town.country)
    return name if fold(name) == fold(country) else f"{name}, {country}"


def told_apart(towns: Iterable["Town"], beside: Iterable["Town"] = ()) -> list[str]:
    """`town_and_country` of each, and how many people live there where two, those `beside` included, say the same."""
    listed = [(town, town_and_country(town)) for town in towns]
    said = Counter([*(words for _town, words in listed), *map(town_and_country, beside)])
    return [_with_people(town, words) if said[words] > 1 else words for town, words in listed]


def _with_people(town: "Town", words: str) -> str:
    return _("%(town)s (%(number)s people)") % {"town": words, "number": phrases.number(town.population)}
