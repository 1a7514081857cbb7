"""From the cells of a row to what it says of a space. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.listings.rules import prices
from passerelle.listings.rules.addresses import country_named
from passerelle.listings.rules.capitals import calmed
from passerelle.listings.rules.columns import Column
from passerelle.listings.rules.countries import country_called
from passerelle.listings.rules.decoding import whole_letters
from passerelle.listings.rules.features import features_in, kind_in, kind_of_name, kind_of_trade, says_nothing_else
from passerelle.listings.rules.hours import Opening, opening, opening_of_days
from passerelle.listings.rules.placing import AskedOnce, SaidOfPlace, Whereabouts, placed
from passerelle.listings.rules.tidying import has_mail_address, on_one_line, seen, website, without_mail_addresses
from passerelle.listings.rules.told import LONGEST_CELL, Basis, Field
from passerelle.spaces.rules import LONGEST, Feature, Kind

LONGEST_FOUND = 120
LONGEST_PRICES = 400
LONGEST_POSTCODE = 20
LONGEST_PLACE = 600  # of an address, as far as it is looked into for a town and a country
# Countries in which the number of a house is written before the street.
_NUMBER_FIRST = {
    "FR", "GB", "IE", "US", "CA", "AU", "NZ", "LU", "MC", "RE", "GP", "MQ", "GF", "YT", "NC", "PF", "ZA", "IN", "SG",
    "HK",
}  # fmt: skip
_NOT_A_SITE_OF_ITS_OWN = ("wiki.hackerspaces.org", "wiki.openstreetmap.org", "www.wikidata.org")
_NO_POSTCODE = {"0", "00000", "-", "?"}


class Cell(NamedTuple):
    """One cell: its heading and column, what stands in it and how a reader sees that."""

    heading: str
    column: Column
    raw: str
    seen: str


class Complaint(NamedTuple):
    """What is wrong with a row, before it has a line and a name."""

    field: str
    code: str
    found: str = ""


@dataclass(slots=True)
class Tale:
    """What a row says, as it is put together."""

    values: dict[Field, str] = field(default_factory=dict)
    originals: dict[Field, str] = field(default_factory=dict)
    derived: dict[Field, Basis] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    point: Point | None = None
    time_zone: str = ""
    own_id: str = ""
    taken: set[str] = field(default_factory=set)

    def take(self, *cells: Cell) -> None:
        """What stands in these cells is among what the row says, or serves to read it: `taken` has their headings."""
        self.taken.update(cell.heading for cell in cells)

    def first(self, cells: "Cells", *fields: Field) -> Cell | None:
        """The first cell of these fields that says anything, taken."""
        found = next((cell for about in fields for cell in cells.get(about, ()) if cell.seen), None)
        if found:
            self.take(found)
        return found

    def text(self, cells: "Cells", about: Field) -> str:
        """What stands in the first cell of a field, taken."""
        cell = self.first(cells, about)
        return cell.seen if cell else ""

    def say(self, about: Field, value: str, raw: str) -> None:
        """Keep a value, and beside it what was found where that differs; an empty value keeps what was found alone."""
        if value:
            self.values[about] = value
        if raw and raw != value:
            self.originals[about] = without_mail_addresses(raw)

    def complain(self, about: str, code: str, found: str = "") -> None:
        """Flag the row."""
        self.complaints.append(Complaint(about, code, without_mail_addresses(found)[:LONGEST_FOUND]))


Cells = Mapping[Field, list[Cell]]


def cell_of(heading: str, column: Column, raw: str) -> Cell:
    """A cell as it is read, cut where it is longer than anything that is meant to be read."""
    if len(raw) > LONGEST_CELL or not raw.isprintable():
        raw = whole_letters(raw[:LONGEST_CELL]).replace("\x00", "\ufffd")
    return Cell(heading, column, raw, seen(raw))


def tale_of(cells: Cells, where: AskedOnce) -> Tale:
    """What a row says: every part by itself, so that what is wrong with one costs no other."""
    tale = Tale()
    for tell in _PARTS:
        tell(tale, cells)
    _tell_place(tale, cells, where)
    _take_doubles(tale, cells)
    return tale


def _take_doubles(tale: Tale, cells: Cells) -> None:
    """What a column says that another of its field has said already is not lost."""
    for said in cells.values():
        if len(said) > 1:
            taken = {(cell.column.label, fold(cell.seen)) for cell in said if cell.heading in tale.taken}
            tale.take(*(cell for cell in said if (cell.column.label, fold(cell.seen)) in taken))


# Words


def _tell_name(tale: Tale, cells: Cells) -> None:
    cell = tale.first(cells, Field.NAME)
    if cell:
        tale.say(Field.NAME, calmed(_public(tale, Field.NAME, on_one_line(cell.seen))), cell.raw)


def _tell_summary(tale: Tale, cells: Cells) -> None:
    cell = tale.first(cells, Field.SUMMARY)
    if cell:
        tale.say(Field.SUMMARY, _cut(tale, Field.SUMMARY, _public(tale, Field.SUMMARY, cell.seen)), cell.raw)


def _tell_postcode(tale: Tale, cells: Cells) -> None:
    cell = tale.first(cells, Field.POSTCODE)
    if cell:
        is_one = (
            cell.seen not in _NO_POSTCODE and len(cell.seen) <= LONGEST_POSTCODE and not has_mail_address(cell.seen)
        )
        tale.say(Field.POSTCODE, on_one_line(cell.seen) if is_one else "", cell.raw)


def _public(tale: Tale, about: Field, said: str) -> str:
    """`said` without mail addresses, which are nobody's to publish."""
    if not has_mail_address(said):
        return said
    tale.complain(about, "mail_address_is_left_out", said)
    return without_mail_addresses(said)


