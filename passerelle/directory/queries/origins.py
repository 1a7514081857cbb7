"""Where what is said of spaces comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from passerelle.listings.models import Listing, Source
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Origin:
    """A list that told us of a space: its name and licence, the date of what it says, the columns that it filled."""

    name: str
    licence: str
    told_on: date | None
    columns: tuple[str, ...]


def origins_of(space: Space) -> list[Origin]:
    """The lists that told us of this space, the latest first, with what the space has not said itself. One query."""
    own = set(space.own_lines.split())
    found = Listing.objects.filter(space=space).select_related("source").order_by("-told_on", "-id")
    return [Origin(one.source.name, one.source.licence, one.told_on, _columns(one.values, own)) for one in found]


def sources_with_counts() -> QuerySet[Source]:
    """Every list that was taken in, by name, each with `spaces_count`, the spaces that it told us of. One query."""
    return Source.objects.annotate(spaces_count=Count("listings")).select_related("network").order_by("name", "id")


def _columns(values: Mapping[str, object], own: set[str]) -> tuple[str, ...]:
    return tuple(column for column, value in values.items() if value not in ("", None, []) and column not in own)
