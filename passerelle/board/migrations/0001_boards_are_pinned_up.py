import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.board.rules
import passerelle.kit.clock
import passerelle.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_members_are_at_home"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
        ("visits", "0001_visits_are_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "space",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="board",
                        serialize=False,
                        to="spaces.space",
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[("house", "house"), ("everybody", "everybody")],
                        default=passerelle.board.rules.Readers["HOUSE"],
                        max_length=10,
                    ),
                ),
                ("approves_first", models.BooleanField(default=False)),
                ("at_once", models.PositiveSmallIntegerField(default=3)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("event", "event"),
                            ("arrival", "arrival"),
                            ("ask", "ask"),
                            ("offer", "offer"),
                            ("opening", "opening"),
                            ("news", "news"),
                        ],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("text", models.TextField(blank=True)),
                ("until", models.DateField()),
                (
                    "readers",
                    models.CharField(
                        choices=[("house", "house"), ("everybody", "everybody")],
                        default=passerelle.board.rules.Readers["HOUSE"],
                        max_length=10,
                    ),
                ),
                ("signed", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("shown", "shown"),
                            ("refused", "refused"),
                            ("hidden", "hidden"),
                            ("taken_down", "taken down"),
                        ],
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("stood_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=240)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("-written_at", "-id"),
                "indexes": [
                    models.Index(fields=["space", "state", "until"], name="notice_by_space"),
                    models.Index(fields=["person", "space", "state"], name="notice_by_writer"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="a_notice_sent_twice_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", passerelle.board.rules.State["SHOWN"]), _negated=True),
                            ("stood_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_shown_notice_stands_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("never", "never"), ("daily", "daily"), ("weekly", "weekly")], max_length=6
                    ),
                ),
                ("next_at", models.DateTimeField()),
                ("told_until", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="board_wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="board_wishes", to="spaces.space"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["next_at"], name="board_wish_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("space", "person"), name="one_wish_for_letters_of_a_board"),
                    models.CheckConstraint(
                        condition=models.Q(("rhythm", passerelle.board.rules.Rhythm["NEVER"]), _negated=True),
                        name="a_wish_is_for_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("trade", models.CharField(blank=True, max_length=120)),
                ("seeks", models.CharField(blank=True, max_length=120)),
                (
                    "readers",
                    models.CharField(
                        choices=[("house", "house"), ("everybody", "everybody")],
                        default=passerelle.board.rules.Readers["HOUSE"],
                        max_length=10,
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                ("given_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "membership",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announced",
                        to="members.membership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announced",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announced",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("membership__isnull", False), ("until__isnull", False), ("visit", None)),
                            models.Q(("membership", None), ("until", None), ("visit__isnull", False)),
                            _connector="OR",
                        ),
                        name="announced_as_a_member_or_a_visitor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("content", models.BinaryField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="picture", to="board.notice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=240)),
                ("reported_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="board.notice"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices_reported",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "person"), name="a_reader_reports_a_notice_once")
                ],
            },
        ),
    ]
