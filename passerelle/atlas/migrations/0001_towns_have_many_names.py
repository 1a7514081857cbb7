import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40)),
                ("towns", models.PositiveIntegerField()),
                ("filled_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                ("id", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("country", models.CharField(max_length=2)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("time_zone", models.CharField(max_length=64)),
                ("population", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("-population", "id"),
                "indexes": [
                    models.Index(fields=["latitude", "longitude"], name="town_by_place"),
                    models.Index(fields=["-population", "id"], name="town_by_population"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folded", models.CharField(db_index=True, max_length=80)),
                ("backwards", models.CharField(db_index=True, max_length=80)),
                ("country", models.CharField(max_length=2)),
                (
                    "town",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="names", to="atlas.town"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("town__isnull", False)),
                        fields=("town", "folded"),
                        name="town_has_a_name_once",
                    )
                ],
            },
        ),
    ]
