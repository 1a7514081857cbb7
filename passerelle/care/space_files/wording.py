"""What the files of a space say of themselves, in the reader's language: each file, each column, and the units."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.care.space_files.column_words import COLUMNS
from passerelle.care.space_files.file_words import FILES, LEFT_ASIDE, OTHER_FILES, UNITS
from passerelle.care.space_files.table import Table
from passerelle.kit import clock
from passerelle.spaces.models import Space


def readme(space: Space, tables: Iterable[Table], language: str) -> str:
    """The file to read first, in Markdown."""
    with override(language):
        day = date_format(clock.local(space.time_zone), "j F Y, H:i")
        parts = [
            "# " + _("%(space)s, taken out on %(day)s") % {"space": space.name, "day": day},
            _("This is everything that Passerelle keeps of %(space)s, in formats that other programs read.")
            % {"space": space.name},
            _listed(_("How to read it"), UNITS),
            _listed(_("What is left aside"), LEFT_ASIDE),
            _listed(_("Other files"), [f"`{name}`: {said}" for name, said in OTHER_FILES.items()]),
            "## " + _("The tables"),
            _("Each is there twice, as `csv/NAME.csv` and as `json/NAME.json`."),
            *(_of_table(table) for table in tables),
        ]
        return "\n\n".join(parts) + "\n"


def _listed(title: str, sentences: Iterable[object]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {one}" for one in sentences)


def _of_table(table: Table) -> str:
    columns = "\n".join(f"- `{heading}`: {COLUMNS[heading]}" for heading in table.headings)
    return f"### {table.name}\n\n{FILES[table.name]}\n\n{columns}"
