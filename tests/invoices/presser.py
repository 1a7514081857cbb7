"""One of several processes that issue at once: `python -m tests.invoices.presser SEED`, on DATABASE_URL.

It reads keys as JSON, says that it is ready, waits for the word, and issues in an order of its own; every third time it
lets the transaction fall, and begins again. Then it says which number each key was given, as JSON.
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


def number(network: Network, key: str, seed: random.Random) -> str:
    with transaction.atomic():
        given = issue(of(network, key), seller=network, by="worker").number
        falls = seed.random() < 1 / 3
        transaction.set_rollback(falls)
    return number(network, key, seed) if falls else given


def main(seed_number: str) -> None:
    keys, seed = json.loads(sys.stdin.readline()), random.Random(seed_number)
    seed.shuffle(keys)
    network = Network.objects.get()
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    print(json.dumps({key: number(network, key, seed) for key in keys}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
