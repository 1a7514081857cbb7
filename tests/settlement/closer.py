"""A process that closes a month and may be killed: `python -m tests.settlement.closer NETWORK`, on DATABASE_URL."""

import sys
from datetime import UTC, datetime

import django

django.setup()

from passerelle.kit import clock  # noqa: E402
from passerelle.networks.queries import network_at  # noqa: E402
from passerelle.settlement.actions import close_month  # noqa: E402

network = network_at(sys.argv[1])
assert network is not None
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
with clock.at(datetime(2027, 2, 3, 12, tzinfo=UTC)):
    close_month(network, datetime(2027, 1, 1, tzinfo=UTC).date(), by="console")
