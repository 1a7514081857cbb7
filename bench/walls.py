"""A thousand walls on one process of the live door, over loopback: how soon a notice is on them; figures as JSON.

The walls are plain connections held by this process, each its own wall. A notice is written as the board writes one: a
row, and a line in the logbook, in one transaction; the clock starts when that is done.
"""

import asyncio
import contextlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  models can be imported only now

from bench.server import _children, _free_port, cpu_ticks_of  # noqa: E402
from passerelle.board.models import Notice  # noqa: E402
from passerelle.board.rules import Kind, State  # noqa: E402
from passerelle.console.prepare import bring_database_up_to_date  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.logbook.actions import write_down  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from passerelle.walls.models import Wall  # noqa: E402
from passerelle.walls.queries import address_of  # noqa: E402
from tests.makers import make_spaces  # noqa: E402

WALLS, SPACES, CARDS = 1_000, 100, 12
NOTICES = 18
WAITS_S = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> dict[str, Any]:
    """Build, hang, write, wait, count."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
        writer, spaces = a_world()
        connection.close()
    with live() as (port, pid):
        return asyncio.run(measured(port, pid, writer, spaces))


@transaction.atomic
def a_world() -> tuple[Person, list[Space]]:
    """A hundred spaces with some cards on every board; the first has a thousand walls, and all have ten each."""
    writer = Person.objects.create(email="writer@example.org", name="Wil Writer", password="!")
    make_spaces(SPACES)
    spaces = list(Space.objects.all()[:SPACES])
    for space in spaces:
        for number in range(CARDS):
            a_notice(space, writer, f"Something to be said, number {number}")
    Wall.objects.bulk_create(
        Wall(space=space, name=f"Wall {number}", language="en")
        for number in range(WALLS)
        for space in (spaces[0], spaces[number % SPACES])
    )
    return writer, spaces


def a_notice(space: Space, writer: Person, title: str) -> Notice:
    """One that stands on the board for a week."""
    now = clock.now()
    until = now.date() + timedelta(days=7)
    given = {"kind": Kind.NEWS, "state": State.SHOWN, "until": until, "key": secrets.token_hex(8), "stood_at": now}
    notice = Notice.objects.create(space=space, person=writer, title=title, text="Two lines\nof text.", **given)
    write_down("notice_shown", about=notice.ref, actor=writer.ref)
    return notice


@contextlib.contextmanager
def live() -> Iterator[tuple[int, int]]:
    """`passerelle live`, ended afterwards: its port, and the process that holds the walls."""
    port = _free_port()
    command = [sys.executable, "-m", "passerelle.console", "live", "--port", str(port)]
    process = subprocess.Popen(command, stdout=sys.stderr, start_new_session=True)
    try:
        until = time.monotonic() + WAITS_S
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/live/healthz", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield port, next(iter(sorted(_children(process.pid), reverse=True)), process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


class Board:
    """What all the walls have been sent so far: for each word that was waited for, when each wall had it."""

    def __init__(self) -> None:
        self.waits_for = b"event: sheet"
        self.came: list[float] = []
        self.all_came = asyncio.Event()
        self.wanted = WALLS

    def wait_for(self, word: str, wanted: int) -> None:
        """Begin anew with another word."""
        self.waits_for, self.came, self.wanted = word.encode(), [], wanted
        self.all_came.clear()

    def read(self, text: bytes) -> None:
        """A wall has been sent this."""
        if self.waits_for in text:
            self.came.append(time.perf_counter())
            if len(self.came) >= self.wanted:
                self.all_came.set()


async def measured(port: int, pid: int, writer: Person, spaces: list[Space]) -> dict[str, Any]:
    """Memory, how long all of them take to come, how soon a notice is on those of one space and of all."""
    of_one, of_all = await asyncio.to_thread(_addresses)
    async with hanging(port, pid, of_one) as (board, hung):
        one_space = await rounds(board, writer, spaces[:1], NOTICES)
        ticks, at = cpu_ticks_of(pid), time.perf_counter()
        await asyncio.sleep(5)
        idle = (cpu_ticks_of(pid) - ticks) / TICKS / (time.perf_counter() - at)
    await asyncio.sleep(2)
    async with hanging(port, pid, of_all) as (board, again):
        all_spaces = await rounds(board, writer, spaces, NOTICES // 3)
    whole = {"walls": WALLS, "spaces": SPACES, "idle_cpu": idle, "whole_mb": memory_kb(pid) / 1024}
    return whole | {"hung": hung, "again": again, "one_space": one_space, "all_spaces": all_spaces}


@contextlib.asynccontextmanager
async def hanging(port: int, pid: int, addresses: list[str]) -> AsyncIterator[tuple["Board", dict[str, float]]]:
    """All of these walls at once, as after a power cut: how long until each has its sheet, and what one takes."""
    before, began, board = memory_kb(pid), time.perf_counter(), Board()
    walls = [asyncio.create_task(a_wall(port, one, board)) for one in addresses]
    try:
        await asyncio.wait_for(board.all_came.wait(), WAITS_S * 2)
        yield board, {"s": time.perf_counter() - began, "kb": (memory_kb(pid) - before) / WALLS}
    finally:
        for one in walls:
            one.cancel()
        await asyncio.gather(*walls, return_exceptions=True)


async def rounds(board: Board, writer: Person, spaces: list[Space], how_many: int) -> dict[str, float]:
    """A notice in each of these spaces, in one transaction, again and again: milliseconds until the walls have it."""
    took: list[float] = []
    slowest: list[float] = []
    for number in range(how_many):
        word = f"Round {number} of {len(spaces)} {secrets.token_hex(4)}"
        board.wait_for(word, WALLS)
        began = await asyncio.to_thread(write_all, spaces, writer, word)
        await asyncio.wait_for(board.all_came.wait(), WAITS_S)
        times = [(came - began) * 1000 for came in board.came]
        took += times
        slowest.append(max(times))
        await asyncio.sleep(0.1 + number * 0.045)  # not in step with whoever looks twice a second
    cut = statistics.quantiles(took, n=100)
    return {"p50_ms": cut[49], "p99_ms": cut[98], "max_ms": max(slowest)}


def write_all(spaces: list[Space], writer: Person, title: str) -> float:
    """When it was done. Old ones go, so that the sheets stay as long as they are."""
    with transaction.atomic():
        Notice.objects.filter(title__startswith="Round").delete()
        for space in spaces:
            a_notice(space, writer, title)
    done = time.perf_counter()
    connection.close()
    return done


def _addresses() -> tuple[list[str], list[str]]:
    """Those of a thousand walls of the first space, and of a thousand that hang in all."""
    walls = list(Wall.objects.order_by("pk"))
    connection.close()
    return [address_of(wall) for wall in walls[::2]], [address_of(wall) for wall in walls[1::2]]


async def a_wall(port: int, address: str, board: Board) -> None:
    """A connection that reads for ever, one line of the stream at a time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(f"GET /live/walls/{address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode())
    event = b""
    try:
        while line := await reader.readline():
            if line.startswith(b"event:"):
                event = line
            elif line.startswith(b"data:"):
                board.read(event + line)
    finally:
        writer.close()


def memory_kb(pid: int) -> int:
    """What the process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    print(json.dumps(main()))
