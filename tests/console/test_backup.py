"""Everything comes back from a backup identically, keys included, whichever database it came from and goes to."""

import json
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from passerelle.console.archive import secret_to_restore
from passerelle.console.words import CannotGoOn
from tests.console.databases import new_database
from tests.console.ready import Prepare
from tests.console.shell import GOOD_SECRET, Shell, real_instance

SCENE = """
from datetime import date, timedelta
from tests.makers import *
from passerelle.credentials.models import NetworkKey
from passerelle.kit import signing
from passerelle.logbook.actions import write_down
from passerelle.ledger.actions import open_account, post, reverse
from passerelle.ledger.rules import Draft, Move
from passerelle.people.models import Person
ana, bo = make_person("Ana Łoś 安娜"), make_person("Bo")
namur, birch = make_space("Coworking Namur — « chez nous »", email="n@example.org"), make_space("Birch", hours="")
network = make_network("Visa")
NetworkKey.objects.create(network=network, number=1, public_key=bytes(range(224, 256)))
make_charter(network); make_officer(bo, network); make_staff(bo, birch)
make_affiliation(namur, network); make_affiliation(birch, network)
make_member(ana, namur); make_closure(birch, date(2027, 1, 1), date(2027, 1, 2), "New Year\\n\\t\\"quoted\\"")
visit = make_visit(ana, namur, birch, network, [date(2027, 1, 7), date(2027, 1, 8)])
make_presence(ana, birch, date(2027, 1, 7))
write_down("visit_asked", about=visit.ref, actor=ana.ref, days=["2027-01-07"], count=2)
bank, owed = (
    open_account(network.ref, kind, owner, "EUR", by=bo.ref)
    for kind, owner in (("bank", network.ref), ("owed_to_space", birch.ref))
)
for day in (date(2027, 1, 7), date(2027, 2, 8)):
    entry = post(network.ref, Draft(visit.ref, f"{day}", day, [Move(owed.pk, bank.pk, 1100)], "One day"), by=bo.ref)
reverse(entry, "undone", cause=visit.ref, by=bo.ref)
make_person("Gone").delete()  # its number must never be given again
print(Person.objects.count(), signing.seal("journey", "visit:1"))
"""
LOOK_AT_THE_BOOKS = "from passerelle.ledger.queries import balances, faults_in\n"
LOOK_AT_THE_LOGBOOK = "from django.db import connection\nfrom passerelle.logbook.freezing import is_frozen\n"
pytestmark = pytest.mark.own_databases
WAYS = [("sqlite",), ("postgres", "sqlite"), ("postgres", "postgres")]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as kept:
        yield kept


