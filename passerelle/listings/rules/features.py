"""What sort of place it is and what it has, from words of a list. Plain Python."""

import re
from collections.abc import Mapping
from functools import lru_cache

from passerelle.kit.fold import fold
from passerelle.spaces.rules import Feature, Kind

# Words of a kind, folded; where a text has several, the kind that stands first here is meant.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.MAKER_SPACE, re.compile(r"\b(?:fab ?labs?|maker ?spaces?|makers?|hacker ?spaces?|hack ?lab)\b")),
    (
        Kind.OFFICE_CENTRE,
        re.compile(r"\b(?:(?:office|business|executive) cent(?:re|er)s?|centres? d affaires?|serviced offices?)\b"),
    ),
    (Kind.GETAWAY, re.compile(r"\b(?:co ?living|getaways?|workations?|retreats?)\b")),
    (Kind.COWORKING, re.compile(r"\b(?:co ?working|co ?work|shared offices?|espaces? partages?)\b")),
    (
        Kind.CAFE,
        re.compile(r"\b(?:cafes?|caffe|coffee(?: ?bars?)?|koffie(?: ?bar| ?huis)?|tea ?room|salon de the|kaffee)\b"),
    ),
)
_ALSO_COWORKING = re.compile(r"\bco ?work")
# Brands that let rooms and addresses in business centres all over the world.
_OFFICE_BRANDS = re.compile(r"\b(?:regus|servcorp)\b")
_FEATURE_WORDS: Mapping[Feature, str] = {
    Feature.OPEN_ROOM: r"open ?spaces?|open rooms?|hot ?desks?|plateau ouvert|espace ouvert",
    Feature.CAFE_CORNER: r"cafe corner|coin cafe",
    Feature.MEMBER_EVENTS: r"member events|community events|evenements?|evenements de membres",
    Feature.NO_COMPANY_NEEDED: r"no company needed|sans societe",
    Feature.DOMICILIATION: r"domiciliations?|business address|virtual office",
    Feature.SECRETARIAT: r"secretariat|secretarial|reception service",
    Feature.PRIVATE_OFFICES: r"private offices?|bureaux? prives?|bureaux? fermes?|closed offices?",
    Feature.WIFI: r"wi ?fi|wlan|wireless",
    Feature.COFFEE: r"coffee|cafe|espresso",
    Feature.KITCHEN: r"kitchen|cuisine|kitchenette",
    Feature.PRINTING: r"print(?:er|ers|ing)?|imprimantes?|impressions?",
    Feature.MEETING_ROOM: r"meeting rooms?|salles? de reunions?|conference rooms?",
    Feature.SOCKETS: r"(?:power )?(?:outlets?|sockets?)|prises? (?:electriques?|de courant)",
    Feature.AIR_CONDITIONING: r"air ?condition(?:ing|ed|er)|climatisation|climatisee?",
    Feature.QUIET: r"quiet|silent|calme|silencieu(?:x|se)",
    Feature.EXCHANGES: r"exchanges",
    Feature.RESIDENCIES: r"residencies|residences d artistes?",
    Feature.CALLS: r"phone ?booths?|call ?box(?:es)?|calls?|cabines? telephoniques?|phone ?box(?:es)?",
}
_FEATURES = {feature: re.compile(rf"\b(?:{words})\b") for feature, words in _FEATURE_WORDS.items()}
_HEADINGS = {
    feature: re.compile(rf"(?:has )?(?:{words})(?: available| speed)?") for feature, words in _FEATURE_WORDS.items()
}
_HEADINGS |= {
    Feature.SOCKETS: re.compile(r"(?:has )?(?:power|(?:power )?(?:outlets?|sockets?)|prises?)(?: available)?"),
    Feature.AIR_CONDITIONING: re.compile(r"(?:has )?(?:ac|air ?condition(?:ing|er)|climatisation)"),
}
del _HEADINGS[Feature.QUIET]  # a column so headed holds marks, from noisy to quiet
_NAMED_BY_VALUE = {
    "internet access": Feature.WIFI,
    "drink notes": Feature.COFFEE,
    "noise level": Feature.QUIET,
    "noise": Feature.QUIET,
    "niveau sonore": Feature.QUIET,
}
_SAYS_NO = re.compile(r"\b(?:no|non|not|pas|sans|without|aucune?|never|jamais)\b")
_NO = {
    "", "0", "no", "non", "false", "faux", "none", "null", "unknown", "inconnu", "n", "off", "n a", "not available",
    "undefined", "maybe", "peut etre", "perhaps",
}  # fmt: skip


@lru_cache(maxsize=4096)
def kind_in(words: str) -> Kind | None:
    """The kind that these words name."""
    said = fold(words)
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), None)


def kind_of_trade(name: str, website: str) -> Kind | None:
    """The kind that a brand or a trade in the name and the address of a row says, whatever a column says."""
    brand = fold(f"{name} {website.split('//')[-1].split('/')[0]}")
    is_office = kind_in(name) == Kind.OFFICE_CENTRE and not _ALSO_COWORKING.search(fold(name))
    if _OFFICE_BRANDS.search(brand) or is_office:
        return Kind.OFFICE_CENTRE
    return Kind.MAKER_SPACE if "hackerspaces org" in brand else None


def kind_of_name(name: str) -> Kind | None:
    """The kind that a word of the name says, where nobody else says one."""
    return Kind.COWORKING if _ALSO_COWORKING.search(fold(name)) else kind_in(name)


def feature_of_heading(words: str) -> str:
    """The feature whose presence a column tells, by its folded heading; empty where it tells none."""
    if words in _NAMED_BY_VALUE:
        return words
    return next((feature for feature, pattern in _HEADINGS.items() if pattern.fullmatch(words)), "")


@lru_cache(maxsize=4096)
def features_in(label: str, said: str) -> frozenset[str]:
    """The features that one cell tells: that of its column where it says yes, those that a text names otherwise."""
    words = fold(said)
    if label in _FEATURES:
        return frozenset() if words in _NO or _SAYS_NO.search(words) else frozenset({label})
    found = frozenset[str]().union(*map(_features_of, _parts(said)))
    expected = _NAMED_BY_VALUE.get(label)
    return found & {expected} if expected else found


def says_nothing_else(label: str, said: str) -> bool:
    """Whether the features that a cell tells are all it says: of words, each part has to name one."""
    return label in _FEATURES or all(map(_features_of, _parts(said)))


def _parts(said: str) -> list[str]:
    return [part for part in map(fold, re.split(r"[,;|/\n•]", said)) if part]


def _features_of(part: str) -> frozenset[str]:
    if _SAYS_NO.search(part):
        return frozenset()
    return frozenset(feature for feature, pattern in _FEATURES.items() if pattern.search(part))
