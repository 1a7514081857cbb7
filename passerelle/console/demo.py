"""`passerelle demo`: builds the demonstration, starts its web and its worker, says where to look and as whom."""

import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from passerelle.console import demonstration
from passerelle.console.importing import Wished, day_typed
from passerelle.console.prepare import bring_database_up_to_date, gather_static_files
from passerelle.console.pretending import mark_as_invented, refuse_a_real_instance
from passerelle.console.serve import refuse_taken_port
from passerelle.console.wiping import drop_everything, unchecked
from passerelle.console.words import CannotGoOn, Progress, say
from passerelle.kit import clock

STARTS_WITHIN_S = 20


def play(*, serve: bool, anew: bool, port: int, address: str, lists: Wished) -> int:
    """Build what is missing, on `lists` if there are any, then serve until Ctrl-C unless only building was asked."""
    day_typed(lists.told_on)  # a mistyped one is refused before anything is forgotten
    if serve:
        refuse_taken_port(address, port)
    settings.PASSERELLE_HOME.mkdir(parents=True, exist_ok=True)
    refuse_a_real_instance()
    if anew:
        _forget_what_was_played()
    bring_database_up_to_date()
    gather_static_files()
    if not get_user_model().objects.exists():
        build(lists)
    elif lists.files:
        say("The demonstration is built already, and is not built on a list. `--anew` builds it again.")
    if not serve:
        say("The demonstration is built. `passerelle demo` starts it.")
        return 0
    return _serve(port, address)


def build(lists: Wished) -> None:
    """The whole invented network, or nothing of it."""
    with Progress("Building the demonstration") as progress, transaction.atomic():
        demonstration.build(progress, lists)
        mark_as_invented()


def _forget_what_was_played() -> None:
    with Progress("Forgetting what was played"), unchecked(connection):
        drop_everything(connection)
        clock.put_right()
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)


def _serve(port: int, address: str) -> int:
    """Web and worker, side by side: both end when one does, or when somebody says so. Walls get their process too; they
    go on without it.
    """
    connection.close()
    told_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    both = [_start("serve", "--port", str(port), "--address", address), _start("worker")]
    walls = _start("live", "--port", str(urlsplit(settings.LIVE_URL).port or 8001), "--address", address)
    try:
        _wait_until_it_answers(port, both)
        _say_where_to_look()
        while not told_to_stop.wait(0.5) and all(one.poll() is None for one in both):
            pass
    finally:
        _end([*both, walls])
    return 0 if told_to_stop.is_set() else 1


def _start(*command: str) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches only us and each is ended in good order."""
    program = [sys.executable, "-m", "passerelle.console", *command]
    return subprocess.Popen(program, stdout=subprocess.DEVNULL, start_new_session=True)


def _wait_until_it_answers(port: int, both: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and all(one.poll() is None for one in both):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CannotGoOn("The demonstration did not start; what stands above says why.")


def _say_where_to_look() -> None:
    say(f"\n  The demonstration is open on {settings.SITE_URL}\n")
    say("  Sign in with one of these addresses; the code comes in a letter, and letters are read under Mailbox:")
    width = max((len(address) for address, _ in demonstration.WHO_IS_WHO), default=0)
    for address, who in demonstration.WHO_IS_WHO:
        say(f"    {address:<{width}}  {who}")
    say("\n  Ctrl-C ends it; `passerelle demo --anew` begins the story again.\n")


def _end(started: list[subprocess.Popen[bytes]]) -> None:
    for one in started:
        one.terminate()
    for one in started:
        try:
            one.wait(timeout=10)
        except subprocess.TimeoutExpired:
            one.kill()
