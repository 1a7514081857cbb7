"""What a space's page says to machines: the same as to people, in the words of schema.org. No mail address."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from passerelle.kit import clock
from passerelle.spaces.rules import Kind, usual_week

if TYPE_CHECKING:
    from passerelle.spaces.models import Space

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPES = {Kind.CAFE: "CafeOrCoffeeShop", Kind.UNKNOWN: "Place"}
"""What schema.org calls a space, where that is not a local business."""


def for_machines(space: "Space", address: str) -> Markup:
    """The JSON-LD of a space whose page stands at `address`, safe inside a script element."""
    said = json.dumps(_said(space, address), ensure_ascii=False)
    for sign in "<>&":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(said)  # noqa: S704  no sign that could end the element is left in it


def _said(space: "Space", address: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(Kind(space.kind), "LocalBusiness"),
        "@id": address,
        "url": address,
        "name": space.name,
        "description": space.summary,
        "address": _filled(
            {
                "@type": "PostalAddress",
                "streetAddress": space.address,
                "addressLocality": space.town,
                "addressCountry": space.country,
            }
        ),
        "geo": _point(space),
        "sameAs": space.website,
        "openingHoursSpecification": _hours(space, clock.local_day(space.time_zone).replace(day=1)),
    }
    return _filled(said)


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def _point(space: "Space") -> dict[str, Any] | None:
    if space.point is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": space.latitude, "longitude": space.longitude}


def _hours(space: "Space", around: date) -> list[dict[str, str]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": WEEKDAYS[day],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for day, spans in enumerate(usual_week(space.hours, space.country, around))
        for opens, closes in spans
    ]
