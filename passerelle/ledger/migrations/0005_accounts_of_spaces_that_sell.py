from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_months_end"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[
                    ("bank", "bank"),
                    ("till", "till"),
                    ("card_clearing", "card clearing"),
                    ("collected", "collected"),
                    ("requested", "requested"),
                    ("disputed", "disputed"),
                    ("owed_by_holder", "owed by holder"),
                    ("owed_by_member", "owed by member"),
                    ("tax_reclaimed", "tax reclaimed"),
                    ("credits", "credits"),
                    ("owed_to_space", "owed to space"),
                    ("carried_over", "carried over"),
                    ("payout", "payout"),
                    ("refund", "refund"),
                    ("unknown_receipt", "unknown receipt"),
                    ("tax_owed", "tax owed"),
                    ("exchange", "exchange"),
                    ("sold", "sold"),
                    ("commission", "commission"),
                    ("credit_result", "credit result"),
                    ("rounding", "rounding"),
                    ("fees", "fees"),
                ],
                max_length=32,
            ),
        ),
    ]
