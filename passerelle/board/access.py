"""Who may do what on a board."""

from dataclasses import dataclass

from passerelle.board.models import Consent, Notice
from passerelle.board.queries.readers import tied_to
from passerelle.board.rules import Readers, State
from passerelle.kit.refusals import NotFound
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.spaces.rules import Role
from passerelle.visits.models import Visit


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a board: in the house (its team, members, visitors) or outside it; what else they may do;
    and whether everybody reads it.
    """

    in_house: bool
    is_staff: bool = False
    writes: bool = False
    arranges: bool = False
    is_open: bool = False


def reader_of(person: Person | None, space: Space) -> Reader | None:
    """How this person reads the board of that space; None for whom there is none. One query."""
    tied = tied_to(person, space, today_at(space))
    is_open = tied.readers == Readers.EVERYBODY
    if tied.role:
        is_manager = tied.role == Role.MANAGER
        return Reader(in_house=True, is_staff=True, writes=True, arranges=is_manager, is_open=is_open)
    if tied.is_member or tied.comes:
        return Reader(in_house=True, writes=tied.is_member, is_open=is_open)
    return Reader(in_house=False, is_open=True) if is_open else None


def may_pin_up(person: Person, space: Space) -> bool:
    """Its team, and whoever is a member there today, on whatever plan."""
    reader = reader_of(person, space)
    return reader is not None and reader.writes


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
