import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.members.rules.enrolments


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("plans", "0001_plans_are_offered"),
        ("sales", "0001_spaces_sell"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpacesIdentityRule",
            fields=[
                (
                    "space",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="identity_rule",
                        serialize=False,
                        to="spaces.space",
                    ),
                ),
                ("is_asked", models.BooleanField(default=True)),
                ("lapses_after_months", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(max_length=40)),
                (
                    "method",
                    models.CharField(
                        choices=[("transfer", "transfer"), ("card", "card"), ("cash", "cash")], max_length=8
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("open", "open"),
                            ("called_off", "called off"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default=passerelle.members.rules.enrolments.State["ASKED"],
                        max_length=10,
                    ),
                ),
                ("first_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("renews", models.BooleanField()),
                ("counted_from", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="plans.plan"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "indexes": [
                    models.Index(fields=["space", "state", "first_on"], name="enrolment_by_space"),
                    models.Index(
                        condition=models.Q(("renews", True)), fields=["until", "id"], name="enrolment_to_renew"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("space", "key"), name="an_enrolment_asked_twice_is_one"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", passerelle.members.rules.enrolments.State["ASKED"])),
                        fields=("space", "person"),
                        name="one_plan_is_asked_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentitySeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_by", models.CharField(max_length=40)),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_seen",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identities_seen", to="spaces.space"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("space", "person"), name="identity_seen_once_at_a_space")
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("carries_visa", models.BooleanField(default=True)),
                ("paused_since", models.DateField(blank=True, null=True)),
                ("paused_until", models.DateField(blank=True, null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[("roster", "roster"), ("staff", "staff"), ("vouch", "vouch"), ("plan", "plan")],
                        max_length=8,
                    ),
                ),
                ("entered_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("is_to_be_told", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="plans.plan",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("person__name", "id"),
                "indexes": [
                    models.Index(condition=models.Q(("is_to_be_told", True)), fields=["id"], name="members_to_be_told")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("space", "person"), name="member_once_in_a_space"),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="membership_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paused_since", None), ("paused_until", None)),
                            ("paused_until__gte", models.F("paused_since")),
                            _connector="OR",
                        ),
                        name="membership_is_paused_from_a_day_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaidTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="members.enrolment"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
                ),
                (
                    "sale",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.sale",
                    ),
                ),
            ],
            options={
                "ordering": ("begins_on", "id"),
                "indexes": [models.Index(fields=["enrolment", "begins_on", "id"], name="term_by_enrolment")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("begins_on")), _connector="OR"),
                        name="term_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("counted_from", models.DateField()),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="members.enrolment"
                    ),
                ),
            ],
            options={
                "ordering": ("since", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "key"), name="a_pause_asked_twice_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="pause_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("back", models.JSONField(default=list)),
                ("to_pay", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "asked"), ("done", "done"), ("called_off", "called off")],
                        default=passerelle.members.rules.enrolments.ChangeState["ASKED"],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "before",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="members.enrolment"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
                ),
                (
                    "sale",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.sale"
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", passerelle.members.rules.enrolments.ChangeState["ASKED"])),
                        fields=["on", "id"],
                        name="change_that_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "key"), name="a_change_asked_twice_is_one"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", passerelle.members.rules.enrolments.ChangeState["ASKED"])),
                        fields=("enrolment",),
                        name="one_change_is_asked_at_a_time",
                    ),
                ],
            },
        ),
    ]
