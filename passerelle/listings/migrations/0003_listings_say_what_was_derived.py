from collections import defaultdict

from django.db import migrations, models
from django.db.models import F

import passerelle.spaces.rules
from passerelle.spaces.rules.finding import ZOOMS, bits_dropped

KINDS = [
    ("coworking", "coworking"),
    ("office_centre", "office centre"),
    ("cafe", "cafe"),
    ("getaway", "getaway"),
    ("maker_space", "maker space"),
    ("unknown", "unknown"),
]


def forget_invented_kinds(apps, editor):
    """A space of which no list said a kind was taken for a coworking space; from now on its kind is not known.

    What a person has entered or changed stands.
    """
    Space, Listing, Record = (
        apps.get_model(*name) for name in (("spaces", "Space"), ("listings", "Listing"), ("logbook", "Record"))
    )
    by_hand = {
        ref.partition(":")[2] for ref in Record.objects.filter(act="space_listed").values_list("about", flat=True)
    }
    guessed = Space.objects.filter(kind="coworking", pk__in=Listing.objects.values("space")).exclude(
        pk__in=Listing.objects.filter(values__has_key="kind").values("space")
    )
    found = guessed.exclude(own_lines__contains=" kind ").values_list("pk", "latitude", "longitude", "map_x", "map_y")
    spaces = [one for one in found.exclude(joined_into__isnull=False) if str(one[0]) not in by_hand]
    for begins in range(0, len(spaces), 500):
        lot = spaces[begins : begins + 500]
        _count_as_unknown(apps.get_model("spaces", "Square").objects, [one[1:] for one in lot if one[3] is not None])
        Space.objects.filter(pk__in=[one[0] for one in lot]).update(kind="unknown")


def _count_as_unknown(squares, points):
    for zoom in ZOOMS:
        moved = defaultdict(lambda: [0, 0.0, 0.0])
        for latitude, longitude, x, y in points:
            sums = moved[x >> bits_dropped(zoom), y >> bits_dropped(zoom)]
            sums[0], sums[1], sums[2] = sums[0] + 1, sums[1] + latitude, sums[2] + longitude
        for (x, y), (count, latitudes, longitudes) in moved.items():
            place = {"zoom": zoom, "x": x, "y": y}
            squares.get_or_create(
                **place, kind="unknown", defaults={"spaces_count": 0, "latitudes": 0.0, "longitudes": 0.0}
            )
            for kind, sign in (("coworking", -1), ("unknown", 1)):
                squares.filter(**place, kind=kind).update(
                    spaces_count=F("spaces_count") + sign * count,
                    latitudes=F("latitudes") + sign * latitudes,
                    longitudes=F("longitudes") + sign * longitudes,
                )


class Migration(migrations.Migration):
    dependencies = [
        ("listings", "0002_lists_wait_for_a_word"),
        ("spaces", "0007_kinds_and_local_addresses_are_kept_as_told"),
        ("logbook", "0001_records_are_kept"),
    ]

    operations = [
        migrations.AddField("listing", "derived", models.JSONField(default=dict)),
        migrations.AddField(
            "source",
            "kind",
            models.CharField(choices=KINDS, default=passerelle.spaces.rules.Kind["UNKNOWN"], max_length=20),
        ),
        migrations.AddField(
            "import",
            "kind",
            models.CharField(choices=KINDS, default=passerelle.spaces.rules.Kind["UNKNOWN"], max_length=20),
        ),
        migrations.RunPython(forget_invented_kinds, migrations.RunPython.noop),
    ]
