"""`make test`: the whole suite on SQLite, then on PostgreSQL where there is one, and one line on what was not run."""

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path

import psycopg

from tests.chromium import found_or_installed
from tests.packages import pango_found_or_asked_for


@dataclass
class Tally:
    """What became of the tests of one run."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: set[str] = field(default_factory=set)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.reasons | other.reasons,
        )


def main(arguments: list[str]) -> int:
    """Run everything; the exit code is 0 when all that could be run passed."""
    pango_found_or_asked_for()
    chromium, postgres = found_or_installed(), postgres_here()
    runs = [(f"SQLite {sqlite3.sqlite_version}", "")]
    if postgres:
        runs.append((f"PostgreSQL {server_version(postgres)}", postgres))
    whole = Tally()
    for name, address in runs:
        print(f"\n── On {name}, Python {platform.python_version()} ──", flush=True)
        whole += suite(address, arguments)
    not_run = sorted(whole.reasons)
    if not postgres:
        not_run.append("PostgreSQL (no server at DATABASE_URL nor at 127.0.0.1:5432)")
    if not chromium:
        not_run.append("browser stories (no Chromium here, and none could be installed: apt-get install chromium)")
    print(f"\nDatabases: {' and '.join(name for name, _ in runs)}. Not run: {'; '.join(not_run) or 'nothing'}.")
    print(f"Tests: {whole.passed} passed, {whole.failed} failed, {whole.skipped} skipped", flush=True)
    return 1 if whole.failed or not whole.passed else 0


def suite(database_url: str, arguments: list[str]) -> Tally:
    """One run of pytest on one database; a run that broke before its report counts as a failure."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database_url:
        environment["DATABASE_URL"] = database_url
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        once = ["-m", "not own_databases"] if database_url else []
        command = [sys.executable, "-m", "pytest", "-n", "auto", f"--junitxml={report}", *once, *arguments]
        code = subprocess.run(command, env=environment).returncode
        tally = read(report) if report.exists() else Tally()
    if code and not tally.failed:
        tally.failed = 1
    return tally


def read(report: Path) -> Tally:
    """Count what a JUnit report says."""
    tally = Tally()
    for case in ET.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        elif skipped is not None:
            tally.skipped += 1
            tally.reasons.add(skipped.get("message", "").removeprefix("Skipped: "))
        else:
            tally.passed += 1
    return tally


def postgres_here() -> str | None:
    """The address of a PostgreSQL that lets us in: the one of DATABASE_URL, else one on this machine."""
    for address in candidates():
        try:
            with psycopg.connect(address.rpartition("/")[0] + "/postgres", connect_timeout=3):
                return address
        except psycopg.Error:
            continue
    return None


def candidates() -> Iterator[str]:
    """Addresses to try."""
    told = os.environ.get("DATABASE_URL", "")
    if told.startswith(("postgres://", "postgresql://")):
        yield told
    for name in dict.fromkeys([getuser(), "postgres"]):
        yield f"postgres://{name}@127.0.0.1:5432/passerelle"


def server_version(address: str) -> str:
    """As the server says it: 15.6."""
    with psycopg.connect(address.rpartition("/")[0] + "/postgres") as connection:
        return str(connection.info.parameter_status("server_version")).split(" ")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
