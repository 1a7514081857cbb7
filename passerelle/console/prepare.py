"""`passerelle migrate`: the database and the static files as this version of the program needs them."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from passerelle import __version__
from passerelle.atlas.actions import fill_atlas
from passerelle.atlas.geonames import edition_at_hand, read_towns
from passerelle.atlas.queries import edition
from passerelle.console.words import Progress, say


def migrate() -> int:
    """Bring everything up to date, and say what was done."""
    bring_database_up_to_date()
    gather_static_files()
    say("Everything is up to date.")
    return 0


def waiting_migrations() -> list[str]:
    """The migrations that this database has not seen yet, as `room.0002_what_it_does`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_database_up_to_date() -> None:
    """Walk the waiting migrations, and make the table that the cache is kept in."""
    settings.PASSERELLE_HOME.mkdir(parents=True, exist_ok=True)
    waiting = waiting_migrations()
    if waiting:
        with Progress(f"Bringing the database up to date: {len(waiting)} migrations"):
            call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    fill_the_atlas()


def fill_the_atlas() -> None:
    """Towns and countries under all their names, once, and again when the program brings another edition."""
    at_hand, filled_from = edition_at_hand(settings.TOWNS_FROM), edition()
    if filled_from is None or filled_from.version != at_hand:
        with Progress("Filling the atlas with the world’s towns"):
            fill_atlas(read_towns(settings.TOWNS_FROM), at_hand)


def gather_static_files() -> None:
    """Stylesheets, fonts and scripts under names that change with their contents, so that browsers may keep them."""
    stamp = settings.STATIC_ROOT / ".gathered"
    seen = _what_is_there()
    if stamp.exists() and stamp.read_text() == seen:
        return
    with Progress("Gathering static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(seen)


def _what_is_there() -> str:
    """A line that changes whenever a static file or the program does."""
    files = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    newest = max((file.stat().st_mtime_ns for file in files), default=0)
    return f"{__version__} {len(files)} {newest}"
