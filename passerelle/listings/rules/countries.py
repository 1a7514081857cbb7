"""Countries by code and by name, and the territories that belong to them. Plain Python."""

from collections.abc import Mapping
from functools import cache, lru_cache

from babel import Locale

from passerelle.kit.fold import fold

# Languages in which people write the name of a country under an address.
_LANGUAGES = (
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "fi",
    "cs",
    "hu",
    "ru",
    "uk",
    "tr",
    "ca",
    "ja",
    "ko",
    "zh",
)
# Territories with a code of their own (ISO 3166-1) that the code of the country they belong to names as well.
_BELONGS: Mapping[str, str] = {
    territory: country
    for country, territories in {
        "FR": "GP MQ GF RE YT PM BL MF WF PF NC TF", "US": "PR GU VI AS MP UM", "CN": "HK MO", "DK": "GL FO",
        "FI": "AX",
        "NO": "SJ BV", "NL": "AW CW SX BQ", "AU": "CX CC NF HM", "NZ": "CK NU TK", "ES": "IC EA", "RS": "XK",
        "GB": "GI JE GG IM BM KY VG TC AI MS FK SH IO PN GS AC TA", "MA": "EH",
    }.items()
    for territory in territories.split()
}  # fmt: skip
# Where the country is the town: whoever writes one has written the other.
_ONE_TOWN = {"HK", "MO", "SG", "MC", "GI", "VA"}
_THREE_LETTERS = {"USA": "US", "GBR": "GB", "FRA": "FR", "BEL": "BE", "DEU": "DE", "ESP": "ES", "ITA": "IT",
"CHE": "CH",
                  "NLD": "NL", "LUX": "LU", "CAN": "CA", "AUS": "AU", "JPN": "JP", "PRT": "PT", "AUT": "AT",
                  "BRA": "BR",
                  "UAE": "AE"}  # fmt: skip
_OTHER_NAMES = {
    "usa": "US", "united states of america": "US", "etats unis d amerique": "US", "uk": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "grande bretagne": "GB",
    "angleterre": "GB",
    "the netherlands": "NL", "holland": "NL", "pays bas": "NL", "hong kong": "HK", "macau": "MO",
    "russia": "RU", "turkey": "TR", "czech republic": "CZ", "republique tcheque": "CZ", "korea": "KR",
    "south korea": "KR",
    "republic of korea": "KR", "viet nam": "VN", "ivory coast": "CI", "macedonia": "MK", "burma": "MM",
    "palestine": "PS",
    "republic of ireland": "IE", "p r china": "CN", "mainland china": "CN", "la reunion": "RE", "deutschland": "DE",
}  # fmt: skip
# What some language calls a small territory, and all others a place elsewhere.
_NO_NAMES = {"", "norfolk", "man"}
# Names that places elsewhere bear as well.
_IN_TWO_WAYS = {"georgia": "US", "jersey": "US", "lebanon": "US", "mexico": "US", "luxembourg": "BE", "cuba": "US"}


@lru_cache(maxsize=4096)
def country_called(said: str) -> str:
    """The code (ISO 3166, two letters) of a country by its code or name; empty where it is none."""
    code = said.strip().upper()
    if len(code) == 2 and code in Locale.parse("en").territories and code not in ("EU", "UN", "EZ", "ZZ"):
        return "GB" if code == "UK" else code
    return "GB" if code == "UK" else _THREE_LETTERS.get(code) or _names().get(fold(said), "")


def country_of_name(name: str) -> str:
    """The code of a country by its name in one of the languages of addresses; empty where it is none."""
    return _names().get(fold(name), "") if may_end_a_country(name.rpartition(" ")[2]) else ""


def may_end_a_country(word: str) -> bool:
    """Whether the name of a country ends in this word; most words of an address need no further look."""
    return _folded(word).rpartition(" ")[2] in _last_words()


def is_same_country(one: str, other: str) -> bool:
    """Whether two codes agree: the same, or of one country and a territory of it."""
    return _BELONGS.get(one, one) == _BELONGS.get(other, other)


def is_one_town(country: str) -> bool:
    """Whether a country is hardly more than the town of its name."""
    return country in _ONE_TOWN


def may_be_elsewhere(name: str, country: str) -> bool:
    """Whether a name is that of a country and of another place in `country` as well, as Georgia is."""
    return _IN_TWO_WAYS.get(fold(name)) == country


_folded = lru_cache(maxsize=20_000)(fold)


@cache
def _last_words() -> frozenset[str]:
    """The words that names of countries end in."""
    return frozenset(name.rpartition(" ")[2] for name in _names())


@cache
def _names() -> Mapping[str, str]:
    """Codes by the names of countries, folded."""
    names = {
        fold(name): code
        for language in reversed(_LANGUAGES)
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code not in ("EU", "UN", "EZ", "ZZ", "XA", "XB")
    }
    return {name: code for name, code in (names | _OTHER_NAMES).items() if name not in _NO_NAMES}
