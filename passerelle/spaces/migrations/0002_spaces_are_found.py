import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("spaces", "0001_spaces_are_listed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpaceWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=24)),
            ],
        ),
        migrations.CreateModel(
            name="Square",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zoom", models.PositiveSmallIntegerField()),
                ("x", models.PositiveIntegerField()),
                ("y", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coworking", "coworking"),
                            ("office_centre", "office centre"),
                            ("cafe", "cafe"),
                            ("getaway", "getaway"),
                            ("maker_space", "maker space"),
                        ],
                        max_length=20,
                    ),
                ),
                ("spaces_count", models.IntegerField()),
                ("latitudes", models.FloatField()),
                ("longitudes", models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40, unique=True)),
                ("backwards", models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="space",
            name="space_by_folded_name",
        ),
        migrations.RemoveField(
            model_name="space",
            name="folded",
        ),
        migrations.AddField(
            model_name="space",
            name="features",
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.AddField(
            model_name="space",
            name="joined_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined",
                to="spaces.space",
            ),
        ),
        migrations.AddField(
            model_name="space",
            name="map_x",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="space",
            name="map_y",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="space",
            name="own_lines",
            field=models.CharField(blank=True, editable=False, max_length=240),
        ),
        migrations.AddField(
            model_name="space",
            name="prices",
            field=models.CharField(blank=True, max_length=240),
        ),
        migrations.AlterField(
            model_name="space",
            name="country",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AlterField(
            model_name="space",
            name="town",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddIndex(
            model_name="space",
            index=models.Index(fields=["kind", "name", "id"], name="space_by_kind"),
        ),
        migrations.AddIndex(
            model_name="space",
            index=models.Index(fields=["country", "name", "id"], name="space_by_country"),
        ),
        migrations.AddField(
            model_name="spaceword",
            name="space",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="words", to="spaces.space"
            ),
        ),
        migrations.AddConstraint(
            model_name="square",
            constraint=models.UniqueConstraint(fields=("zoom", "x", "y", "kind"), name="square_is_counted_once"),
        ),
        migrations.AddIndex(
            model_name="spaceword",
            index=models.Index(fields=["space"], name="word_by_space"),
        ),
        migrations.AddConstraint(
            model_name="spaceword",
            constraint=models.UniqueConstraint(fields=("text", "name", "space"), name="space_has_a_word_once"),
        ),
    ]
