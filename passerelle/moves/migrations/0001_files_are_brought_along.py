import django.db.models.deletion
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("file_name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("columns", models.JSONField(default=dict)),
                ("sent_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("sent_by", models.CharField(max_length=40)),
                ("taken_in_at", models.DateTimeField(blank=True, null=True)),
                ("report", models.JSONField(default=dict)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
                "indexes": [
                    models.Index(fields=["space", "-sent_at", "-id"], name="move_by_space"),
                    models.Index(
                        condition=models.Q(("content", b""), _negated=True), fields=["sent_at"], name="move_that_waits"
                    ),
                ],
            },
        ),
    ]
