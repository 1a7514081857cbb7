"""A worker in its own process: `python -m tests.jobs.walker FILE`, on the database that DATABASE_URL names.

Its one round writes a line into FILE, slowly; it is due once.
"""

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()

from passerelle.jobs.actions import run_rounds  # noqa: E402


def main(file: str) -> None:
    def slow(now: datetime) -> int:
        with Path(file).open("a") as lines:
            lines.write("walked\n")
        time.sleep(0.2)
        return 1

    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    for _ in range(20):
        run_rounds({"slow": (slow, timedelta(hours=1))}, "walker")


if __name__ == "__main__":
    main(*sys.argv[1:])
