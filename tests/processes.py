"""What a test needs to press on its own database from other processes, which begin at the same moment."""

import json
import os
import subprocess
import sys
from typing import Any

from django.db import connection

LONGEST_S = 240


def database_url() -> str:
    """Where the test's database is, for a process that is not the test."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    sign_in = f"{where['USER']}:{where['PASSWORD']}@" if where["PASSWORD"] else f"{where['USER']}@"
    return f"postgres://{sign_in}{where['HOST'] or '127.0.0.1'}:{where['PORT'] or 5432}/{where['NAME']}"


def pressed(program: str, world: object, processes: int, **settings: str) -> list[Any]:
    """What each of so many processes of `python -m PROGRAM` said of `world`, which it reads as JSON, in any order."""
    ours = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-m", program, str(processes)],
        input=json.dumps(world), env=os.environ | ours | settings, stdout=subprocess.PIPE, text=True,
        timeout=LONGEST_S,
    )  # fmt: skip
    assert done.returncode == 0
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(said) == processes
    return said


def say(outcome: object) -> None:
    """One line of JSON, written in one go: the others write to the same pipe."""
    os.write(sys.stdout.fileno(), f"{json.dumps(outcome)}\n".encode())


def become_many() -> int:
    """In a pressing program, once the rooms are loaded and before the database is asked: become as many as were wanted.

    Gives each its number. All begin at the same moment; the first process waits for them, and ends.
    """
    waits, go = os.pipe()
    pressers = []
    for number in range(int(sys.argv[1])):
        pressers.append(os.fork())
        if pressers[-1] == 0:
            os.close(go)
            os.read(waits, 1)  # until nobody holds the other end any more
            return number
    os.close(go)
    sys.exit(any(os.waitpid(presser, 0)[1] for presser in pressers))
