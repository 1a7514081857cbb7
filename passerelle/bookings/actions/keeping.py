"""What a space lets: a resource described, changed, retired, its calendars' addresses ended."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from passerelle.bookings.access import may_change, must
from passerelle.bookings.models import Resource
from passerelle.bookings.rules import Amenity, Kind, Letting
from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space
from passerelle.spaces.rules import hours_as_meant, hours_can_be_read

MOST_SEATS = 500
_SAME = (
    "unit", "open_to", "notice_hours", "ahead_days", "shortest", "longest", "buffer", "cancel_hours", "paid_first",
    "hold_hours", "late_back",
)  # fmt: skip


@dataclass(frozen=True)
class Described:
    """A resource as a manager describes it. Empty `hours` are the space's own; without `tax` nothing is asked here."""

    name: str
    kind: Kind
    letting: Letting
    seats: int = 1
    text_fr: str = ""
    text_en: str = ""
    amenities: Collection[Amenity] = field(default_factory=tuple)
    hours: str = ""
    tax: Tax | None = None

    def columns(self) -> dict[str, Any]:
        """What is kept of it. Raises Refusal `resource_is_wrong` with the faults, by field."""
        if faults := self._faults():
            raise Refusal("resource_is_wrong", faults=faults)
        prices = self.letting.prices
        return {name: getattr(self.letting, name) for name in _SAME} | {
            "name": self.name.strip(),
            "kind": self.kind,
            "seats": self.seats,
            "text_fr": self.text_fr.strip(),
            "text_en": self.text_en.strip(),
            "amenities": "".join(f" {one}" for one in Amenity if one in self.amenities),
            "hours": hours_as_meant(self.hours),
            "price_hour": prices.hour,
            "price_day": prices.day,
            "member_price_hour": prices.member_hour,
            "member_price_day": prices.member_day,
            "tax": self.tax,
        }

    def _faults(self) -> dict[str, str]:
        faults = dict(self.letting.faults())
        if not self.name.strip():
            faults["name"] = "name_is_missing"
        if not 1 <= self.seats <= MOST_SEATS:
            faults["seats"] = "out_of_range"
        hours = hours_as_meant(self.hours)
        if hours and not hours_can_be_read(hours):
            faults["hours"] = "hours_cannot_be_read"
        return faults


@transaction.atomic
def add_resource(space: Space, described: Described, *, by: Person) -> Resource:
    """From now on it can be booked.

    Raises NotFound, also for another's tax, Refusal `resource_is_wrong` with the faults.
    """
    must(may_manage(by, space) and _is_its(described.tax, space))
    resource = Resource.objects.create(space=space, currency=space.currency, **described.columns())
    write_down("resource_added", about=resource.ref, actor=by.ref, space=space.ref)
    return resource


@transaction.atomic
def change_resource(resource: Resource, described: Described, *, by: Person) -> None:
    """From now on it is let like this; what was booked before stays as it was read.

    By what it is booked never changes: whoever wants the other adds another resource.
    Raises NotFound, also for another's tax, Refusal `resource_is_wrong` with the faults, `unit_never_changes`.
    """
    must(may_change(by, resource) and _is_its(described.tax, resource.space))
    columns = described.columns()
    if columns["unit"] != resource.unit:
        raise Refusal("unit_never_changes")
    changed = sorted(name for name, value in columns.items() if getattr(resource, name) != value)
    if changed:
        Resource.objects.filter(pk=resource.pk).update(**columns)
        write_down("resource_changed", about=resource.ref, actor=by.ref, fields=changed)


def _is_its(tax: Tax | None, space: Space) -> bool:
    return tax is None or tax.space_id == space.pk


@transaction.atomic
def set_retired(resource: Resource, retired: bool, *, by: Person) -> None:
    """It is let no longer, or again; what is booked stands. Raises NotFound."""
    must(may_change(by, resource))
    as_it_is = Resource.objects.filter(pk=resource.pk, retired_at__isnull=retired)
    if as_it_is.update(retired_at=clock.now() if retired else None):
        write_down("resource_retired" if retired else "resource_let_again", about=resource.ref, actor=by.ref)


@transaction.atomic
def end_feeds(resource: Resource, *, by: Person) -> None:
    """The addresses of its calendars open nothing any more, and there are new ones. Raises NotFound."""
    must(may_change(by, resource))
    Resource.objects.filter(pk=resource.pk).update(feed_number=F("feed_number") + 1)
    write_down("resource_feeds_ended", about=resource.ref, actor=by.ref)
