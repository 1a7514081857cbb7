import django.db.models.deletion
from django.db import migrations, models

from passerelle.ledger.holding import hold, let_go


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bank", "bank"),
                            ("till", "till"),
                            ("card_clearing", "card clearing"),
                            ("collected", "collected"),
                            ("requested", "requested"),
                            ("disputed", "disputed"),
                            ("owed_by_holder", "owed by holder"),
                            ("owed_by_member", "owed by member"),
                            ("tax_reclaimed", "tax reclaimed"),
                            ("credits", "credits"),
                            ("owed_to_space", "owed to space"),
                            ("carried_over", "carried over"),
                            ("payout", "payout"),
                            ("refund", "refund"),
                            ("unknown_receipt", "unknown receipt"),
                            ("tax_owed", "tax owed"),
                            ("exchange", "exchange"),
                            ("sold", "sold"),
                            ("commission", "commission"),
                            ("credit_result", "credit result"),
                            ("rounding", "rounding"),
                            ("fees", "fees"),
                        ],
                        max_length=32,
                    ),
                ),
                ("owner", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=64)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="ledger.book",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "kind", "owner", "currency"), name="account_is_opened_once"
                    ),
                    models.UniqueConstraint(
                        fields=("id", "book", "currency"), name="account_with_its_book_and_currency"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("cause", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=64)),
                ("dated_on", models.DateField()),
                ("written_at", models.DateTimeField()),
                ("line", models.CharField(blank=True, max_length=120)),
                ("places", models.PositiveSmallIntegerField()),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.book",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["cause"], name="entries_about"),
                    models.Index(fields=["book", "dated_on"], name="entries_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("book", "key"), name="entry_key_counts_once"),
                    models.UniqueConstraint(fields=("id", "book", "places"), name="entry_with_its_book_and_places"),
                    models.UniqueConstraint(fields=("id", "book", "places", "dated_on"), name="entry_with_its_day"),
                    models.CheckConstraint(condition=models.Q(("places__gt", 0)), name="entry_moves_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("until", models.DateField()),
                ("stage", models.CharField(choices=[("shut", "shut"), ("sealed", "sealed")], max_length=6)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_ends",
                        to="ledger.book",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "month", "stage"), name="month_ends_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("month"))), name="month_is_over_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("debit", models.BigIntegerField()),
                ("credit", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="month_sums",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "month"), name="month_is_summed_once")],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dated_on", models.DateField()),
                ("places", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                (
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.book",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.entry",
                    ),
                ),
                (
                    "from_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gone",
                        to="ledger.account",
                    ),
                ),
                (
                    "to_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="come",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["from_account", "dated_on", "id"], name="postings_from"),
                    models.Index(fields=["to_account", "dated_on", "id"], name="postings_to"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "place"), name="posting_has_a_place_of_its_own"),
                    models.CheckConstraint(
                        condition=models.Q(("place__gt", 0), ("place__lte", models.F("places"))),
                        name="posting_has_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lte", 10000000000000)),
                        name="posting_amount_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_account", models.F("to_account")), _negated=True),
                        name="posting_moves_somewhere",
                    ),
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, editor: hold(editor.connection), lambda apps, editor: let_go(editor.connection)
        ),
    ]
