"""From a file to what it says of spaces. Plain Python."""

from collections.abc import Mapping

from passerelle.listings.rules.told import MOST_BYTES, Gazetteer, ListIsUnreadable, ListRead

_NO_MAPPING: Mapping[str, str] = {}


def read_list(content: bytes, name: str, gazetteer: Gazetteer, mapping: Mapping[str, str] = _NO_MAPPING) -> ListRead:
    """What the file of this name says.

    `mapping` says of a heading which `Field` it is, empty for none, and goes before what is known of headings.
    Raises ListIsUnreadable.
    """
    if len(content) > MOST_BYTES:
        raise ListIsUnreadable("list_is_too_big", most=MOST_BYTES // 1_000_000)
    return ListRead("csv", "utf-8", {}, (), (), ())
