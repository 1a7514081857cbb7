"""The arithmetic of free days as pages show it, and what can be done where a day is not free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.presence.rules import Mark, free_again_on
from passerelle.visits.queries import Savings, savings, what_instead
from passerelle.web import phrases

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from passerelle.networks.models import Footing
    from passerelle.networks.rules import Terms
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Reckoning:
    """The savings book of a visitor at one host: `lines` as the drawn table takes them, and the sum in one sentence.

    `beyond` are the days asked that are not free, and `again` is the first free one from the first of them on.
    """

    lines: list[tuple[date, str, str, int]]
    total: str
    beyond: list[date]
    again: date | None


def reckoned(person: Person, host: Space, terms: Terms, asked: Collection[date] = ()) -> Reckoning:
    """What this visitor has used and holds at this host, what is asked, and what is left. One query."""
    return told(savings(person, host, terms, asked), host)


def told(book: Savings, host: Space) -> Reckoning:
    """A savings book in words. No query."""
    lines = [(count.day, host.name, count.mark.value, count.left) for count in book.counts]
    beyond = [count.day for count in book.counts if count.mark is Mark.BEYOND]
    counted = [count.day for count in book.counts if count.mark is not Mark.BEYOND]
    again = free_again_on(book.allowance, counted, beyond[0]) if beyond else None
    return Reckoning(lines, total_said(book), beyond, again)


def total_said(book: Savings) -> str:
    """« Il vous reste un jour ici, sur 90 jours. » · "One free day is left here within any 90 days."."""
    asked = [count.day for count in book.counts if count.mark is Mark.ASKED]
    if book.allowance.free_days == 0:
        return _("No day is free here: each is paid.")
    if not asked and book.left == 0 and book.free_again_on:
        return _("No free day is left here before %(day)s.") % {"day": phrases.dated(book.free_again_on)}
    left = _left_after(book, asked[0]) if asked else book.left
    return _left_said(left, book.allowance.within_days, with_these=bool(asked))


def _left_after(book: Savings, first: date) -> int:
    """What is left in the fullest window that ends on a day asked or later."""
    return min(count.left for count in book.counts if count.mark is not Mark.BEYOND and count.day >= first)


def _left_said(left: int, within: int, *, with_these: bool) -> str:
    if with_these and left == 0:
        return _("After these days, no free day is left here within any %(within)s days.") % {"within": within}
    if with_these:
        said = ngettext(
            "After these days, %(count)s free day is left here within any %(within)s days.",
            "After these days, %(count)s free days are left here within any %(within)s days.",
            left,
        )
    else:
        said = ngettext(
            "%(count)s free day is left here within any %(within)s days.",
            "%(count)s free days are left here within any %(within)s days.",
            left,
        )
    return said % {"count": left, "within": within}


@dataclass(frozen=True)
class Elsewhere:
    """Another place near the host that answers."""

    space: Space
    far: str


@dataclass(frozen=True)
class InsteadTold:
    """What can be done instead of a free day, in sentences, and the nearest places that answer."""

    sentences: list[str]
    nearest: list[Elsewhere]


def instead_told(
    person: Person, footing: Footing, host: Space, terms: Terms, day: date, again: date | None = None
) -> InsteadTold:
    """What somebody can do who cannot have `day` free at this host: pay, come later, go next door.

    `again` says from when days are free where that depends on other days that are being asked.
    """
    instead = what_instead(person, footing, host, terms, day)
    again, said = again or instead.free_again_on, []
    if instead.day_price is not None:
        price = phrases.money(instead.day_price, instead.currency)
        said.append(_("A day costs %(price)s here: arrange it with %(host)s.") % {"price": price, "host": host.name})
    if again and again > day:
        said.append(_("A day is free again here from %(day)s.") % {"day": phrases.dated(again)})
    return InsteadTold(said, elsewhere(instead.nearest))


def elsewhere(nearest: list[tuple[Space, float]]) -> list[Elsewhere]:
    """The nearest places with their distances in words."""
    return [Elsewhere(space, phrases.distance(far)) for space, far in nearest]
