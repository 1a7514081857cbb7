from django.db import migrations

from passerelle.kit.places import Point
from passerelle.spaces.rules.finding import ZOOMS, bits_dropped, map_square, sorted_by, words_of


def make_them_found(apps, editor):
    """What actions keep from now on, for the spaces that were listed before."""
    Space, SpaceWord, Word, Square = (
        apps.get_model("spaces", name) for name in ("Space", "SpaceWord", "Word", "Square")
    )
    squares = {}
    for space in Space.objects.all():
        words = words_of(space.name, space.town)
        SpaceWord.objects.bulk_create(SpaceWord(text=word, name=sorted_by(space.name), space=space) for word in words)
        Word.objects.bulk_create((Word(text=word, backwards=word[::-1]) for word in words), ignore_conflicts=True)
        if space.latitude is None:
            continue
        at = map_square(Point(space.latitude, space.longitude))
        Space.objects.filter(pk=space.pk).update(**at)
        for zoom in ZOOMS:
            bits = bits_dropped(zoom)
            key = (zoom, at["map_x"] >> bits, at["map_y"] >> bits, space.kind)
            count, latitudes, longitudes = squares.get(key, (0, 0.0, 0.0))
            squares[key] = (count + 1, latitudes + space.latitude, longitudes + space.longitude)
    Square.objects.bulk_create(
        Square(zoom=zoom, x=x, y=y, kind=kind, spaces_count=count, latitudes=latitudes, longitudes=longitudes)
        for (zoom, x, y, kind), (count, latitudes, longitudes) in squares.items()
    )


class Migration(migrations.Migration):
    dependencies = [("spaces", "0002_spaces_are_found")]

    operations = [migrations.RunPython(make_them_found, migrations.RunPython.noop)]
