from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_plans_are_offered"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="pause_days",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
