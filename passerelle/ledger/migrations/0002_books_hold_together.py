from django.db import migrations

from passerelle.ledger.holding import hold, let_go


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_books_are_kept")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: hold(editor.connection),
            lambda apps, editor: let_go(editor.connection),
        ),
    ]
