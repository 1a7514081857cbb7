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
            name="Provision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domiciliation", "domiciliation"),
                            ("secretariat", "secretariat"),
                            ("mail", "mail"),
                            ("other", "other"),
                        ],
                        max_length=14,
                    ),
                ),
                ("name_fr", models.CharField(blank=True, max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("text_fr", models.TextField(blank=True, max_length=1000)),
                ("text_en", models.TextField(blank=True, max_length=1000)),
                ("price", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("month", "month"),
                            ("year", "year"),
                            ("hour", "hour"),
                            ("piece", "piece"),
                            ("once", "once"),
                        ],
                        max_length=5,
                    ),
                ),
                ("approval_number", models.CharField(blank=True, max_length=80)),
                ("approved_by", models.CharField(blank=True, max_length=80)),
                ("term_months", models.PositiveSmallIntegerField(default=0)),
                ("offered", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="provisions", to="spaces.space"
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
                "ordering": ("id",),
                "indexes": [models.Index(fields=["space", "-offered", "id"], name="service_by_space")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="service_has_a_price"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "domiciliation"), _negated=True),
                            models.Q(("term_months__gt", 0), models.Q(("approval_number", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="domiciliation_has_an_approval_and_a_term",
                    ),
                ],
            },
        ),
    ]
