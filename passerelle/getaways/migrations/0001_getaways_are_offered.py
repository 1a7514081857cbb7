import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.getaways.rules
import passerelle.kit.clock
import passerelle.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Getaway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("title_fr", models.CharField(max_length=80)),
                ("title_en", models.CharField(max_length=80)),
                ("text_fr", models.TextField(blank=True, max_length=2000)),
                ("text_en", models.TextField(blank=True, max_length=2000)),
                (
                    "setting",
                    models.CharField(
                        choices=[("seaside", "seaside"), ("green", "green"), ("holiday", "holiday")], max_length=8
                    ),
                ),
                (
                    "comprises",
                    models.CharField(choices=[("desk", "desk"), ("room", "room"), ("both", "both")], max_length=5),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("minimum_days", models.PositiveSmallIntegerField(default=2)),
                ("places", models.PositiveSmallIntegerField(default=1)),
                ("price", models.BigIntegerField()),
                ("price_for", models.CharField(choices=[("stay", "stay"), ("day", "day")], max_length=4)),
                ("currency", models.CharField(max_length=3)),
                ("cancelling", models.JSONField(default=dict)),
                ("offered", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="getaways", to="networks.network"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="getaways", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("since", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("offered", True)), fields=["until", "setting"], name="getaway_by_season"
                    ),
                    models.Index(fields=["space", "since"], name="getaway_by_space"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="season_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__gt", 0), ("price__gt", 0)), name="getaway_has_a_price_and_a_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(default=passerelle.kit.ids.reference, max_length=40)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("lapsed", "lapsed"),
                            ("cancelled", "cancelled"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default=passerelle.getaways.rules.State["ASKED"],
                        max_length=9,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=280)),
                ("price", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("cancelling", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("lapse_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=40)),
                ("answer_line", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("kept", models.BigIntegerField(blank=True, null=True)),
                ("tax", models.CharField(blank=True, max_length=40)),
                ("tax_bp", models.PositiveIntegerField(default=0)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("paid_with", models.CharField(blank=True, max_length=40)),
                (
                    "getaway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="getaways.getaway"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stays", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-first_day", "-id"),
                "indexes": [
                    models.Index(fields=["getaway", "state", "last_day"], name="stay_by_getaway"),
                    models.Index(fields=["person", "-first_day", "-id"], name="stay_by_person"),
                    models.Index(
                        condition=models.Q(("lapse_at__isnull", False)), fields=["lapse_at"], name="stay_by_lapse"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="a_stay_asked_twice_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="stay_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kept", None),
                            models.Q(("kept__gte", 0), ("kept__lte", models.F("price"))),
                            _connector="OR",
                        ),
                        name="kept_is_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_at", None), models.Q(("paid_with", ""), _negated=True), _connector="OR"
                        ),
                        name="what_paid_a_stay_is_named",
                    ),
                ],
            },
        ),
    ]
