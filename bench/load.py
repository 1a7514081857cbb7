"""Pressing on one address with wrk, four connections on two threads, and what each answer cost."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.server import Running

REPORT = Path(__file__).with_name("report.lua")
WARM_S, PRESS_S, ROUNDS = 1, 3, 3
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


def _press(page: Page, running: Running) -> Pressed:
    before = running.cpu_s()
    seen = _wrk(page, running, PRESS_S)
    used = running.cpu_s() - before
    if seen["errors"] or not seen["requests"]:
        raise RuntimeError(f"{page.path}: {seen['errors']} of {seen['requests']} answers were errors")
    return Pressed(
        seen["requests"] / (seen["duration"] / 1e6),
        seen["p50"] / 1e3,
        seen["p99"] / 1e3,
        used / seen["requests"] * 1e6,
    )


def _wrk(page: Page, running: Running, seconds: int) -> dict[str, int]:
    command = ["wrk", "-t2", "-c4", f"-d{seconds}s", "-s", str(REPORT), "-H", "Accept-Language: fr"]
    if page.cookie:
        command += ["-H", f"Cookie: {page.cookie}"]
    done = subprocess.run(
        [*command, running.address + page.path], capture_output=True, text=True, timeout=seconds + 30, check=True
    )
    seen: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return seen


def _middle(rounds: list[Pressed]) -> Pressed:
    return Pressed(*(median(values) for values in zip(*(vars(one).values() for one in rounds), strict=True)))
