"""Spaces as rows of a list: the name, the kind, the terms in one line, where, and whether it is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.networks.queries import Offer, OffersAndHours, offers_and_hours_of_many
from passerelle.spaces.rules import Kind
from passerelle.web import phrases
from passerelle.web.opening import Now, open_now
from passerelle.web.terms_table import kindest, terms_line

if TYPE_CHECKING:
    from passerelle.spaces.models import Space


@dataclass(frozen=True)
class SpaceRow:
    """A space in a list. `terms` is what a traveller would take of its offers, in one line; `km` how far it is."""

    space: "Space"
    terms: str
    where: str
    now: Now | None
    km: float | None = None


def rows_of(
    spaces: Iterable["Space"],
    away: Mapping[int, float | None] | None = None,
    beside: OffersAndHours | None = None,
) -> list[SpaceRow]:
    """The rows of these spaces, in their order; `away` says by key how far each is, `beside` what each offers and when
    it is open, where that is known already. One query for however many.
    """
    listed, away = list(spaces), away or {}
    if not listed:
        return []
    offers, hours = beside or offers_and_hours_of_many(listed, clock.now().date())
    return [
        SpaceRow(
            space,
            offered_in_a_line(space, offers.get(space.pk, [])),
            where(space),
            open_now(space, hours[space.pk]),
            away.get(space.pk),
        )
        for space in listed
    ]


def offered_in_a_line(space: "Space", offers: list[Offer]) -> str:
    """What a traveller finds there, in a few words: no promise of a place where nobody has said yes to it."""
    best = kindest(offers)
    if best is not None and space.answers_letters:
        return terms_line(best.terms)
    if best is not None:
        return _("Listed; nobody there answers from here yet")
    if space.kind == Kind.OFFICE_CENTRE:
        return _("Office centre: not part of a network of open rooms")
    return _("Stands in no network yet")


def where(space: "Space") -> str:
    """« Namur, Belgique »; the town alone where it is called like its country; what of both is known."""
    country = phrases.country(space.country) if space.country else ""
    if not space.town or not country or fold(country) == fold(space.town):
        return space.town or country
    return f"{space.town}, {country}"
