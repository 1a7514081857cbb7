"""The door behind walls, as a process of its own on the test's database: what it sends, whom it turns away."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection

from passerelle.kit import clock
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.people.rules import Language
from passerelle.spaces.models import Space
from passerelle.walls.actions import hang_wall, revoke_wall
from passerelle.walls.models import Wall
from passerelle.walls.queries import address_of
from passerelle.walls.rules import Look
from tests.board.makers import make_notice
from tests.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
STARTS_WITHIN_S = 40
SOON_S = 5.0
MOST = "4"


class Held:
    """A wall's connection, read event by event."""

    def __init__(self, port: int, address: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON_S)
        self._connection.request("GET", f"/live/walls/{address}", headers={"Accept": "text/event-stream"})
        self.answer = self._connection.getresponse()

    def next(self) -> tuple[str, Any]:
        """The next event, with what it says."""
        event = self.answer.readline().decode().strip().removeprefix("event: ")
        said = self.answer.readline().decode().removeprefix("data: ")
        self.answer.readline()
        return event, json.loads(said) if said else None

    def titles(self) -> list[str]:
        """Those of the cards of the next sheet."""
        while True:
            event, said = self.next()
            if event == "sheet":
                return [card["title"] for card in said["cards"]]

    def close(self) -> None:
        self.answer.close()
        self._connection.close()


@dataclass
class Running:
    """The process, and where it listens."""

    port: int
    process: "subprocess.Popen[bytes]"


@pytest.fixture
def port(running: Running) -> int:
    """Where it listens."""
    return running.port


@pytest.fixture
def running() -> Iterator[Running]:
    """The process, ended when the test ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen = int(free.getsockname()[1])
    ours = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "passerelle.console", "live", "--port", str(chosen), "--most", MOST]
    process = subprocess.Popen(command, env=os.environ | ours, stdout=subprocess.DEVNULL)
    try:
        until = monotonic() + STARTS_WITHIN_S
        while said(chosen, "/live/healthz")[0] != 200:
            assert process.poll() is None
            assert monotonic() < until
            sleep(0.1)
        yield Running(chosen, process)
    finally:
        process.terminate()
        process.wait(timeout=15)


@pytest.fixture
def wall(birch: Space, bo: Person) -> Wall:
    return hang_wall(birch, "Entrance", Language.ENGLISH, Look.LIGHT, by=bo)


@contextmanager
def held(port: int, *walls: Wall) -> Iterator[list[Held]]:
    """These walls, hung and shown their first sheet."""
    hung = [Held(port, address_of(wall)) for wall in walls]
    try:
        for one in hung:
            assert one.next()[0] == "beat"
            one.titles()
        yield hung
    finally:
        for one in hung:
            one.close()


def said(port: int, path: str) -> tuple[int, str]:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        asked.close()


def pin(space: Space, person: Person, title: str) -> None:
    """A notice that stands for a week from today: the process has a clock of its own."""
    now = clock.now()
    notice = make_notice(space, person, title, stood_at=now, until=now.date() + timedelta(days=7))
    write_down("notice_pinned_up", about=notice.ref, actor=person.ref)


def test_a_notice_is_on_the_walls_of_its_space_and_on_no_other(
    port: int, wall: Wall, birch: Space, bo: Person, cedar: Space, cy: Person
) -> None:
    elsewhere = hang_wall(cedar, "Elsewhere", Language.ENGLISH, Look.LIGHT, by=cy)
    with held(port, wall, wall, elsewhere) as (first, second, other):
        began = monotonic()
        pin(birch, bo, "Desk lamp")
        assert first.titles() == second.titles() == ["Desk lamp"]
        assert monotonic() - began < SOON_S
        pin(cedar, cy, "Old maps")
        assert other.titles() == ["Old maps"]


def test_a_revoked_wall_is_told_and_let_go(port: int, wall: Wall, bo: Person) -> None:
    with held(port, wall) as (one,):
        revoke_wall(wall, by=bo)
        assert one.next() == ("over", {})
        assert one.answer.readline() == b""
    late = Held(port, address_of(wall))
    assert [late.next()[0] for _ in range(2)] == ["beat", "over"]
    late.close()


def test_a_forged_address_is_turned_away_without_a_query(port: int, wall: Wall) -> None:
    for address in ("", "abc", f"{wall.reference}.AAAAAAAAAAAAAAAAAAAAAA"):
        assert said(port, f"/live/walls/{address}")[0] == 404
    assert said(port, "/live/")[0] == 404


def test_one_wall_too_many_is_told_to_come_again(port: int, wall: Wall) -> None:
    with held(port, *[wall] * int(MOST)):
        assert said(port, f"/live/walls/{address_of(wall)}")[0] == 503
        assert said(port, "/live/healthz") == (200, f"ok {MOST}\n")
    until = monotonic() + SOON_S
    while said(port, "/live/healthz")[1] != "ok 0\n" and monotonic() < until:
        sleep(0.1)
    with held(port, wall):
        pass


def test_it_ends_when_told_to_though_walls_hang(running: Running, wall: Wall) -> None:
    with held(running.port, wall) as (one,):
        began = monotonic()
        running.process.terminate()
        running.process.wait(timeout=15)
        assert monotonic() - began < 10
        assert one.answer.readline() == b""


def test_walls_are_kept_while_the_database_is_away(port: int, wall: Wall, birch: Space, bo: Person) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("a database that goes away (SQLite is a file)")
    with held(port, wall) as (one,):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        pin(birch, bo, "After the break")
        one._connection.sock.settimeout(20)
        assert one.titles() == ["After the break"]
