"""Who may do what with memberships."""

from passerelle.members.models import Enrolment
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.models import Space


def may_see_members(person: Person, space: Space) -> bool:
    """Only managers see who is at home in their space: the desk needs no list of addresses."""
    return may_manage(person, space)


def may_enter_members(person: Person, space: Space) -> bool:
    """Managers enter, renew and end memberships."""
    return may_manage(person, space)


def may_call_off(person: Person, enrolment: Enrolment) -> bool:
    """A plan that somebody took is theirs to call off, or the space's managers'."""
    return enrolment.person_id == person.pk or may_manage(person, enrolment.space)


def may_change_plan(person: Person, enrolment: Enrolment) -> bool:
    """A plan is changed and paused by whoever took it, or by the space's managers."""
    return may_call_off(person, enrolment)


def may_withdraw_from(person: Person, enrolment: Enrolment) -> bool:
    """Only whoever took a plan withdraws from the contract."""
    return enrolment.person_id == person.pk


def may_record_members(person: Person, space: Space) -> bool:
    """The desk and the managers write down which members are here; they find one by name, and see no address."""
    return may_receive(person, space)
