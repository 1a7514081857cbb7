"""What an archive looks like: a zip with one file of JSON lines for each table, the secret, and a manifest.

The manifest comes last and says how many rows and which SHA-256 each file must have, so that half an archive is never
taken for a whole one. Nothing here needs Django: the secret must be found before Django can start.
"""

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from passerelle.console.home import home
from passerelle.console.words import CannotGoOn

FORMAT = 1
MANIFEST, SECRET = "manifest.json", "secret"


@dataclass
class Table:
    """What the manifest says of one table: model, columns, how many rows, their hash, the last number given out."""

    model: str
    columns: list[str]
    rows: int
    sha256: str
    last_number: int | None = None


@dataclass
class Manifest:
    """What an archive says of itself."""

    passerelle: str
    made_at: str
    made_on: str
    migrations: list[list[str]]
    tables: list[Table] = field(default_factory=list)
    secret_sha256: str = ""
    format: int = FORMAT


@contextmanager
def new_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive that appears under its name when it is whole, readable by its owner alone. Raises CannotGoOn."""
    with appearing_whole(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        yield archive


@contextmanager
def appearing_whole(path: Path) -> Iterator[IO[bytes]]:
    """A new file that appears under its name when it is whole, readable by its owner alone. Raises CannotGoOn."""
    if path.exists():
        raise CannotGoOn(f"{path} is there already, and is never written over. Choose another name.")
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as reason:
        raise CannotGoOn(f"Cannot write {path}: {reason.strerror}.") from None
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    finally:
        beside.unlink()


def write_table(archive: zipfile.ZipFile, model: str, columns: list[str], rows: Iterable[list[Any]]) -> Table:
    """Write one table's rows, one to a line, as they come."""
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(model), "w", force_zip64=True) as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return Table(model, columns, count, digest.hexdigest())


def write_ending(archive: zipfile.ZipFile, manifest: Manifest, secret: str) -> None:
    """The secret, and the manifest that makes the archive whole."""
    manifest.secret_sha256 = hashlib.sha256(secret.encode()).hexdigest()
    archive.writestr(SECRET, secret)
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive to read from, with its manifest. Raises CannotGoOn for what is none, or is not whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, _manifest(archive)
    except FileNotFoundError:
        raise CannotGoOn(f"There is no {path}.") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, KeyError, ValueError, EOFError) as reason:
        raise CannotGoOn(f"{path} is not a whole archive of Passerelle ({reason}). Nothing was changed.") from None


def read_rows(archive: zipfile.ZipFile, table: Table) -> Iterator[list[Any]]:
    """The rows of one table. Raises ValueError at its end when they are not those that were written."""
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(table.model)) as file:
        for line in file:
            digest.update(line)
            count += 1
            yield json.loads(line)
    if (count, digest.hexdigest()) != (table.rows, table.sha256):
        raise ValueError(f"{table.model} has changed since it was written")


def verify(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read all of it once, before anything is touched. Raises ValueError."""
    for table in manifest.tables:
        for _ in read_rows(archive, table):
            pass
    if hashlib.sha256(archive.read(SECRET)).hexdigest() != manifest.secret_sha256:
        raise ValueError("the secret has changed since it was written")


def secret_to_restore(path: Path, *, replace: bool) -> str:
    """The archive's secret, once it is sure that it can become this instance's. Raises CannotGoOn."""
    with opened(path) as (archive, manifest):
        verify(archive, manifest)
        secret = archive.read(SECRET).decode()
    told = os.environ.get("SECRET_KEY", "")
    if told and told != secret:
        raise CannotGoOn(
            "SECRET_KEY is set to another secret than the archive's: nothing signed before would be known here. "
            "Unset it, and the archive's is kept in the instance's directory."
        )
    kept = home() / "secret"
    if not replace and kept.exists() and kept.read_text().strip() != secret:
        raise CannotGoOn(f"{kept} holds another secret. Say --replace to replace it and everything that is here.")
    return secret


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    told = json.loads(archive.read(MANIFEST))
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValueError(f"it has no manifest of format {FORMAT}, which this version reads")
    try:
        return Manifest(**told | {"tables": [Table(**table) for table in told["tables"]]})
    except TypeError as reason:
        raise ValueError("its manifest does not say what it should") from reason


def _entry(model: str) -> str:
    return f"tables/{model}.jsonl"
