"""What a text means: a town, a country, words of spaces, or what a hurried hand meant to type."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from rapidfuzz.distance import OSA

from passerelle.atlas.queries import (
    Named,
    Town,
    names_given,
    names_likely,
    places_meant_by,
    places_named,
    places_nearest,
)
from passerelle.directory.rules import AROUND_KM
from passerelle.kit.begins import begins, halves_given, shares_a_half
from passerelle.kit.composed import Composed, Given, part_of
from passerelle.kit.fold import fold
from passerelle.kit.places import Point, distance_km
from passerelle.kit.typing_errors import errors_forgiven, meant_by
from passerelle.spaces.models import Space, SpaceWord, Word

MOST_WORDS = 8
LARGE = 50_000
"""From so many people on, a town is what its name means, whatever else is called so."""
CALLED_SO = 60
SHOWN = (
    "id", "slug", "name", "kind", "town", "country", "latitude", "longitude", "time_zone", "hours",
    "email", "email_confirmed_at", "takes_no_part_since",
)  # fmt: skip
"""The columns that a row of a list shows: the others are long."""
MOST_CANDIDATES = 3000
ALTERNATIVES = 5
_ONE_TOWN = {"GI", "HK", "MC", "MO", "SG", "VA"}


def words_that_begin(text: str | Given) -> Q:
    """The condition on a word of a space that it begins so."""
    if connection.vendor == "postgresql":  # whose index of these words finds no beginnings
        return Q(text__in=Word.objects.filter(begins("text", text)).order_by().values("text"))
    return begins("text", text)


class Wanted(NamedTuple):
    """A word that a space has to have: one of `texts`, or any that begins with `beginning`."""

    texts: tuple[str, ...]
    beginning: str = ""

    @property
    def among_words(self) -> Q:
        """The condition on a word of a space."""
        if self.beginning:
            return words_that_begin(self.beginning)
        return Q(text=self.texts[0]) if len(self.texts) == 1 else Q(text__in=self.texts)

    @property
    def among_spaces(self) -> Q:
        """The condition on a space."""
        return Q(Exists(SpaceWord.objects.filter(self.among_words, space=OuterRef("pk"))))


@dataclass(frozen=True)
class Understood:
    """What a text means. With a `town`, spaces near it are meant; else those in `country`, if any, with all `words`.

    `name` is the folded name of the town that was found; `read_as` is what was read in the place of what was typed;
    `others` are towns of the same name elsewhere; `called_so` are spaces that have the words of a town in their name or
    address, wherever they stand.
    """

    text: str = ""
    town: Town | None = None
    country: str = ""
    words: tuple[Wanted, ...] = ()
    others: tuple[Town, ...] = ()
    name: str = ""
    read_as: str = ""
    called_so: tuple[Space, ...] = field(default=(), compare=False)

    @property
    def point(self) -> Point | None:
        """The middle of the town."""
        return self.town.point if self.town else None


def understand(text: str, town: int = 0) -> Understood:
    """What `text` means; `town` chooses among towns of one name. At most two queries, one for mere words."""
    typed = fold(text).split()[:MOST_WORDS]
    if not typed:
        return Understood(text)
    meanings, known = _names_in(typed)
    country, rest = _country_in(typed, meanings)
    towns = _towns_called(typed, rest, country, meanings)
    if towns:
        chosen = next((one for one in towns if one.pk == town), None)
        near = _as_a_town(text, chosen or towns[0], towns, rest or typed, is_chosen=chosen is not None)
        if near and (chosen or rest or not country):
            return near
    if country and not rest:
        others = tuple(one for one in towns if country not in _ONE_TOWN or one.country != country)
        return Understood(text, country=country, others=others[:ALTERNATIVES])
    return _as_words(text, rest or typed, known, country, tuple(towns[:ALTERNATIVES]))


def places_perhaps_meant(understood: Understood) -> tuple[Town, ...]:
    """The towns that may be meant where the words, each known, are together in no space. One query."""
    typed = " ".join(fold(understood.text).split()[:MOST_WORDS])
    places = places_meant_by(typed, understood.country) if errors_forgiven(typed) else []
    return tuple(one.town for one in places if one.town)[:ALTERNATIVES]


def words_known(text: str) -> tuple[Wanted, ...]:
    """The words of spaces that `text` stands for, typing errors forgiven. At most two queries."""
    typed = fold(text).split()[:MOST_WORDS]
    known = set(_words_among(typed, typed[-1]).values_list("text", flat=True)) if typed else set()
    if all(_is_known(word, known, is_last=word is typed[-1]) for word in typed):
        return _wanted(typed)
    corrected = _corrected(typed, known, _likely(typed, known)[1])
    return _wanted(typed) if corrected is None else corrected[0]


def _parts(typed: Sequence[str]) -> set[str]:
    """The whole text, its beginnings and its ends: what may be the name of a town or a country in it."""
    return {" ".join(part) for cut in range(len(typed)) for part in (typed[cut:], typed[: len(typed) - cut])}


def _country_in(typed: Sequence[str], meanings: dict[str, list[Named]]) -> tuple[str, list[str]]:
    """The country that ends or begins the text, the longest name first, and what is left of the text."""
    for cut in range(len(typed)):
        for name, rest in ((typed[cut:], typed[:cut]), (typed[: len(typed) - cut], typed[len(typed) - cut :])):
            for one in meanings.get(" ".join(name), ()):
                if one.town is None:
                    return one.country, list(rest)
    return "", []


def _towns_called(
    typed: Sequence[str], rest: Sequence[str], country: str, meanings: dict[str, list[Named]]
) -> list[Town]:
    """The towns of this name, the largest first: the whole text, or what is left of it beside its country."""
    whole = [one.town for one in meanings.get(" ".join(typed), ()) if one.town]
    if whole or not rest:
        return whole
    return [one.town for one in meanings.get(" ".join(rest), ()) if one.town and one.country == country]


def _as_a_town(
    text: str, town: Town, towns: Sequence[Town], words: Sequence[str], *, is_chosen: bool
) -> Understood | None:
    """The text as a town; None where it is a small one in which no space is called so, and others elsewhere are.

    There is a village called like nearly everything. One query.
    """
    wanted = tuple(Wanted((word,)) for word in words)
    called = _called_so(wanted)
    is_there = any(one.point and distance_km(town.point, one.point) <= AROUND_KM for one in called)
    if called and not is_chosen and not is_there and town.population < LARGE:
        return None
    others = tuple(one for one in towns if distance_km(one.point, town.point) > AROUND_KM)[:ALTERNATIVES]
    return Understood(text, town=town, others=others, name=" ".join(words), called_so=tuple(called))


def _called_so(wanted: Sequence[Wanted]) -> list[Space]:
    """Some of the spaces that have all these words, by name: the longest word is followed, as the rarest."""
    if len(wanted) == 1 and len(wanted[0].texts) == 1:
        return _CALLED.some(0, CALLED_SO, word=wanted[0].texts[0])
    rarest = max(wanted, key=lambda one: len(one.texts[0]))
    found = SpaceWord.objects.filter(rarest.among_words, space__joined_into=None)
    for one in wanted:
        if one is not rarest:
            found = found.filter(Exists(SpaceWord.objects.filter(one.among_words, space=OuterRef("space"))))
    rows = found.select_related("space").only("text", *(f"space__{column}" for column in SHOWN))
    return [word.space for word in rows.order_by("name", "space_id")[:CALLED_SO]]


_CALLED = Composed(
    lambda: (
        SpaceWord.objects.filter(text=Given("word", CharField()), space__joined_into=None)
        .order_by("name", "space_id")
        .values_list(*(f"space__{column}" for column in SHOWN))
    ),
    part_of(Space, SHOWN),
)


def _as_words(text: str, words: Sequence[str], known: set[str], country: str, towns: tuple[Town, ...]) -> Understood:
    """The text as words of spaces; where one is unknown, as the place or the words that are nearest to it."""
    if all(_is_known(word, known, is_last=word is words[-1]) for word in words):
        return Understood(text, country=country, words=_wanted(words), others=towns)
    names, candidates = _likely(words, known)
    place = _place_by_error(text, " ".join(words), country, names)
    errors = OSA.distance(" ".join(words), place.read_as) if place else 0
    if place and errors == 1:
        return place
    corrected = _corrected(words, known, candidates)
    if place and (corrected is None or errors <= corrected[1]):
        return place
    if corrected is None:
        return Understood(text, country=country, words=_wanted(words), others=towns)
    wanted, _ = corrected
    read_as = " ".join(one.texts[0] if one.texts else one.beginning for one in wanted)
    return Understood(text, country=country, words=wanted, read_as=read_as, others=towns)


def _place_by_error(text: str, typed: str, country: str, names: Iterable[Sequence[Any]]) -> Understood | None:
    places = places_nearest(typed, names, country) if errors_forgiven(typed) else []
    if not places:
        return None
    first = places[0]
    others = tuple(one.town for one in places[1:] if one.town)[:ALTERNATIVES]
    understood = Understood(text, town=first.town, others=others, name=first.folded, read_as=first.folded)
    return understood if first.town else replace(understood, country=first.country, others=())


def _words_among(typed: Sequence[Any], last: str | Given) -> "QuerySet[Word]":
    """Those of what was typed that are words of spaces, and the first word that the last of them begins."""
    begun = Word.objects.filter(begins("text", last)).order_by("text").values("text")[:1]
    return Word.objects.filter(Q(text__in=typed) | Q(text__in=begun))


def _with_words(names: "QuerySet[Any, Any]", words: "QuerySet[Word]") -> "QuerySet[Any, Any]":
    """Names of places, in the columns of NAMED, and words of spaces in the first of them, whose second is empty."""
    kinds = (BigIntegerField, CharField, CharField, FloatField, FloatField, CharField, IntegerField)
    nothing = [Value(None, output_field=kind()) for kind in kinds]
    return names.union(words.order_by().values_list("text", Value(""), *nothing), all=True)


def _names_and_words() -> "QuerySet[Any, Any]":
    return _with_words(names_given(), _words_among([Given("typed", CharField())], Given("last", CharField())))


_NAMES_AND_WORDS: "Composed[tuple[Any, ...]]" = Composed(_names_and_words, lambda *row: row)


def _names_in(typed: Sequence[str]) -> tuple[dict[str, list[Named]], set[str]]:
    """What parts of the text name on Earth, and which of its words spaces have. One query."""
    rows = _NAMES_AND_WORDS.all(parts=sorted(_parts(typed)), typed=list(typed), last=typed[-1])
    return places_named(row for row in rows if row[1]), {row[0] for row in rows if not row[1]}


def _is_known(word: str, known: Iterable[str], *, is_last: bool) -> bool:
    return word in known or (is_last and any(one.startswith(word) for one in known))


def _wanted(words: Sequence[str]) -> tuple[Wanted, ...]:
    """Each word as it stands, the last as one that is still being typed."""
    *whole, last = words or [""]
    return (*(Wanted((word,)) for word in whole), *([Wanted((), last)] if last else []))


def _corrected(
    words: Sequence[str], known: set[str], candidates: Sequence[str]
) -> tuple[tuple[Wanted, ...], int] | None:
    """The words that are meant, and by how many errors in all; None where one of them cannot be guessed."""
    wanted, errors = [], 0
    for word in words:
        if _is_known(word, known, is_last=word is words[-1]):
            wanted.append(Wanted((word,)) if word in known else Wanted((), word))
            continue
        away = meant_by(word, candidates) if errors_forgiven(word) else {}
        if not away:
            return None
        fewest = min(away.values())
        wanted.append(Wanted(tuple(sorted(one for one, count in away.items() if count == fewest))[:20]))
        errors += fewest
    return tuple(wanted), errors


def _likely(words: Sequence[str], known: set[str]) -> tuple[list[Sequence[Any]], list[str]]:
    """The names of places that may be meant by all of the words, and the words of spaces by those that are unknown.
    One query.
    """
    unknown = [word for word in words if word not in known and errors_forgiven(word)]
    given = halves_given(" ".join(words))
    for place, word in enumerate(unknown):
        given |= halves_given(word, str(place))
    rows = _likely_beside(len(unknown)).all(**given)
    return [row for row in rows if row[1]], [row[0] for row in rows if not row[1]]


@cache
def _likely_beside(unknown: int) -> "Composed[tuple[Any, ...]]":
    return Composed(lambda: _with_words(names_likely(), _words_likely(unknown)), lambda *row: row)


def _words_likely(unknown: int) -> "QuerySet[Word]":
    """The words that share their beginning or their end with one of so many."""
    each = [shares_a_half("text", "backwards", str(place)) for place in range(unknown)]
    likely = reduce(or_, each) if each else Q(pk=None)  # beside others, a test that is never true has all words read
    return Word.objects.filter(pk__in=Word.objects.filter(likely).order_by().values("pk")[: MOST_CANDIDATES * unknown])
