"""What the directory says of a search: what it understood, how many it found, and what it could not read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passerelle.directory.queries import Found, Understood
from passerelle.directory.rules import LONGEST_TEXT, Wrong
from passerelle.kit.fold import fold
from passerelle.web import phrases
from passerelle.web.towns import town_and_country, town_name

if TYPE_CHECKING:
    pass

NOT_READ = {
    "near": gettext_lazy("“%(found)s” is no place on Earth: write latitude and longitude, as in 50.46,4.87."),
    "bbox": gettext_lazy("“%(found)s” is no part of the map: write its west, south, east and north."),
    "town": gettext_lazy("“%(found)s” is no town that we know."),
    "network": gettext_lazy("“%(found)s” is no network here."),
    "kind": gettext_lazy("“%(found)s” is no sort of place that we know."),
    "free_days": gettext_lazy("“%(found)s” is no number of free days between 0 and 31."),
    "way": gettext_lazy("“%(found)s” is no way to come that we know."),
    "open": gettext_lazy("“%(found)s” is not understood: we can tell who is open now."),
    "there": gettext_lazy("“%(found)s” is nothing that we know to be somewhere."),
    "order": gettext_lazy("“%(found)s” is no order: there is by distance, and by name."),
    "page": gettext_lazy("There is no page “%(found)s”."),
    "passed": gettext_lazy("“%(found)s” is no number of spaces that one could have passed by."),
}


def wrong_sentences(wrong: Sequence[Wrong]) -> list[str]:
    """One sentence for each parameter that could not be used; everything else was."""
    return [str(NOT_READ[one.parameter]) % {"found": one.found} for one in wrong]


def unknown_sentences(parameters: Sequence[str]) -> list[str]:
    """One sentence for each parameter that asks for nothing."""
    return [_("Nothing here is asked for by “%(parameter)s”.") % {"parameter": one[:40]} for one in parameters]


def heading(found: Found) -> str:
    """What is shown, in one line: « Autour de Tokyo, Japon (東京) »."""
    understood = found.understood
    if found.search.bbox:
        return _("In this part of the map")
    if understood.town:
        return _("Around %(town)s") % {"town": town_words(understood)}
    if found.search.near:
        return _("Near you, the nearest first")
    country = phrases.country(understood.country) if understood.country else ""
    if understood.words:
        said = _("“%(words)s”") % {"words": understood.text}
        return _("%(words)s, in %(country)s") % {"words": said, "country": country} if country else said
    return country or _("All spaces, by name")


def read_as(understood: Understood) -> str:
    """« Vous avez écrit « Bruxlles » : voici Bruxelles. »; empty where nothing was corrected."""
    if not understood.read_as:
        return ""
    meant = phrases.country(understood.country) if understood.country else understood.read_as
    if understood.town:
        meant = _name(understood)
    return _("You wrote “%(typed)s”: here is %(meant)s.") % {"typed": understood.text[:LONGEST_TEXT], "meant": meant}


def how_many(found: Found) -> str:
    """« 12 lieux », « plus de 300 lieux »."""
    if found.search.open_now:
        return _looked_at(found)
    if found.is_sample:
        return _("some of the spaces that answer: not all could be looked at")
    if found.is_more:
        return _("more than %(number)s spaces") % {"number": phrases.number(_rounded(found.total))}
    number = phrases.number(found.total)
    return ngettext("%(number)s space", "%(number)s spaces", found.total) % {"number": number}


def _looked_at(found: Found) -> str:
    said = ngettext(
        "%(number)s space was looked at so far, in this order: here is what is known to be open at this moment",
        "%(number)s spaces were looked at so far, in this order: here is what is known to be open at this moment",
        found.looked_at,
    )
    return said % {"number": phrases.number(found.looked_at)}


def town_words(understood: Understood) -> str:
    """« Tokyo, Japon (東京) »: as most know it, its country, and as it was typed where that is in other letters."""
    assert understood.town
    name = _name(understood)
    said = town_and_country(understood.town, name)
    typed = understood.text.strip()
    is_other = not understood.read_as and fold(typed) == understood.name and fold(name) != fold(typed)
    return f"{said} ({typed})" if is_other else said


def _name(understood: Understood) -> str:
    """The town's name as its reader writes it: the one that was found, in capitals as names are, if it is in Latin."""
    assert understood.town
    found = understood.name
    if not found.isascii() or found in (fold(understood.town.name), fold(town_name(understood.town))):
        return town_name(understood.town)
    typed = understood.text.partition(",")[0].strip()
    return (typed if fold(typed) == found else found).title()


def _rounded(number: int) -> int:
    """Down to two figures: who is told of more than so many needs no more."""
    step = int("1" + "0" * max(len(str(number)) - 2, 0))
    return number // step * step
