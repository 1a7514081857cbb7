"""Settings of the test suite: the demonstration's switched off, a secret drawn for this run, a database per process."""

import os
import secrets
import tempfile
from pathlib import Path

_HOME = Path(tempfile.gettempdir()) / f"passerelle-tests-{os.getuid()}"
os.environ["PASSERELLE_DEMO"] = "0"
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ["PASSERELLE_HOME"] = str(_HOME)
_HOME.mkdir(parents=True, exist_ok=True)

from passerelle.config.settings import *  # noqa: E402, F403
from passerelle.config.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that several processes can press on it at once; xdist adds the worker's name.
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
