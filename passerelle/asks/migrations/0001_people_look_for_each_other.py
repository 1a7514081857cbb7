import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
            name="Wish",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wish",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("a_week", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(default=passerelle.kit.ids.reference, max_length=40)),
                ("side", models.CharField(choices=[("ask", "ask"), ("offer", "offer")], max_length=5)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("internship", "internship"),
                            ("collaborator", "collaborator"),
                            ("client", "client"),
                            ("flat", "flat"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.CharField(max_length=400)),
                ("language", models.CharField(max_length=5)),
                ("until", models.DateField()),
                (
                    "shown_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("space", "space"),
                            ("network", "network"),
                            ("everybody", "everybody"),
                        ],
                        max_length=9,
                    ),
                ),
                ("on_board", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asks", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-written_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["until", "id"], name="open_asks_by_until"
                    ),
                    models.Index(fields=["-written_at", "-id"], name="asks_newest_first"),
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="an_ask_sent_twice_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("by", "other"), name="blocked_once")],
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "came",
                    models.CharField(choices=[("yes", "yes"), ("not_yet", "not yet"), ("no", "no")], max_length=7),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "space",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "came"), name="counted_once_for_a_space")],
            },
        ),
        migrations.CreateModel(
            name="AskWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40)),
                (
                    "ask",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="words", to="asks.ask"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["text", "ask"], name="asks_by_word")],
                "constraints": [models.UniqueConstraint(fields=("ask", "text"), name="an_ask_speaks_once_of_a_word")],
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("line", models.CharField(blank=True, max_length=280)),
                ("because", models.JSONField(default=dict)),
                ("suggested_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("lapse_at", models.DateTimeField()),
                ("low_says", models.CharField(blank=True, choices=[("yes", "yes"), ("no", "no")], max_length=3)),
                ("high_says", models.CharField(blank=True, choices=[("yes", "yes"), ("no", "no")], max_length=3)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("asked_what_came", models.BooleanField(default=False)),
                ("low_told", models.BooleanField(default=False)),
                ("high_told", models.BooleanField(default=False)),
                (
                    "high",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "high_ask",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asks.ask",
                    ),
                ),
                (
                    "low",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "low_ask",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asks.ask",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="introductions", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("-suggested_at", "-id"),
                "indexes": [
                    models.Index(fields=["low", "high", "suggested_at"], name="introductions_of_two"),
                    models.Index(fields=["low", "suggested_at"], name="introductions_of_one"),
                    models.Index(fields=["high", "suggested_at"], name="introductions_of_the_other"),
                    models.Index(fields=["suggested_at"], name="introductions_by_day"),
                    models.Index(
                        condition=models.Q(("asked_what_came", False)),
                        fields=["made_at"],
                        name="introductions_to_ask_about",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("low_ask", "high_ask"), name="two_asks_are_suggested_once"),
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))), name="two_people_in_one_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("low_ask__isnull", False), ("high_ask__isnull", False), _connector="OR"),
                        name="introduced_because_of_an_ask",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_at", None), models.Q(("high_says", "yes"), ("low_says", "yes")), _connector="OR"
                        ),
                        name="made_when_both_said_yes",
                    ),
                ],
            },
        ),
    ]
