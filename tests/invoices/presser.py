"""Several processes that issue at once: `python -m tests.invoices.presser HOW_MANY`, on the database of DATABASE_URL.

They read as JSON the keys that all share and how many each has besides, and each issues its own in an order of its own;
every third time it lets the transaction fall, and begins again. Then each says which number every key was given.
"""

import json
import random
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from passerelle.invoices.actions import issue  # noqa: E402
from passerelle.networks.models import Network  # noqa: E402
from tests.invoices.makers import of  # noqa: E402
from tests.processes import become_many, say  # noqa: E402


def number(network: Network, key: str, seed: random.Random) -> str:
    with transaction.atomic():
        given = issue(of(network, key), seller=network, by="worker").number
        falls = seed.random() < 1 / 3
        transaction.set_rollback(falls)
    return number(network, key, seed) if falls else given


def main() -> None:
    world = json.loads(sys.stdin.readline())
    this = become_many()
    keys, seed = [*world["shared"], *(f"own:{this}:{n}" for n in range(world["own"]))], random.Random(this)
    seed.shuffle(keys)
    network = Network.objects.get()
    say({key: number(network, key, seed) for key in keys})


if __name__ == "__main__":
    main()
