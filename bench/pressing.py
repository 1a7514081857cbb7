"""One of the processes that record arrivals: it says when it is ready, waits for the word, and tells what it took."""

import json
import sys
import time

import django

django.setup()

from bench.acts import arrive  # noqa: E402  models can be imported only now
from passerelle.people.models import Person  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402


def main(host: Space, desk: Person, references: list[str]) -> None:
    """Record every arrival, each in its own transaction."""
    print("ready", flush=True)
    sys.stdin.readline()
    began, took = time.time(), []
    for reference in references:
        start = time.perf_counter()
        arrive(reference, host, desk)
        took.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({"began": began, "ended": time.time(), "cpu_s": time.process_time(), "took_ms": took}))


if __name__ == "__main__":
    main(Space.objects.get(pk=int(sys.argv[1])), Person.objects.get(pk=int(sys.argv[2])), sys.argv[3:])
