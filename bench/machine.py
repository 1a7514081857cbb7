"""On what the figures were taken; they mean nothing without it."""

import os
import platform
import sqlite3
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """Processor, cores, memory, disk and versions, in three lines; a fourth when others are at work here."""
    packages = " · ".join(f"{name} {version(name)}" for name in ("django", "granian", "jinja2", "psycopg"))
    load = f"load {os.getloadavg()[0]:.1f} before"
    return (
        f"{_processor()} · {os.cpu_count()} cores · {_memory()} · {platform.system()} {platform.release()} · {load}\n"
        f"Python {platform.python_version()} · SQLite {sqlite3.sqlite_version} · {packages} · {_wrk()}\n"
        f"databases in {tempfile.gettempdir()} ({_file_system(tempfile.gettempdir())}){_busy()}"
    )


def _busy() -> str:
    """Half the cores taken by somebody else spoil every figure, the CPU of an answer included: caches are shared."""
    if os.getloadavg()[0] < (os.cpu_count() or 1) / 2:
        return ""
    return "\nOthers are at work on this machine: measure again when it is quiet; these figures are too bad."


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> str:
    total = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return f"{int(total.split()[1]) / 2**20:.0f} GB"


def _wrk() -> str:
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout.split()
    return " ".join(said[:2])


def _file_system(folder: str) -> str:
    """Its kind; on tmpfs nothing is durable and check-ins are too fast to be true."""
    said = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True)
    return said.stdout.strip() or "unknown"