@pytest.fixture(scope="module")
def first(prepare: Prepare, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an instance on SQLite with something of everything, and `a.zip`, its backup: made once."""
    home = tmp_path_factory.mktemp("first")
    shell = filled(prepare(Shell(home, told_about(home))))
    backed_up(shell, home / "a.zip")
    return home


@pytest.fixture
def instance(first: Path, tmp_path: Path) -> Shell:
    """A copy of it, to do with as the test likes."""
    home = tmp_path / "instance"
    shutil.copytree(first, home, ignore=shutil.ignore_patterns("a.zip"))
    return Shell(home, told_about(home))


@pytest.fixture(scope="module")
def restored(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Shell]]:
    """What became of the backup on each kind of database, where nothing was: made once, and only looked at."""
    done: dict[str, Shell] = {}
    with ExitStack() as stack:

        def restored(kind: str) -> Shell:
            if kind not in done:
                done[kind] = empty_instance(kind, tmp_path_factory.mktemp("restored") / kind, stack)
                said = done[kind].run("restore", str(first / "a.zip"))
                assert said.returncode == 0, said.stderr
            return done[kind]

        yield restored


@pytest.fixture
def archive(first: Path) -> Path:
    """Its backup."""
    return first / "a.zip"


def told_about(home: Path) -> dict[str, str]:
    """The settings of a real instance whose secret and whose database are in its directory."""
    return real_instance(home, SECRET_KEY="", DATABASE_URL=f"sqlite:///{home / 'here.sqlite3'}").settings


def filled(shell: Shell) -> Shell:
    """The same instance with something of everything in it."""
    (shell.home / "secret").write_text(GOOD_SECRET)
    shell.python(SCENE)
    return shell


def empty_instance(kind: str, home: Path, stack: ExitStack) -> Shell:
    """A directory and a database with nothing in them, the secret included."""
    home.mkdir()
    return real_instance(home, SECRET_KEY="", DATABASE_URL=stack.enter_context(new_database(kind, home)))


def backed_up(shell: Shell, path: Path) -> Path:
    done = shell.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


def tables(archive: Path) -> dict[str, list[Any]]:
    """Every row of every table, as values: PostgreSQL puts the keys of a JSON column in another order."""
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if name.startswith("tables/")]
        return {name: [json.loads(line) for line in opened.read(name).splitlines()] for name in names}


def manifest_of(archive: Path) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as opened:
        return json.loads(opened.read("manifest.json"))


def rewritten(archive: Path, path: Path, changes: dict[str, bytes | None]) -> Path:
    """A copy of the archive in which some files are others, or missing."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            contents = changes.get(name, old.read(name))
            if contents is not None:
                new.writestr(name, contents)
    return path


@pytest.mark.parametrize("way", WAYS, ids=" to ".join)
def test_everything_comes_back(tmp_path: Path, stack: ExitStack, archive: Path, way: tuple[str, ...]) -> None:
    """From the first instance, on SQLite, through each of these in turn."""
    for number, kind in enumerate(way):
        here = empty_instance(kind, tmp_path / str(number), stack)
        done = here.run("restore", str(archive))
        assert done.returncode == 0, done.stderr
        again = backed_up(here, tmp_path / f"{number}.zip")
        assert tables(again) == tables(archive)
        archive = again
    assert sum(map(len, tables(archive).values())) > 150


def test_what_was_signed_before_is_known_after(instance: Shell, restored: Callable[[str], Shell]) -> None:
    seal = instance.python("from passerelle.kit import signing; print(signing.seal('journey', 'visit:1'))").strip()
    here = restored("sqlite")
    assert here.python(f"from passerelle.kit import signing; print(signing.unseal('journey', '{seal}'))") == "visit:1\n"
    assert stat.S_IMODE((here.home / "secret").stat().st_mode) == 0o600


def test_on_sqlite_the_rows_are_the_same_to_the_last_bit(instance: Shell, restored: Callable[[str], Shell]) -> None:
    """Looked at past Django, so that what a field would round is seen as well."""
    assert raw_rows(restored("sqlite")) == raw_rows(instance)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_logbook_is_frozen_and_numbers_go_on(restored: Callable[[str], Shell], kind: str) -> None:
    asked = """
from django.db import transaction
from tests.makers import make_person
with transaction.atomic():
    print(is_frozen(connection), make_person("New").pk)
    transaction.set_rollback(True)
"""
    assert restored(kind).python(LOOK_AT_THE_LOGBOOK + asked).split() == ["True", "4"]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_books_hold_together_and_say_the_same(instance: Shell, restored: Callable[[str], Shell], kind: str) -> None:
    here = restored(kind)
    asked = "print(list(faults_in()), [(account.kind, held) for account, held in balances('network:1')])"
    said = here.python(LOOK_AT_THE_BOOKS + asked)
    assert said == instance.python(LOOK_AT_THE_BOOKS + asked)
    assert said == "[] [('bank', 1100), ('owed_to_space', 1100)]\n"
    assert here.run("check-books").returncode == 0


def test_a_backup_is_for_its_owner_alone_and_never_written_over(tmp_path: Path, instance: Shell) -> None:
    archive = backed_up(instance, tmp_path / "a.zip")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    before = archive.read_bytes()
    done = instance.run("backup", str(archive))
    assert (done.returncode, archive.read_bytes()) == (1, before)
    assert "never written over" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_database_with_something_in_it_is_not_replaced_unasked(
    tmp_path: Path, archive: Path, instance: Shell
) -> None:
    instance.python("from tests.makers import make_person; make_person('Later')")
    refused = instance.run("restore", str(archive))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert instance.run("restore", "--replace", str(archive)).returncode == 0
    assert tables(backed_up(instance, tmp_path / "b.zip")) == tables(archive)


def test_another_secret_is_not_replaced_unasked(tmp_path: Path, archive: Path, stack: ExitStack) -> None:
    here = empty_instance("sqlite", tmp_path / "new", stack)
    assert here.run("secret").returncode == 0
    refused = here.run("restore", str(archive))
    assert refused.returncode == 1
    assert "another secret" in refused.stderr
    told = here.run("restore", str(archive), SECRET_KEY=GOOD_SECRET[::-1])
    assert told.returncode == 1
    assert "SECRET_KEY" in told.stderr
    assert here.run("restore", "--replace", str(archive)).returncode == 0
    assert (tmp_path / "new" / "secret").read_text().strip() == GOOD_SECRET


@pytest.mark.parametrize(
    "changes",
    [
        {"manifest.json": None},
        {"manifest.json": b"{}"},
        {"tables/people.person.jsonl": None},
        {"tables/people.person.jsonl": b'[1,"x@example.org"]\n'},
        {"secret": b"another secret that nobody has ever drawn, long enough"},
    ],
    ids=["no manifest", "empty manifest", "a table missing", "a table changed", "secret changed"],
)
def test_a_damaged_archive_changes_nothing(
    tmp_path: Path, archive: Path, instance: Shell, changes: dict[str, bytes | None]
) -> None:
    damaged = rewritten(archive, tmp_path / "damaged.zip", changes)
    done = instance.run("restore", "--replace", str(damaged))
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert tables(backed_up(instance, tmp_path / "b.zip")) == tables(archive)


def test_an_archive_with_a_byte_changed_or_a_strange_manifest_is_refused_with_a_sentence(
    tmp_path: Path, archive: Path
) -> None:
    whole = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as kept:
        start = kept.getinfo("tables/people.person.jsonl").header_offset + 80
        told = json.loads(kept.read("manifest.json"))
    for place in range(start, start + 40):
        changed = bytes(whole[:place]) + bytes([whole[place] ^ 0x55]) + bytes(whole[place + 1 :])
        (tmp_path / "changed.zip").write_bytes(changed)
        with pytest.raises(CannotGoOn, match="Nothing was changed"):
            secret_to_restore(tmp_path / "changed.zip", replace=True)
    for strange in ([1], None, told | {"more": 1}, told | {"tables": None}, told | {"tables": [{"more": 1}]}):
        path = rewritten(archive, tmp_path / "strange.zip", {"manifest.json": json.dumps(strange).encode()})
        with pytest.raises(CannotGoOn, match="Nothing was changed"):
            secret_to_restore(path, replace=True)


def test_half_an_archive_changes_nothing(tmp_path: Path, archive: Path, instance: Shell) -> None:
    (tmp_path / "half.zip").write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    done = instance.run("restore", "--replace", str(tmp_path / "half.zip"))
    assert done.returncode == 1
    assert "not a whole archive" in done.stderr
    assert tables(backed_up(instance, tmp_path / "b.zip")) == tables(archive)


def test_an_archive_of_an_older_version_is_brought_up_to_date(tmp_path: Path, archive: Path, stack: ExitStack) -> None:
    """As if it had been made before the logbook was frozen."""
    manifest = manifest_of(archive)
    manifest["migrations"] = [
        [room, name] for room, name in manifest["migrations"] if room != "logbook" or name.startswith("0001")
    ]
    older = rewritten(archive, tmp_path / "older.zip", {"manifest.json": json.dumps(manifest).encode()})
    here = empty_instance("sqlite", tmp_path / "new", stack)
    assert here.run("restore", str(older)).returncode == 0
    asked = f"{LOOK_AT_THE_LOGBOOK}print(is_frozen(connection))"
    assert here.python(asked) == "True\n"
    assert tables(backed_up(here, tmp_path / "b.zip")) == tables(archive)


def test_an_archive_of_a_newer_version_is_refused(tmp_path: Path, archive: Path, instance: Shell) -> None:
    manifest = manifest_of(archive)
    manifest["migrations"].append(["visits", "9999_visits_can_fly"])
    newer = rewritten(archive, tmp_path / "newer.zip", {"manifest.json": json.dumps(manifest).encode()})
    done = instance.run("restore", "--replace", str(newer))
    assert done.returncode == 1
    assert "9999_visits_can_fly is not known here" in done.stderr
    assert tables(backed_up(instance, tmp_path / "b.zip")) == tables(archive)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_backup_shows_one_moment_and_no_writer_waits(
    prepare: Prepare, tmp_path: Path, stack: ExitStack, kind: str
) -> None:
    shell = prepare(empty_instance(kind, tmp_path / "there", stack))
    assert shell.run("secret").returncode == 0
    asked = """
import threading
from django.db import connection
from passerelle.console.backup import one_moment
from passerelle.people.models import Person
from tests.makers import make_person
def write():
    make_person("In between")
    connection.close()
with one_moment():
    before = Person.objects.count()
    writer = threading.Thread(target=write)
    writer.start(); writer.join(timeout=10)
    during = Person.objects.count()
print(writer.is_alive(), during - before, Person.objects.count() - before)
"""
    assert shell.python(asked).split() == ["False", "0", "1"]


def raw_rows(shell: Shell) -> dict[str, list[tuple[object, ...]]]:
    """Every row of an instance on SQLite as the file holds it; not the atlas, which is not put in archives."""
    with closing(sqlite3.connect(shell.settings["DATABASE_URL"].removeprefix("sqlite:///"))) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        others = ("django_migrations", "sqlite_", "passing_notes", "atlas_")
        names = [name for (name,) in found if not name.startswith(others)]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}
