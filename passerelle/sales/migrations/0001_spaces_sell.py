import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("invoices", "0001_documents_are_numbered"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(max_length=100)),
                ("cause", models.CharField(max_length=64)),
                ("line", models.CharField(max_length=120)),
                ("amount", models.BigIntegerField()),
                ("from_credit", models.BigIntegerField(default=0)),
                ("credited", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("sold_on", models.DateField()),
                ("sold_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bought", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoices.document",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sales", to="spaces.space"
                    ),
                ),
                (
                    "tax",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="invoices.tax"),
                ),
            ],
            options={
                "ordering": ("-sold_at", "-id"),
                "indexes": [
                    models.Index(fields=["cause"], name="sale_by_cause"),
                    models.Index(fields=["space", "currency", "buyer"], name="sale_by_space_and_buyer"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("space", "key"), name="a_sale_made_twice_is_one"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="sale_is_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credited__gte", 0),
                            ("credited__lte", models.F("amount")),
                            ("from_credit__gte", 0),
                            ("from_credit__lte", models.F("amount")),
                        ),
                        name="sale_gives_back_what_it_is_at_most",
                    ),
                ],
            },
        ),
    ]
