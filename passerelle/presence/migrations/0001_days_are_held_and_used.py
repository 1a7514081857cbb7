import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.presence.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("state", models.CharField(choices=[("held", "held"), ("used", "used")], max_length=6)),
                (
                    "quality",
                    models.CharField(
                        choices=[("visitor", "visitor"), ("holder", "holder"), ("member", "member")],
                        default=passerelle.presence.rules.As["VISITOR"],
                        max_length=8,
                    ),
                ),
                ("cause", models.CharField(max_length=40)),
                ("held_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "witness",
                    models.CharField(
                        blank=True, choices=[("poster", "poster"), ("desk", "desk"), ("letter", "letter")], max_length=8
                    ),
                ),
                ("recorded_by", models.CharField(blank=True, max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="presences", to="spaces.space"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["space", "day", "quality"], name="presence_by_space_and_day"),
                    models.Index(fields=["cause", "day"], name="presence_by_cause"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "space", "day"), name="present_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), ("used_at", None)),
                            models.Q(("state", "used"), ("used_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="used_when_and_only_when_arrived",
                    ),
                ],
            },
        ),
    ]
