"""The sentences in which lists are told: one source for every door. Plain Python.

They are English; `translated` turns one into the language of whoever reads it, as `gettext` does.
"""

from collections.abc import Callable, Mapping
from typing import Any

from passerelle.listings.rules.told import Field

Translated = Callable[[str], str]


def _(sentence: str) -> str:
    """Marks a sentence for the catalogues."""
    return sentence


FIELDS: Mapping[Field, str] = {
    Field.NAME: _("name"),
    Field.KIND: _("kind of place"),
    Field.SUMMARY: _("summary"),
    Field.ADDRESS: _("address"),
    Field.LOCAL_ADDRESS: _("address in the local script"),
    Field.POSTCODE: _("postcode"),
    Field.TOWN: _("town"),
    Field.COUNTRY: _("country"),
    Field.WEBSITE: _("website"),
    Field.STATUS: _("status address"),
    Field.HOURS: _("opening hours"),
    Field.HOURS_NOTE: _("note on the hours"),
    Field.PRICES: _("prices"),
    Field.FEATURES: _("what is there"),
    Field.ID: _("identifier"),
    Field.STREET: _("street"),
    Field.HOUSE_NUMBER: _("house number"),
    Field.LATITUDE: _("latitude"),
    Field.LONGITUDE: _("longitude"),
    Field.COORDINATES: _("coordinates"),
    Field.PRECISION: _("precision of the pin"),
}
REASONS: Mapping[str, str] = {
    # refused
    "name_is_missing": _("the name is missing."),
    "name_is_too_long": _("the name is longer than 120 signs."),
    "row_is_no_object": _("this is not the description of a place."),
    # flagged
    "row_has_too_many_cells": _("there are more cells than headings."),
    "cell_is_too_long": _("a cell is longer than anything that is meant to be read, and was cut."),
    "row_is_too_deep": _("it is nested too deeply; the innermost values were left aside."),
    "quotation_mark_is_not_closed": _("a quotation mark is opened and never closed."),
    "front_matter_is_not_closed": _("the head of the file is opened and never closed."),
    "summary_is_too_long": _("the summary was shortened."),
    "address_is_too_long": _("the address was shortened."),
    "local_address_is_too_long": _("the address in the local script was shortened."),
    "town_is_too_long": _("the name of the town was shortened."),
    "hours_note_is_too_long": _("the note on the hours was shortened."),
    "prices_is_too_long": _("the prices were shortened."),
    "mail_address_is_left_out": _("a mail address stood there and was left out; those are nobody’s to publish."),
    "hours_are_words": _("“%(found)s” could not be read as hours, and is kept as a note."),
    "price_is_a_date": _("the spreadsheet made a date of the price: “%(found)s”."),
    "price_may_be_a_mark": _("“%(found)s” may be a mark, not a price."),
    "website_is_not_an_address": _("“%(found)s” is not the address of a website."),
    "website_is_a_mail_address": _("a mail address stands where the website should be; it was left out."),
    "website_is_too_long": _("the address of the website is longer than 200 signs."),
    "address_is_a_website": _("“%(found)s” is the address of a website, not of a place."),
    "country_is_not_known": _("no country is called “%(found)s”."),
    "country_contradicts_the_pin": _("the country and the pin contradict each other (%(found)s)."),
    "country_contradicts_the_address": _("the country and the address contradict each other (%(found)s)."),
    "address_contradicts_the_pin": _("the address and the pin contradict each other (%(found)s)."),
    "pin_cannot_be_read": _("“%(found)s” cannot be read as coordinates."),
    "pin_is_off_the_earth": _("“%(found)s” lies nowhere on the Earth."),
    "pin_is_at_zero": _("the pin lies at zero, zero: nobody set it."),
    "pin_is_imprecise": _("whoever set the pin was not sure of it (%(found)s)."),
    "pin_is_in_no_country": _("the pin lies at sea (%(found)s)."),
    "pin_may_be_swapped": _("latitude and longitude may have changed places (%(found)s)."),
    "pin_is_shared": _("several places with other addresses stand on this same point (%(found)s)."),
    "claimed_space_says_otherwise": _(
        "“%(found)s” was not taken on: somebody acts for the space, and it says otherwise."
    ),
    "without_town": _("no town could be found."),
    "without_coordinates": _("it has no coordinates: it is kept, and stands on no map."),
}
UNREADABLE: Mapping[str, str] = {
    "list_is_too_big": _("The file is larger than %(most)s MB."),
    "list_is_too_long": _("The file has more than %(most)s rows."),
    "list_is_no_text": _("The file is no text: it breaks at line %(line)s. Save it as CSV, JSON or GeoJSON."),
    "list_is_empty": _("There is nothing in the file."),
    "list_is_broken": _("The file breaks at line %(line)s, column %(column)s: what follows could not be read."),
    "list_is_too_deep": _("The file is nested too deeply at line %(line)s."),
    "list_has_too_many_headings": _(
        "The file has more than %(most)s different headings: no list of places has so many."
    ),
    "list_has_no_rows": _("There is no list of places in the file."),
    "list_has_no_names": _("No column says the names of the places. These headings were found: %(found)s."),
    "front_matter_is_missing": _("This text has no head with the values of a place."),
    "front_matter_is_broken": _("The head of the file breaks at line %(line)s."),
    "front_matter_is_too_long": _("The head of the file is longer than %(most)s signs."),
    "mapping_names_no_heading": _("No heading of this file is called “%(heading)s”."),
    "mapping_names_no_field": _("A column cannot be “%(field)s”."),
    "file_cannot_be_read": _("The file cannot be opened: %(why)s."),
    "source_name_is_missing": _("Say where the list comes from."),
    "source_name_is_too_long": _("The name of the source is too long: %(most)s signs at most."),
    "licence_is_too_long": _("The licence is too long: %(most)s signs at most."),
    "list_is_older": _("This source has already told what it knew on %(told_on)s: an older list changes nothing."),
    "list_lies_ahead": _("The date of the list has not come yet."),
    "list_stopped": _("Something in the file stopped the program. Whoever runs it finds out what, in its log."),
    "list_was_given_up": _(
        "Reading the file ended the program %(tries)s times: it asks for more memory than there is. Send it in parts."
    ),
}
LINES: Mapping[str, str] = {
    "line": _("Line %(line)s: %(what)s"),
    "line_and_field": _("Line %(line)s, %(field)s: %(what)s"),
    "element": _("Element %(line)s: %(what)s"),
    "element_and_field": _("Element %(line)s, %(field)s: %(what)s"),
}


def line_sentence(said: Mapping[str, Any], unit: str, translated: Translated = str) -> str:
    """“Line 48, website: “Poligon” is not the address of a website.”, from a line of a report that counts in `unit`."""
    what = translated(REASONS[said["reason"]]) % {"found": said.get("found", "")}
    about = said.get("field")
    facts = {"line": said["line"], "what": what, "field": translated(FIELDS[Field(about)]) if about else ""}
    return translated(LINES[f"{unit}_and_field" if about else unit]) % facts


def unreadable_sentence(
    error: Mapping[str, Any], translated: Translated = str, in_words: Callable[[Any], str] = str
) -> str:
    """Why a file as a whole was not taken in; `in_words` says a fact as the reader does."""
    said = UNREADABLE.get(error["reason"], _("This file cannot be taken in."))
    return translated(said) % {name: in_words(value) for name, value in error.items()}
