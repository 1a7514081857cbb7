import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock
import passerelle.kit.ids
import passerelle.passes.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("invoices", "0001_documents_are_numbered"),
        ("networks", "0001_networks_stand_together"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_fr", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("as_you_go", "as you go"),
                            ("pack", "pack"),
                            ("monthly", "monthly"),
                            ("unlimited", "unlimited"),
                        ],
                        max_length=10,
                    ),
                ),
                ("price", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("days", models.PositiveSmallIntegerField(default=0)),
                ("cap", models.BigIntegerField(default=0)),
                ("valid_days", models.PositiveSmallIntegerField(default=0)),
                (
                    "unused",
                    models.CharField(
                        choices=[("lapse", "lapse"), ("roll_over", "roll over")],
                        default=passerelle.passes.rules.Unused["LAPSE"],
                        max_length=10,
                    ),
                ),
                ("on_account", models.BigIntegerField(default=0)),
                ("offered", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="products", to="networks.network"
                    ),
                ),
                (
                    "tax",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="invoices.tax"),
                ),
            ],
            options={
                "ordering": ("price", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="product_has_a_price"),
                    models.CheckConstraint(
                        condition=models.Q(("cap__gte", 0), ("on_account__gte", 0)),
                        name="product_limits_are_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(default=passerelle.kit.ids.reference, max_length=40)),
                ("terms", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("open", "open"),
                            ("blocked", "blocked"),
                            ("ended", "ended"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default=passerelle.passes.rules.State["ASKED"],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("renews_on", models.DateField(blank=True, null=True)),
                ("renewal_asked_on", models.DateField(blank=True, null=True)),
                ("times_asked", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passes", to="networks.network"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passes", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passes", to="passes.product"
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "indexes": [models.Index(fields=["network", "state", "renews_on"], name="pass_by_renewal")],
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="a_purchase_sent_twice_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("credits", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("used", models.PositiveSmallIntegerField(default=0)),
                ("paid", models.BigIntegerField()),
                ("tax", models.BigIntegerField(default=0)),
                ("recognised", models.BigIntegerField(default=0)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "rolled_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rolled_into",
                        to="passes.lot",
                    ),
                ),
                (
                    "of_pass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="passes.pass"
                    ),
                ),
            ],
            options={
                "ordering": (models.OrderBy(models.F("ends_on"), nulls_last=True), "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("of_pass", "key"), name="lot_is_opened_once"),
                    models.CheckConstraint(
                        condition=models.Q(("credits", None), ("used__lte", models.F("credits")), _connector="OR"),
                        name="credits_never_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recognised__gte", 0), ("recognised__lte", models.F("paid"))),
                        name="lot_gives_no_more_than_was_paid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("begins_on")), _connector="OR"),
                        name="lot_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(max_length=80)),
                ("day", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("day", "day"), ("custom", "custom")],
                        default=passerelle.passes.rules.ChargeKind["DAY"],
                        max_length=6,
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=120)),
                ("price", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("worth", models.BigIntegerField(default=0)),
                ("rate", models.DecimalField(blank=True, decimal_places=12, max_digits=24, null=True)),
                ("rate_on", models.DateField(blank=True, null=True)),
                ("credits", models.PositiveSmallIntegerField(default=1)),
                ("on_account", models.BigIntegerField(default=0)),
                ("cause", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("charged", "charged"),
                            ("contested", "contested"),
                            ("upheld", "upheld"),
                            ("taken_back", "taken back"),
                        ],
                        default=passerelle.passes.rules.ChargeState["CHARGED"],
                        max_length=10,
                    ),
                ),
                ("charged_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("charged_by", models.CharField(max_length=40)),
                ("contested_at", models.DateTimeField(blank=True, null=True)),
                ("contested_because", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=40)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="spaces.space"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="passes.lot",
                    ),
                ),
                (
                    "of_pass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="passes.pass"
                    ),
                ),
            ],
            options={
                "ordering": ("-day", "-id"),
                "indexes": [
                    models.Index(fields=["space", "-day", "-id"], name="charge_by_space"),
                    models.Index(fields=["of_pass", "space", "day"], name="charge_by_pass_and_space"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("space", "key"), name="a_charge_sent_twice_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("price__gte", 0)), name="charge_is_not_negative"
                    ),
                ],
            },
        ),
    ]
