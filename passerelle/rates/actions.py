"""What can be done with rates: keep what the bank has published, and enter one that it does not publish."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.lots import lots
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.rates.models import PublishedRate
from passerelle.rates.queries import bank_publishes
from passerelle.rates.rules import NoRates, Published, currency_of, value_of

AT_ONCE = 2_000


@transaction.atomic
def keep_published(rates: Iterable[Published], *, by: str) -> int:
    """Keep what the bank has published; how many there were that we did not know. What is known stays as it was."""
    moment, before = clock.now(), PublishedRate.objects.filter(network=None).count()
    for lot in lots(rates, AT_ONCE):
        PublishedRate.objects.bulk_create(
            (
                PublishedRate(currency=one.currency, day=one.day, value=one.value, written_at=moment, written_by=by)
                for one in lot
            ),
            ignore_conflicts=True,
        )
    new = PublishedRate.objects.filter(network=None).count() - before
    if new:
        write_down("rates_kept", about="rates", actor=by, new=new)
    return new


@transaction.atomic
def enter_rate(network: Network, currency: str, day: date, value: str, *, by: Person) -> PublishedRate:
    """A treasurer says what one euro buys of a currency that the bank does not publish, as of `day`.

    It counts for check-ins after that day. Raises NotFound, Refusal `rate_not_read`, `bank_publishes_it`,
    `rate_of_a_day_to_come`, `rate_is_entered` for another one on the same day.
    """
    if not may_keep_books(by, network):
        raise NotFound
    wanted = _read(currency, value)
    today = clock.local_day("UTC")
    if bank_publishes(currency, today):
        raise Refusal("bank_publishes_it", currency=currency)
    if day > today:
        raise Refusal("rate_of_a_day_to_come", day=day)
    kept, is_new = PublishedRate.objects.get_or_create(
        network=network, currency=currency, day=day, defaults={"value": wanted, "written_by": by.ref}
    )
    if kept.value != wanted:
        raise Refusal("rate_is_entered", currency=currency, day=day)
    if is_new:
        write_down("rate_entered", about=network.ref, actor=by.ref, currency=currency, day=day)
    return kept


def _read(currency: str, value: str) -> Decimal:
    try:
        currency_of(currency)
        return value_of(value)
    except NoRates:
        raise Refusal("rate_not_read", currency=currency[:3]) from None
