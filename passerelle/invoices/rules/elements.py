"""Elements of XML, written one inside the other. Plain Python.

What is empty is left out, as both UBL and CII forbid elements that say nothing.
"""

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, indent, tostring

from babel.numbers import get_currency_precision

Child = Element | str | None
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def element(tag: str, *inside: Child | Iterable[Child], **attributes: str) -> Element | None:
    """An element with a text or with elements inside; None where nothing is inside."""
    made = Element(tag, attributes)
    for child in _flat(inside):
        if isinstance(child, Element):
            made.append(child)
        elif child:
            made.text = _NOT_IN_XML.sub("", child)
    return made if made.text or len(made) else None


def document(tag: str, spaces: Mapping[str, str], *inside: Child | Iterable[Child]) -> bytes:
    """A whole document, with `spaces` naming its namespaces by their prefixes; always the same bytes."""
    root = element(tag, *inside)
    if root is None:
        raise ValueError(f"{tag} says nothing.")
    for prefix, address in spaces.items():
        root.set(f"xmlns:{prefix}" if prefix else "xmlns", address)
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def amount(minor: int, currency: str) -> str:
    """Minor units as a decimal figure with a point: 123.14."""
    places = get_currency_precision(currency)
    figures = f"{abs(minor):0{places + 1}}"
    whole = f"{figures[:-places]}.{figures[-places:]}" if places else figures
    return f"-{whole}" if minor < 0 else whole


def percent(hundredths: int) -> str:
    """2100 as 21, 550 as 5.5."""
    return f"{hundredths / 100:g}"


def _flat(inside: Iterable[Child | Iterable[Child]]) -> Iterable[Child]:
    for one in inside:
        if one is None or isinstance(one, str | Element):
            yield one
        else:
            yield from one
