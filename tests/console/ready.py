"""Instances that were brought up to date once: a test that needs one that is begins with a copy."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.console.databases import copy_database, new_database
from tests.console.shell import Shell, real_instance

Prepare = Callable[[Shell], Shell]


@pytest.fixture(scope="session")
def prepare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepare]:
    """Leave an instance as `passerelle migrate` does: its database and its static files, which nobody changes."""
    done: dict[str, Shell] = {}
    with ExitStack() as stack:

        def migrated(kind: str) -> Shell:
            if kind not in done:
                home = tmp_path_factory.mktemp("migrated")
                done[kind] = real_instance(home, DATABASE_URL=stack.enter_context(new_database(kind, home)))
                said = done[kind].run("migrate")
                assert said.returncode == 0, said.stdout + said.stderr
            return done[kind]

        def prepare(shell: Shell) -> Shell:
            where = shell.settings.get("DATABASE_URL", f"sqlite:///{shell.home / 'passerelle.sqlite3'}")
            original = migrated("sqlite" if where.startswith("sqlite") else "postgresql")
            shell.home.mkdir(exist_ok=True)
            (shell.home / "static").symlink_to(original.home / "static")
            copy_database(original.settings["DATABASE_URL"], where)
            return shell

        yield prepare
