"""`passerelle live`: one process that holds the connections of all walls."""

import os
import resource

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from passerelle.console.prepare import waiting_migrations
from passerelle.console.pretending import refuse_to_pretend
from passerelle.console.serve import STDERR, refuse_taken_port
from passerelle.console.words import CannotGoOn, say

SPARE = 100
"""Connections beside those of walls: health checks, walls that find no place, the database."""

ENDS_WITHIN_S = 2
"""Walls never hang up by themselves: a process that waited for them would never end."""


def live(*, port: int, address: str, most: int) -> int:
    """Hold walls until told to stop."""
    refuse_taken_port(address, port)
    if waiting_migrations():
        raise CannotGoOn("The database is behind the program. Run `passerelle migrate` first.")
    refuse_to_pretend()
    _open_many_files(most + 2 * SPARE)
    os.environ["LIVE_MOST"] = str(most)
    say(f"Holding up to {most} walls on http://{address}:{port}/live/.")
    Server(
        "passerelle.live.app:application",
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        workers=1,
        backlog=max(1024, most),
        backpressure=most + SPARE,
        respawn_failed_workers=True,
        workers_kill_timeout=ENDS_WITHIN_S,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": {"console": STDERR, "access": STDERR}},
    ).serve()
    return 0


def _open_many_files(wanted: int) -> None:
    """A connection is a file, and a process may mostly open 1,024 of them. Raises CannotGoOn."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise CannotGoOn(
            f"This process may open {hard} files and needs {wanted}. Allow more (LimitNOFILE), or say --most."
        )
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
