import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.people.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "fr"), ("en", "en")],
                        default=passerelle.people.rules.Language["FRENCH"],
                        max_length=5,
                    ),
                ),
                (
                    "shown_while_here",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("space", "space")],
                        default=passerelle.people.rules.Shown["NOBODY"],
                        max_length=6,
                    ),
                ),
                ("runs_the_instance", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("known_since", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [models.Index(fields=["name", "id"], name="people_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="person_address_in_small_letters",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("trade", "trade"),
                            ("skills", "skills"),
                            ("languages", "languages"),
                            ("looks_for", "looks for"),
                            ("offers", "offers"),
                        ],
                        max_length=9,
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                (
                    "shown_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("space", "space"),
                            ("network", "network"),
                            ("everybody", "everybody"),
                        ],
                        default=passerelle.people.rules.Circle["NOBODY"],
                        max_length=9,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["shown_to", "person"], name="told_by_circle")],
                "constraints": [models.UniqueConstraint(fields=("person", "part"), name="each_part_is_told_once")],
            },
        ),
        migrations.CreateModel(
            name="ToldWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(blank=True, max_length=9)),
                ("text", models.CharField(max_length=40)),
                ("backwards", models.CharField(max_length=40)),
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told_words",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["text", "person"], name="told_by_word"),
                    models.Index(fields=["backwards"], name="told_by_word_backwards"),
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "part", "text"), name="a_word_is_told_once")],
            },
        ),
    ]
