"""What can be asked about lists: where a value comes from, which pairs wait, what became of a file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from passerelle.kit.lots import lots
from passerelle.kit.places import Point, box_around
from passerelle.listings.models import Import as Import
from passerelle.listings.models import Listing, Pair, Source
from passerelle.listings.rules import Step, Verdict
from passerelle.listings.rules.alike import Known
from passerelle.listings.rules.alike_names import read_name, telling_words
from passerelle.listings.rules.saying import COLUMNS, DERIVABLE, Origin, Values, columns_said
from passerelle.networks.models import Affiliation, Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space, SpaceWord
from passerelle.spaces.rules import Kind

_BAND = 0.1  # degrees of latitude: some eleven kilometres
_WITHIN_KM = 5.0  # two pins further apart are never one place
_MOST_OF_A_WORD = 400  # spaces; a word that more of them bear tells nothing
_KNOWN = ("pk", "name", "town", "country", "address", "website", "latitude", "longitude")


@dataclass(frozen=True)
class Side:
    """One of two spaces that may be one, with the sources that told of it and whether somebody acts for it."""

    space: Space
    sources: list[str]
    is_acted_for: bool


def source_called(name: str, network: Network | None) -> Source | None:
    """The source of this name, of a network or of the whole instance."""
    return Source.objects.filter(name=name, network=network).first()


def spaces_told_of_elsewhere(name: str, source: Source | None) -> dict[str, int]:
    """The spaces that sources of this name have told of for somebody else, by the key of their row. One query."""
    others = Listing.objects.filter(source__name=name).order_by("-id").values_list("key", "space_id")
    return dict(others.exclude(source=source) if source else others)


def lists_were_taken_in() -> bool:
    """Whether any list was taken in."""
    return Source.objects.exists()


def spaces_claimed(source: Source | None) -> dict[int, dict[str, Any]]:
    """The columns of each space that a source has told of and that somebody acts for by now. One query."""
    if source is None:
        return {}
    claimed = Space.objects.filter(listings__source=source, staff__isnull=False).distinct()
    return {space.pk: columns_of(space) for space in claimed}


def listings_of(space: Space) -> QuerySet[Listing]:
    """What lists say of a space, the first that told of it first."""
    return space.listings.select_related("source").order_by("id")


def origins_of(space: Space) -> dict[str, Origin]:
    """Where each value that the space has comes from, by its column; the pin is `point`. One query."""
    return _origins(space, listings_of(space))


def derived_of(spaces: Iterable[Space]) -> dict[int, dict[str, str]]:
    """What no list says of these spaces itself and how it is known, a Basis by its column, by key. One query."""
    told: dict[int, list[tuple[Values, Values]]] = {}
    by_key = {space.pk: space for space in spaces}
    rows = Listing.objects.filter(space__in=by_key).order_by("id").values_list("space_id", "values", "derived")
    for key, values, derived in rows:
        told.setdefault(key, []).append((values, derived))
    return {key: dict(_derived(by_key[key], listings)) for key, listings in told.items()}


def _derived(space: Space, told: Iterable[tuple[Values, Values]]) -> Iterator[tuple[str, str]]:
    own = space.own_lines.split()
    for column in DERIVABLE:
        bases = [derived.get(column, "") for values, derived in told if values.get(column) == getattr(space, column)]
        if column not in own and bases and all(bases):
            yield column, bases[0]


def _origins(space: Space, listings: Iterable[Listing]) -> dict[str, Origin]:
    told = [(one, columns_said(one.values)) for one in listings]
    now, own = columns_of(space), set(space.own_lines.split())
    return {column: _origin(column, now, own, told) for column in COLUMNS if now[column]}


def columns_of(space: Space) -> dict[str, Any]:
    """The columns on which lists have a word, as the space has them; a kind that nobody knows is empty."""
    columns = {column: getattr(space, column) for column in COLUMNS}
    return columns | {"kind": "" if space.kind == Kind.UNKNOWN else space.kind}


def _origin(
    column: str, now: dict[str, object], own: set[str], told: list[tuple[Listing, dict[str, object]]]
) -> Origin:
    """The first list that says so; one that derived it goes behind those that have it themselves."""
    said_so = [one for one, said in told if said[column] == now[column]]
    first = None if column in own else min(said_so, key=lambda one: column in one.derived, default=None)
    if first is None:
        return Origin()
    original, derived = (str(of.get(column, "")) for of in (first.originals, first.derived))
    page = first.key if first.key.startswith(("https://", "http://")) else ""
    return Origin(first.source.name, first.source.licence, first.told_on, original, derived, page)


def sources_with_counts() -> QuerySet[Source]:
    """Every list that was taken in, by name, each with `spaces_count`, the spaces that it told us of. One query."""
    counted = Source.objects.annotate(spaces_count=Count("listings__space", distinct=True))
    return counted.select_related("network").order_by("name", "id")


# Pairs


def pairs_waiting(network: Network | None = None) -> QuerySet[Pair]:
    """The pairs that nobody has spoken on, the likeliest first; for a network, those with a space that stands in it."""
    both_are_found = {"first__joined_into": None, "second__joined_into": None}
    waiting = Pair.objects.filter(verdict=Verdict.PROPOSED, **both_are_found).select_related("first", "second")
    if network is None:
        return waiting
    inside = Affiliation.objects.filter(network=network, until=None)
    first, second = Exists(inside.filter(space=OuterRef("first"))), Exists(inside.filter(space=OuterRef("second")))
    return waiting.filter(Q(first) | Q(second))


def joined_since(moment: datetime, by: Person | None = None) -> QuerySet[Pair]:
    """The pairs that were joined after `moment`, the last first; those that one person joined, where one is named."""
    joined = Pair.objects.filter(verdict=Verdict.JOINED, decided_at__gt=moment).select_related("first", "second")
    return (joined.filter(decided_by=by) if by else joined).order_by("-decided_at", "-id")


def pair_at(key: int) -> Pair | None:
    """One pair, whatever was said of it."""
    return Pair.objects.filter(pk=key).select_related("first", "second").first()


def pair_in(network: Network, key: int) -> Pair | None:
    """One pair with a space of this network, whatever was said of it."""
    pair = pair_at(key)
    if pair is None:
        return None
    stands = Affiliation.objects.filter(network=network, space__in=(pair.first_id, pair.second_id))
    return pair if stands.exists() else None


def sides_of(pairs: Iterable[Pair]) -> dict[int, Side]:
    """Both sides of these pairs, by the space's key. Two queries."""
    spaces = {space.pk: space for pair in pairs for space in (pair.first, pair.second)}
    sources: dict[int, list[str]] = {key: [] for key in spaces}
    told = Listing.objects.filter(space__in=spaces).order_by("id").values_list("space_id", "source__name")
    for key, name in told:
        if name not in sources[key]:
            sources[key].append(name)
    acted_for = set(Space.objects.filter(pk__in=spaces, staff__isnull=False).values_list("pk", flat=True))
    return {key: Side(space, sources[key], key in acted_for) for key, space in spaces.items()}


