import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.visits.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(default=passerelle.kit.ids.reference, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("countered", "countered"),
                            ("accepted", "accepted"),
                            ("arrived", "arrived"),
                            ("closed", "closed"),
                            ("declined", "declined"),
                            ("lapsed", "lapsed"),
                            ("cancelled", "cancelled"),
                            ("withdrawn", "withdrawn"),
                            ("no_show", "no show"),
                        ],
                        default=passerelle.visits.rules.State["REQUESTED"],
                        max_length=10,
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("about", models.CharField(blank=True, max_length=280)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("work", "work"),
                            ("meeting", "meeting"),
                            ("event", "event"),
                            ("holiday", "holiday"),
                            ("other", "other"),
                        ],
                        default=passerelle.visits.rules.Purpose["WORK"],
                        max_length=10,
                    ),
                ),
                ("shows_address", models.BooleanField(default=False)),
                ("terms", models.JSONField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("standing", "standing"),
                            ("asked", "asked"),
                            ("given", "given"),
                            ("silent", "silent"),
                            ("refused", "refused"),
                            ("holder", "holder"),
                        ],
                        max_length=10,
                    ),
                ),
                ("home_asked_at_address", models.EmailField(blank=True, max_length=254)),
                ("home_answered_at", models.DateTimeField(blank=True, null=True)),
                ("host_asked_at", models.DateTimeField(blank=True, null=True)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("second_at", models.DateTimeField(blank=True, null=True)),
                ("lapse_at", models.DateTimeField(blank=True, null=True)),
                ("next_step_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=40)),
                ("answer_line", models.CharField(blank=True, max_length=500)),
                ("proposed_days", models.JSONField(blank=True, default=list)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("happened_says_visitor", models.BooleanField(blank=True, null=True)),
                ("happened_says_host", models.BooleanField(blank=True, null=True)),
                ("told_that_host_left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "home",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits_sent",
                        to="spaces.space",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits_received", to="spaces.space"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="networks.network"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at",),
                "indexes": [
                    models.Index(fields=["person", "-first_day", "-id"], name="visit_by_person"),
                    models.Index(fields=["host", "-first_day", "-id"], name="visit_by_host"),
                    models.Index(fields=["home", "-first_day", "-id"], name="visit_by_home"),
                    models.Index(
                        condition=models.Q(("next_step_at__isnull", False)),
                        fields=["next_step_at"],
                        name="visit_by_next_step",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="a_request_sent_twice_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="visit_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("home", models.F("host")), _negated=True),
                        name="visit_leads_to_another_space",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("home__isnull", False), models.Q(("word", "holder"), _negated=True)),
                            models.Q(("home", None), ("word", "holder")),
                            _connector="OR",
                        ),
                        name="visit_rests_on_a_home_or_a_pass",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("terms__isnull", False),
                            models.Q(("state__in", ["accepted", "arrived", "closed"]), _negated=True),
                            _connector="OR",
                        ),
                        name="accepted_visit_has_its_terms",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("visitor", "visitor"), ("host", "host")], max_length=8)),
                ("written_by", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=2000)),
                ("written_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="visits.visit"
                    ),
                ),
            ],
            options={
                "ordering": ("written_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="VisitDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="visits.visit"
                    ),
                ),
            ],
            options={
                "ordering": ("day",),
                "constraints": [models.UniqueConstraint(fields=("visit", "day"), name="day_once_in_a_visit")],
            },
        ),
    ]
