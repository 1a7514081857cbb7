"""How a space is found: by which words, and in which square of the map. Plain Python."""

from collections.abc import Iterable
from math import asinh, floor, pi, radians, tan

from anyascii import anyascii

from passerelle.kit.fold import fold
from passerelle.kit.places import Point

LONGEST_WORD = 40
MOST_WORDS = 16
SORTED_BY = 24
"""How many signs of a folded name put the finds in order."""

MAP_BITS = 22
"""The map is cut into 2 ** 22 squares from west to east, some ten metres wide at the equator."""
NORTHERNMOST = 85.05112878
"""Where a square map of the Earth ends (Web Mercator)."""
ZOOMS = range(13)
"""The zooms at which squares are counted. Nearer than that, a window of the map holds few enough spaces."""


def words_of(name: str, town: str) -> list[str]:
    """The folded words by which a space is found: of its name and town, and of both spelt in Latin letters."""
    said = f"{name} {town}"
    words = dict.fromkeys([*fold(said).split(), *fold(anyascii(said)).split()])
    return [word[:LONGEST_WORD] for word in words][:MOST_WORDS]


def wished_slugs(name: str, town: str) -> tuple[str, str]:
    """The names that a space wishes for the address of its page, in Latin letters: its own, and with its town."""
    plain = fold(anyascii(name)).replace(" ", "-")[:60].strip("-") or "space"
    return plain, f"{plain}-{fold(anyascii(town)).replace(' ', '-')}"[:75].strip("-")


def sorted_by(name: str) -> str:
    """What puts a space in its place among others of a list by name."""
    return fold(name)[:SORTED_BY]


def kept_list(words: Iterable[str]) -> str:
    """Several short words in one column, each between two blanks: " wifi coffee "; nothing for none."""
    sorted_words = sorted(set(words))
    return f" {' '.join(sorted_words)} " if sorted_words else ""


def square_of(point: Point) -> tuple[int, int]:
    """The square of the map that holds the point, counted from the north-west."""
    across = 2**MAP_BITS
    latitude = radians(max(-NORTHERNMOST, min(NORTHERNMOST, point.latitude)))
    x = floor((point.longitude + 180) / 360 * across)
    y = floor((1 - asinh(tan(latitude)) / pi) / 2 * across)
    return min(max(x, 0), across - 1), min(max(y, 0), across - 1)


def map_square(point: Point | None) -> dict[str, int | None]:
    """The columns `map_x` and `map_y` of a space that stands at `point`."""
    x, y = square_of(point) if point else (None, None)
    return {"map_x": x, "map_y": y}


def bits_dropped(zoom: int) -> int:
    """By how many bits a square is shifted to give the one that is counted at `zoom`, 64 pixels wide on a screen."""
    return MAP_BITS - (zoom + 3)
