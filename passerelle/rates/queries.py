"""What can be asked about rates."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.rates.models import PublishedRate
from passerelle.rates.rules import EURO, LASTS, Published, Rate, crossed


def rate_on(currency: str, day: date, base: str = EURO, network: Network | None = None) -> Rate | None:
    """How much of `currency` one unit of `base` buys, by the last rates published before `day`.

    The bank's own; for a currency that it does not publish, that of the network's treasurer. None where there is none.
    """
    ours, theirs = _last_before(base, day, network), _last_before(currency, day, network)
    return crossed(ours, theirs) if ours and theirs else None


def bank_publishes(currency: str, day: date) -> bool:
    """Whether the bank has lately published this currency, seen from `day`."""
    recent = PublishedRate.objects.filter(network=None, currency=currency, day__lt=day, day__gte=day - LASTS)
    return currency == EURO or recent.exists()


def last_published() -> date | None:
    """The last day until today on which the bank published, as far as we know."""
    published = PublishedRate.objects.filter(network=None, day__lte=clock.local_day("UTC"))
    return published.order_by("-day").values_list("day", flat=True).first()


def rates_entered(network: Network) -> list[PublishedRate]:
    """What the treasurers of a network have entered, the latest first, a hundred at most."""
    return list(PublishedRate.objects.filter(network=network).order_by("-day", "currency")[:100])


def _last_before(currency: str, day: date, network: Network | None) -> Published | None:
    """The bank's word counts before a treasurer's; a treasurer's holds until the next one."""
    if currency == EURO:
        return Published(EURO, day, Decimal(1))
    before = PublishedRate.objects.filter(currency=currency, day__lt=day)
    known = Q(network=None, day__gte=day - LASTS)
    known |= Q(network=network) if network else Q()
    found = before.filter(known).order_by(F("network").asc(nulls_first=True), "-day").first()
    return found.told if found else None
