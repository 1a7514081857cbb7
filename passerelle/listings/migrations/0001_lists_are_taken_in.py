import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.listings.rules
import passerelle.spaces.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("sent_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("file_name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("source_name", models.CharField(blank=True, max_length=120)),
                ("licence", models.CharField(blank=True, max_length=240)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coworking", "coworking"),
                            ("office_centre", "office centre"),
                            ("cafe", "cafe"),
                            ("getaway", "getaway"),
                            ("maker_space", "maker space"),
                            ("unknown", "unknown"),
                        ],
                        default=passerelle.spaces.rules.Kind["UNKNOWN"],
                        max_length=20,
                    ),
                ),
                ("told_on", models.DateField(blank=True, null=True)),
                ("columns", models.JSONField(default=dict)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("to_read", "to read"),
                            ("read", "read"),
                            ("to_take_in", "to take in"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("left", "left"),
                            ("lapsed", "lapsed"),
                        ],
                        default=passerelle.listings.rules.Step["SENT"],
                        max_length=10,
                    ),
                ),
                ("taken_up_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("out_of", models.PositiveIntegerField(default=0)),
                ("report", models.JSONField(default=dict)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="networks.network"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("licence", models.CharField(blank=True, max_length=240)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coworking", "coworking"),
                            ("office_centre", "office centre"),
                            ("cafe", "cafe"),
                            ("getaway", "getaway"),
                            ("maker_space", "maker space"),
                            ("unknown", "unknown"),
                        ],
                        default=passerelle.spaces.rules.Kind["UNKNOWN"],
                        max_length=20,
                    ),
                ),
                ("told_on", models.DateField(blank=True, null=True)),
                ("taken_in_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("network", None)), fields=("name",), name="source_of_the_instance_once"
                    ),
                    models.UniqueConstraint(fields=("name", "network"), name="source_of_a_network_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("joined", "joined"), ("apart", "apart")],
                        default=passerelle.listings.rules.Verdict["PROPOSED"],
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space"),
                ),
                (
                    "second",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space"),
                ),
            ],
            options={
                "ordering": ("-score", "id"),
                "indexes": [models.Index(fields=["verdict", "-score", "id"], name="pair_by_verdict")],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="two_spaces_are_a_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="pair_has_the_older_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=240)),
                ("line", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("originals", models.JSONField(default=dict)),
                ("derived", models.JSONField(default=dict)),
                ("flaws", models.JSONField(default=list)),
                ("told_on", models.DateField(null=True)),
                ("read_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="spaces.space"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="listings.source"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("source", "key"), name="listing_stands_once_in_its_source")
                ],
            },
        ),
    ]
