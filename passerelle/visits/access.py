"""Who may do what with a visit.

A person acts as visitor, or for the spaces whose staff they are. Whoever holds the link of a letter acts for the space
it was sent to, about that one visit and nothing else: getting the letter proves the right.
"""

from dataclasses import dataclass
from enum import StrEnum

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.models import Visit
from passerelle.visits.queries.ties import ties_of
from passerelle.visits.rules import Side


class Link(StrEnum):
    """What the link of a letter lets its reader do."""

    ANSWER = "answer"
    VOUCH = "vouch"
    ARRIVAL = "arrival"


@dataclass(frozen=True)
class ByLetter:
    """Whoever holds the link that was sent to a space about one visit."""

    visit: int
    link: Link

    @property
    def ref(self) -> str:
        """How the logbook names whoever it was: nobody's name is known."""
        return f"letter:{self.link}"


Actor = Person | ByLetter


def sealed(visit: Visit, link: Link) -> str:
    """What stands in the address of a letter's link."""
    return seal(f"visit-{link}", visit.reference)


def opened(text: str, link: Link) -> tuple[Visit, ByLetter]:
    """The visit that a letter's link is about, and the right it gives.

    Raises Refusal `link_not_valid`.
    """
    visit = (
        Visit.objects.select_related("person", "home", "host", "network")
        .filter(reference=unseal(f"visit-{link}", text))
        .first()
    )
    if visit is None:
        raise Refusal("link_not_valid")
    return visit, ByLetter(visit.pk, link)


def side_of(actor: Actor, visit: Visit) -> Side | None:
    """On which side of the conversation this is; None for anybody else."""
    if isinstance(actor, ByLetter):
        return Side.HOST if actor.visit == visit.pk and actor.link is not Link.VOUCH else None
    if actor.pk == visit.person_id:
        return Side.VISITOR
    return Side.HOST if may_receive(actor, visit.host) else None


def may_answer(actor: Actor, visit: Visit) -> bool:
    """The host answers: its staff, or the link in its letter."""
    return actor == ByLetter(visit.pk, Link.ANSWER) or (isinstance(actor, Person) and may_receive(actor, visit.host))


def may_vouch(actor: Actor, visit: Visit) -> bool:
    """The home vouches: its managers, or the link in its letter."""
    if visit.home is None:
        return False
    return actor == ByLetter(visit.pk, Link.VOUCH) or (isinstance(actor, Person) and may_manage(actor, visit.home))


def home_of(visit: Visit) -> Space:
    """The home that vouches. Raises NotFound where the visit rests on a pass."""
    if visit.home is None:
        raise NotFound
    return visit.home


def may_witness(actor: Actor, visit: Visit) -> bool:
    """The host's door records arrivals: its staff, or the link in the letter that confirmed the visit."""
    return actor == ByLetter(visit.pk, Link.ARRIVAL) or (isinstance(actor, Person) and may_receive(actor, visit.host))


def may_decide_as_visitor(actor: Actor, visit: Visit) -> bool:
    """Only the visitor cancels, takes up other dates, or checks in with the poster's code."""
    return isinstance(actor, Person) and actor.pk == visit.person_id


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a space's first hour; with the key of its Wi-Fi where they are inside."""

    is_inside: bool
    is_staff: bool = False


def first_hour_open_to(person: Person, space: Space) -> Reader | None:
    """Who acts for the space, is at home there now or soon, is on a visit, or is there today; None for all others.

    Inside are its staff, and whoever has checked in today.
    """
    if may_receive(person, space):
        return Reader(is_inside=True, is_staff=True)
    ties = ties_of(person, space, today_at(space))
    return Reader(ties.is_here) if any(ties) else None


def must(allowed: bool) -> None:
    """Go on only if it is allowed; what is forbidden is answered like what is absent.

    Raises NotFound.
    """
    if not allowed:
        raise NotFound
