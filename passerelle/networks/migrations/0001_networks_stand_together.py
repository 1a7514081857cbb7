import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.networks.rules
from passerelle.networks.mode_stays import hold, let_go


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Network",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "mode",
                    models.CharField(
                        choices=[("hospitality", "hospitality"), ("paid", "paid")],
                        default=passerelle.networks.rules.Mode["HOSPITALITY"],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("currency", models.CharField(default="EUR", editable=False, max_length=3)),
                ("summary_fr", models.TextField(blank=True)),
                ("summary_en", models.TextField(blank=True)),
                ("default_terms", models.JSONField(default=dict)),
                ("founded_at", models.DateTimeField(default=passerelle.kit.clock.now)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Charter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("text_fr", models.TextField()),
                ("text_en", models.TextField()),
                ("given_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="charters", to="networks.network"
                    ),
                ),
            ],
            options={
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(fields=("network", "version"), name="charter_version_given_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("deviations", models.JSONField(blank=True, default=dict)),
                ("free_days", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "way",
                    models.CharField(
                        choices=[("drop_in", "drop in"), ("notice", "notice"), ("request", "request")],
                        default=passerelle.networks.rules.Way["REQUEST"],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("included", models.CharField(blank=True, editable=False, max_length=160)),
                ("left_because", models.CharField(blank=True, max_length=240)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="affiliations", to="spaces.space"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="affiliations", to="networks.network"
                    ),
                ),
            ],
            options={
                "ordering": ("since",),
                "indexes": [
                    models.Index(fields=["space", "until"], name="affiliation_by_space"),
                    models.Index(
                        fields=["network", "way", "free_days", "since", "until", "space"], name="affiliation_by_network"
                    ),
                    models.Index(
                        fields=["way", "free_days", "included", "since", "until", "space"], name="affiliation_by_way"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("network", "space"),
                        name="space_stands_once_in_a_network",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="affiliation_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(choices=[("organiser", "organiser"), ("treasurer", "treasurer")], max_length=10),
                ),
                ("since", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="officers", to="networks.network"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="officer_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("network", "person", "role"), name="officer_once_in_a_role")
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: hold(editor.connection), lambda apps, editor: let_go(editor.connection)
        ),
    ]
