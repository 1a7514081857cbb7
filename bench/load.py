"""Pressing on addresses with wrk, four connections on two threads, and what each answer cost."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile
from urllib.parse import urlencode

from bench.server import Running

REPORT, EACH = (Path(__file__).with_name(name) for name in ("report.lua", "each.lua"))
WARM_S, PRESS_S, ROUNDS, SEND_S, THREADS = 1, 3, 3, 5, 2
BARE, BARE_SERVER = "/bare-answer", "/bare-answer-of-the-server"


@dataclass(frozen=True)
class Page:
    """An address to press on, as whom, and what its first answer must hold."""

    title: str
    path: str
    cookie: str = ""


@dataclass(frozen=True)
class Pressed:
    """What one round of wrk saw: answers a second, half and nearly all of them within so many ms, CPU of an answer."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float


def press_on_all(pages: list[Page], running: Running) -> dict[str, Pressed]:
    """Every page in turn, three times around, so that a noisy moment of the machine does not fall on one page alone."""
    for page in pages:
        _wrk(page, running, WARM_S)
    rounds = [{page.title: _press(page, running) for page in pages} for _ in range(ROUNDS)]
    return {page.title: _middle([one[page.title] for one in rounds]) for page in pages}


@dataclass(frozen=True)
class Sent:
    """One form that is sent."""

    path: str
    fields: dict[str, str]


def send_each(forms: list[Sent], cookie: str, running: Running) -> Pressed:
    """Each form once, for some seconds; there have to be more than can be sent in them."""
    _wrk(Page("", forms[0].path, cookie), running, WARM_S)
    headers = {"Cookie": cookie, "X-CSRFToken": cookie.rpartition("=")[2]}
    with NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.writelines(f"{one.path}\t{urlencode(one.fields)}\n" for one in forms)
        listed.flush()
        return _counted(running, lambda: _run(EACH, running.address, SEND_S, headers, listed.name, str(THREADS)))


def _press(page: Page, running: Running) -> Pressed:
    return _counted(running, lambda: _wrk(page, running, PRESS_S))


def _counted(running: Running, press: Callable[[], dict[str, int]]) -> Pressed:
    before = running.cpu_s()
    seen = press()
    used = running.cpu_s() - before
    if seen["errors"] or not seen["requests"]:
        raise RuntimeError(f"{seen['errors']} of {seen['requests']} answers were errors")
    return Pressed(
        seen["requests"] / (seen["duration"] / 1e6),
        seen["p50"] / 1e3,
        seen["p99"] / 1e3,
        used / seen["requests"] * 1e6,
    )


def _wrk(page: Page, running: Running, seconds: int) -> dict[str, int]:
    return _run(REPORT, running.address + page.path, seconds, {"Cookie": page.cookie} if page.cookie else {})


def _run(script: Path, address: str, seconds: int, headers: dict[str, str], *arguments: str) -> dict[str, int]:
    told = {"Accept-Language": "fr"} | headers
    command = ["wrk", f"-t{THREADS}", "-c4", f"-d{seconds}s", "--timeout", "10s", "-s", str(script)]
    command += [word for name, value in told.items() for word in ("-H", f"{name}: {value}")]
    done = subprocess.run(
        [*command, address, "--", *arguments], capture_output=True, text=True, timeout=seconds + 30, check=True
    )
    seen: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return seen


def _middle(rounds: list[Pressed]) -> Pressed:
    return Pressed(*(median(values) for values in zip(*(vars(one).values() for one in rounds), strict=True)))
