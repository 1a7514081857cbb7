from django.db import migrations

from passerelle.kit import clock


def open_books(apps, editor):
    """Those that were founded before books were opened with them."""
    networks, books = apps.get_model("networks", "Network"), apps.get_model("ledger", "Book")
    paid = networks.objects.filter(mode="paid").order_by("pk").values_list("pk", flat=True)
    now = clock.now()
    books.objects.bulk_create([books(owner=f"network:{pk}", opened_at=now) for pk in paid], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_months_end"),
        ("networks", "0006_networks_have_a_currency"),
    ]

    operations = [migrations.RunPython(open_books, migrations.RunPython.noop)]
