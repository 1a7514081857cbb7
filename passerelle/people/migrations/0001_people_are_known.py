import django.db.models.functions.text
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="person_address_in_small_letters",
                    )
                ],
            },
        ),
    ]
