import django.db.models.deletion
from django.db import migrations, models

from passerelle.ledger.holding import hold, let_go


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_accounts_for_passes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("until", models.DateField()),
                ("stage", models.CharField(choices=[("shut", "shut"), ("sealed", "sealed")], max_length=6)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_ends",
                        to="ledger.book",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "month", "stage"), name="month_ends_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("month"))), name="month_is_over_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: hold(editor.connection), lambda apps, editor: let_go(editor.connection)
        ),
    ]
