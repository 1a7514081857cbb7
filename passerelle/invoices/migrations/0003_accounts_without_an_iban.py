from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("invoices", "0002_documents_are_numbered")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="account",
            field=models.CharField(blank=True, max_length=34),
        ),
    ]
