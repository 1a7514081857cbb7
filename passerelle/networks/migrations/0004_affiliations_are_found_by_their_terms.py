from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networks", "0003_affiliations_are_searched")]

    operations = [
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["way", "free_days", "included", "space"], name="affiliation_by_way"),
        ),
    ]
