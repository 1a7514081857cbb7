"""What can be done with many spaces at once, for whoever takes a list in: list them, change them, join two.

Nothing here is a person's act on one space: whoever calls writes down what was done. The rows of a list come a lot at a
time, so every step is a few statements for thousands of spaces.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from passerelle.kit.ids import reference
from passerelle.kit.lots import lots
from passerelle.kit.places import Point
from passerelle.kit.pouring import pour_over
from passerelle.spaces.actions.finding import make_findable, make_unfindable
from passerelle.spaces.models import Invitation, Space, Staff
from passerelle.spaces.rules import Kind
from passerelle.spaces.rules.finding import map_square, wished_slugs

AT_ONCE = 1000
ROUNDS = 12
FOUND_BY = {"name", "town", "kind", "point"}
_SAID = (
    "name", "kind", "summary", "address", "local_address", "town", "country", "website", "hours", "hours_note",
    "prices", "features",
)  # fmt: skip
CHANGED = (*_SAID, "latitude", "longitude", "map_x", "map_y", "time_zone")


def list_many(said: Iterable[Mapping[str, Any]]) -> list[int]:
    """Spaces come into the directory, without an address and without staff; their keys, in the order given.

    Each is told by its columns, `point` standing for the four that follow from it; an empty kind is not known.
    """
    keys: list[int] = []
    for lot in lots(said, AT_ONCE):
        slugs = _free_slugs([(one["name"], one["town"]) for one in lot])
        new = (Space(slug=slug, **_expanded(one)) for one, slug in zip(lot, slugs, strict=True))
        keys += [space.pk for space in Space.objects.bulk_create(new)]
    make_findable(keys)
    return keys


def change_many(spaces: Iterable[tuple[Space, Mapping[str, Any]]]) -> None:
    """Each of these spaces gets the columns beside it; how they are found follows.

    What its staff has written since the space was looked at stands: the rows are read once more, under their lock. One
    that was joined into another meanwhile stays as it is.
    """
    changes = {space.pk: changed for space, changed in spaces if changed}
    for lot in lots(sorted(changes), AT_ONCE):
        there = Space.objects.select_for_update().filter(pk__in=lot, joined_into=None)
        _change(list(there.order_by("pk")), changes)


def _change(spaces: Sequence[Space], changes: Mapping[int, Mapping[str, Any]]) -> None:
    changing = [(space, _but_its_own(space, changes[space.pk])) for space in spaces]
    found_otherwise = [space.pk for space, changed in changing if FOUND_BY & set(changed)]
    make_unfindable(found_otherwise)
    for space, changed in changing:
        for column, value in _expanded(changed).items():
            setattr(space, column, value)
    pour_over(Space, CHANGED, ([space.pk, *(getattr(space, column) for column in CHANGED)] for space, _ in changing))
    make_findable(found_otherwise)


def _but_its_own(space: Space, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The changes but those of lines that its own staff has written."""
    own = set(space.own_lines.split())
    return {column: value for column, value in changed.items() if column not in own}


def join_into(space: Space, other: Space, filled: Mapping[str, Any]) -> list[int]:
    """`space` turned out to be `other`: it is found nowhere from now on, and `other` takes `filled` from it.

    Gives the keys of those that had been joined into `space` and lead to `other` now.
    """
    followers = list(Space.objects.filter(joined_into=space).values_list("pk", flat=True))
    make_unfindable([space.pk])
    space.joined_into = other
    space.save(update_fields=["joined_into"])
    Space.objects.filter(pk__in=followers).update(joined_into=other)
    change_many([(other, filled)])
    return followers


def part_from(space: Space, other: Space, emptied: Mapping[str, Any], followers: Collection[int]) -> None:
    """`space`, which was joined into `other`, is found again, and those that led to it do; `other` is `emptied`."""
    change_many([(other, emptied)])
    space.joined_into = None
    space.save(update_fields=["joined_into"])
    Space.objects.filter(pk__in=followers).update(joined_into=space)
    make_findable([space.pk])


def is_acted_for(space: Space) -> bool:
    """Whether somebody acts for the space, or has been asked to."""
    is_asked = Invitation.objects.filter(space=space, accepted_at=None, withdrawn_at=None).exists()
    return is_asked or Staff.objects.filter(space=space).exists()


def _expanded(said: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the table: a point gives four of them, and a kind that nobody has told is unknown."""
    columns = {column: value for column, value in said.items() if column != "point"}
    if "kind" in columns:
        columns["kind"] = columns["kind"] or Kind.UNKNOWN
    if "point" not in said:
        return columns
    point: Point | None = said["point"]
    where = (
        {"latitude": point.latitude, "longitude": point.longitude} if point else {"latitude": None, "longitude": None}
    )
    return columns | where | map_square(point)


def _free_slugs(named: Sequence[tuple[str, str]]) -> list[str]:
    """A name for the address of each page that nobody has, as `list_space` gives them; a few queries for thousands."""
    wishes = [wished_slugs(name, town) for name, town in named]
    taken = _taken(slug for wished in wishes for slug in wished)
    found: list[str] = []
    waiting: list[int] = []
    for place, wished in enumerate(wishes):
        slug = next((slug for slug in wished if slug not in taken), "")
        found.append(slug)
        taken.add(slug)
        if not slug:
            waiting.append(place)
    for place, slug in _numbered([wishes[place][1] for place in waiting], taken, waiting):
        found[place] = slug
    return found


def _numbered(wished: Sequence[str], taken: set[str], places: Sequence[int]) -> Iterable[tuple[int, str]]:
    """Where a name and its town are taken, a number behind them; after some rounds, signs drawn by chance."""
    numbers: dict[str, count[int]] = {}
    left = list(zip(places, wished, strict=True))
    for _ in range(ROUNDS):
        tried = [(place, slug, f"{slug}-{next(numbers.setdefault(slug, count(2)))}") for place, slug in left]
        taken |= _taken(numbered for _, _, numbered in tried)
        yield from ((place, numbered) for place, _, numbered in tried if numbered not in taken)
        left = [(place, slug) for place, slug, numbered in tried if numbered in taken]
        taken |= {numbered for _, _, numbered in tried}
    yield from ((place, f"{slug[:66]}-{reference()}") for place, slug in left)


def _taken(slugs: Iterable[str]) -> set[str]:
    return {
        slug
        for lot in lots(dict.fromkeys(slugs), AT_ONCE)
        for slug in Space.objects.filter(slug__in=lot).values_list("slug", flat=True)
    }
