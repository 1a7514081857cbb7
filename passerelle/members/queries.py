"""What can be asked about members."""

from collections.abc import Collection
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db.models import AutoField, F, Q, QuerySet

from passerelle.kit import clock
from passerelle.kit.composed import Given, whole
from passerelle.kit.fold import fold
from passerelle.members.models import Enrolment as Enrolment
from passerelle.members.models import IdentitySeen, Membership, SpacesIdentityRule
from passerelle.members.rules import Belonging, Standing, standing
from passerelle.members.rules.enrolments import State, term_around
from passerelle.members.rules.identity import IdentityRule, is_to_be_shown
from passerelle.people.models import Person
from passerelle.plans.rules import Kind
from passerelle.presence.queries import days_used
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space

MOST_FOUND = 500  # whoever finds more has not said whom they look for
PERSON, HOME = Given("person", AutoField()), Given("home", AutoField())
_OF_A_PERSON = whole(Membership, lambda members: members.filter(person=PERSON).order_by("since", "id"), "space")
_AT_HOME = whole(Membership, lambda members: members.filter(person=PERSON, space=HOME).order_by("id"), "space")


def membership_of(person: Person, home: Space) -> Membership | None:
    """This person's membership of this space, present or past."""
    return _AT_HOME.first(person=person.pk, home=home.pk)


def standing_of(person: Person, home: Space, on: date) -> Standing:
    """Whether `home` can say, for the local date `on`, that this person is its member in good standing."""
    return standing(belonging_of(person, home), on)


def belonging_of(person: Person, home: Space) -> Belonging | None:
    """Since when and until when this person is at home there; asked at every arrival, so it reads three columns."""
    found = Membership.objects.filter(person=person, space=home).order_by()
    return next((Belonging(*row) for row in found.values_list("since", "until", "carries_visa")), None)


def homes_of(person: Person, on: date) -> list[Membership]:
    """The memberships in good standing on `on`, the oldest first, each with its space."""
    return list(in_force(on).filter(person=person, carries_visa=True).select_related("space").order_by("since", "id"))


def members_of(space: Space) -> QuerySet[Membership]:
    """Everybody who is or was at home in this space, by name, each with the person."""
    return Membership.objects.filter(space=space).select_related("person", "plan").order_by("person__name", "id")


def in_force(on: date) -> QuerySet[Membership]:
    """Memberships of the local date `on`."""
    return Membership.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def in_force_or_to_come(space: Space, on: date) -> QuerySet[Membership]:
    """The memberships of a space that are not over on `on`; one ended before it began holds no day, and is over."""
    return Membership.objects.filter(Q(until=None) | Q(until__gt=on) & Q(until__gt=F("since")), space=space)


def members_called(space: Space, words: str) -> QuerySet[Membership]:
    """The members, present and past, whose name or address holds every word, without accents and capitals.

    Names are folded here and not in the database, which folds them differently on each system.
    """
    wanted = fold(words).split()
    if not wanted:
        return members_of(space)
    rows = Membership.objects.filter(space=space).values_list("pk", "person__name", "person__email")
    found = [pk for pk, name, address in rows if _is_called(name, address, wanted)]
    return members_of(space).filter(pk__in=found[:MOST_FOUND])


def _is_called(name: str, address: str, wanted: list[str]) -> bool:
    said = fold(f"{name} {address}")
    return all(word in said for word in wanted)


class Found(NamedTuple):
    """A member whom a desk was looking for: the keys of membership and person, the name, what the space wants seen."""

    key: int
    person: int
    name: str
    rule: IdentityRule


