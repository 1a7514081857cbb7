"""What an act costs: seconds on the clock; of CPU, here and in the process of PostgreSQL that serves us; memory."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.server import TICKS, cpu_ticks_of


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of CPU."""

    wall_s: float
    cpu_s: float


def cost_of(act: Callable[[], Any]) -> Cost:
    """Of doing it once."""
    began, cpu, there = time.perf_counter(), time.process_time(), _cpu_of_the_database()
    act()
    wall = time.perf_counter() - began
    return Cost(wall, time.process_time() - cpu + _cpu_of_the_database() - there)


def milliseconds(ask: Callable[[], Any], times: int = 101) -> float:
    """The middle of so many times."""
    return median(cost_of(ask).wall_s for _ in range(times)) * 1e3


def queries_of(act: Callable[[], Any]) -> int:
    """How often the database is asked."""
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def most_memory_mb() -> float:
    """The most that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _cpu_of_the_database() -> float:
    """SQLite works in our own process; a server on another machine cannot be looked at and counts for nothing."""
    if connection.vendor == "sqlite":
        return 0.0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return cpu_ticks_of(pid) / TICKS if Path(f"/proc/{pid}/stat").exists() else 0.0
