from django.db import migrations, models

import passerelle.people.rules


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_people_are_known"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="shown_while_here",
            field=models.CharField(
                choices=[("nobody", "nobody"), ("space", "space")],
                default=passerelle.people.rules.Shown["NOBODY"],
                max_length=6,
            ),
        ),
    ]