# Imports


def imports_of(network: Network) -> QuerySet[Import]:
    """The files that organisers of a network have sent, the newest first, without their content."""
    return Import.objects.filter(network=network).defer("content", "report").select_related("sent_by")


def imports_waiting(network: Network) -> QuerySet[Import]:
    """Those of which something is still to be done, by the worker or at a word of an organiser."""
    return imports_of(network).filter(step__in=(Step.SENT, Step.TO_READ, Step.READ, Step.TO_TAKE_IN))


def sources_of(network: Network) -> list[str]:
    """The names of the lists that were taken in for a network."""
    return list(Source.objects.filter(network=network).values_list("name", flat=True))


def import_at(network: Network, reference: str) -> Import | None:
    """One file sent for this network."""
    return Import.objects.filter(network=network, reference=reference).defer("content").first()


def gone_from(source: Source, keys: Collection[str]) -> list[str]:
    """The names of what the source has told of before and that is not among `keys`, in the order of its lines."""
    told = Listing.objects.filter(source=source).order_by("line", "id").values_list("key", "values__name")
    return [str(name) for key, name in told if key not in keys]


# What may be one with what a list tells


def known_spaces(keys: Iterable[int]) -> Iterator[Known]:
    """These spaces, as they are compared."""
    for lot in lots(keys, 1000):
        for row in Space.objects.filter(pk__in=lot, joined_into=None).values_list(*_KNOWN):
            key, name, town, country, address, website, latitude, longitude = row
            point = Point(latitude, longitude) if latitude is not None else None
            yield Known(key, name, town, country, address, website, point)


def worth_comparing_with(fresh: Collection[Known]) -> Iterator[Known]:
    """The spaces that may be one with some of `fresh`: those a few kilometres around, or of a like name without a pin.

    Never all of them: those with a pin by bands of latitude, the others by their words.
    """
    keys = _around([one for one in fresh if one.point]) | _called_alike(fresh)
    return known_spaces(sorted(keys))


def _around(fresh: Collection[Known]) -> set[int]:
    cells = {cell for one in fresh for cell in _cells_near(one)}
    by_band: dict[int, set[int]] = {}
    for band, column in cells:
        by_band.setdefault(band, set()).add(column)
    found: set[int] = set()
    standing = Space.objects.filter(joined_into=None).values_list("pk", "longitude")
    for band, columns in by_band.items():
        here = standing.filter(latitude__gte=band * _BAND, latitude__lt=(band + 1) * _BAND).order_by()
        if len(columns) == 1:
            (column,) = columns
            here = here.filter(longitude__gte=column * _BAND, longitude__lt=(column + 1) * _BAND)
        found |= {key for key, longitude in here if longitude is not None and floor(longitude / _BAND) in columns}
    return found


def _cells_near(one: Known) -> set[tuple[int, int]]:
    """The cells of a tenth of a degree that hold what is within reach, on this side of the antimeridian."""
    assert one.point is not None
    box = box_around(one.point, _WITHIN_KM)
    rows = range(floor(box.south / _BAND), floor(box.north / _BAND) + 1)
    columns = range(floor(max(box.west, -180) / _BAND), floor(min(box.east, 180) / _BAND) + 1)
    return {(row, column) for row in rows for column in columns}


def _called_alike(fresh: Collection[Known]) -> set[int]:
    """By their words: what has no pin with all of `fresh`, and all with what has no pin among `fresh`."""
    without = _spaces_with_words({word for one in fresh if not one.point for word in telling_words_of(one)})
    others = _spaces_with_words({word for one in fresh for word in telling_words_of(one)}, pinless=True)
    return without | others


def telling_words_of(one: Known) -> list[str]:
    """The words of its name that tell it from others, in Latin letters."""
    name = read_name(one.name)
    return list(telling_words(name, ()) or name.words)


def _spaces_with_words(words: Collection[str], *, pinless: bool = False) -> set[int]:
    """The spaces that bear one of these words, those words left out that very many bear."""
    found: dict[str, list[int]] = {}
    borne = SpaceWord.objects.order_by()
    if pinless:
        if not Space.objects.filter(latitude=None, joined_into=None).exists():
            return set()
        borne = borne.filter(space__latitude=None)
    for lot in lots(sorted(words), 500):
        for word, key in borne.filter(text__in=lot).values_list("text", "space_id"):
            found.setdefault(word, []).append(key)
    return {key for keys in found.values() if len(keys) <= _MOST_OF_A_WORD for key in keys}
