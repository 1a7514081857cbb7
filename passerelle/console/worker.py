"""`passerelle worker`: walks the rounds of every room, again and again, and ends cleanly when told to."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from importlib.util import find_spec

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error, close_old_connections

from passerelle.console.prepare import waiting_migrations
from passerelle.console.pretending import refuse_to_pretend
from passerelle.console.words import CannotGoOn, say
from passerelle.jobs.actions import run_rounds
from passerelle.kit import late

PAUSE_S = 1.0
HEARTBEAT = "heartbeat"

logger = logging.getLogger(__name__)
Rounds = Mapping[str, tuple[Callable[[datetime], int], timedelta]]


def work(*, once: bool) -> int:
    """Walk what is due until SIGTERM or Ctrl-C, which let the round in hand come to its end."""
    if waiting_migrations():
        raise CannotGoOn("The database is behind the program. Run `passerelle migrate` first.")
    refuse_to_pretend()
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    name, rounds = f"{socket.gethostname()}:{os.getpid()}", rounds_of_all_rooms()
    say(f"Working: {', '.join(sorted(rounds))}.")
    while not told_to_stop.is_set():
        _walk_once(rounds, name)
        if once:
            break
        told_to_stop.wait(PAUSE_S)
    return 0


def rounds_of_all_rooms() -> Rounds:
    """What every room's jobs.py offers, and the two rounds that belong to no room."""
    rounds = {HEARTBEAT: (beat, timedelta(seconds=20)), "old_sessions": (drop_old_sessions, timedelta(days=1))}
    for room in apps.get_app_configs():
        if room.name.startswith("passerelle.") and find_spec(f"{room.name}.jobs"):
            rounds |= late(f"{room.name}.jobs").ROUNDS
    return rounds


def beat(now: datetime) -> int:
    """Being walked is all this round is for: `doctor` reads when it last was."""
    return 1


def drop_old_sessions(now: datetime) -> int:
    """Forget sign-ins that have run out."""
    SessionStore.clear_expired()
    return 1


def _walk_once(rounds: Rounds, name: str) -> None:
    """A database that is away for a while must not end the worker: it tries again at the next pass."""
    try:
        run_rounds(rounds, name)
    except Error:
        logger.exception("The database does not answer; trying again.")
        close_old_connections()
