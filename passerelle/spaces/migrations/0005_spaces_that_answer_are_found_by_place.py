from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0004_spaces_are_on_the_map")]

    operations = [
        migrations.AddIndex(
            model_name="space",
            index=models.Index(
                condition=models.Q(("features", ""), _negated=True), fields=["features"], name="space_by_features"
            ),
        ),
        migrations.AddIndex(
            model_name="space",
            index=models.Index(
                condition=models.Q(
                    ("email_confirmed_at__isnull", False),
                    ("joined_into__isnull", True),
                    ("takes_no_part_since__isnull", True),
                ),
                fields=["latitude", "longitude"],
                name="space_that_answers_by_place",
            ),
        ),
    ]
