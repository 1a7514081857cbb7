"""The commands and what their help says. What each does stands in the file of its name, brought in when it is asked."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from passerelle import __version__
from passerelle.kit import late

WRONG = 1
"""The exit code of a command that could not do what it was asked; 2 is for one that was not understood."""


class Format(StrEnum):
    """Which program reads the books."""

    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


app = typer.Typer(
    help="Passerelle joins coworking spaces into networks. Settings come from the environment: see docs/hosting.md.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

export = typer.Typer(help="Take something out, for other programs.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(export, name="export")

Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.", envvar="PORT")]
Address = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all of this machine's.")]
Columns = Annotated[
    list[str], typer.Option("--column", metavar="HEADING=FIELD", help="What a column holds; may be repeated.")
]
Lists = Annotated[list[Path], typer.Option(metavar="FILE", help="Play it on this list; may be repeated.")]
SourceName = Annotated[
    str, typer.Option("--source", metavar="NAME", help="Where the list comes from; each file's own name if not said.")
]
Licence = Annotated[str, typer.Option(help="Its licence and whom to name, said beside every value.")]
ToldOn = Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The date of the list.")]
Network = Annotated[str, typer.Option(metavar="SLUG", help="Only this network's, named as its page's address does.")]
Space = Annotated[str, typer.Option(metavar="SLUG", help="Only this space's, named as its page's address does.")]
Archive = Annotated[Path, typer.Argument(metavar="FILE", help="The archive.", dir_okay=False)]


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.", is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(f"passerelle {__version__}")
        raise typer.Exit


@app.command()
def secret() -> None:
    """Draw this instance's secret, once, and keep it in its directory where only you can read it."""
    raise typer.Exit(late("passerelle.console.secret").draw_secret())


@app.command()
def migrate() -> None:
    """Bring the database and the static files up to date with the program. Safe to repeat."""
    raise typer.Exit(_with_django("prepare").migrate())


@app.command()
def entrust(
    address: Annotated[str, typer.Argument(help="The mail address of a person.")],
    back: Annotated[bool, typer.Option("--back", help="Take it back.")] = False,
) -> None:
    """Let a person run this instance: list spaces, found networks, open /backstage/."""
    raise typer.Exit(_with_django("entrust").entrust(address, back=back))


@app.command()
def serve(
    port: Port = 8000,
    address: Address = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=0, help="Processes that answer; 0 for one per core.")] = 0,
) -> None:
    """Answer on the web, static files included, until told to stop."""
    raise typer.Exit(_with_django("serve").serve(port=port, address=address, workers=workers))


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
) -> None:
    """Send letters and do what time does by itself, until told to stop. Several may run at once."""
    raise typer.Exit(_with_django("worker").work(once=once))


@app.command()
def live(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.", envvar="LIVE_PORT")] = 8001,
    address: Address = "127.0.0.1",
    most: Annotated[int, typer.Option(min=1, max=50_000, help="So many walls at once.", envvar="LIVE_MOST")] = 2000,
) -> None:
    """Hold the connections of walls and send them what is new, until told to stop. One process is enough."""
    raise typer.Exit(_with_django("live").live(port=port, address=address, most=most))


@app.command()
def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Build it, start nothing.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Forget what was played and build it again.")] = False,
    spaces: Lists = [],  # noqa: B006 (typer makes a list of its own)
    source: SourceName = "",
    licence: Licence = "",
    told_on: ToldOn = "",
    port: Port = 8000,
    address: Address = "127.0.0.1",
) -> None:
    """Build the demonstration and start it: an invented network, letters kept in, a clock that can be moved."""
    os.environ["PASSERELLE_DEMO"] = "1"
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("LIVE_URL", f"http://127.0.0.1:{port % 65535 + 1}")
    demonstration, importing = _with_django("demo"), late("passerelle.console.importing")
    lists = importing.Wished(spaces, source, licence, told_on=told_on)
    raise typer.Exit(demonstration.play(serve=not no_serve, anew=anew, port=port, address=address, lists=lists))


loads = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(loads, name="load")


@loads.callback()
def _what_can_be_loaded() -> None:
    """Keep what others have published, from a file."""


@loads.command("rates")
def load_rates(
    file: Annotated[Path, typer.Argument(help="eurofxref-daily.xml, -hist-90d.xml or -hist.xml, as published.")],
) -> None:
    """Keep the reference rates of the European Central Bank; what is known already stays as it was."""
    raise typer.Exit(_with_django("loading").load_rates(file))


imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(imports, name="import")


@imports.callback()
def _what_can_be_imported() -> None:
    """Take in what somebody already has as a file."""


