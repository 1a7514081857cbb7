"""A list of many invented spaces, taken in by the command and then sent again unchanged; prints the figures as JSON."""

import contextlib
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402  models can be imported only now

from bench.spread import SPACE, invented_spaces  # noqa: E402
from passerelle.console.prepare import bring_database_up_to_date  # noqa: E402

WRITTEN = ("name", "kind", "address", "town", "country", "latitude", "longitude", "website", "email", "hours")


def main(how_many: int) -> dict[str, Any]:
    """Write the list, take it in twice, and say how long it took and how much memory."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
    with tempfile.TemporaryDirectory(prefix="passerelle-lists-") as place:
        file = Path(place) / "spaces.csv"
        write_list(file, how_many)
        connection.close()
        first, again = taken_in(file), taken_in(file)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"rows": how_many, "first": first, "again": again, "most_memory_mb": memory}


def write_list(file: Path, how_many: int) -> None:
    """A table as somebody keeps it, with the columns of WRITTEN."""
    with file.open("w", newline="", encoding="utf-8") as kept:
        table = csv.writer(kept)
        table.writerow(WRITTEN)
        for space in invented_spaces(range(1, how_many + 1), random.Random(7)):
            told = dict(zip(SPACE, space, strict=True))
            table.writerow(told[column] for column in WRITTEN)


def taken_in(file: Path) -> dict[str, Any]:
    """What the report of `passerelle import spaces` counts, and the seconds and CPU seconds it took."""
    report = file.with_name("report.json")
    began, before = time.perf_counter(), _cpu_of_children()
    command = [sys.executable, "-m", "passerelle.console", "import", "spaces", str(file), "--report", str(report)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=dict(os.environ))
    took = {"took_s": time.perf_counter() - began, "cpu_s": _cpu_of_children() - before}
    told = json.loads(report.read_text())
    return took | {name: told[name] for name in ("read", "added", "unchanged", "refused", "duplicates_proposed")}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
