"""What is true of points and names on the Earth. Plain Python."""

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from passerelle.kit import late
from passerelle.kit.fold import fold
from passerelle.kit.places import Point

LONGEST_NAME = 80
# The languages whose names of countries are understood. Pages are written in two of them; travellers type in all.
SPOKEN = (
    "fr", "en", "nl", "de", "es", "it", "pt", "ca", "da", "sv", "nb", "fi", "et", "pl", "cs", "sk", "hu", "ro", "hr",
    "el", "tr", "ru", "uk", "ar", "he", "fa", "hi", "th", "vi", "id", "ja", "ko", "zh", "zh_Hant",
)  # fmt: skip

_YOUNGER_ZONES = {"America/Coyhaique": "CL"}  # made after the CLDR at hand
_ALSO_SAID = {
    "US": {"usa", "etats unis d amerique", "united states of america"},
    "GB": {"uk", "great britain", "grande bretagne", "england", "angleterre"},
    "NL": {"holland", "hollande"},
    "CZ": {"czech republic", "republique tcheque"},
}
_NO_COUNTRIES = {"001", "EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}


@dataclass(frozen=True)
class TownKept:
    """A town as the atlas keeps it: its number at GeoNames, and every name it goes by, folded."""

    id: int
    name: str
    country: str
    latitude: float
    longitude: float
    time_zone: str
    population: int
    names: frozenset[str]


def zone_at(point: Point) -> str:
    """The time zone (IANA) of a point, the sea's own (Etc/GMT-1 …) far from land."""
    return str(late("tzfpy").get_tz(point.longitude, point.latitude))


@lru_cache(maxsize=1024)
def country_of_zone(zone: str) -> str:
    """The country that a time zone belongs to; empty where it belongs to none."""
    country = str(get_global("zone_territories").get(zone, _YOUNGER_ZONES.get(zone, "")))
    return country if country not in _NO_COUNTRIES else ""


def country_names() -> dict[str, frozenset[str]]:
    """The countries (ISO 3166, two letters) with their names in every language of SPOKEN, folded."""
    named: dict[str, set[str]] = {}
    for language in SPOKEN:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                named.setdefault(code, set(_ALSO_SAID.get(code, ()))).add(fold(name))
    return {code: frozenset({name[:LONGEST_NAME] for name in names} - {""}) for code, names in named.items()}
