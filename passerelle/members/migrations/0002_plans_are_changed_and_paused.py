import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.members.rules.enrolments


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_members_are_at_home"),
        ("plans", "0002_plans_can_be_paused"),
        ("sales", "0002_sales_are_given_back_in_part"),
        ("spaces", "0001_spaces_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaidTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("begins_on", "id"),
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
            ],
            options={
                "ordering": ("since", "id"),
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
            ],
            options={
                "ordering": ("-asked_at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="agreed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="counted_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="paused_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="paused_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="state",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_since", None), ("paused_until", None)),
                    ("paused_until__gte", models.F("paused_since")),
                    _connector="OR",
                ),
                name="membership_is_paused_from_a_day_to_another",
            ),
        ),
        migrations.AddField(
            model_name="paidterm",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="members.enrolment"
            ),
        ),
        migrations.AddField(
            model_name="paidterm",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AddField(
            model_name="paidterm",
            name="sale",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.sale"
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="members.enrolment"
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="before",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AddField(
            model_name="planchange",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="members.enrolment"
            ),
        ),
        migrations.AddField(
            model_name="planchange",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AddField(
            model_name="planchange",
            name="sale",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sales.sale"),
        ),
        migrations.AddIndex(
            model_name="paidterm",
            index=models.Index(fields=["enrolment", "begins_on", "id"], name="term_by_enrolment"),
        ),
        migrations.AddConstraint(
            model_name="paidterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("begins_on")), _connector="OR"),
                name="term_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(fields=("enrolment", "key"), name="a_pause_asked_twice_is_one"),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="pause_ends_after_it_begins"
            ),
        ),
        migrations.AddIndex(
            model_name="planchange",
            index=models.Index(
                condition=models.Q(("state", passerelle.members.rules.enrolments.ChangeState["ASKED"])),
                fields=["on", "id"],
                name="change_that_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="planchange",
            constraint=models.UniqueConstraint(fields=("enrolment", "key"), name="a_change_asked_twice_is_one"),
        ),
        migrations.AddConstraint(
            model_name="planchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", passerelle.members.rules.enrolments.ChangeState["ASKED"])),
                fields=("enrolment",),
                name="one_change_is_asked_at_a_time",
            ),
        ),
    ]
