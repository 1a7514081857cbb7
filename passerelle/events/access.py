"""Who may do what with events."""

from passerelle.events.models import Occurrence
from passerelle.events.queries import Footing, footing_of, is_member_today, members_propose_at
from passerelle.kit.refusals import NotFound
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


def may_announce(person: Person, space: Space) -> bool:
    """What takes place in a space is for its managers to say."""
    return may_manage(person, space)


def may_propose(person: Person, space: Space) -> bool:
    """Members propose, where the space lets them; its managers announce."""
    return members_propose_at(space) and is_member_today(person, space)


def may_see(footing: Footing, occurrence: Occurrence, *, has_answered: bool = False) -> bool:
    """For whom it is, by its day; and whoever has answered, whatever has changed since."""
    return has_answered or footing.may_come(occurrence.for_whom, occurrence.day)


def may_answer(person: Person, occurrence: Occurrence) -> bool:
    """For whom it is, by its day."""
    return may_see(footing_of(person, occurrence.space), occurrence)


def must(allowed: bool) -> None:
    """Go on only if it is allowed; what is forbidden is answered like what is absent.

    Raises NotFound.
    """
    if not allowed:
        raise NotFound
