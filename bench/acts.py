"""Acts rather than pages: a whole visit, from request to check-in, and check-ins by several processes at once."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.world import World
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, check_in
from passerelle.visits.queries import visit_to_check_in

PROCESSES = 4


@dataclass(frozen=True)
class Done:
    """What so many acts took: how many a second, half and nearly all of them within so many ms, CPU of one, queries."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float | None
    queries: int


def whole_visits(world: World) -> Done:
    """Asked, accepted, checked in, one visit after another in one process, each act kept before the next begins."""
    first, *rest = world.asking
    with CaptureQueriesContext(connection) as seen:
        _whole_visit(world, first)
    cpu, began = time.process_time(), time.perf_counter()
    took = [_timed(partial(_whole_visit, world, person)) for person in rest]
    wall = time.perf_counter() - began
    cpu_us = (time.process_time() - cpu) / len(rest) * 1e6
    return Done(len(rest) / wall, *_percentiles(took), cpu_us, len(seen))


def check_ins(world: World) -> Done:
    """Each process finds visits by their references and records the arrivals; the slowest says how long it took."""
    with CaptureQueriesContext(connection) as seen:
        arrive(world.arriving[0], world.quiet_host, world.desk)
    share = [world.arriving[1:][start::PROCESSES] for start in range(PROCESSES)]
    found = pressed_at_once([_pressing(references, world) for references in share])
    return told(found, len(seen))


def pressed_at_once(commands: Sequence[Sequence[str]], within_s: int = 120) -> list[dict[str, Any]]:
    """What each process found: all are started, wait until the last is ready, begin together and end by themselves."""
    python, pipe = [sys.executable, "-m"], subprocess.PIPE
    pressing = [subprocess.Popen([*python, *one], stdin=pipe, stdout=pipe, text=True) for one in commands]
    try:
        for process in pressing:
            assert process.stdout
            process.stdout.readline()  # it is ready
        for process in pressing:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        return [json.loads(process.communicate(timeout=within_s)[0]) for process in pressing]
    finally:
        for process in pressing:
            process.kill()


def told(found: list[dict[str, Any]], queries: int = 0) -> Done:
    """What all processes did together: the slowest says how long it took."""
    took = [ms for one in found for ms in one["took_ms"]]
    cpu_us = sum(one["cpu_s"] for one in found) / len(took) * 1e6
    whole = max(one["ended"] for one in found) - min(one["began"] for one in found)
    return Done(len(took) / whole, *_percentiles(took), cpu_us, queries)


def arrive(reference: str, host: Space, desk: Person) -> None:
    """What the desk's page does when its button is pressed."""
    visit = visit_to_check_in(host, reference)
    assert visit
    assert check_in(visit, by=desk).is_first


def _whole_visit(world: World, person: Person) -> None:
    asking = Asking(world.home, world.host, (today_at(world.host),), about="Je cherche un bureau calme.")
    visit = ask_for_a_visit(asking, by=person)
    accept_visit(visit, by=world.desk, line="Avec plaisir.")
    arrive(visit.reference, world.host, world.desk)


def _pressing(references: list[str], world: World) -> list[str]:
    return ["bench.pressing", str(world.quiet_host.pk), str(world.desk.pk), *references]


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e3


def _percentiles(took: list[float]) -> tuple[float, float]:
    cuts = quantiles(took, n=100, method="inclusive")
    return cuts[49], cuts[98]
