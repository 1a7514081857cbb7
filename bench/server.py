"""The server under load: as `passerelle serve` starts it, in a process of its own, and the CPU it has used."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

django.setup()

from passerelle.console.serve import server  # noqa: E402  models can be imported only now

STARTS_WITHIN_S = 30
TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running() -> Iterator["Running"]:
    """A server that answers, ended afterwards."""
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.server", str(port)], start_new_session=True)
    try:
        yield Running(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


class Running:
    """A server on loopback."""

    def __init__(self, port: int, pid: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.pid = pid
        self._wait()

    def cpu_s(self) -> float:
        """Seconds of CPU that its processes have used so far, the kernel's work for them included."""
        return sum(cpu_ticks_of(pid) for pid in [self.pid, *_children(self.pid)]) / TICKS

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError("the server did not start")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def cpu_ticks_of(pid: int) -> int:
    """User and system time of a process, from the line that the kernel keeps; the name in brackets may hold spaces."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    server("bench.wsgi:application", port=int(sys.argv[1]), address="127.0.0.1", workers=os.cpu_count() or 1).serve()
