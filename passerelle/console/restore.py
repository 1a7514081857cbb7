"""`passerelle restore`: everything back as it was, in one transaction: the whole of it, or nothing changed.

The database is first brought to the version that the archive was made with, filled, and then brought up to date: an
archive of an older version restores as well.
"""

import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from passerelle.console.archive import Manifest, Table, opened, read_rows
from passerelle.console.backup import columns
from passerelle.console.numbers import count_on_from
from passerelle.console.prepare import bring_database_up_to_date, gather_static_files
from passerelle.console.wiping import drop_everything, holds_something, unchecked
from passerelle.console.words import CannotGoOn, Progress, say
from passerelle.kit.secret import keep_secret

BATCH = 500


def restore(path: Path, *, secret: str, replace: bool) -> int:
    """Bring back the archive and keep its secret."""
    settings.PASSERELLE_HOME.mkdir(parents=True, exist_ok=True)
    if holds_something(connection) and not replace:
        raise CannotGoOn("This database is not empty. Say --replace to lose what is in it.")
    with opened(path) as (archive, manifest), Progress("Restoring") as progress:
        _restore_tables(archive, manifest, progress)
    keep_secret(settings.PASSERELLE_HOME / "secret", secret)
    bring_database_up_to_date()
    gather_static_files()
    rows = sum(table.rows for table in manifest.tables)
    say(f"{rows} rows of {len(manifest.tables)} tables are back as of {manifest.made_at}, and the secret with them.")
    return 0


def _restore_tables(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Keys are not checked row by row: the whole is, at the end."""
    with unchecked(connection), transaction.atomic():
        drop_everything(connection)
        progress(f"making the tables of version {manifest.passerelle}")
        apps = _made_as_of(manifest)
        for number, table in enumerate(manifest.tables, 1):
            progress(table.model, number, len(manifest.tables))
            _fill(apps.get_model(table.model), archive, table)
        connection.check_constraints()


def _made_as_of(manifest: Manifest) -> Apps:
    """Walk exactly the migrations that the archive's database had seen; its models, as they were then."""
    executor = MigrationExecutor(connection)
    seen = {(app, name) for app, name in manifest.migrations}
    unknown = sorted(seen - executor.loader.graph.nodes.keys())
    if unknown:
        raise CannotGoOn(
            f"The archive was made by Passerelle {manifest.passerelle}, which is newer than this one "
            f"({'.'.join(unknown[0])} is not known here). Install that version first. Nothing was changed."
        )
    last = _last_of_each(executor, seen)
    executor.migrate(last)
    made: Apps = executor.loader.project_state(last).apps
    return made


def _last_of_each(executor: MigrationExecutor, seen: set[tuple[str, str]]) -> list[tuple[str, str]]:
    graph = executor.loader.graph
    return [node for node in seen if not any(child.key in seen for child in graph.node_map[node].children)]


def _fill(model: type[Model], archive: zipfile.ZipFile, table: Table) -> None:
    """The rows as they were: nothing is stamped, numbered or worked out again."""
    rows = read_rows(archive, table)
    by_name = {field.attname: field for field in columns(model)}
    fields = [by_name[name] for name in table.columns]
    everything: Any = model._base_manager.get_queryset()
    everything._raw_delete(connection.alias)  # what a migration may have put there
    size = min(BATCH, connection.ops.bulk_batch_size(fields, range(BATCH)))
    while batch := list(islice(rows, size)):
        things = [model(**{f.attname: f.to_python(v) for f, v in zip(fields, row, strict=True)}) for row in batch]
        everything._insert(things, fields=fields, using=connection.alias, raw=True)
    count_on_from(connection, model, table.last_number)
