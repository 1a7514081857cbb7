"""What sort of place it is and what it has, from words of a list. Plain Python."""

import re
from collections.abc import Iterable, Mapping
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
    (Kind.COWORKING, re.compile(r"\b(?:co ?working|co ?work|shared offices?|espaces? partages?|tiers lieux?)\b")),
    (Kind.CAFE, re.compile(r"\b(?:cafes?|caffe|coffee|tea ?room|salon de the|kaffee)\b")),
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
    Feature.CALLS: r"phone ?booths?|call ?box(?:es)?|calls?|cabines? telephoniques?|phone ?box(?:es)?",
}
_FEATURES = {feature: re.compile(rf"\b(?:{words})\b") for feature, words in _FEATURE_WORDS.items()}
_HEADINGS = {
    feature: re.compile(rf"(?:has )?(?:{words})(?: available| speed)?") for feature, words in _FEATURE_WORDS.items()
}
_NAMED_BY_VALUE = {"internet access": Feature.WIFI, "drink notes": Feature.COFFEE}
_SAYS_NO = re.compile(r"\b(?:no|non|not|pas|sans|without|aucune?|never|jamais)\b")
_NO = {"", "0", "no", "non", "false", "faux", "none", "null", "unknown", "inconnu", "n", "off", "n a", "not available"}


@lru_cache(maxsize=4096)
def kind_in(words: str) -> Kind | None:
    """The kind that these words name."""
    said = fold(words)
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), None)


def kind_told(said: Iterable[str], name: str, website: str) -> Kind | None:
    """The kind that a row tells: what its columns say, or the brand and the trade in its name and address."""
    brand = fold(f"{name} {website.split('//')[-1].split('/')[0]}")
    is_office = kind_in(name) == Kind.OFFICE_CENTRE and not _ALSO_COWORKING.search(fold(name))
    if _OFFICE_BRANDS.search(brand) or is_office:
        return Kind.OFFICE_CENTRE
    if "hackerspaces org" in brand:
        return Kind.MAKER_SPACE
    return next((kind for kind in map(kind_in, said) if kind), None)


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
    parts = (fold(part) for part in re.split(r"[,;|/\n•]", said))
    found = {
        feature
        for part in parts
        if not _SAYS_NO.search(part)
        for feature, pattern in _FEATURES.items()
        if pattern.search(part)
    }
    expected = _NAMED_BY_VALUE.get(label)
    return frozenset(found & {expected} if expected else found)
