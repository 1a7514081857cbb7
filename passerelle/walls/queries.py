"""What can be asked about walls, what stands on one, and which spaces something was done in."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from passerelle.board.models import Notice
from passerelle.board.queries import Card, cards_of
from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for, typed
from passerelle.kit.qr import qr_modules
from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.logbook.queries import records_after
from passerelle.members.models import Membership
from passerelle.networks.queries import affiliations_on
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.walls.models import Wall

PURPOSE = "wall"
OPENINGS = frozenset({"space_admitted", "spaces_admitted", "space_left"})
"""Acts that are announced on the boards of a whole network."""
LOOKING_BACK = 200
"""Records with a lower number may come later: on PostgreSQL a number is drawn before the act is done."""

Key = tuple[int, str]
"""What makes two walls show the same sheet: the space and the language."""


@dataclass(frozen=True)
class Hung:
    """A wall as whoever serves it needs to know it."""

    space: int
    language: str
    is_revoked: bool

    @property
    def key(self) -> Key:
        """Which sheet it shows."""
        return self.space, self.language


@dataclass(frozen=True)
class Touched:
    """What has happened since one last looked: the numbers of the records, in which spaces, and whether to walls."""

    records: frozenset[int]
    spaces: frozenset[int]
    walls: bool


def walls_of(space: Space) -> list[Wall]:
    """Those that are not revoked, by name."""
    return list(Wall.objects.filter(space=space, revoked_at=None))


def wall_of(space: Space, reference: str) -> Wall | None:
    """One wall of this space that is not revoked."""
    if not can_be_asked_for(reference):
        return None
    return Wall.objects.filter(space=space, reference=reference, revoked_at=None).first()


def address_of(wall: Wall) -> str:
    """What stands in its address."""
    return seal(PURPOSE, wall.reference)


def reference_in(address: str) -> str:
    """The reference that an address was sealed over, without asking the database. Raises Refusal `link_not_valid`."""
    return unseal(PURPOSE, address)


def wall_behind(address: str) -> Wall | None:
    """The wall of a sealed address, also one that is revoked. Raises Refusal `link_not_valid`."""
    return Wall.objects.select_related("space").filter(reference=reference_in(address)).first()


def wall_by_code(code: str) -> Wall:
    """The wall that a short code opens now. Ask behind a limit of tries. Raises Refusal `wall_code_not_known`."""
    said = typed(code)
    if said and can_be_asked_for(said):
        rows = Wall.objects.filter(code=said, code_until__gt=clock.now(), revoked_at=None)
        wall = rows.select_related("space").first()
        if wall is not None:
            return wall
    raise Refusal("wall_code_not_known")


def walls_named(references: Collection[str]) -> dict[str, Hung]:
    """Walls by their reference; those that do not exist are left out. One query."""
    rows = Wall.objects.filter(reference__in=references).order_by()
    found = rows.values_list("reference", "space_id", "language", "revoked_at")
    return {name: Hung(space, language, revoked is not None) for name, space, language, revoked in found}


# What stands on a wall


def sheet_of(space: Space, language: str) -> dict[str, Any]:
    """What a wall of this space shows, for its script: the cards with the moment at which each ends."""
    return {
        "space": space.name,
        "zone": space.time_zone,
        "cards": [_card(card, space) for card in cards_of(space, language)],
    }


def written(sheet: dict[str, Any]) -> bytes:
    """A sheet as it is sent, on one line."""
    return json.dumps(sheet, ensure_ascii=False, separators=(",", ":")).encode()


def sheets_of(keys: Iterable[Key]) -> dict[Key, bytes]:
    """The sheets of several spaces, as they are sent; a space that is gone has none."""
    keys = list(keys)
    spaces = Space.objects.in_bulk({space for space, _ in keys})
    return {(key, language): written(sheet_of(spaces[key], language)) for key, language in keys if key in spaces}


def _card(card: Card, space: Space) -> dict[str, Any]:
    until = clock.midnight(card.until, space.time_zone).isoformat() if card.until else None
    return {
        "key": card.key,
        "kind": card.kind.value,
        "tag": card.tag,
        "title": card.title,
        "lines": list(card.lines),
        "by": card.by,
        "until": until,
        "qr": _code(card.link) if card.link else "",
    }


@lru_cache(maxsize=4096)
def _code(link: str) -> str:
    """Drawn once: the same card stands on a wall for weeks."""
    return qr_modules(link)


# What has happened


def touched_since(number: int, known: Collection[int]) -> Touched:
    """What the logbook says after record `number`, and somewhat before, without those `known` already.

    A query, and one more for each sort of thing whose space has to be found.
    """
    rows = [row for row in records_after(number - LOOKING_BACK) if row[0] not in known]
    named: dict[str, set[int]] = {kind: set() for kind in ("space", "notice", "membership", "visit", "network")}
    for _, act, about, facts in rows:
        for kind, key in filter(None, map(_split, [about, *facts.values()])):
            if kind in named and (kind != "network" or act in OPENINGS):
                named[kind].add(key)
    spaces = frozenset(named["space"] | _spaces_of(named))
    is_about_walls = any(about.startswith("wall:") for _, _, about, _ in rows)
    return Touched(frozenset(row[0] for row in rows), spaces, is_about_walls)


def _split(reference: object) -> tuple[str, int] | None:
    """`visit:42` in its two parts; None for whatever else a fact may be."""
    kind, colon, key = reference.partition(":") if isinstance(reference, str) else ("", "", "")
    return (kind, int(key)) if colon and key.isdecimal() and len(key) < 19 else None


def _spaces_of(named: dict[str, set[int]]) -> set[int]:
    found: set[int] = set()
    if named["notice"]:
        found |= set(Notice.objects.filter(pk__in=named["notice"]).order_by().values_list("space", flat=True))
    if named["membership"]:
        found |= set(Membership.objects.filter(pk__in=named["membership"]).order_by().values_list("space", flat=True))
    if named["visit"]:
        found |= set(Visit.objects.filter(pk__in=named["visit"]).order_by().values_list("host", flat=True))
    if named["network"]:
        standing = affiliations_on(clock.today()).filter(network__in=named["network"])
        found |= set(standing.order_by().values_list("space", flat=True))
    return found
