"""What happens by itself: the bank's file is fetched, so that the last rates published are here by the next morning."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from passerelle.gateways.rates.fetching import fetch
from passerelle.kit.references import WORKER
from passerelle.networks.queries import any_in_paid_mode
from passerelle.rates.actions import keep_published
from passerelle.rates.rules import read_published


def fetch_rates(now: datetime) -> int:
    """Keep what the bank has published lately; how many rates were new. Nothing where no network sells anything."""
    if not settings.RATES_FROM or not any_in_paid_mode():
        return 0
    return keep_published(read_published(fetch(settings.RATES_FROM)), by=WORKER)


ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {"rates.fetch": (fetch_rates, timedelta(hours=3))}
