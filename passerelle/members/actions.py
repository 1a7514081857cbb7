"""What can be done with memberships."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.models import Membership
from passerelle.members.rules import Source, excluded_end
from passerelle.people.models import Person
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Term:
    """From when until when somebody is a member: both days included, as people write them."""

    since: date
    valid_until: date | None = None
    carries_visa: bool = True


@transaction.atomic
def keep_membership(person: Person, space: Space, term: Term, *, source: Source, by: str) -> tuple[Membership, bool]:
    """The person is at home in the space for `term`; says whether that is new. What was known of it before is replaced.

    Raises Refusal `ends_before_it_begins`. The right to do it is asked by whoever calls: a manager, or a home's letter.
    """
    until = excluded_end(term.valid_until)
    if until is not None and until < term.since:
        raise Refusal("ends_before_it_begins", since=term.since, valid_until=term.valid_until)
    membership, is_new = Membership.objects.update_or_create(
        person=person,
        space=space,
        defaults={"since": term.since, "until": until, "carries_visa": term.carries_visa},
        create_defaults={"since": term.since, "until": until, "carries_visa": term.carries_visa, "source": source},
    )
    write_down("member_entered" if is_new else "member_renewed", about=person.ref, actor=by, space=space.ref)
    return membership, is_new
