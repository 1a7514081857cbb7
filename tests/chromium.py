"""Where the browser for the browser stories is: the one of the machine, since no browser is downloaded."""

import os
import shutil

from tests.packages import ask_for

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The path of a Chromium on this machine; PASSERELLE_CHROMIUM names another."""
    return os.environ.get("PASSERELLE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def found_or_installed() -> str | None:
    """As `found`; the package manager is asked for one first."""
    if not found():
        ask_for("Chromium for the browser stories", "chromium")
    return found()
