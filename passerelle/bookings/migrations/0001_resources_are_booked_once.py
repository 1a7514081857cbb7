import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.bookings.rules
import passerelle.kit.clock
import passerelle.kit.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("invoices", "0001_documents_are_numbered"),
        ("people", "__first__"),
        ("sales", "0001_spaces_sell"),
        ("spaces", "0001_spaces_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting_room", "meeting room"),
                            ("phone_booth", "phone booth"),
                            ("private_office", "private office"),
                        ],
                        max_length=14,
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(default=1)),
                ("text_fr", models.TextField(blank=True, max_length=1000)),
                ("text_en", models.TextField(blank=True, max_length=1000)),
                ("amenities", models.CharField(blank=True, max_length=120)),
                ("unit", models.CharField(choices=[("hour", "hour"), ("day", "day")], max_length=4)),
                ("hours", models.CharField(blank=True, max_length=240)),
                (
                    "open_to",
                    models.CharField(
                        choices=[("members", "members"), ("visitors", "visitors"), ("anybody", "anybody")], max_length=8
                    ),
                ),
                ("notice_hours", models.PositiveSmallIntegerField(default=0)),
                ("ahead_days", models.PositiveSmallIntegerField(default=90)),
                ("shortest", models.PositiveSmallIntegerField(default=1)),
                ("longest", models.PositiveSmallIntegerField(default=32)),
                ("buffer", models.PositiveSmallIntegerField(default=0)),
                ("cancel_hours", models.PositiveSmallIntegerField(default=24)),
                (
                    "paid_first",
                    models.CharField(
                        choices=[("nobody", "nobody"), ("others", "others"), ("everybody", "everybody")],
                        default=passerelle.bookings.rules.PaidFirst["OTHERS"],
                        max_length=9,
                    ),
                ),
                ("hold_hours", models.PositiveSmallIntegerField(default=48)),
                ("late_back", models.PositiveSmallIntegerField(default=0)),
                ("price_hour", models.BigIntegerField(default=0)),
                ("price_day", models.BigIntegerField(blank=True, null=True)),
                ("member_price_hour", models.BigIntegerField(blank=True, null=True)),
                ("member_price_day", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("feed_number", models.PositiveIntegerField(default=1)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resources", to="spaces.space"
                    ),
                ),
                (
                    "tax",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoices.tax",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "id"),
                "indexes": [models.Index(fields=["space", "name", "id"], name="resource_by_space")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("longest__gte", models.F("shortest"))),
                        name="resource_longest_is_not_shorter",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(default=passerelle.kit.ids.reference, max_length=12, unique=True)),
                ("key", models.CharField(default=passerelle.kit.ids.reference, max_length=40)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("cause", models.CharField(max_length=40)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("about", models.CharField(blank=True, max_length=140)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "held"),
                            ("booked", "booked"),
                            ("cancelled", "cancelled"),
                            ("lapsed", "lapsed"),
                        ],
                        default=passerelle.bookings.rules.State["BOOKED"],
                        max_length=9,
                    ),
                ),
                ("price", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("asked", models.BigIntegerField(default=0)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("cancel_until", models.DateTimeField()),
                ("late_back", models.PositiveSmallIntegerField(default=0)),
                ("booked_at", models.DateTimeField(default=passerelle.kit.clock.now)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_by", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=280)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="sales.sale",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="bookings.resource"
                    ),
                ),
            ],
            options={
                "ordering": ("begins_at", "id"),
                "indexes": [
                    models.Index(fields=["resource", "begins_at", "id"], name="booking_by_resource"),
                    models.Index(fields=["person", "ends_at", "id"], name="booking_by_person"),
                    models.Index(
                        condition=models.Q(("state", passerelle.bookings.rules.State["HELD"])),
                        fields=["held_until", "id"],
                        name="booking_held",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key", "number"), name="a_booking_sent_twice_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="booking_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at", None),
                                (
                                    "state__in",
                                    [
                                        passerelle.bookings.rules.State["BOOKED"],
                                        passerelle.bookings.rules.State["HELD"],
                                    ],
                                ),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                (
                                    "state__in",
                                    [
                                        passerelle.bookings.rules.State["CANCELLED"],
                                        passerelle.bookings.rules.State["LAPSED"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="booking_says_when_it_was_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", passerelle.bookings.rules.State["HELD"]), _negated=True),
                            models.Q(("held_until__isnull", False), ("sale__isnull", False)),
                            _connector="OR",
                        ),
                        name="held_booking_says_until_when_and_for_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.IntegerField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="bookings.booking"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="bookings.resource",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("resource", "step"), name="no_step_is_booked_twice")],
            },
        ),
    ]
