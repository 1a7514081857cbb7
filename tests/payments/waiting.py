"""Waiting for what another process does."""

import socket
import urllib.error
from collections.abc import Callable
from time import monotonic, sleep

PATIENCE_S = 20


def until(holds: Callable[[], bool]) -> None:
    """Come back once it holds."""
    over = monotonic() + PATIENCE_S
    while monotonic() < over:
        try:
            if holds():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        sleep(0.1)
    raise AssertionError("it never came to that")


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
