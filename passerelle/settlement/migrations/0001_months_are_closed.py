import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.settlement.rules
import passerelle.settlement.rules.states
from passerelle.settlement.freezing import freeze, thaw


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("invoices", "0001_documents_are_numbered"),
        ("networks", "0001_networks_stand_together"),
        ("payments", "0001_money_is_asked_for"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conditions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("commission_bp", models.PositiveIntegerField(default=0)),
                ("smallest_payout", models.PositiveIntegerField(default=0)),
                ("days_until_paid", models.PositiveSmallIntegerField(default=15)),
                ("has_till", models.BooleanField(default=True)),
                ("set_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("set_by", models.CharField(max_length=64)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="networks.network"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "conditions",
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(fields=("network", "version"), name="conditions_version_set_once"),
                    models.CheckConstraint(
                        condition=models.Q(("commission_bp__lte", 10000)), name="commission_is_a_part"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreed_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("agreed_by", models.CharField(max_length=64)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="networks.network"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="spaces.space"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("network", "space"), name="space_agrees_once")],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("begun_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("begun_by", models.CharField(max_length=64)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closings", to="networks.network"
                    ),
                ),
                (
                    "conditions",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closings", to="settlement.conditions"
                    ),
                ),
            ],
            options={
                "ordering": ("-month",),
                "constraints": [models.UniqueConstraint(fields=("network", "month"), name="month_is_closed_once")],
            },
        ),
        migrations.CreateModel(
            name="MoneyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("payer", models.CharField(max_length=64)),
                ("form", models.CharField(choices=[("pain.001", "pain.001"), ("csv", "csv")], max_length=8)),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("written_by", models.CharField(max_length=64)),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="settlement.closing"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "due"), ("settled", "settled")],
                        default=passerelle.settlement.rules.states.StatementState["DUE"],
                        max_length=8,
                    ),
                ),
                ("charges", models.BigIntegerField()),
                ("commission", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("collected", models.BigIntegerField()),
                ("carried_in", models.BigIntegerField()),
                ("net", models.BigIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("payout", "payout"),
                            ("request", "request"),
                            ("carried", "carried"),
                            ("nothing", "nothing"),
                        ],
                        default=passerelle.settlement.rules.Outcome["NOTHING"],
                        max_length=8,
                    ),
                ),
                ("tax_code", models.CharField(blank=True, max_length=24)),
                ("tax_bp", models.PositiveIntegerField(default=0)),
                ("party", models.JSONField(default=dict)),
                ("failure", models.CharField(blank=True, max_length=240)),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="settlement.closing"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("space__name", "currency"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("closing", "space", "currency"), name="space_has_one_statement_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "net",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("charges"), "-", models.F("commission")
                                            ),
                                            "+",
                                            models.F("tax"),
                                        ),
                                        "-",
                                        models.F("collected"),
                                    ),
                                    "+",
                                    models.F("carried_in"),
                                ),
                            ),
                            ("state", passerelle.settlement.rules.states.StatementState["DUE"]),
                            _connector="OR",
                        ),
                        name="statement_adds_up",
                    ),
                ],
            },
        ),
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
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="settlement.closing"
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
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("payer", models.CharField(max_length=64)),
                ("payee", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("reference", models.CharField(max_length=25, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "due"), ("listed", "listed"), ("done", "done")],
                        default=passerelle.settlement.rules.states.TransferState["DUE"],
                        max_length=8,
                    ),
                ),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="settlement.closing"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="settlement.moneyfile",
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.receipt",
                    ),
                ),
            ],
            options={
                "ordering": ("closing", "payer", "payee"),
                "indexes": [models.Index(fields=["state", "due_on"], name="transfer_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("closing", "payer", "payee", "currency"), name="transfer_is_made_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="transfer_moves_something"),
                    models.CheckConstraint(
                        condition=models.Q(("payer", models.F("payee")), _negated=True), name="transfer_goes_somewhere"
                    ),
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: freeze(editor.connection), lambda apps, editor: thaw(editor.connection)
        ),
    ]