def members_found(space: Space, words: str, on: date, at_most: int) -> list[Found]:
    """Members of that day whose name holds every word, without accents and capitals; for a desk, so by name alone.

    Somebody without a name is found by the whole address. One query, however many members there are.
    """
    wanted, address = fold(words).split(), words.strip().lower()
    if not wanted:
        return []
    rule = ("space__identity_rule__is_asked", "space__identity_rule__lapses_after_months")
    rows = in_force(on).filter(space=space).order_by("person__name", "id")
    listed = rows.values_list("pk", "person_id", "person__name", "person__email", *rule)
    found = (
        Found(key, person, name, IdentityRule(asked is not False, months))
        for key, person, name, email, asked, months in listed
        if email == address or _holds(fold(name), wanted)
    )
    return list(islice(found, at_most))


def _holds(name: str, wanted: list[str]) -> bool:
    return all(word in name for word in wanted)


def membership_in(space: Space, number: int) -> Membership | None:
    """One membership of this space."""
    return members_of(space).select_related("space").filter(pk=number).first()


def days_left(membership: Membership, on: date) -> int | None:
    """How many of the days that the plan includes are left in the term around `on`; None where none are counted."""
    plan = membership.plan
    if plan is None or not plan.days:
        return None
    begins_on = term_around(Kind(plan.kind), membership.since, on)
    return plan.days - days_used(membership.ref, begins_on, on)


def enrolment_called(reference: str) -> Enrolment | None:
    """The enrolment with this public name, with its space, person and plan."""
    return _enrolments().filter(reference=reference).first()


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """The plans that this person took, the newest first."""
    return _enrolments().filter(person=person)


def enrolments_waiting(space: Space, words: str = "") -> QuerySet[Enrolment]:
    """Who has asked for a plan of this space and has not paid it, by the day on which they want to begin.

    With `words`, those whose name or address holds every one of them.
    """
    waiting = _enrolments().filter(space=space, state=State.ASKED).order_by("first_on", "id")
    if not (wanted := fold(words).split()):
        return waiting
    rows = waiting.values_list("pk", "person__name", "person__email")
    return waiting.filter(pk__in=[pk for pk, name, address in rows if _is_called(name, address, wanted)])


def renewing_of(membership: Membership) -> list[Enrolment]:
    """The plans of this member at that space of which another month will be asked for."""
    return list(_enrolments().filter(person=membership.person_id, space=membership.space_id, renews=True))


def sale_for(enrolment: Enrolment, begins_on: date) -> Sale | None:
    """The term that begins on that day, as it was sold; none where it was not, or was called off."""
    sold = Sale.objects.filter(cause=enrolment.ref, key__endswith=f"/{begins_on.isoformat()}", taken_back_at=None)
    return sold.first()


def _enrolments() -> QuerySet[Enrolment]:
    return Enrolment.objects.select_related("space", "person", "plan", "plan__tax")


def memberships_of(person: Person) -> list[Membership]:
    """Every home that this person has or had, the oldest first."""
    return _OF_A_PERSON.all(person=person.pk)


def identity_rule_of(space: Space) -> IdentityRule:
    """What this space wants seen of its members; a document once, where it said nothing."""
    rows = SpacesIdentityRule.objects.filter(space=space).values_list("is_asked", "lapses_after_months")
    return next((IdentityRule(*row) for row in rows), IdentityRule())


def identity_seen(person: Person, space: Space) -> IdentitySeen | None:
    """When this person's document was last seen there, and by whom."""
    return IdentitySeen.objects.filter(person=person, space=space).first()


def who_has_to_show(space: Space, people: Collection[int], on: date, rule: IdentityRule | None = None) -> set[int]:
    """Of these people (by key), those whose document the desk has to see on that local day.

    One query where the `rule` of the space is known, two where it is not.
    """
    rule = rule or identity_rule_of(space)
    if not rule.is_asked or not people:
        return set()
    rows = IdentitySeen.objects.filter(space=space, person__in=list(people)).values_list("person_id", "seen_at")
    seen = {person: clock.local_day(space.time_zone, seen_at) for person, seen_at in rows}
    return {person for person in people if is_to_be_shown(rule, seen.get(person), on)}
