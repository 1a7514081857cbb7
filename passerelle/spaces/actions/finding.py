"""What can be done so that a space is found: keep the words it is found by, and count it in the squares of the map.

Both follow from the space's row, and are written in the transaction that writes it. Squares are taken in one order,
the widest first, so that two who list spaces at the same moment wait for each other and do not lock each other out.
"""

from collections.abc import Iterable

from django.db import connection

from passerelle.kit.lots import lots
from passerelle.kit.pouring import pour
from passerelle.spaces.models import Space, SpaceWord, Word
from passerelle.spaces.rules.finding import ZOOMS, bits_dropped, sorted_by, words_of

AT_ONCE = 2000
_COUNTED = """
INSERT INTO spaces_square (zoom, x, y, kind, spaces_count, latitudes, longitudes)
SELECT %(zoom)s, map_x >> %(bits)s, map_y >> %(bits)s, kind,
       %(sign)s * COUNT(*), %(sign)s * SUM(latitude), %(sign)s * SUM(longitude)
FROM spaces_space WHERE map_x IS NOT NULL AND id IN ({holes})
GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
ON CONFLICT (zoom, x, y, kind) DO UPDATE SET
  spaces_count = spaces_square.spaces_count + excluded.spaces_count,
  latitudes = spaces_square.latitudes + excluded.latitudes,
  longitudes = spaces_square.longitudes + excluded.longitudes
"""


def make_findable(keys: Iterable[int]) -> None:
    """These spaces, which were not, are found from now on: by word, near a point, on the map."""
    for lot in lots(keys, AT_ONCE):
        _keep_words(lot)
        _count(lot, +1)


def make_unfindable(keys: Iterable[int]) -> None:
    """These spaces are found no longer. To be called before their rows change, and `make_findable` after."""
    for lot in lots(keys, AT_ONCE):
        SpaceWord.objects.filter(space__in=lot).delete()
        _count(lot, -1)


def _keep_words(keys: list[int]) -> None:
    found_by = [
        (word, sorted_by(name), key)
        for key, name, town in Space.objects.filter(pk__in=keys).values_list("pk", "name", "town")
        for word in words_of(name, town)
    ]
    pour(SpaceWord, ("text", "name", "space"), found_by)
    words = {word for word, _, _ in found_by}
    known = set(Word.objects.filter(text__in=words).values_list("text", flat=True))
    new = [Word(text=word, backwards=word[::-1]) for word in sorted(words - known)]
    Word.objects.bulk_create(new, ignore_conflicts=True)


def _count(keys: list[int], sign: int) -> None:
    holes = ", ".join(str(int(key)) for key in keys)
    with connection.cursor() as cursor:
        for zoom in ZOOMS:
            counted = {"zoom": zoom, "bits": bits_dropped(zoom), "sign": sign}
            cursor.execute(_COUNTED.format(holes=holes), counted)
