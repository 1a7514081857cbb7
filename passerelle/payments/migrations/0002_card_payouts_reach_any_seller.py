import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("payments", "0001_money_is_asked_for"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="payout",
            name="space",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spaces.space"
            ),
        ),
        migrations.AlterField(
            model_name="payout",
            name="network",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="networks.network",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("network__isnull", False), ("space", None)),
                    models.Q(("network", None), ("space__isnull", False)),
                    _connector="OR",
                ),
                name="payout_goes_to_one_seller",
            ),
        ),
    ]
