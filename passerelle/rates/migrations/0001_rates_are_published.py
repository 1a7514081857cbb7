import django.db.models.deletion
from django.db import migrations, models

import passerelle.kit.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("value", models.DecimalField(decimal_places=6, max_digits=18)),
                ("written_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("written_by", models.CharField(max_length=40)),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "ordering": ("-day", "currency"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("network", None)),
                        fields=("currency", "day"),
                        name="bank_publishes_once_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("network__isnull", False)),
                        fields=("network", "currency", "day"),
                        name="treasurer_publishes_once_a_day",
                    ),
                    models.CheckConstraint(condition=models.Q(("value__gt", 0)), name="rate_is_positive"),
                ],
            },
        ),
    ]