@imports.command("spaces")
def import_spaces(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, TSV, JSON, GeoJSON, Markdown.")],
    source: SourceName = "",
    licence: Licence = "",
    network: Annotated[str, typer.Option(help="The network in which these spaces stand, by name or address.")] = "",
    told_on: ToldOn = "",
    kind: Annotated[str, typer.Option(help="The kind of all its places, where rows say none: coworking, cafe …")] = "",
    column: Columns = [],  # noqa: B006 (typer makes a list of its own)
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come of it; change nothing.")] = False,
    report: Annotated[Path | None, typer.Option(dir_okay=False, help="Write all of it down, as JSON.")] = None,
) -> None:
    """Take in lists of spaces, each value with its source. The same list again changes nothing.

    Ends with 1 where nothing could be read. What can be read and what is flagged: see docs/listings.md.
    """
    importing = _with_django("importing")
    wished = importing.Wished(files, source, licence, network, told_on, kind, column, dry_run, report)
    raise typer.Exit(importing.import_spaces(wished))


@imports.command("members")
def import_members(
    space: Annotated[str, typer.Argument(metavar="SPACE", help="The space, named as its page's address does.")],
    file: Annotated[Path, typer.Argument(help="CSV, as Cobot, Nexudus, OfficeRnD or another program exports it.")],
    by: Annotated[str, typer.Option(metavar="ADDRESS", help="The mail address of the manager for whom it is done.")],
    column: Columns = [],  # noqa: B006 (typer makes a list of its own)
    tell: Annotated[bool, typer.Option("--tell", help="Write to everybody who is newly entered.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come of it; change nothing.")] = False,
) -> None:
    """Take in the members of a space, and the plans they are on, from another program. Twice changes nothing.

    Plans that the space does not have are made where the file says their price, and not put on sale.
    """
    bringing = _with_django("bringing")
    raise typer.Exit(bringing.import_members(bringing.Asked(space, file, by, column, tell, dry_run)))


@app.command()
def doctor() -> None:
    """Say what is wrong here and how to mend it. Ends with 1 if anything is."""
    raise typer.Exit(late("passerelle.console.doctor").examine(_set_up_django))


@app.command("check-books")
def check_books(network: Network = "", space: Space = "") -> None:
    """Add up the books and look whether they hold together. Ends with 1, and a sentence each, if anything is wrong."""
    raise typer.Exit(_with_django("check_books").check_books(network, space))


@app.command("close-month")
def close_month(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help="The month, once it is over everywhere.")],
    network: Annotated[str, typer.Option(metavar="SLUG", help="The network, named as its page's address does.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would come to; change nothing.")] = False,
) -> None:
    """Settle a month between a network and its spaces: statements, payouts, requests. A closed month is final.

    May be said again: it goes on where it stopped. Ends with 1 where a space could not be settled, or nothing could.
    """
    raise typer.Exit(_with_django("close_month").close(month, network, dry_run=dry_run))


@export.command()
def books(
    network: Network = "",
    space: Space = "",
    form: Annotated[Format, typer.Option("--format", help="For which program.")] = Format.HLEDGER,
) -> None:
    """Write the books of a network or a space as plain text. Either program adds up for itself and checks it."""
    raise typer.Exit(_with_django("export_books").export_books(network, space, form.value))


@export.command("space")
def export_space(
    space: Annotated[str, typer.Argument(metavar="SLUG", help="The space, named as its page's address does.")],
    file: Archive,
) -> None:
    """Put all that a space owns into one new archive, in open formats. It holds names and addresses."""
    raise typer.Exit(_with_django("export_space").export_space(space, file))


@app.command()
def backup(file: Archive) -> None:
    """Put everything into one new archive, keys included. Keep it as you would keep the keys."""
    raise typer.Exit(_with_django("backup").back_up(file))


@app.command()
def restore(
    file: Archive,
    replace: Annotated[bool, typer.Option("--replace", help="Even if it replaces what is here.")] = False,
) -> None:
    """Bring everything back from an archive, on SQLite or PostgreSQL, whichever it was made on."""
    archive = late("passerelle.console.archive")
    secret = archive.secret_to_restore(file, replace=replace)
    os.environ["SECRET_KEY"] = secret
    raise typer.Exit(_with_django("restore").restore(file, secret=secret, replace=replace))


def run() -> None:
    """What `passerelle` calls: a sentence and an exit code for what can be mended, never a page of code.

    Whatever it writes, the database and the secret above all, is for whoever started it alone.
    """
    os.umask(0o077)
    try:
        app()
    except Exception as reason:
        if type(reason).__name__ not in ("ImproperlyConfigured", "CannotGoOn"):
            raise
        sys.stderr.write(f"passerelle: {reason}\n")
        sys.exit(WRONG)


def _with_django(command: str) -> ModuleType:
    """The file of a command that needs the database: Django's own start costs half a second, so only now."""
    _set_up_django()
    module: ModuleType = late(f"passerelle.console.{command}")
    return module


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
    late("django").setup()
