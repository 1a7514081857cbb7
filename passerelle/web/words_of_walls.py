"""The words of walls: how one looks."""

from django.utils.translation import gettext_lazy as _

from passerelle.walls.rules import Look
from passerelle.web.words import Words

LOOKS: Words = {
    Look.BY_HOUR: _("Light by day, dark in the evening"),
    Look.LIGHT: _("Always light"),
    Look.DARK: _("Always dark"),
}
