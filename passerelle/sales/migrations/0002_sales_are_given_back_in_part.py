from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0001_documents_are_numbered"),
        ("sales", "0001_spaces_sell"),
        ("spaces", "0001_spaces_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sale",
            name="credited",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="sale",
            name="from_credit",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="sale",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("credited__gte", 0),
                    ("credited__lte", models.F("amount")),
                    ("from_credit__gte", 0),
                    ("from_credit__lte", models.F("amount")),
                ),
                name="sale_gives_back_what_it_is_at_most",
            ),
        ),
    ]
