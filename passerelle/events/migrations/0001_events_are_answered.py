import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.events.rules
import passerelle.events.rules.recurring
import passerelle.kit.clock
import passerelle.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_people_are_known"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="event_feed",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Habit",
            fields=[
                (
                    "space",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="event_habit",
                        serialize=False,
                        to="spaces.space",
                    ),
                ),
                ("members_propose", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("title", models.CharField(max_length=100)),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meetup", "meetup"),
                            ("talk", "talk"),
                            ("meal", "meal"),
                            ("workshop", "workshop"),
                            ("other", "other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("language", models.CharField(choices=[("fr", "fr"), ("en", "en")], max_length=5)),
                (
                    "for_whom",
                    models.CharField(
                        choices=[("members", "members"), ("visitors", "visitors"), ("everybody", "everybody")],
                        max_length=9,
                    ),
                ),
                ("room", models.CharField(blank=True, max_length=80)),
                ("places", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("hours", models.PositiveSmallIntegerField(default=2)),
                ("first_on", models.DateField()),
                ("at", models.TimeField()),
                ("minutes", models.PositiveIntegerField()),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("once", "once"),
                            ("day", "day"),
                            ("week", "week"),
                            ("fortnight", "fortnight"),
                            ("month", "month"),
                            ("weekday", "weekday"),
                            ("last_weekday", "last weekday"),
                            ("last_day", "last day"),
                            ("year", "year"),
                        ],
                        default=passerelle.events.rules.recurring.Every["ONCE"],
                        max_length=12,
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("announced", "announced"), ("declined", "declined")],
                        max_length=9,
                    ),
                ),
                ("proposed_by", models.CharField(max_length=40)),
                ("planned_until", models.DateField(blank=True, null=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("first_on", "id"),
                "indexes": [
                    models.Index(fields=["space", "state"], name="event_by_space"),
                    models.Index(
                        condition=models.Q(
                            ("state", passerelle.events.rules.State["ANNOUNCED"]),
                            models.Q(("every", passerelle.events.rules.recurring.Every["ONCE"]), _negated=True),
                        ),
                        fields=["planned_until"],
                        name="event_to_be_planned",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="event_ends_after_it_begins"),
                    models.CheckConstraint(
                        condition=models.Q(("places", None), ("places__gt", 0), _connector="OR"),
                        name="event_has_a_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("recurs_on", models.DateField()),
                ("day", models.DateField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("title", models.CharField(max_length=100)),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("room", models.CharField(blank=True, max_length=80)),
                (
                    "for_whom",
                    models.CharField(
                        choices=[("members", "members"), ("visitors", "visitors"), ("everybody", "everybody")],
                        max_length=9,
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("hours", models.PositiveSmallIntegerField()),
                ("is_changed", models.BooleanField(default=False)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=280)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="occurrences", to="events.event"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="occurrences", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("begins_at", "id"),
                "indexes": [
                    models.Index(fields=["space", "begins_at", "id"], name="occurrence_by_space"),
                    models.Index(fields=["space", "day"], name="occurrence_by_day"),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="occurrence_to_remind_of",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "recurs_on"), name="an_event_recurs_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="occurrence_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places", None), ("places__gt", 0), _connector="OR"),
                        name="occurrence_has_a_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "saying",
                    models.CharField(
                        choices=[("coming", "coming"), ("waiting", "waiting"), ("not_coming", "not coming")],
                        max_length=10,
                    ),
                ),
                ("shows_name", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("moved_up_at", models.DateTimeField(blank=True, null=True)),
                ("letters", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="events.occurrence"
                    ),
                ),
            ],
            options={
                "ordering": ("answered_at", "id"),
                "indexes": [
                    models.Index(fields=["occurrence", "saying", "answered_at", "id"], name="answer_in_its_order")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("occurrence", "person"), name="one_answer_of_a_person")
                ],
            },
        ),
    ]
