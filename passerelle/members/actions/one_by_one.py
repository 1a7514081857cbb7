"""Memberships, one by one: kept, entered, renewed, ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from passerelle.kit.addresses import is_mail_address
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.access import may_enter_members
from passerelle.members.actions.ending import call_off_change, renew_no_more
from passerelle.members.models import Membership
from passerelle.members.queries import changes_of, membership_of, renewing_of
from passerelle.members.rules import Source, excluded_end
from passerelle.people.actions import know_person
from passerelle.people.models import Person
from passerelle.people.queries import person_at
from passerelle.people.rules import LONGEST_NAME
from passerelle.plans import rules
from passerelle.plans.models import Plan
from passerelle.plans.rules import Kind
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Term:
    """From when until when somebody is a member, on which plan if that is said: both days included, as people write
    them.
    """

    since: date
    valid_until: date | None = None
    carries_visa: bool = True
    plan: Plan | None = None

    @classmethod
    def of(cls, plan: Plan, since: date, valid_until: date | None = None) -> "Term":
        """As the plan says it, unless another last day is said."""
        last = valid_until or rules.valid_until(Kind(plan.kind), since, plan.valid_days)
        return cls(since, last, plan.carries_visa, plan)


@transaction.atomic
def keep_membership(person: Person, space: Space, term: Term, *, source: Source, by: str) -> tuple[Membership, bool]:
    """The person is at home in the space for `term`; says whether that is new. What was known of it before is replaced.

    A plan stays where none is said. Raises NotFound for another space's plan, Refusal `ends_before_it_begins`. The
    right to do it is asked by whoever calls: a manager, or a home's letter.
    """
    until = excluded_end(term.valid_until)
    if term.valid_until is not None and term.valid_until < term.since:
        raise Refusal("ends_before_it_begins", since=term.since, valid_until=term.valid_until)
    if term.plan is not None and term.plan.space_id != space.pk:
        raise NotFound
    kept: dict[str, Any] = {"since": term.since, "until": until, "carries_visa": term.carries_visa}
    kept |= {"plan": term.plan} if term.plan else {}
    membership, is_new = Membership.objects.update_or_create(
        person=person, space=space, defaults=kept, create_defaults=kept | {"source": source}
    )
    write_down("member_entered" if is_new else "member_renewed", about=person.ref, actor=by, space=space.ref)
    return membership, is_new


@transaction.atomic
def enter_member(space: Space, *, name: str, address: str, term: Term, by: Person) -> Membership:
    """A manager enters somebody, who is told so by letter.

    Raises NotFound; Refusal `name_is_missing`, `too_long`, `email_is_not_an_address`, `member_already`,
    `ends_before_it_begins`.
    """
    _must_enter(by, space)
    name, address = " ".join(name.split()), _address(address)
    if not name:
        raise Refusal("name_is_missing")
    if len(name) > LONGEST_NAME:
        raise Refusal("too_long", most=LONGEST_NAME)
    known = person_at(address)
    if known and membership_of(known, space):
        raise Refusal("member_already", address=address)
    person = know_person(address, name=name, language=space.language)
    membership, _is_new = keep_membership(person, space, term, source=Source.STAFF, by=by.ref)
    Membership.objects.filter(pk=membership.pk).update(is_to_be_told=True)
    return membership


@transaction.atomic
def renew_membership(membership: Membership, term: Term, *, by: Person) -> Membership:
    """Another first or last day, or another plan. Raises NotFound, Refusal `ends_before_it_begins`."""
    _must_enter(by, membership.space)
    source = Source(membership.source)
    return keep_membership(membership.person, membership.space, term, source=source, by=by.ref)[0]


@transaction.atomic
def end_membership(membership: Membership, *, by: Person) -> None:
    """From today on, at the space, the person is no longer a member; a time that is over stays as it was.

    Nor is another month of a plan asked for. Raises NotFound.
    """
    _must_enter(by, membership.space)
    for enrolment in renewing_of(membership):
        renew_no_more(enrolment, by=by.ref)
    for change in changes_of(membership):
        call_off_change(change, by=by.ref)
    today = today_at(membership.space)
    if membership.until is not None and membership.until <= today:
        return
    until = max(today, membership.since)
    Membership.objects.filter(pk=membership.pk).update(until=until, is_to_be_told=False)
    write_down("member_ended", about=f"person:{membership.person_id}", actor=by.ref, space=membership.space.ref)


def _must_enter(by: Person, space: Space) -> None:
    if not may_enter_members(by, space):
        raise NotFound


def _address(typed: str) -> str:
    address = typed.strip().lower()
    if not is_mail_address(address):
        raise Refusal("email_is_not_an_address")
    return address
