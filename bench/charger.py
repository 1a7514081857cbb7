"""One of the processes that charge passes: it says when it is ready, waits for the word, and stops by itself.

`python -m bench.charger NETWORK NAME SECONDS PERSON …`: each person in turn, at one space of the network after another.
"""

import json
import sys
import time
from collections.abc import Iterator
from itertools import count, cycle

import django

django.setup()

from bench.cost import cost_of  # noqa: E402  models can be imported only now
from passerelle.networks.models import Network  # noqa: E402
from passerelle.passes.actions.charging import Asked, charge_day  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from passerelle.spaces.queries import today_at  # noqa: E402

FEWEST = 5


def main(network: Network, name: str, seconds: float, people: list[Person]) -> None:
    """Charge days as fast as it goes, each in its own transaction, for so many seconds."""
    spaces = list(Space.objects.filter(affiliations__network=network).order_by("pk"))
    asked = (
        Asked(person, network, space, today_at(space), 1100, f"bench/{name}/{number}")
        for number, person, space in zip(count(), cycle(people), cycle(spaces), strict=False)
    )
    print("ready", flush=True)
    sys.stdin.readline()
    began, took = time.time(), []
    whole = cost_of(lambda: took.extend(_charged(asked, began + seconds)))
    print(json.dumps({"began": began, "ended": time.time(), "cpu_s": whole.cpu_s, "took_ms": took}))


def _charged(asked: Iterator[Asked], until: float) -> Iterator[float]:
    """How many milliseconds each charge took; some are made on the slowest machine, so that there is a middle."""
    for number, one in enumerate(asked):
        if number >= FEWEST and time.time() >= until:
            return
        start = time.perf_counter()
        charge_day(one, by="person:1")
        yield (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main(
        Network.objects.get(pk=int(sys.argv[1])),
        sys.argv[2],
        float(sys.argv[3]),
        list(Person.objects.filter(pk__in=sys.argv[4:]).order_by("pk")),
    )
