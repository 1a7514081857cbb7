"""Where the browser for the browser stories is: the one of the machine, since no browser is downloaded."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The path of a Chromium on this machine; PASSERELLE_CHROMIUM names another."""
    return os.environ.get("PASSERELLE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def found_or_installed() -> str | None:
    """As `found`; where we are root on Debian or the like, the package manager is asked for one first."""
    if found() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print("No Chromium here: installing one with apt-get for the browser stories …", flush=True)
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        try:
            subprocess.run(command, env=environment, timeout=600, check=True, **quiet)
        except (subprocess.SubprocessError, OSError):
            break
    return found()
