from django.db import migrations

from passerelle.kit.triggers import put_up, take_down
from passerelle.walls.hearing import TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("walls", "0001_walls_are_hung"), ("logbook", "0001_records_are_kept")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: put_up(editor.connection, TRIGGERS),
            lambda apps, editor: take_down(editor.connection, TRIGGERS),
        ),
    ]
