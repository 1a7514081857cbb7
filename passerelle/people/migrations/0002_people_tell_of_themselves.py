import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.people.rules


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_people_are_known"),
    ]

    operations = [
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
                "constraints": [models.UniqueConstraint(fields=("person", "part"), name="each_part_is_told_once")],
                "indexes": [models.Index(fields=["shown_to", "person"], name="told_by_circle")],
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
                "constraints": [models.UniqueConstraint(fields=("person", "part", "text"), name="a_word_is_told_once")],
                "indexes": [
                    models.Index(fields=["text", "person"], name="told_by_word"),
                    models.Index(fields=["backwards"], name="told_by_word_backwards"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name", "id"], name="people_by_name"),
        ),
    ]
