from django.db import migrations

from passerelle.logbook.freezing import freeze, thaw


class Migration(migrations.Migration):
    dependencies = [("logbook", "0001_records_are_kept")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: freeze(editor.connection), lambda apps, editor: thaw(editor.connection)
        ),
    ]
