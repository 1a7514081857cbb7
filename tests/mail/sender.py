"""A sender in its own process: `python -m tests.mail.sender PORT MODE`, on the database that DATABASE_URL names.

MODE is `all` (send until nothing is due) or `dies_after_250` (say so on standard output, then wait to be killed).
"""

import sys
import time
from typing import Any

import django
from django.conf import settings

django.setup()

from passerelle.kit import clock  # noqa: E402
from passerelle.mail import actions  # noqa: E402
from passerelle.mail.actions import Sent, send_due  # noqa: E402


def main(port: str, mode: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(port), 20
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
    if mode == "dies_after_250":
        actions._settle = wait_to_be_killed
    while send_due(clock.now(), limit=7).sent:
        pass


def wait_to_be_killed(*_: Any) -> Sent:
    """Instead of writing down that the server said 250."""
    print("250", flush=True)  # noqa: T201
    time.sleep(60)
    raise SystemExit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
