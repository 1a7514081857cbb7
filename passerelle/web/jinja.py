"""The Jinja environment of the pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """What every template may use."""
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701  (Django passes autoescape)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, url=reverse)
    return made
