"""What all that is printed begins with: its template, which speaks the active language."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined


def template_of(folder: Path, name: str) -> Any:
    """The template of a sheet, read anew: whoever prints often keeps it."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made.get_template(name)
