import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="FirstHour",
            fields=[
                (
                    "space",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="first_hour",
                        serialize=False,
                        to="spaces.space",
                    ),
                ),
                ("wifi_name", models.CharField(blank=True, max_length=32)),
                ("wifi_key", models.CharField(blank=True, max_length=63)),
                ("checked_at", models.DateTimeField()),
                ("checked_by", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("door", "door"),
                            ("wifi", "wifi"),
                            ("calls", "calls"),
                            ("quiet", "quiet"),
                            ("coffee", "coffee"),
                            ("lunch", "lunch"),
                            ("bins", "bins"),
                            ("emergency", "emergency"),
                            ("whom", "whom"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text_fr", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="first_hour_parts", to="spaces.space"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("space", "topic"), name="topic_said_once_by_a_space")],
            },
        ),
    ]
