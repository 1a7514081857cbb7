import django.db.models.deletion
from django.db import migrations, models

import passerelle.invoices.rules
import passerelle.kit.clock
from passerelle.invoices.freezing import freeze, thaw


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("street", models.CharField(blank=True, max_length=160)),
                ("postcode", models.CharField(blank=True, max_length=16)),
                ("town", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(max_length=2)),
                ("vat_number", models.CharField(blank=True, max_length=20)),
                ("company_number", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("account", models.CharField(blank=True, max_length=34)),
            ],
            options={
                "verbose_name_plural": "parties",
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("self_billed", "self billed"),
                            ("credit_note", "credit note"),
                            ("self_billed_credit_note", "self billed credit note"),
                        ],
                        max_length=24,
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("cause", models.CharField(max_length=64)),
                ("issuer", models.CharField(max_length=64)),
                ("buyer", models.CharField(max_length=64)),
                ("issuer_name", models.CharField(max_length=160)),
                ("buyer_name", models.CharField(max_length=160)),
                ("currency", models.CharField(max_length=3)),
                ("net", models.BigIntegerField()),
                ("tax", models.BigIntegerField()),
                ("payable", models.BigIntegerField()),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("contents", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("issued_by", models.CharField(max_length=64)),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="invoices.document",
                    ),
                ),
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
                "ordering": ("-issued_on", "-id"),
                "indexes": [
                    models.Index(fields=["network", "-issued_on", "-id"], name="document_by_network"),
                    models.Index(fields=["space", "-issued_on", "-id"], name="document_by_space"),
                    models.Index(fields=["issuer", "-issued_on", "-id"], name="document_by_issuer"),
                    models.Index(fields=["buyer", "-issued_on", "-id"], name="document_by_buyer"),
                    models.Index(fields=["cause"], name="document_by_cause"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("network__isnull", False), ("space", None)),
                            models.Q(("network", None), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_belongs_to_one_seller",
                    ),
                    models.UniqueConstraint(fields=("network", "key"), name="document_is_issued_once"),
                    models.UniqueConstraint(fields=("space", "key"), name="document_of_a_space_is_issued_once"),
                    models.UniqueConstraint(fields=("issuer", "number"), name="number_is_given_once"),
                    models.CheckConstraint(
                        condition=models.Q(("net__gte", 0)), name="document_comes_to_nothing_or_more"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("self_billed", "self billed"),
                            ("credit_note", "credit note"),
                            ("self_billed_credit_note", "self billed credit note"),
                        ],
                        max_length=24,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "series",
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "kind", "year"), name="series_of_an_issuer_kind_and_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tax",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=24)),
                (
                    "category",
                    models.CharField(
                        choices=[("S", "S"), ("Z", "Z"), ("E", "E"), ("AE", "AE"), ("O", "O")],
                        default=passerelle.invoices.rules.Category["STANDARD"],
                        max_length=2,
                    ),
                ),
                ("percent_bp", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("network__isnull", False), ("space", None)),
                            models.Q(("network", None), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="tax_is_chosen_by_one_seller",
                    ),
                    models.UniqueConstraint(fields=("network", "code"), name="tax_is_named_once_in_a_network"),
                    models.UniqueConstraint(fields=("space", "code"), name="tax_is_named_once_in_a_space"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(choices=[("pdf", "pdf"), ("ubl", "ubl")], max_length=4)),
                ("due_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("report", models.CharField(blank=True, max_length=300)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="invoices.document"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("written_at", None)), fields=["due_at"], name="paper_that_is_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "form"), name="paper_is_written_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", None), ("sha256", ""), ("written_at", None)),
                            models.Q(
                                ("content__isnull", False),
                                ("written_at__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_is_kept_with_its_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpaceTax",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="networks.network"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spaces.space"),
                ),
                (
                    "tax",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="invoices.tax"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("network", "space"), name="space_sells_under_one_tax")],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: freeze(editor.connection), lambda apps, editor: thaw(editor.connection)
        ),
    ]
