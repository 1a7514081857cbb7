import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.settlement.rules.states
from passerelle.kit.triggers import put_up, take_down
from passerelle.settlement.freezing import BUNDLES


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0002_documents_are_numbered"),
        ("settlement", "0001_months_are_closed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "due"), ("done", "done")],
                        default=passerelle.settlement.rules.states.BundleState["DUE"],
                        max_length=4,
                    ),
                ),
                ("sold", models.BigIntegerField(default=0)),
                ("asked", models.BigIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=240)),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="settlement.closing"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoices.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("closing", "person", "currency"),
                "indexes": [models.Index(fields=["state", "failure"], name="bundle_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("closing", "person", "currency"), name="holder_has_one_bundle_a_month"
                    )
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: put_up(editor.connection, BUNDLES),
            lambda apps, editor: take_down(editor.connection, BUNDLES),
        ),
    ]
