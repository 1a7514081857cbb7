import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.kit.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("networks", "0001_networks_stand_together"),
        ("people", "__first__"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("public_key", models.BinaryField(max_length=32)),
                ("since", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="networks.network"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("network", "number"), name="key_number_given_once_in_a_network"),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("network",), name="network_signs_with_one_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__range", (1, 255))), name="key_number_fits_in_a_byte"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(max_length=40)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveSmallIntegerField()),
                (
                    "space",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spaces.space"),
                ),
            ],
            options={
                "verbose_name_plural": "tries",
                "constraints": [models.UniqueConstraint(fields=("space", "by"), name="tries_counted_once_for_each")],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.BigIntegerField(unique=True)),
                ("cause", models.CharField(max_length=40)),
                ("short_code", models.CharField(max_length=6)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("signature", models.BinaryField(max_length=64)),
                ("issued_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "home",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials_given",
                        to="spaces.space",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credentials_shown", to="spaces.space"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="credentials.networkkey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("cause",), name="one_credential_for_a_cause"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("host", "short_code"),
                        name="short_code_means_one_credential_at_a_host",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="credential_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("valid", "valid"),
                            ("not_yet", "not yet"),
                            ("expired", "expired"),
                            ("revoked", "revoked"),
                            ("not_ours", "not ours"),
                            ("broken", "broken"),
                        ],
                        max_length=8,
                    ),
                ),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "credential",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="credentials.credential"
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credential_uses", to="spaces.space"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
            },
        ),
    ]
