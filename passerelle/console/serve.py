"""`passerelle serve`: granian, several processes of one thread each.

Django's answers are short and mostly Python, so a second thread in a process would only wait for the first.
"""

import os
import socket
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from granian.server.common import AbstractServer

from passerelle.console.prepare import waiting_migrations
from passerelle.console.pretending import refuse_to_pretend
from passerelle.console.words import CannotGoOn, say

MOST_WORKERS = 8
STDERR = {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"}


def serve(*, port: int, address: str, workers: int) -> int:
    """Answer until told to stop."""
    refuse_taken_port(address, port)
    if waiting_migrations():
        raise CannotGoOn("The database is behind the program. Run `passerelle migrate` first.")
    refuse_to_pretend()
    count = workers or min(os.cpu_count() or 1, MOST_WORKERS)
    say(f"Answering on http://{address}:{port} with {count} workers.")
    server("passerelle.config.wsgi:application", port=port, address=address, workers=count).serve()
    return 0


def server(application: str, *, port: int, address: str, workers: int) -> AbstractServer[Any]:
    """The server itself, before it starts; the measurements put another application in it."""
    return Server(
        application,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        backpressure=128,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": {"console": STDERR, "access": STDERR}},
    )


def refuse_taken_port(address: str, port: int) -> None:
    """A sentence instead of a trace when somebody else listens there. Raises CannotGoOn."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as reason:
            raise CannotGoOn(f"Cannot listen on {address}:{port} ({reason.strerror}). Choose another port.") from None
