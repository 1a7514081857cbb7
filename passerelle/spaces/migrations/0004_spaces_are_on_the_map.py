from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0003_spaces_listed_before_are_found")]

    operations = [
        migrations.AddConstraint(
            model_name="space",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("map_x__isnull", True), ("map_y__isnull", True)),
                    models.Q(("latitude__isnull", False), ("map_x__isnull", False), ("map_y__isnull", False)),
                    _connector="OR",
                ),
                name="space_is_on_the_map_where_it_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="space",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_into", None), models.Q(("joined_into", models.F("id")), _negated=True), _connector="OR"
                ),
                name="space_is_joined_to_another",
            ),
        ),
    ]
