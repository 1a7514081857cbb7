import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import passerelle.bookings.rules


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0001_resources_are_booked_once"),
        ("invoices", "0001_documents_are_numbered"),
        ("sales", "0002_sales_go_back_in_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="booking",
            name="booking_says_when_it_was_cancelled",
        ),
        migrations.AddField(
            model_name="booking",
            name="asked",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="booking",
            name="held_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="booking",
            name="late_back",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="booking",
            name="sale",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="sales.sale",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="hold_hours",
            field=models.PositiveSmallIntegerField(default=48),
        ),
        migrations.AddField(
            model_name="resource",
            name="late_back",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="resource",
            name="paid_first",
            field=models.CharField(
                choices=[("nobody", "nobody"), ("others", "others"), ("everybody", "everybody")],
                default=passerelle.bookings.rules.PaidFirst["OTHERS"],
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="tax",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="invoices.tax"
            ),
        ),
        migrations.AlterField(
            model_name="booking",
            name="state",
            field=models.CharField(
                choices=[("held", "held"), ("booked", "booked"), ("cancelled", "cancelled"), ("lapsed", "lapsed")],
                default=passerelle.bookings.rules.State["BOOKED"],
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", passerelle.bookings.rules.State["HELD"])),
                fields=["held_until", "id"],
                name="booking_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancelled_at", None),
                        (
                            "state__in",
                            [passerelle.bookings.rules.State["BOOKED"], passerelle.bookings.rules.State["HELD"]],
                        ),
                    ),
                    models.Q(
                        ("cancelled_at__isnull", False),
                        (
                            "state__in",
                            [passerelle.bookings.rules.State["CANCELLED"], passerelle.bookings.rules.State["LAPSED"]],
                        ),
                    ),
                    _connector="OR",
                ),
                name="booking_says_when_it_was_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", passerelle.bookings.rules.State["HELD"]), _negated=True),
                    models.Q(("held_until__isnull", False), ("sale__isnull", False)),
                    _connector="OR",
                ),
                name="held_booking_says_until_when_and_for_what",
            ),
        ),
    ]
