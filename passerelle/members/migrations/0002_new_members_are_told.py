from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_members_are_at_home"),
        ("spaces", "0001_spaces_are_listed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="is_to_be_told",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(condition=models.Q(("is_to_be_told", True)), fields=["id"], name="members_to_be_told"),
        ),
    ]
