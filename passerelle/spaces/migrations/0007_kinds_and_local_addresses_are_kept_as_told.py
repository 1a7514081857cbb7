from django.db import migrations, models

import passerelle.spaces.rules

KINDS = [
    ("coworking", "coworking"),
    ("office_centre", "office centre"),
    ("cafe", "cafe"),
    ("getaway", "getaway"),
    ("maker_space", "maker space"),
    ("unknown", "unknown"),
]


class Migration(migrations.Migration):
    dependencies = [("spaces", "0006_a_place_is_read_from_its_index")]

    operations = [
        migrations.AlterField(
            "space",
            "kind",
            models.CharField(choices=KINDS, default=passerelle.spaces.rules.Kind["UNKNOWN"], max_length=20),
        ),
        migrations.AddField("space", "local_address", models.CharField(blank=True, max_length=240)),
        migrations.AlterField("square", "kind", models.CharField(choices=KINDS, max_length=20)),
    ]
