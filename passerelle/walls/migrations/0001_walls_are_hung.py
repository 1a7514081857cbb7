import django.db.models.deletion
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.walls.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("language", models.CharField(choices=[("fr", "fr"), ("en", "en")], max_length=5)),
                (
                    "look",
                    models.CharField(
                        choices=[("by_hour", "by hour"), ("light", "light"), ("dark", "dark")],
                        default=passerelle.walls.rules.Look["BY_HOUR"],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=6)),
                ("code_until", models.DateTimeField(blank=True, null=True)),
                ("hung_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="walls", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="a_short_code_opens_one_wall",
                    )
                ],
            },
        ),
    ]
