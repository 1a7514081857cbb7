"""Many invented spaces, spread as people are over the world's towns, with names as such places bear them."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate

from django.db import transaction
from django.db.models import Max

from passerelle.atlas.models import Town
from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.kit.pouring import get_to_know, pour
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Mode, Terms, Way, searched_terms
from passerelle.spaces.actions.finding import make_findable
from passerelle.spaces.models import Space, SpaceWord, Square, Word
from passerelle.spaces.rules import Feature, Kind
from passerelle.spaces.rules.finding import kept_list, square_of

FIRST = (
    "Alder", "Anchor", "Archipel", "Arcade", "Atelier", "Basecamp", "Beacon", "Beehive", "Birch", "Bloom", "Bridge",
    "Bureau", "Campus", "Canal", "Canvas", "Cedar", "Central", "Cluster", "Collective", "Comet", "Common",
    "Compass", "Coop", "Corner", "Cosmo", "Creative", "Deck", "Depot", "Dock", "Dynamo", "Ember", "Engine",
    "Factory", "Field", "Forge", "Foundry", "Garage", "Garden", "Grain", "Granary", "Greenhouse", "Ground", "Guild",
    "Hangar", "Harbour", "Haven", "Hive", "Home", "Horizon", "House", "Impact", "Island", "Junction", "Kiln",
    "Kiosk", "Lab", "Lantern", "Launch", "Library", "Lighthouse", "Link", "Loft", "Loom", "Maker", "Market",
    "Meridian", "Mill", "Mint", "Mosaic", "Nest", "Network", "North", "Nova", "Oak", "Oasis", "Office", "Olive",
    "Orbit", "Origin", "Outpost", "Parlour", "Patio", "Pavilion", "Pioneer", "Plaza", "Point", "Port", "Press",
    "Prism", "Quarter", "Quay", "Quiet", "Raft", "Roof", "Room", "Root", "Sail", "Satellite", "Shed", "Signal",
    "Silver", "Spark", "Spring", "Square", "Station", "Studio", "Summit", "Sun", "Table", "Terrace", "Tide",
    "Tower", "Tribe", "Union", "Urban", "Vault", "Village", "Vista", "Warehouse", "Wave", "Weave", "West", "Wharf",
    "Willow", "Wing", "Workshop", "Yard", "Zenith",
)  # fmt: skip
SECOND = ("Coworking", "Hub", "Workspace", "Works", "Club", "Spaces", "Offices", "Desk", "Café", "Space", "Nomads", "")
KINDS = (Kind.COWORKING, Kind.OFFICE_CENTRE, Kind.CAFE, Kind.GETAWAY, Kind.MAKER_SPACE)
KIND_WEIGHTS = (60, 15, 15, 5, 5)
HOURS = ("Mo-Fr 09:00-18:00", "Mo-Fr 08:00-20:00; Sa 10:00-16:00", "Mo-Su 00:00-24:00", "Mo-Fr 08:30-12:00,13:00-17:30")
NETWORKS = 20
LOT = 20_000
SPACE = (
    "id", "slug", "name", "kind", "summary", "address", "local_address", "town", "country", "latitude", "longitude",
    "map_x", "map_y", "time_zone", "language", "currency", "website", "email", "email_confirmed_at", "second_email",
    "ask_for", "hours", "hours_note", "prices", "features", "own_lines", "poster_number", "listed_at",
)  # fmt: skip
STANDING = ("network", "space", "since", "deviations", "free_days", "way", "included", "left_because")


def spread(how_many: int, seed: int = 7) -> None:
    """So many spaces, half of them in a network, one in ten answering letters, nine in ten with a pin."""
    chance = random.Random(seed)
    networks = _networks()
    first = (Space.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for begins in range(first, first + how_many, LOT):
        keys = range(begins, min(begins + LOT, first + how_many))
        with transaction.atomic():
            pour(Space, SPACE, invented_spaces(keys, chance))
            pour(Affiliation, STANDING, _standings(keys, networks, chance))
            make_findable(keys)
    get_to_know(Space, SpaceWord, Word, Square, Affiliation, Network)


def invented_spaces(keys: range, chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Rows in the columns of SPACE, each in a town that is chosen by how many people live there."""
    towns = _towns()  # read before the first row is asked for: on PostgreSQL the connection is pouring them by then
    weights = list(accumulate(max(town[-1], 1000) for town in towns))
    chosen = chance.choices(towns, cum_weights=weights, k=len(keys))
    return (_space(key, town, chance) for key, town in zip(keys, chosen, strict=True))


@cache
def _towns() -> list[tuple[str, str, float, float, str, int]]:
    columns = ("name", "country", "latitude", "longitude", "time_zone", "population")
    return list(Town.objects.values_list(*columns))


def _networks() -> list[Network]:
    return [
        Network.objects.create(
            name=f"Network {number}", slug=f"network-{number}", mode=Mode.HOSPITALITY,
            default_terms=Terms(free_days=1 + number % 5, way=tuple(Way)[number % 3]).written(),
        )
        for number in range(NETWORKS)
    ]  # fmt: skip


def _space(key: int, town: tuple[str, str, float, float, str, int], chance: random.Random) -> tuple[object, ...]:
    place, country, latitude, longitude, zone, _ = town
    name = " ".join(part for part in (chance.choice(FIRST), chance.choice(FIRST), chance.choice(SECOND)) if part)
    has_pin, answers = chance.random() < 0.9, chance.random() < 0.1
    point = _beside(latitude, longitude, chance) if has_pin else None
    square = square_of(point) if point else (None, None)
    slug = f"{fold(name).replace(' ', '-')}-{key}"
    now = datetime.now(UTC)
    features = kept_list(chance.sample(tuple(map(str, Feature)), chance.randrange(5))) if chance.random() < 0.3 else ""
    return (
        key, slug, name, chance.choices(KINDS, KIND_WEIGHTS)[0], "Une salle ouverte, un café, une cour. " * 6,
        f"{chance.randrange(1, 300)} Main Street", "", place, country, *(point or (None, None)), *square, zone, "en",
        "EUR", f"https://{slug}.example.org/", f"{slug}@example.org" if answers else "", now if answers else None, "",
        "", chance.choice(HOURS) if chance.random() < 0.4 else "", "", "", features, "", 1, now,
    )  # fmt: skip


def _beside(latitude: float, longitude: float, chance: random.Random) -> Point:
    """A few kilometres from the middle of the town, more rarely further out."""
    away = chance.expovariate(1 / 0.05)
    high = max(-89.0, min(89.0, latitude + chance.uniform(-away, away)))
    wide = longitude + chance.uniform(-away, away)
    return Point(high, (wide + 540) % 360 - 180)


def _standings(keys: range, networks: list[Network], chance: random.Random) -> Iterator[tuple[object, ...]]:
    for key in keys:
        if chance.random() < 0.5:
            network = networks[min(int(chance.expovariate(1 / 3)), NETWORKS - 1)]
            terms = searched_terms(network.terms)
            yield network.pk, key, "2020-01-01", "{}", terms["free_days"], terms["way"], terms["included"], ""
