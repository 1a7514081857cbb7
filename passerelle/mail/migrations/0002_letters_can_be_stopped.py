from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_letters_are_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="stop_link",
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
