from django.db import migrations

from passerelle.networks.mode_stays import hold, let_go


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_networks_stand_together")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: hold(editor.connection),
            lambda apps, editor: let_go(editor.connection),
        ),
    ]
