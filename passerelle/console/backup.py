"""`passerelle backup`: everything, as it stood at one moment, while the instance goes on working."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model

from passerelle import __version__
from passerelle.console.archive import Manifest, new_archive, write_ending, write_table
from passerelle.console.numbers import last_number
from passerelle.console.prepare import waiting_migrations
from passerelle.console.words import CannotGoOn, Progress, say
from passerelle.kit import clock

AS_IT_IS = (str, int, float, list, dict)


def back_up(path: Path) -> int:
    """Write the archive and say what is in it."""
    if waiting_migrations():
        raise CannotGoOn("The database is behind the program. Run `passerelle migrate` first.")
    with Progress("Backing up") as progress, new_archive(path) as archive, one_moment():
        manifest = Manifest(
            passerelle=__version__,
            made_at=clock.now().isoformat(),
            made_on=connection.vendor,
            migrations=sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations()),
        )
        models = kept_models()
        for number, model in enumerate(models, 1):
            progress(model._meta.label, number, len(models))
            table = write_table(archive, model._meta.label_lower, [f.attname for f in columns(model)], rows_of(model))
            table.last_number = last_number(connection, model)
            manifest.tables.append(table)
        write_ending(archive, manifest, settings.SECRET_KEY)
    rows = sum(table.rows for table in manifest.tables)
    say(f"{path}: {rows} rows of {len(manifest.tables)} tables, and the secret: keep it as you keep keys.")
    return 0


def kept_models() -> list[type[Model]]:
    """Every table that the program keeps, the joining ones included; not passing notes (the cache), nor the atlas.

    The atlas is the same everywhere, and `restore` fills it from what comes with the program.
    """
    every = apps.get_models(include_auto_created=True)
    ours = (model for model in every if model._meta.app_label != "atlas")
    return [model for model in ours if model._meta.managed and not model._meta.proxy]


def columns(model: type[Model]) -> list["Field[Any, Any]"]:
    """The fields that are written down; what the database works out by itself is not."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def rows_of(model: type[Model]) -> Iterator[list[Any]]:
    """The rows in the order of their keys, as they come."""
    fields = columns(model)
    for thing in model._base_manager.order_by("pk").iterator(chunk_size=2000):
        yield [_plain(field, thing) for field in fields]


def _plain(field: "Field[Any, Any]", thing: Model) -> Any:
    """A value as JSON can hold it without loss: moments keep their microseconds."""
    value = field.value_from_object(thing)
    return value if value is None or isinstance(value, AS_IT_IS) else field.value_to_string(thing)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is as it stood at one moment, and no writer waits for it."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    mode = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]
