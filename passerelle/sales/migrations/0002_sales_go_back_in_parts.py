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
            name="given_back",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="sale",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_back__gte", 0), ("given_back__lte", models.F("amount"))),
                name="no_more_is_taken_back_than_was_sold",
            ),
        ),
    ]
