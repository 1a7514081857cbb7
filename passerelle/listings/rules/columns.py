"""Which heading says what, in English and in French. Plain Python."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from passerelle.kit.fold import fold
from passerelle.listings.rules.features import feature_of_heading
from passerelle.listings.rules.hours import weekday_code
from passerelle.listings.rules.told import Field, ListIsUnreadable

# Headings, folded. Where several columns say the same thing, the one that stands first here goes before.
HEADINGS: Mapping[Field, tuple[str, ...]] = {
    Field.NAME: (
        "name", "nom", "nom tl", "nom du lieu", "nom du tiers lieu", "nom de l espace", "space name", "place name",
        "title", "titre", "denomination", "raison sociale", "enseigne", "space", "lieu", "espace", "coworking",
        "name en", "name fr", "company", "libelle", "appellation",
    ),
    Field.KIND: (
        "typo", "typologie", "kind", "type", "type de lieu", "category", "categorie", "categories", "place type",
        "type of space", "genre", "nature", "amenity", "leisure", "office", "club", "craft",
    ),
    Field.SUMMARY: (
        "summary", "resume", "description", "presentation", "about", "a propos", "short description", "descriptif",
        "comment", "comments", "commentaire", "notes", "remarques", "body", "description en", "description fr",
    ),
    Field.ADDRESS: (
        "address", "adresse", "adresse complete", "full address", "adresse postale", "postal address", "address full",
        "formatted address", "address 1", "adresse 1", "address en", "address fr", "addr full", "where", "ou",
        "address formatted", "location",
    ),
    Field.LOCAL_ADDRESS: (
        "local address", "address local", "adresse locale", "address local script", "address ja", "address jp",
        "address ko", "address kr", "address zh", "address zh tw", "address zh cn", "address zh hk", "address zh hant",
        "address zh hans", "address th", "address ru", "address uk", "address bg", "address el", "address ar",
        "address he", "address fa", "address hi",
    ),
    Field.STREET: (
        "street", "rue", "addr street", "street address", "address line 1", "voie", "address street", "address road",
        "adresse rue", "addr place",
    ),
    Field.HOUSE_NUMBER: (
        "house number", "housenumber", "addr housenumber", "numero", "street number", "no", "address number",
    ),
    Field.POSTCODE: (
        "postcode", "cp", "code postal", "zip", "zip code", "zipcode", "postal code", "addr postcode", "codepostal",
        "code post", "plz",
    ),
    Field.TOWN: (
        "town", "ville", "city", "nomcom", "commune", "nom commune", "addr city", "municipality", "locality",
        "localite", "village", "addr town", "addr village", "nom de la commune", "cominit", "ort", "stadt",
    ),
    Field.COUNTRY: (
        "country code", "country", "pays", "code pays", "addr country", "iso country", "country iso", "land", "nation",
        "iso", "iso2", "iso alpha2",
    ),
    Field.WEBSITE: (
        "website", "web", "site", "site web", "site internet", "url", "homepage", "home page", "contact website",
        "link", "lien", "www", "adresse web", "web site", "webpage", "page web",
    ),
    Field.STATUS: ("status", "status address", "spaceapi", "status url"),
    Field.HOURS: (
        "hours", "opening hours", "open hours", "horaires", "horaire", "heures d ouverture", "horaires d ouverture",
        "openhours", "openinghours", "business hours", "ouverture", "heures",
    ),
    Field.HOURS_NOTE: ("hours note", "hours notes", "opening hours note", "horaires note", "remarque horaires"),
    Field.PRICES: (
        "prices", "price", "prix", "tarif", "tarifs", "rates", "rate", "fee", "fees", "pricing", "cost", "charge",
        "price list", "day pass", "day price", "prix jour", "tarif jour", "tarif journee",
    ),
    Field.FEATURES: (
        "features", "amenities", "services", "equipements", "equipements et services", "prestations", "facilities",
        "equipment", "offers", "service",
    ),
    Field.ID: ("id", "identifier", "identifiant", "uid", "uuid", "gid", "osm id", "ref", "key", "slug", "fid", "osmid"),
    Field.LATITUDE: ("latitude", "lat", "y", "coord y", "geo lat", "ylat"),
    Field.LONGITUDE: ("longitude", "lon", "lng", "long", "x", "coord x", "geo lon", "geo lng", "xlon"),
    Field.COORDINATES: (
        "coordinates", "coordonnees", "coords", "gps", "geo", "geo point", "geo point 2d", "latlng", "lat lng",
        "lat lon", "latlon", "position", "geolocalisation", "geoloc", "point", "coordonnees gps",
        "location coordinates",
    ),
    Field.PRECISION: ("precision", "geocoding score", "result score", "score", "geocoder precision"),
}  # fmt: skip
# What stands before a name in nested files and adds nothing to it.
_AROUND = {"properties", "tags", "fields", "attributes", "location", "address", "adresse", "addr", "geo",
           "coordinates", "coords", "position", "geometry", "center", "place", "space", "gps", "point", "record",
           "data", "info", "details"}  # fmt: skip
_HOURS = set(HEADINGS[Field.HOURS])
_PRICES = set(HEADINGS[Field.PRICES])
_BY_HEADING = {heading: (field, rank) for field, headings in HEADINGS.items() for rank, heading in enumerate(headings)}


class Column(NamedTuple):
    """What a column holds; the lower its rank, the sooner it is believed.

    `label` tells apart what makes one value together: the weekday of hours, what a price is for, which feature.
    """

    field: Field
    rank: int
    label: str = ""


def folded_heading(heading: str) -> str:
    """A heading as headings are compared: "openingHours", "OPENING_HOURS" and "opening hours" are one."""
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:200]))


def column_of(heading: str) -> Column | None:
    """What the column under this heading holds; None where that is not known."""
    words = folded_heading(heading)
    return _known(words) or _of_many(words) or _within(words)


def chosen_columns(mapping: Mapping[str, str]) -> dict[str, Column | None]:
    """The columns that somebody chose, by folded heading.

    Raises ListIsUnreadable: `mapping_names_no_field`.
    """
    try:
        return {
            folded_heading(heading): Column(Field(field), -1) if field else None for heading, field in mapping.items()
        }
    except ValueError:
        known = set(Field)
        wrong = next(field for field in mapping.values() if field and field not in known)
        raise ListIsUnreadable("mapping_names_no_field", field=str(wrong)) from None


def _known(words: str) -> Column | None:
    found = _BY_HEADING.get(words)
    return Column(*found) if found else None


def _of_many(words: str) -> Column | None:
    """One of several columns that make a value together: `hours.mon`, `rates.day`, `wifi.available`."""
    before, _, last = words.rpartition(" ")
    day = weekday_code(last)
    if day and (not before or before in _HOURS):
        return Column(Field.HOURS, 50, day)
    first, _, rest = words.partition(" ")
    if rest and first in _PRICES:
        return Column(Field.PRICES, 50, rest)
    feature = feature_of_heading(words)
    return Column(Field.FEATURES, 50, feature) if feature else None


def _within(words: str) -> Column | None:
    """A known column inside of something; it comes after one that stands by itself."""
    depth = 0
    while " " in words and words.split(" ", 1)[0] in _AROUND:
        words, depth = words.split(" ", 1)[1], depth + 1
    known = _known(words) if depth else None
    return known._replace(rank=known.rank + 100 * depth) if known else None