def _cut(tale: Tale, about: Field, said: str, most: int = 0) -> str:
    most = most or LONGEST[about.value]
    if len(said) <= most:
        return said
    tale.complain(about, f"{about}_is_too_long", said)
    return said[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


# Kind, features, prices


def _tell_kind(tale: Tale, cells: Cells) -> None:
    """What a column says; before it a brand, behind it the name. Where none of them says a kind, it is not known."""
    said = [cell for cell in cells.get(Field.KIND, ()) if cell.seen]
    name = tale.values.get(Field.NAME, "")
    trade = kind_of_trade(name, next((cell.seen for cell in cells.get(Field.WEBSITE, ()) if cell.seen), ""))
    told = next((kind for kind in (kind_in(cell.seen) for cell in said) if kind), None)
    tale.take(*(cell for cell in said if told and kind_in(cell.seen) == told))
    if not told and Field.STATUS in tale.values:
        trade = trade or Kind.MAKER_SPACE  # SpaceAPI is what hackerspaces speak
    kind = trade or told or kind_of_name(name)
    tale.say(Field.KIND, kind.value if kind else "", said[0].raw if said else "")
    if kind and kind != told:
        tale.derived[Field.KIND] = Basis.TRADE if trade else Basis.NAME


def _tell_features(tale: Tale, cells: Cells) -> None:
    told = [(cell, features_in(cell.column.label, cell.seen)) for cell in cells.get(Field.FEATURES, ()) if cell.seen]
    found = frozenset[str]().union(*(features for _, features in told))
    tale.take(*(cell for cell, features in told if features and says_nothing_else(cell.column.label, cell.seen)))
    words = "; ".join(cell.raw for cell, features in told if features and not cell.column.label)
    tale.say(Field.FEATURES, ", ".join(feature for feature in Feature if feature in found), words)


def _tell_prices(tale: Tale, cells: Cells) -> None:
    said = [cell for cell in cells.get(Field.PRICES, ()) if cell.seen]
    tale.take(*said)
    found = prices.prices_of(
        [(cell.column.label, on_one_line(_public(tale, Field.PRICES, cell.seen))) for cell in said]
    )
    for price in found:
        if price.flaw:
            tale.complain(Field.PRICES, price.flaw, price.said)
    words = _cut(tale, Field.PRICES, prices.in_words(found), LONGEST_PRICES)
    as_found = "; ".join(f"{cell.column.label}: {cell.raw}" if cell.column.label else cell.raw for cell in said)
    tale.say(Field.PRICES, words, as_found if found else "")


# Hours


def _tell_hours(tale: Tale, cells: Cells) -> None:
    said = [cell for cell in cells.get(Field.HOURS, ()) if cell.seen]
    days = [cell for cell in said if cell.column.label]
    whole = next((cell for cell in said if not cell.column.label), None)
    tale.take(*([whole] if whole else days))
    meant = opening(whole.seen) if whole else opening_of_days({cell.column.label: cell.seen for cell in days})
    raw = whole.raw if whole else "; ".join(f"{cell.column.label} {cell.raw}" for cell in days)
    tale.say(Field.HOURS, meant.hours, raw)
    _tell_hours_note(tale, cells, meant)


def _tell_hours_note(tale: Tale, cells: Cells, meant: Opening) -> None:
    cell = tale.first(cells, Field.HOURS_NOTE)
    words = [on_one_line(part) for part in (meant.note, cell.seen if cell else "") if part]
    if meant.note:
        tale.complain(Field.HOURS, "hours_are_words", meant.note)
    if words:
        said = _public(tale, Field.HOURS_NOTE, "; ".join(words))
        tale.say(Field.HOURS_NOTE, _cut(tale, Field.HOURS_NOTE, said), cell.raw if cell else said)


# Addresses of the web


def _tell_website(tale: Tale, cells: Cells) -> None:
    said = [cell for cell in cells.get(Field.WEBSITE, ()) if cell.seen]
    for cell in said:
        address = website(cell.seen)
        if address and address.split("/")[2].lower() in _NOT_A_SITE_OF_ITS_OWN:
            tale.own_id = tale.own_id or address
            tale.take(cell)
        elif address and len(address) <= LONGEST["website"]:
            tale.say(Field.WEBSITE, address, cell.raw)
            tale.take(cell)
            return
    wrong = next((cell for cell in said if not website(cell.seen)), None)
    if wrong:
        is_mail = has_mail_address(wrong.seen)
        tale.complain(Field.WEBSITE, f"website_is_{'a_mail' if is_mail else 'not_an'}_address", wrong.seen)
    elif said and not tale.own_id:
        wrong = said[0]
        tale.complain(Field.WEBSITE, "website_is_too_long", wrong.seen)
    if wrong:
        tale.say(Field.WEBSITE, "", wrong.raw)
        tale.take(wrong)


def _tell_status(tale: Tale, cells: Cells) -> None:
    cell = next((cell for cell in cells.get(Field.STATUS, ()) if "://" in cell.seen), None)
    address = website(cell.seen) if cell else ""
    if cell and 0 < len(address) <= LONGEST["website"]:
        tale.say(Field.STATUS, address, cell.raw)
        tale.take(cell)


def _tell_id(tale: Tale, cells: Cells) -> None:
    tale.own_id = without_mail_addresses(on_one_line(tale.text(cells, Field.ID))) or tale.own_id


def _tell_local_address(tale: Tale, cells: Cells) -> None:
    """The address as it is read there; where there is no other, it is the address."""
    cell = tale.first(cells, Field.LOCAL_ADDRESS) if cells.get(Field.ADDRESS) else None
    if cell:
        said = _public(tale, Field.LOCAL_ADDRESS, on_one_line(cell.seen))
        tale.say(Field.LOCAL_ADDRESS, _cut(tale, Field.LOCAL_ADDRESS, said), cell.raw)


_PARTS: tuple[Callable[[Tale, Cells], None], ...] = (
    _tell_name, _tell_summary, _tell_postcode, _tell_features, _tell_prices, _tell_hours, _tell_website, _tell_status,
    _tell_kind, _tell_id, _tell_local_address,
)  # fmt: skip


# The place


def _tell_place(tale: Tale, cells: Cells, where: AskedOnce) -> None:
    address = tale.first(cells, Field.ADDRESS, Field.LOCAL_ADDRESS)
    one_line = on_one_line(address.seen) if address else ""
    tale.take(
        *(
            cell
            for about in (Field.STREET, Field.HOUSE_NUMBER)
            for cell in cells.get(about, ())
            if cell.seen in one_line
        )
    )
    if one_line and website(one_line) and not country_named(one_line):
        tale.complain(Field.ADDRESS, "address_is_a_website", one_line)
        tale.say(Field.ADDRESS, "", address.raw if address else "")
        one_line, address = "", None
    whereabouts = placed(_said_of_place(tale, cells, one_line[:LONGEST_PLACE]), where)
    tale.point, tale.time_zone = whereabouts.point, whereabouts.time_zone
    for about, code, found in whereabouts.flaws:
        tale.complain(about, code, found)
    _tell_town_and_country(tale, cells, whereabouts)
    if address:
        tale.say(Field.ADDRESS, _address(tale, one_line), address.raw)
    else:
        _tell_street(tale, cells, whereabouts.country)


def _said_of_place(tale: Tale, cells: Cells, address: str) -> SaidOfPlace:
    town = on_one_line(tale.text(cells, Field.TOWN)).strip(" ,;")
    return SaidOfPlace(
        latitude=tale.text(cells, Field.LATITUDE),
        longitude=tale.text(cells, Field.LONGITUDE),
        coordinates=tale.text(cells, Field.COORDINATES),
        precision=tale.text(cells, Field.PRECISION),
        country=tale.text(cells, Field.COUNTRY),
        town=town if any(sign.isalpha() for sign in town) and not has_mail_address(town) else "",
        address=address,
    )


def _tell_town_and_country(tale: Tale, cells: Cells, whereabouts: Whereabouts) -> None:
    town, country = tale.first(cells, Field.TOWN), tale.first(cells, Field.COUNTRY)
    tale.say(Field.TOWN, calmed(_cut(tale, Field.TOWN, whereabouts.town)), town.raw if town else "")
    tale.say(Field.COUNTRY, whereabouts.country, country.raw if country else "")
    tale.take(*(cell for cell in cells.get(Field.COUNTRY, ()) if country_called(cell.seen) == whereabouts.country))
    tale.derived |= whereabouts.derived


def _tell_street(tale: Tale, cells: Cells, country: str) -> None:
    street, number = tale.first(cells, Field.STREET), tale.first(cells, Field.HOUSE_NUMBER)
    if street:
        parts = [street] if not number else [number, street] if country in _NUMBER_FIRST else [street, number]
        said = " ".join(on_one_line(part.seen) for part in parts)
        tale.say(Field.ADDRESS, _address(tale, said), " ".join(part.raw for part in parts))


def _address(tale: Tale, said: str) -> str:
    return calmed(_cut(tale, Field.ADDRESS, _public(tale, Field.ADDRESS, said)))


def fallback_key(tale: Tale) -> str:
    """What tells a row apart that has no id: its name and where it says it is."""
    where = tale.values.get(Field.ADDRESS) or (
        tale.values.get(Field.TOWN, "") if Field.TOWN not in tale.derived else ""
    )
    return f"{fold(tale.values[Field.NAME])} {fold(where)}".strip()
