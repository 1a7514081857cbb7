"""What the tests want of the system: asked of its package manager, where we are root on Debian or the like."""

import os
import shutil
import subprocess
from ctypes.util import find_library

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


def ask_for(what: str, *packages: str) -> None:
    """Install these packages, if we may; whoever asks looks afterwards whether they are there."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"No {what} here: installing it with apt-get …", flush=True)
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]):
        try:
            subprocess.run(command, env=environment, timeout=600, check=True, **quiet)
        except (subprocess.SubprocessError, OSError):
            break


def pango_found_or_asked_for() -> None:
    """Sheets of documents are printed with it; without it their tests are skipped, and say so."""
    if not (find_library("pangoft2-1.0") and find_library("harfbuzz-subset")):
        ask_for("Pango for sheets of documents", *PANGO)
