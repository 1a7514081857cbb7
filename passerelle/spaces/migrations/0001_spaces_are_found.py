import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.people.rules
import passerelle.spaces.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40, unique=True)),
                ("backwards", models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Space",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coworking", "coworking"),
                            ("office_centre", "office centre"),
                            ("cafe", "cafe"),
                            ("getaway", "getaway"),
                            ("maker_space", "maker space"),
                            ("unknown", "unknown"),
                        ],
                        default=passerelle.spaces.rules.Kind["UNKNOWN"],
                        max_length=20,
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=240)),
                ("local_address", models.CharField(blank=True, max_length=240)),
                ("town", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("map_x", models.PositiveIntegerField(editable=False, null=True)),
                ("map_y", models.PositiveIntegerField(editable=False, null=True)),
                ("time_zone", models.CharField(max_length=64)),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "fr"), ("en", "en")],
                        default=passerelle.people.rules.Language["FRENCH"],
                        max_length=5,
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("website", models.URLField(blank=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("email_confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("second_email", models.EmailField(blank=True, max_length=254)),
                ("takes_no_part_since", models.DateTimeField(blank=True, null=True)),
                ("ask_for", models.CharField(blank=True, max_length=120)),
                ("hours", models.CharField(blank=True, max_length=240)),
                ("hours_note", models.CharField(blank=True, max_length=240)),
                ("prices", models.CharField(blank=True, max_length=240)),
                ("features", models.CharField(blank=True, max_length=240)),
                ("own_lines", models.CharField(blank=True, editable=False, max_length=240)),
                ("poster_number", models.PositiveIntegerField(default=1)),
                ("listed_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "joined_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "indexes": [
                    models.Index(
                        fields=["latitude", "longitude", "kind", "joined_into", "map_x", "map_y"], name="space_by_place"
                    ),
                    models.Index(fields=["name", "id"], name="space_by_name"),
                    models.Index(fields=["kind", "name", "id"], name="space_by_kind"),
                    models.Index(fields=["country", "name", "id"], name="space_by_country"),
                    models.Index(
                        condition=models.Q(("features", ""), _negated=True),
                        fields=["features", "id"],
                        name="space_by_features",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("email_confirmed_at__isnull", False),
                            ("joined_into__isnull", True),
                            ("takes_no_part_since__isnull", True),
                        ),
                        fields=["latitude", "longitude"],
                        name="space_that_answers_by_place",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="space_stands_on_the_earth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("map_x__isnull", True), ("map_y__isnull", True)),
                            models.Q(("latitude__isnull", False), ("map_x__isnull", False), ("map_y__isnull", False)),
                            _connector="OR",
                        ),
                        name="space_is_on_the_map_where_it_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_into", None),
                            models.Q(("joined_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="space_is_joined_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Square",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zoom", models.PositiveSmallIntegerField()),
                ("x", models.PositiveIntegerField()),
                ("y", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coworking", "coworking"),
                            ("office_centre", "office centre"),
                            ("cafe", "cafe"),
                            ("getaway", "getaway"),
                            ("maker_space", "maker space"),
                            ("unknown", "unknown"),
                        ],
                        max_length=20,
                    ),
                ),
                ("spaces_count", models.IntegerField()),
                ("latitudes", models.FloatField()),
                ("longitudes", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("zoom", "x", "y", "kind"), name="square_is_counted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(choices=[("manager", "manager"), ("desk", "desk")], max_length=10)),
                ("invited_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="spaces.space"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("space", "email"),
                        name="one_open_invitation_to_an_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=120)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="closures", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("since",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="closure_ends_after_it_begins"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpaceWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=24)),
                (
                    "space",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["space", "text"], name="word_by_space")],
                "constraints": [
                    models.UniqueConstraint(fields=("text", "name", "space"), name="space_has_a_word_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("manager", "manager"), ("desk", "desk")], max_length=10)),
                ("since", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="staff", to="spaces.space"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "staff",
                "constraints": [models.UniqueConstraint(fields=("space", "person"), name="staff_once_in_a_space")],
            },
        ),
    ]
