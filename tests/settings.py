"""Settings of the test suite: a real instance's, with a secret and a directory of this run's own."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

if "PASSERELLE_TESTS_ROOT" not in os.environ:  # the run itself; its xdist workers find the root already made
    os.environ["PASSERELLE_TESTS_ROOT"] = tempfile.mkdtemp(prefix="passerelle-tests-")
    atexit.register(shutil.rmtree, os.environ["PASSERELLE_TESTS_ROOT"], ignore_errors=True)
_HOME = Path(os.environ["PASSERELLE_TESTS_ROOT"]) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
(_HOME / "static").mkdir(parents=True, exist_ok=True)
os.environ |= {
    "PASSERELLE_DEMO": "0",
    "DEBUG": "0",
    "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_urlsafe(48),
    "SITE_URL": "http://testserver",
    "PASSERELLE_HOME": str(_HOME),
}

from passerelle.config.settings import *  # noqa: E402, F403
from passerelle.config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory, so that real processes can press on it; one for each xdist worker.
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
RATES_FROM = ""
KEEP_PAGES = False  # a test looks again at once
