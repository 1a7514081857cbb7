"""What is said of a list and of its lines, in the reader's language: « Ligne 48, site : « Poligon » n’est pas … »."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as lazy

from passerelle.listings.rules import Basis, Field, sentences
from passerelle.listings.rules.saying import Origin
from passerelle.web import phrases
from passerelle.web.refusals import in_words

Words = Mapping[Any, Any]

FIELDS: Words = {about: lazy(said) for about, said in sentences.FIELDS.items()}
COLUMNS: Words = {**FIELDS, "point": FIELDS[Field.COORDINATES]}
BASES: Words = {
    Basis.PIN: lazy("derived from the pin"),
    Basis.NAME: lazy("derived from the name"),
    Basis.TRADE: lazy("derived from the brand or the website"),
    Basis.LIST: lazy("said of the whole list"),
}
WHY_ALIKE: Words = {
    "same_address": lazy("the same door, and alike names"),
    "near_and_alike": lazy("near each other, and alike names"),
    "same_name_in_town": lazy("one name in one town"),
    "same_name": lazy("one name, and one of them has no address"),
    "same_site": lazy("the same website"),
}


_AS_KEPT: Mapping[str, Callable[[Any], str]] = {
    "told_on": lambda value: phrases.dated(date.fromisoformat(value)),
    "most": phrases.number,
}


def field_word(about: str) -> str:
    """What a column holds: « site », « heures d’ouverture »."""
    return str(FIELDS[Field(about)])


def line_sentence(said: Mapping[str, Any], unit: str) -> str:
    """« Ligne 48, site : « Poligon » n’est pas l’adresse d’un site. », from a report that counts in `unit`."""
    return sentences.line_sentence(said, unit, gettext)


def told_by_lists(origins: Mapping[str, Origin]) -> list[tuple[str, str, str]]:
    """Which lines of a space come from which list, for a printed table: « site · Carte du Visa, décembre 2014 »."""
    told = ((about, origin) for about, origin in origins.items() if origin.source)
    return [(COLUMNS[about], _source_said(origin), "") for about, origin in told]


def column_said(about: str, origin: Origin) -> str:
    """What a list is owed: « adresse », « ville (d’après le repère) »."""
    derived = f" ({BASES[Basis(origin.derived)]})" if origin.derived else ""
    return f"{COLUMNS[about]}{derived}"


def _source_said(origin: Origin) -> str:
    derived = str(BASES[Basis(origin.derived)]) if origin.derived else ""
    said = [origin.source, phrases.dated(origin.told_on) if origin.told_on else "", origin.licence, derived]
    return " · ".join(part for part in said if part)


def unreadable_sentence(error: Mapping[str, Any]) -> str:
    """Why a file as a whole could not be read, or was refused; a day is kept in its numbers."""
    facts = {name: _AS_KEPT.get(name, in_words)(value) for name, value in error.items()}
    return sentences.unreadable_sentence(facts, gettext)


def why_alike(reasons: list[str]) -> str:
    """« près l’un de l’autre, et noms semblables ; le même site »."""
    return phrases.listed(str(WHY_ALIKE[reason]) for reason in reasons)
