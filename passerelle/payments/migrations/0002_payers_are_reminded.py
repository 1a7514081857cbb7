from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_money_is_asked_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
