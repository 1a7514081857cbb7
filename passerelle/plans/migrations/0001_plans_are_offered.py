import django.db.models.deletion
from django.db import migrations, models

import passerelle.kit.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("invoices", "0001_documents_are_numbered"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_fr", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("day", "day"), ("week", "week"), ("month", "month"), ("bundle", "bundle")],
                        max_length=8,
                    ),
                ),
                ("price", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("valid_days", models.PositiveSmallIntegerField(default=0)),
                ("pause_days", models.PositiveSmallIntegerField(default=0)),
                ("hours", models.CharField(blank=True, max_length=240)),
                ("carries_visa", models.BooleanField()),
                ("is_trial", models.BooleanField(default=False)),
                ("offered", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="spaces.space"
                    ),
                ),
                (
                    "tax",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoices.tax",
                    ),
                ),
            ],
            options={
                "ordering": ("price", "id"),
                "indexes": [models.Index(fields=["space", "-offered", "price", "id"], name="plan_by_space")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("price__gte", 0)), name="plan_costs_nothing_or_more")
                ],
            },
        ),
    ]
