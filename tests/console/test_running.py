"""Web, worker, demonstration and doctor as real processes: they start, answer, and end when told to."""

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.console.ready import Prepare
from tests.console.shell import GOOD_SECRET, Shell, real_instance

pytestmark = pytest.mark.own_databases


@pytest.fixture(scope="module")
def instance(prepare: Prepare, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A migrated real instance on SQLite, shared: nothing here writes into it but the worker."""
    return prepare(real_instance(tmp_path_factory.mktemp("instance")))


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes put in here are ended with the test, whatever happens."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def until(is_true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"not true within {seconds} s"
        time.sleep(0.05)


ANSWERED_TWENTY_TIMES = """
import gc
from django.test import RequestFactory
from passerelle.config.wsgi import application
for _ in range(21):
    environ = RequestFactory().get("/healthz", headers={"host": "visits.example.org"}).environ
    application(environ, lambda *_: None).close()
    print(gc.get_freeze_count() > 50_000)
"""


def answer(
    port: int, path: str = "/healthz", host: str = "visits.example.org"
) -> tuple[int, str, dict[str, str]] | None:
    """Status, text and headers; None while nobody listens."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(asked, timeout=5) as got:
            return got.status, got.read().decode(), dict(got.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode(), dict(refused.headers)
    except OSError:
        return None


def test_the_web_answers_and_ends_when_told(instance: Shell, port: int, running: list[subprocess.Popen[str]]) -> None:
    running.append(web := instance.start("serve", "--port", str(port), "--workers", "1"))
    until(lambda: answer(port) is not None)
    status, text, headers = answer(port) or (0, "", {})
    assert (status, text) == (200, "ok\n")
    assert "set-cookie" not in {name.lower() for name in headers}
    assert (answer(port, host="evil.example.net") or (0,))[0] == 400
    names = json.loads((instance.home / "static" / "staticfiles.json").read_text())["paths"]
    status, text, headers = answer(port, f"/static/{names['style.css']}") or (0, "", {})
    assert status == 200
    assert "immutable" in {name.lower(): value for name, value in headers.items()}["cache-control"]
    web.send_signal(signal.SIGTERM)
    assert web.wait(timeout=15) == 0


def test_the_web_says_when_its_port_is_taken(instance: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = instance.run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "Choose another port" in done.stderr


def test_the_web_refuses_a_database_that_is_behind(tmp_path: Path, port: int) -> None:
    done = real_instance(tmp_path).run("serve", "--port", str(port))
    assert done.returncode == 1
    assert "passerelle migrate" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_beats_and_ends_when_told(
    instance: Shell, running: list[subprocess.Popen[str]], number: signal.Signals
) -> None:
    running.append(worker := instance.start("worker"))
    assert worker.stdout
    assert "heartbeat" in worker.stdout.readline()
    worker.send_signal(number)
    assert worker.wait(timeout=15) == 0


def test_the_worker_can_do_once_what_is_due(instance: Shell) -> None:
    assert instance.run("worker", "--once").returncode == 0
    seen = instance.python("from passerelle.jobs.queries import rounds_by_name; print(*rounds_by_name())")
    assert {"heartbeat", "old_sessions"} <= set(seen.split())


def test_a_demonstration_starts_answers_and_ends_with_both(
    tmp_path: Path, port: int, running: list[subprocess.Popen[str]]
) -> None:
    shell = Shell(tmp_path)
    built = shell.run("demo", "--no-serve")
    assert built.returncode == 0, built.stderr
    began = time.monotonic()
    running.append(demo := shell.start("demo", PORT=str(port)))
    until(lambda: answer(port, host=f"127.0.0.1:{port}") is not None, seconds=30)
    assert demo.stdout
    said = next(line for line in demo.stdout if "is open on" in line)
    assert f"http://127.0.0.1:{port}" in said
    assert time.monotonic() - began < 15  # 5 on a machine that does nothing else
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=20) == 0
    assert answer(port) is None


def test_a_demonstration_never_mixes_with_a_real_instance(prepare: Prepare, tmp_path: Path) -> None:
    real = prepare(real_instance(tmp_path))
    real.python("from passerelle.people.actions import know_person; know_person('ana@spaces.example.net')")
    for arguments in (["demo", "--no-serve"], ["demo", "--no-serve", "--anew"]):
        refused = real.run(*arguments)
        assert refused.returncode == 1
        assert "real instance" in refused.stderr
    counted = real.python("from passerelle.people.models import Person; print(Person.objects.count())")
    assert counted == "1\n"


def test_nobody_is_anybody_over_a_real_instance(prepare: Prepare, tmp_path: Path, port: int) -> None:
    """PASSERELLE_DEMO=1 set by mistake would let whoever comes sign in as anybody, and keep every letter in."""
    real = prepare(real_instance(tmp_path))
    real.python("from passerelle.people.actions import know_person; know_person('ana@spaces.example.net')")
    database = f"sqlite:///{tmp_path / 'passerelle.sqlite3'}"
    for arguments in (["serve", "--port", str(port)], ["worker", "--once"]):
        refused = real.run(*arguments, PASSERELLE_DEMO="1", DATABASE_URL=database)
        assert refused.returncode == 1
        assert "real instance" in refused.stderr
    assert real.run("worker", "--once").returncode == 0


def test_the_doctor_finds_what_is_missing_and_says_how_to_mend_it(tmp_path: Path) -> None:
    shell = real_instance(tmp_path, SITE_URL="http://visits.example.org", EMAIL_URL="smtp://127.0.0.1:9")
    done = shell.run("doctor")
    assert done.returncode == 1
    found = {line.split("  ")[1].strip() for line in done.stdout.splitlines() if line.startswith("WRONG")}
    assert {"Address", "Database", "Mail server", "Static files"} <= found
    assert done.stdout.count("→") >= len(found)


def test_the_doctor_finds_a_worker_that_never_ran_and_one_that_did(prepare: Prepare, tmp_path: Path) -> None:
    shell = prepare(real_instance(tmp_path))
    assert "WRONG  Worker" in shell.run("doctor").stdout
    assert shell.run("worker", "--once").returncode == 0
    examined = shell.run("doctor").stdout
    for about in ("Worker", "Documents"):
        assert f"fine   {about}" in examined
    assert "Pango" in examined


def test_the_doctor_says_when_half_of_what_cards_need_is_set(prepare: Prepare, tmp_path: Path) -> None:
    shell = prepare(real_instance(tmp_path))
    keys = {f"STRIPE_{name}": "x" for name in ("SECRET_KEY", "PUBLISHABLE_KEY", "WEBHOOK_SECRET")}
    assert "fine   Cards" in shell.run("doctor").stdout
    half = shell.run("doctor", **keys).stdout
    assert "WRONG  Cards" in half
    assert "STRIPE_NETWORK is missing" in half
    assert "is no network in paid mode here" in shell.run("doctor", **keys, STRIPE_NETWORK="the-pass").stdout


def test_the_doctor_speaks_even_where_nothing_can_start(tmp_path: Path) -> None:
    done = real_instance(tmp_path, SECRET_KEY="").run("doctor")
    assert done.returncode == 1
    assert "WRONG  Settings" in done.stdout
    assert "passerelle secret" in done.stdout


def test_the_doctor_sees_a_secret_that_others_can_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(GOOD_SECRET)
    (tmp_path / "secret").chmod(0o644)
    assert "WRONG  Secret" in real_instance(tmp_path, SECRET_KEY="").run("doctor").stdout


def test_what_the_first_answers_load_is_no_longer_searched_for_garbage(instance: Shell) -> None:
    assert instance.python(ANSWERED_TWENTY_TIMES).split() == ["False"] * 20 + ["True"]
