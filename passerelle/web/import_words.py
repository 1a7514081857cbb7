"""What is said of a list and of its lines, in the reader's language: « Ligne 48, site : « Poligon » n’est pas … »."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from passerelle.listings.rules import Field
from passerelle.listings.rules.saying import Origin
from passerelle.web import phrases
from passerelle.web.refusals import SENTENCES, in_words

Words = Mapping[Any, Any]

FIELDS: Words = {
    Field.NAME: lazy("name"),
    Field.KIND: lazy("kind of place"),
    Field.SUMMARY: lazy("summary"),
    Field.ADDRESS: lazy("address"),
    Field.POSTCODE: lazy("postcode"),
    Field.TOWN: lazy("town"),
    Field.COUNTRY: lazy("country"),
    Field.WEBSITE: lazy("website"),
    Field.STATUS: lazy("status address"),
    Field.HOURS: lazy("opening hours"),
    Field.HOURS_NOTE: lazy("note on the hours"),
    Field.PRICES: lazy("prices"),
    Field.FEATURES: lazy("what is there"),
    Field.ID: lazy("identifier"),
    Field.STREET: lazy("street"),
    Field.HOUSE_NUMBER: lazy("house number"),
    Field.LATITUDE: lazy("latitude"),
    Field.LONGITUDE: lazy("longitude"),
    Field.COORDINATES: lazy("coordinates"),
    Field.PRECISION: lazy("precision of the pin"),
}
COLUMNS: Words = {**FIELDS, "point": FIELDS[Field.COORDINATES]}
REASONS: Words = {
    # refused
    "name_is_missing": lazy("the name is missing."),
    "name_is_too_long": lazy("the name is longer than 120 signs."),
    "row_is_no_object": lazy("this is not the description of a place."),
    # flagged
    "row_has_too_many_cells": lazy("there are more cells than headings."),
    "cell_is_too_long": lazy("a cell is longer than anything that is meant to be read, and was cut."),
    "row_is_too_deep": lazy("it is nested too deeply; the innermost values were left aside."),
    "quotation_mark_is_not_closed": lazy("a quotation mark is opened and never closed."),
    "front_matter_is_not_closed": lazy("the head of the file is opened and never closed."),
    "summary_is_too_long": lazy("the summary was shortened."),
    "address_is_too_long": lazy("the address was shortened."),
    "town_is_too_long": lazy("the name of the town was shortened."),
    "hours_note_is_too_long": lazy("the note on the hours was shortened."),
    "prices_is_too_long": lazy("the prices were shortened."),
    "mail_address_is_left_out": lazy("a mail address stood there and was left out; those are nobody’s to publish."),
    "hours_are_words": lazy("“%(found)s” could not be read as hours, and is kept as a note."),
    "price_is_a_date": lazy("the spreadsheet made a date of the price: “%(found)s”."),
    "price_may_be_a_mark": lazy("“%(found)s” may be a mark, not a price."),
    "website_is_not_an_address": lazy("“%(found)s” is not the address of a website."),
    "website_is_a_mail_address": lazy("a mail address stands where the website should be; it was left out."),
    "website_is_too_long": lazy("the address of the website is longer than 200 signs."),
    "address_is_a_website": lazy("“%(found)s” is the address of a website, not of a place."),
    "country_is_not_known": lazy("no country is called “%(found)s”."),
    "country_contradicts_the_pin": lazy("the country and the pin contradict each other (%(found)s)."),
    "country_contradicts_the_address": lazy("the country and the address contradict each other (%(found)s)."),
    "address_contradicts_the_pin": lazy("the address and the pin contradict each other (%(found)s)."),
    "pin_cannot_be_read": lazy("“%(found)s” cannot be read as coordinates."),
    "pin_is_off_the_earth": lazy("“%(found)s” lies nowhere on the Earth."),
    "pin_is_at_zero": lazy("the pin lies at zero, zero: nobody set it."),
    "pin_is_imprecise": lazy("whoever set the pin was not sure of it (%(found)s)."),
    "pin_is_in_no_country": lazy("the pin lies at sea (%(found)s)."),
    "pin_may_be_swapped": lazy("latitude and longitude may have changed places (%(found)s)."),
    "pin_is_shared": lazy("several places with other addresses stand on this same point (%(found)s)."),
    "without_town": lazy("no town could be found."),
    "without_coordinates": lazy("it has no coordinates: it is kept, and stands on no map."),
}
UNREADABLE: Words = {
    "list_is_too_big": lazy("The file is larger than %(most)s MB."),
    "list_is_too_long": lazy("The file has more than %(most)s rows."),
    "list_is_no_text": lazy("The file is no text: it breaks at line %(line)s. Save it as CSV, JSON or GeoJSON."),
    "list_is_empty": lazy("There is nothing in the file."),
    "list_is_broken": lazy("The file breaks at line %(line)s: what follows could not be read."),
    "list_is_too_deep": lazy("The file is nested too deeply at line %(line)s."),
    "list_has_no_rows": lazy("There is no list of places in the file."),
    "list_has_no_names": lazy("No column says the names of the places. These headings were found: %(found)s."),
    "front_matter_is_missing": lazy("This text has no head with the values of a place."),
    "front_matter_is_broken": lazy("The head of the file breaks at line %(line)s."),
    "front_matter_is_too_long": lazy("The head of the file is longer than %(most)s signs."),
    "mapping_names_no_heading": lazy("No heading of this file is called “%(heading)s”."),
    "mapping_names_no_field": lazy("A column cannot be “%(field)s”."),
}
WHY_ALIKE: Words = {
    "same_address": lazy("the same door, and alike names"),
    "near_and_alike": lazy("near each other, and alike names"),
    "same_name_in_town": lazy("one name in one town"),
    "same_name": lazy("one name, and one of them has no address"),
    "same_site": lazy("the same website"),
}


def field_word(about: str) -> str:
    """What a column holds: « site », « heures d’ouverture »."""
    return str(FIELDS[Field(about)])


def line_sentence(said: Mapping[str, Any]) -> str:
    """« Ligne 48, site : « Poligon » n’est pas l’adresse d’un site. », from a line of a report."""
    what = str(REASONS[said["reason"]]) % {"found": said.get("found", "")}
    facts = {"line": phrases.number(said["line"]), "what": what}
    if not said.get("field"):
        return _("Line %(line)s: %(what)s") % facts
    return _("Line %(line)s, %(field)s: %(what)s") % {**facts, "field": field_word(said["field"])}


def told_by_lists(origins: Mapping[str, Origin]) -> list[tuple[str, str, str]]:
    """Which lines of a space come from which list, for a printed table: « site · Carte du Visa, décembre 2014 »."""
    told = ((about, origin) for about, origin in origins.items() if origin.source)
    return [(COLUMNS[about], _source_said(origin), "") for about, origin in told]


def _source_said(origin: Origin) -> str:
    said = [origin.source, phrases.dated(origin.told_on) if origin.told_on else "", origin.licence]
    return " · ".join(part for part in said if part)


def unreadable_sentence(error: Mapping[str, Any]) -> str:
    """Why a file as a whole could not be read, or was refused."""
    said = UNREADABLE.get(error["reason"]) or SENTENCES.get(error["reason"]) or lazy("This file cannot be taken in.")
    return str(said) % {name: in_words(value) for name, value in error.items()}


def why_alike(reasons: list[str]) -> str:
    """« près l’un de l’autre, et noms semblables ; le même site »."""
    return phrases.listed(str(WHY_ALIKE[reason]) for reason in reasons)
