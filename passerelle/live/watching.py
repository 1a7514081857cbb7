"""What makes the walls change: one look at the database for all of them, twice a second, and sooner where it tells.

A look costs one query, however many walls hang here. Only where something was done are the sheets of those spaces read
again; besides, each sheet is read anew every few minutes, for what time alone has changed.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from random import uniform
from typing import TypeVar

from django.db import Error, connection

from passerelle.kit import late
from passerelle.live.hall import Hall
from passerelle.logbook.queries import last_number
from passerelle.walls.actions import note_seen
from passerelle.walls.hearing import CHANNEL
from passerelle.walls.queries import Hung, Key, Touched, sheets_of, touched_since, walls_named

LOOK_S = 0.5
GATHERED_S = 0.05
"""Walls that come within so short a time are asked for together."""
BEAT_S = 20.0
SEEN_S = 60.0
AGAIN_S = 240.0
"""How old a sheet may grow before it is read anew though nothing was done."""
AT_ONCE = 20
AWAY_S = (1.0, 3.0)
"""How long to wait, at least and at most, before a database that does not answer is asked again."""
REMEMBERED = 1_000

logger = logging.getLogger(__name__)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Seen:
    """What one look has found: which walls were asked for, what they are, in which spaces something was done."""

    asked: set[str]
    named: dict[str, Hung]
    spaces: frozenset[int]


class Watch:
    """Keeps a hall up to date. The database is asked in one thread of its own, by one connection."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="walls")
        self._last: int | None = None
        self._known: deque[int] = deque(maxlen=REMEMBERED)
        self._read_at: dict[Key, float] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Look, beat, note and listen from now on."""
        work = [self._look_again_and_again(), self._beat(), self._note()]
        if connection.vendor == "postgresql":
            work.append(self._listen())
        self._tasks = [asyncio.create_task(one) for one in work]

    async def end(self) -> None:
        """Stop all of it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._asked(_hang_up)
        self._thread.shutdown()

    # In turn

    async def _look_again_and_again(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self.hall.arrived.wait(), LOOK_S)
                await asyncio.sleep(GATHERED_S)
            except TimeoutError:
                pass
            self.hall.arrived.clear()
            await self._safely(self._look)

    async def _look(self) -> None:
        strangers, everybody = self.hall.references(unknown_only=True), self.hall.references()
        keys, now = self.hall.keys(), self._now()
        seen = await self._asked(lambda: self._seen(strangers, everybody))
        self.hall.know(seen.asked, seen.named)
        touched = {key for key in keys if key[0] in seen.spaces}
        await self._read(touched | self.hall.without_a_sheet(self.hall.keys()) | self._grown_old(keys, now))

    async def _read(self, keys: set[Key]) -> None:
        """A few sheets at a time, so that the first walls do not wait for the last."""
        rest = iter(sorted(keys))
        while some := list(islice(rest, AT_ONCE)):
            self.hall.show(await self._asked(lambda some=some: sheets_of(some)))  # type: ignore[misc]
            self._read_at |= dict.fromkeys(some, self._now())
        if keys:
            shown = self.hall.keys()
            self._read_at = {key: at for key, at in self._read_at.items() if key in shown}

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            self.hall.beat(self._now())

    async def _note(self) -> None:
        while True:
            await asyncio.sleep(SEEN_S)
            await self._safely(self._note_seen)

    async def _note_seen(self) -> None:
        names = iter(sorted(self.hall.references()))
        while some := list(islice(names, AT_ONCE)):
            await self._asked(lambda some=some: note_seen(some))  # type: ignore[misc]

    async def _listen(self) -> None:
        """PostgreSQL says when something was done; what is missed while it is away is found by looking."""
        psycopg = late("psycopg")
        where = connection.get_connection_params()
        names = {name: value for name, value in where.items() if name not in ("cursor_factory", "context")}
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**names, autocommit=True) as listening:
                    await listening.execute(f"LISTEN {CHANNEL}")
                    async for _ in listening.notifies():
                        self.hall.arrived.set()
            except psycopg.Error:
                await asyncio.sleep(uniform(*AWAY_S))  # noqa: S311 (spreads, hides nothing)

    # With the database, in the one thread

    def _seen(self, strangers: set[str], everybody: set[str]) -> Seen:
        touched = self._touched()
        asked = everybody if touched.walls else strangers
        return Seen(asked, walls_named(asked) if asked else {}, touched.spaces)

    def _touched(self) -> Touched:
        if self._last is None:
            self._last = last_number()
            self._known.extend(touched_since(self._last, ()).records)
            return Touched(frozenset(), frozenset(), walls=True)
        touched = touched_since(self._last, set(self._known))
        self._known.extend(sorted(touched.records))
        self._last = max([self._last, *touched.records])
        return touched

    def _grown_old(self, keys: set[Key], now: float) -> set[Key]:
        old = sorted((self._read_at.get(key, now), key) for key in keys)
        return {key for at, key in old[:AT_ONCE] if now - at > AGAIN_S}

    # Around it

    async def _asked(self, query: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, query)

    async def _safely(self, act: Callable[[], "asyncio.Future[None] | object"]) -> None:
        """A database that is away takes no wall down: they keep what they show, and it is asked again."""
        try:
            await act()  # type: ignore[misc]
        except Error as reason:
            logger.warning("The database does not answer; trying again: %s", reason)
            await self._asked(_hang_up)
            await asyncio.sleep(uniform(*AWAY_S))  # noqa: S311

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def _hang_up() -> None:
    """Close this thread's own connection: asked of outside it, Django would name another."""
    connection.close()
