"""The command line as somebody types it: a real process, with an environment of its own."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

GOOD_SECRET = secrets.token_urlsafe(48)
A_SMALL_ATLAS = "500000"
"""Towns of so many people: a thousand of them, which fill the atlas in no time."""
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")


@dataclass
class Shell:
    """An instance in a directory of its own, spoken to by its command line."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the process sees: nothing of ours but where to find programs."""
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        ours = {"PASSERELLE_HOME": str(self.home), "COLUMNS": "200", "TOWNS_FROM": A_SMALL_ATLAS}
        return passed_on | ours | self.settings

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `passerelle COMMAND`, and wait."""
        return subprocess.run(
            [sys.executable, "-m", "passerelle.console", *command],
            env=self.environment | settings,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def start(self, *command: str, **settings: str) -> subprocess.Popen[str]:
        """Start `passerelle COMMAND`, and go on."""
        return subprocess.Popen(
            [sys.executable, "-m", "passerelle.console", *command],
            env=self.environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def python(self, program: str) -> str:
        """Run a few lines inside the instance, Django set up, and give back what they print."""
        start = (
            "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'passerelle.config.settings'\ndjango.setup()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", start + program], env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def real_instance(home: Path, **settings: str) -> Shell:
    """A shell with all that a real instance must be told."""
    told = {
        "SECRET_KEY": GOOD_SECRET,
        "SITE_URL": "https://visits.example.org",
        "MAIL_FROM": "Visits <visits@spaces.example.net>",
    }
    return Shell(home, told | settings)
