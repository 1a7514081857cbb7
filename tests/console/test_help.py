"""Help is instant and real; the exit codes tell a script what a sentence tells a person."""

import resource
import subprocess
import sys

import pytest

from tests.console.shell import Shell

pytestmark = pytest.mark.own_databases
COMMANDS = [
    "secret",
    "migrate",
    "entrust",
    "serve",
    "worker",
    "demo",
    "doctor",
    "check-books",
    "close-month",
    "export",
    "backup",
    "restore",
]


def test_help_names_every_command(tmp_path) -> None:
    done = Shell(tmp_path).run("--help")
    assert done.returncode == 0
    assert [command for command in COMMANDS if f"\n  {command} " not in done.stdout] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_of_its_own(tmp_path, command) -> None:
    done = Shell(tmp_path).run(command, "--help")
    assert done.returncode == 0
    assert f"Usage: python -m passerelle.console {command}" in done.stdout


def test_help_costs_less_than_three_tenths_of_a_second() -> None:
    """Counted as CPU, the best of three, so that a busy machine does not fail it."""
    assert min(_cpu_of_help() for _ in range(3)) < 0.3


def test_help_does_not_set_up_django() -> None:
    program = "import sys; from passerelle.console import main; print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "False\n"


def test_what_is_not_understood_ends_with_2(tmp_path) -> None:
    assert Shell(tmp_path).run("sing").returncode == 2
    assert Shell(tmp_path).run("serve", "--port", "http").returncode == 2


def test_the_version_is_told(tmp_path) -> None:
    assert Shell(tmp_path).run("--version").stdout.startswith("passerelle 0.")


def _cpu_of_help() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "passerelle.console", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
