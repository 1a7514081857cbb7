"""The walls that hang on this process now, and what each is to be sent next.

A wall holds no queue. It holds the newest frame that it has not taken yet: whoever reads slowly skips what is old, so a
wall costs the same however much happens.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from passerelle.live import frames
from passerelle.walls.queries import Hung, Key

MOST_OF_ONE_WALL = 5
"""Televisions under one address: more are a mistake, or somebody who found it and means no good."""
STUCK_AFTER_S = 60.0


class Hanging:
    """One connection: under which reference, which sheet it shows once that is known, what it takes next."""

    __slots__ = ("_woken", "beats", "is_over", "key", "news", "reference", "stuck_since", "task")

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.key: Key | None = None
        self.news: bytes | None = None
        self.beats: bytes | None = None
        self.is_over = False
        self.stuck_since: float | None = None
        self.task = asyncio.current_task()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is something to take, or it is gone."""
        self._woken.set()

    async def next(self) -> bytes:
        """What it is to be sent now, as soon as there is anything."""
        await self._woken.wait()
        self._woken.clear()
        taken = (self.beats or b"") + (self.news or b"")
        self.beats = self.news = None
        return taken


class Hall:
    """All of them. Everything here happens in one thread, that of the loop."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.arrived = asyncio.Event()
        self._hanging: set[Hanging] = set()
        self._by_wall: Counter[str] = Counter()
        self._by_key: dict[Key, set[Hanging]] = {}
        self._sheets: dict[Key, bytes] = {}

    def __len__(self) -> int:
        return len(self._hanging)

    def hang(self, reference: str) -> Hanging | None:
        """A wall has come; None where it is one too many, here or under its address."""
        if len(self._hanging) >= self.most or self._by_wall[reference] >= MOST_OF_ONE_WALL:
            return None
        one = Hanging(reference)
        one.beats = frames.beat()
        one.wake()
        self._hanging.add(one)
        self._by_wall[reference] += 1
        self.arrived.set()
        return one

    def leave(self, one: Hanging) -> None:
        """It has gone; the sheet that nobody else shows goes too."""
        self._hanging.discard(one)
        self._by_wall -= Counter({one.reference: 1})
        if one.key is not None:
            others = self._by_key.get(one.key, set())
            others.discard(one)
            if not others:
                self._by_key.pop(one.key, None)
                self._sheets.pop(one.key, None)

    def references(self, *, unknown_only: bool = False) -> set[str]:
        """Those that hang here, or those of which is not known yet what they show."""
        return {one.reference for one in self._hanging if not unknown_only or one.key is None}

    def keys(self) -> set[Key]:
        """The sheets that are shown on some wall."""
        return set(self._by_key)

    def without_a_sheet(self, keys: Iterable[Key]) -> set[Key]:
        """Those of these sheets that have never been read."""
        return {key for key in keys if key not in self._sheets}

    def know(self, asked: Iterable[str], named: Mapping[str, Hung]) -> None:
        """What these walls are: each is shown what it should show, and those that are none any more are told so."""
        asked = set(asked)
        for one in self._those_of(asked):
            wall = named.get(one.reference)
            if wall is None or wall.is_revoked:
                one.news, one.is_over = frames.OVER, True
                one.wake()
            elif one.key is None:
                one.key = wall.key
                self._by_key.setdefault(wall.key, set()).add(one)
                self._give(one, self._sheets.get(wall.key))

    def show(self, sheets: Mapping[Key, bytes]) -> None:
        """Sheets as they stand now; only those that differ from what was sent are sent."""
        for key, written in sheets.items():
            frame = frames.sheet(written)
            if key in self._by_key and self._sheets.get(key) != frame:
                self._sheets[key] = frame
                for one in self._by_key[key]:
                    self._give(one, frame)

    def beat(self, now: float) -> None:
        """Tell all of them the time; let go of those who have taken nothing for a minute (`now` in seconds)."""
        frame = frames.beat()
        for one in list(self._hanging):
            if one.stuck_since is not None and now - one.stuck_since > STUCK_AFTER_S and one.task:
                one.task.cancel()
            one.beats = frame
            one.wake()

    def _those_of(self, references: set[str]) -> Iterator[Hanging]:
        return (one for one in list(self._hanging) if one.reference in references)

    def _give(self, one: Hanging, frame: bytes | None) -> None:
        if frame is not None:
            one.news = frame
            one.wake()
