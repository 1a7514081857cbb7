"""A real instance refuses to start unsafe, and says why and what to do."""

import os
import stat
from pathlib import Path

import pytest

from tests.console.shell import GOOD_SECRET, Shell, real_instance

pytestmark = pytest.mark.own_databases
UNSAFE = [
    ({"SECRET_KEY": ""}, "There is no secret"),
    ({"SECRET_KEY": "short"}, "could be guessed"),
    ({"SECRET_KEY": "ab" * 40}, "could be guessed"),
    ({"SECRET_KEY": "django-insecure-" + GOOD_SECRET}, "others know"),
    ({"SECRET_KEY": "changeme" + GOOD_SECRET}, "others know"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "visits.example.org,*"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": ".org"}, "ALLOWED_HOSTS"),
    ({"DEBUG": "1"}, "DEBUG is on"),
    ({"SITE_URL": ""}, "SITE_URL is missing"),
    ({"SITE_URL": "visits.example.org"}, "SITE_URL is missing"),
]


@pytest.mark.parametrize(("settings", "why"), UNSAFE)
def test_an_unsafe_start_is_refused_with_a_sentence(tmp_path: Path, settings: dict[str, str], why: str) -> None:
    done = real_instance(tmp_path, **settings).run("serve")
    assert done.returncode == 1
    assert why in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["migrate", "serve", "worker", "backup"])
def test_no_command_goes_on_without_a_secret(tmp_path: Path, command: str) -> None:
    arguments = [str(tmp_path / "archive.zip")] if command == "backup" else []
    done = real_instance(tmp_path, SECRET_KEY="").run(command, *arguments)
    assert done.returncode == 1
    assert "passerelle secret" in done.stderr


def test_a_safe_start_is_let_through(tmp_path: Path) -> None:
    told = real_instance(tmp_path).python(
        "from django.conf import settings as s; print(s.DEMO, s.DEBUG, s.ALLOWED_HOSTS)"
    )
    assert told.strip() == "False False ['visits.example.org', '127.0.0.1', 'localhost']"


def test_cookies_of_an_https_site_never_travel_in_the_clear(tmp_path: Path) -> None:
    asked = "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    told = real_instance(tmp_path).python(f"from django.conf import settings as s; {asked}")
    assert told.split() == ["True", "True", "True"]


def test_the_secret_is_drawn_once_and_kept_from_others(tmp_path: Path) -> None:
    shell = real_instance(tmp_path, SECRET_KEY="")
    assert shell.run("secret").returncode == 0
    path = tmp_path / "secret"
    drawn = path.read_text()
    assert len(drawn.strip()) >= 60
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert shell.run("secret").returncode == 0
    assert path.read_text() == drawn
    assert shell.python("from django.conf import settings; print(settings.SECRET_KEY)") == drawn


def test_a_demonstration_invents_its_secret_and_is_never_the_default(tmp_path: Path) -> None:
    asked = "from django.conf import settings as s; print(s.DEMO, s.SECRET_KEY)"
    first, second = Shell(tmp_path / "a", {"PASSERELLE_DEMO": "1"}), Shell(tmp_path / "b", {"PASSERELLE_DEMO": "1"})
    assert first.python(asked).startswith("True ")
    assert first.python(asked) == first.python(asked) != second.python(asked)
