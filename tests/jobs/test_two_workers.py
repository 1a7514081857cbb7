"""Real processes that start on the same round together."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from passerelle.jobs.models import Round
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def test_workers_that_start_together_walk_a_round_once(tmp_path: Path):
    file = tmp_path / "walked"
    world = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.jobs.walker", str(file)]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, env=world, **streams) for _ in range(4)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=60)
        assert worker.returncode == 0
    assert file.read_text() == "walked\n"
    assert Round.objects.get().report == "1 done"
