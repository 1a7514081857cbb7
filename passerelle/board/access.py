"""Who may do what on a board."""

from dataclasses import dataclass

from passerelle.board.models import Consent, Notice
from passerelle.board.queries import board_of
from passerelle.board.rules import Readers, State
from passerelle.kit.refusals import NotFound
from passerelle.members.models import Membership
from passerelle.members.queries import belonging_of
from passerelle.members.rules import is_member
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.models import Visit
from passerelle.visits.queries.ties import ties_of


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a board: in the house (its team, its members, its visitors) or outside it; on its team."""

    in_house: bool
    is_staff: bool = False


def reader_of(person: Person | None, space: Space) -> Reader | None:
    """How this person reads the board of that space; None for whom there is none. At most three queries."""
    if person is not None:
        if may_receive(person, space):
            return Reader(in_house=True, is_staff=True)
        if any(ties_of(person, space, today_at(space))):
            return Reader(in_house=True)
    return Reader(in_house=False) if board_of(space).readers == Readers.EVERYBODY else None


def may_pin_up(person: Person, space: Space) -> bool:
    """Its team, and whoever is a member there today, on whatever plan."""
    return may_receive(person, space) or is_member(belonging_of(person, space), today_at(space))


def may_look_after(person: Person, space: Space) -> bool:
    """The team approves, refuses and hides what others have pinned up."""
    return may_receive(person, space)


def may_arrange(person: Person, space: Space) -> bool:
    """Managers say who reads, whether notices wait for a word, and how many a member may have."""
    return may_manage(person, space)


def may_take_down(person: Person, notice: Notice) -> bool:
    """Whoever wrote it."""
    return notice.person_id == person.pk


def may_read(person: Person | None, notice: Notice) -> bool:
    """Its writer and the team always; others while it stands there, as far as the writer let it be read."""
    if person is not None and notice.person_id == person.pk:
        return True
    reader = reader_of(person, notice.space)
    if reader is None or reader.is_staff:
        return reader is not None
    stands = notice.state == State.SHOWN and notice.until > today_at(notice.space)
    return stands and (reader.in_house or notice.readers == Readers.EVERYBODY)


def may_report(person: Person, notice: Notice) -> bool:
    """Whoever may read it and has not written it."""
    return notice.person_id != person.pk and may_read(person, notice)


def may_be_announced(person: Person, cause: Membership | Visit) -> bool:
    """Only the person concerned agrees, or takes it back."""
    return cause.person_id == person.pk


def may_withdraw(person: Person, consent: Consent) -> bool:
    """The same person."""
    return consent.person_id == person.pk


def must(allowed: bool) -> None:
    """Go on only if it is allowed; what is forbidden is answered like what is absent. Raises NotFound."""
    if not allowed:
        raise NotFound
