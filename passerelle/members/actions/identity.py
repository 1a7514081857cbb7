"""What a space wants seen of its members, and that it was seen."""

from datetime import datetime

from django.db import transaction

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.access import may_enter_members
from passerelle.members.models import IdentitySeen, SpacesIdentityRule
from passerelle.members.rules.identity import LONGEST_MONTHS, IdentityRule
from passerelle.people.models import Person
from passerelle.spaces.models import Space


@transaction.atomic
def set_identity_rule(space: Space, rule: IdentityRule, *, by: Person) -> None:
    """From now on the desk asks for a document, once or after so many months again, or does not ask.

    Raises NotFound, Refusal `months_are_out_of_range`.
    """
    if not may_enter_members(by, space):
        raise NotFound
    months = rule.lapses_after_months
    if months is not None and not 1 <= months <= LONGEST_MONTHS:
        raise Refusal("months_are_out_of_range", most=LONGEST_MONTHS)
    said = {"is_asked": rule.is_asked, "lapses_after_months": months}
    SpacesIdentityRule.objects.update_or_create(space=space, defaults=said)
    write_down("identity_rule_set", about=space.ref, actor=by.ref, is_asked=rule.is_asked, months=months or 0)


def note_identity(person: Person, space: Space, *, at: datetime, by: str) -> None:
    """A document was seen, by whom and when; only the latest time is kept. Within the transaction of a check-in."""
    IdentitySeen.objects.update_or_create(person=person, space=space, defaults={"seen_by": by, "seen_at": at})
    write_down("identity_seen", about=person.ref, actor=by, space=space.ref)


def take_back_identity(person: int, space: Space, at: datetime | None) -> None:
    """What was noted with a check-in that is taken back was somebody else's document."""
    if at is not None:
        IdentitySeen.objects.filter(person=person, space=space, seen_at=at).delete()
