"""What can be done with the atlas: fill it, all of it or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple

from django.db import transaction

from passerelle.atlas.models import Edition, PlaceName, Town
from passerelle.atlas.rules import TownKept, country_names
from passerelle.kit import clock
from passerelle.kit.pouring import get_to_know, pour

_TOWN = ("id", "name", "country", "latitude", "longitude", "time_zone", "population")
_NAME = ("folded", "backwards", "town", "country")


@transaction.atomic
def fill_atlas(towns: Iterable[TownKept], version: str) -> int:
    """Put these towns, and the countries, in the place of what the atlas held; how many towns there are now."""
    PlaceName.objects.all().delete()
    Town.objects.all().delete()
    Edition.objects.all().delete()
    kept = list(towns)
    pour(Town, _TOWN, ((*astuple(town)[:-1],) for town in kept))
    pour(PlaceName, _NAME, _names(kept))
    get_to_know(Town, PlaceName)
    Edition.objects.create(version=version, towns=len(kept), filled_at=clock.now())
    return len(kept)


def _names(towns: Iterable[TownKept]) -> Iterator[tuple[str, str, int | None, str]]:
    for town in towns:
        for name in sorted(town.names):
            yield name, name[::-1], town.id, town.country
    for country, names in country_names().items():
        for name in sorted(names):
            yield name, name[::-1], None, country
