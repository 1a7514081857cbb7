import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.payments.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(max_length=100)),
                ("cause", models.CharField(max_length=64)),
                ("line", models.CharField(blank=True, max_length=120)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "method",
                    models.CharField(
                        choices=[("transfer", "transfer"), ("card", "card"), ("cash", "cash")], max_length=8
                    ),
                ),
                ("structured_reference", models.CharField(max_length=14)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                            ("paid", "paid"),
                            ("refunded", "refunded"),
                            ("disputed", "disputed"),
                            ("lost", "lost"),
                        ],
                        default=passerelle.payments.rules.State["ASKED"],
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("due_on", models.DateField()),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("refunded", models.BigIntegerField(default=0)),
                ("gateway_ref", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("gateway_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spaces.space",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "indexes": [
                    models.Index(fields=["network", "state", "due_on"], name="payment_by_state"),
                    models.Index(fields=["space", "state", "due_on"], name="payment_of_space_by_state"),
                    models.Index(fields=["cause"], name="payment_by_cause"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("network__isnull", False), ("space", None)),
                            models.Q(("network", None), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_is_asked_by_one_seller",
                    ),
                    models.UniqueConstraint(fields=("network", "key"), name="a_payment_asked_twice_is_one"),
                    models.UniqueConstraint(fields=("space", "key"), name="a_payment_a_space_asks_twice_is_one"),
                    models.UniqueConstraint(
                        fields=("network", "structured_reference"), name="reference_leads_to_one_payment_of_a_network"
                    ),
                    models.UniqueConstraint(
                        fields=("space", "structured_reference"), name="reference_leads_to_one_payment_of_a_space"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_is_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                        name="no_more_goes_back_than_came",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("sent_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("taken_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("network__isnull", False), ("space", None)),
                            models.Q(("network", None), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="bank_statement_belongs_to_one_seller",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=70)),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("network__isnull", False), ("space", None)),
                            models.Q(("network", None), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="bank_account_belongs_to_one_seller",
                    ),
                    models.UniqueConstraint(fields=("network",), name="network_has_one_bank_account"),
                    models.UniqueConstraint(fields=("space",), name="space_has_one_bank_account"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway_ref", models.CharField(max_length=64, unique=True)),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("won", "won"), ("lost", "lost")],
                        default=passerelle.payments.rules.DisputeState["OPEN"],
                        max_length=4,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="payments.payment"
                    ),
                ),
            ],
            options={
                "ordering": ("-opened_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("on", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("said", models.CharField(blank=True, max_length=300)),
                ("who", models.CharField(blank=True, max_length=140)),
                ("by_hand", models.BooleanField(default=False)),
                ("by_card", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("counted", "counted"),
                            ("given_back", "given back"),
                            ("payout", "payout"),
                        ],
                        default=passerelle.payments.rules.ReceiptState["UNKNOWN"],
                        max_length=10,
                    ),
                ),
                ("kept_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="payments.payment",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-id"),
                "indexes": [
                    models.Index(fields=["network", "state", "-on"], name="receipt_by_state"),
                    models.Index(fields=["space", "state", "-on"], name="receipt_of_space_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("network__isnull", False), ("space", None)),
                            models.Q(("network", None), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="receipt_came_to_one_seller",
                    ),
                    models.UniqueConstraint(fields=("network", "key"), name="receipt_counts_once"),
                    models.UniqueConstraint(fields=("space", "key"), name="receipt_of_a_space_counts_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="receipt_is_of_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("amount", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("promised", "promised"), ("sent", "sent"), ("paid", "paid"), ("failed", "failed")],
                        default=passerelle.payments.rules.RefundState["PROMISED"],
                        max_length=8,
                    ),
                ),
                ("promised_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("by_hand", models.BooleanField(default=False)),
                ("returned", models.BooleanField(default=False)),
                ("returned_as", models.CharField(blank=True, max_length=64)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.payment"
                    ),
                ),
            ],
            options={
                "ordering": ("promised_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "key"), name="a_refund_promised_twice_is_one"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_is_of_something"),
                ],
            },
        ),
    ]
