"""What can be asked about members."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from django.db.models import AutoField, F, Q, QuerySet

from passerelle.invoices.rules.forms import is_a_company
from passerelle.kit import clock
from passerelle.kit.composed import Given, whole
from passerelle.kit.fold import fold
from passerelle.kit.withdrawal import last_day_to_withdraw
from passerelle.members.models import Enrolment as Enrolment
from passerelle.members.models import (
    IdentitySeen,
    Membership,
    PaidTerm,
    Pause,
    PlanChange,
    SpacesIdentityRule,
)
from passerelle.members.rules import Belonging, Standing, standing
from passerelle.members.rules.enrolments import ChangeState, State, term_around
from passerelle.members.rules.identity import IdentityRule, is_to_be_shown
from passerelle.members.rules.terms import Bought, Figures, Span, Unused, unused
from passerelle.people.models import Person
from passerelle.plans.models import Plan
from passerelle.plans.queries import plans_offered
from passerelle.plans.rules import Kind
from passerelle.presence.queries import days_used
from passerelle.sales.models import Sale
from passerelle.sales.queries import sales_for
from passerelle.spaces.models import Space

A_DAY = timedelta(days=1)
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
    """Since when and until when this person is at home there; asked at every arrival, so it reads few columns."""
    found = Membership.objects.filter(person=person, space=home).order_by()
    columns = ("since", "until", "carries_visa", "paused_since", "paused_until")
    return next((Belonging(*row) for row in found.values_list(*columns)), None)


def homes_of(person: Person, on: date) -> list[Membership]:
    """The memberships in good standing on `on`, the oldest first, each with its space."""
    paused = Q(paused_since__lte=on, paused_until__gt=on)
    found = in_force(on).filter(person=person, carries_visa=True).exclude(paused)
    return list(found.select_related("space").order_by("since", "id"))


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
    of_member = PaidTerm.objects.filter(enrolment__person=membership.person_id, enrolment__space=membership.space_id)
    covering = of_member.filter(Q(until=None) | Q(until__gt=on), begins_on__lte=on, plan=plan).order_by(
        "-begins_on", "-pk"
    )
    begins_on = covering.values_list("begins_on", flat=True).first()
    begins_on = begins_on or term_around(Kind(plan.kind), membership.since, on)
    return plan.days - days_used(membership.ref, begins_on, on)


def figures_of_change(enrolment: Enrolment, plan: Plan, on: date) -> Figures:
    """What going to this plan on that local day comes to: the day belongs to the new plan."""
    return Figures(on, _unused_from(enrolment, on), plan.price)


def figures_of_withdrawal(enrolment: Enrolment, on: date) -> Figures:
    """What is paid back on that local day: the day is one of those that are used."""
    return Figures(on, _unused_from(enrolment, on + A_DAY))


def _unused_from(enrolment: Enrolment, day: date) -> tuple[Unused, ...]:
    found = enrolment.terms.filter(Q(until=None) | Q(until__gt=day), sale__taken_back_at=None)
    terms, paused = list(found.select_related("plan", "sale")), pauses_of(enrolment)
    is_counted = any(term.plan.days for term in terms)
    membership = membership_of(enrolment.person, enrolment.space) if is_counted else None
    lines = (unused(_bought(term, membership, day, paused), day) for term in terms)
    return tuple(line for line in lines if line.amount)


def _bought(term: PaidTerm, membership: Membership | None, day: date, paused: list[Span]) -> Bought:
    sale, plan = term.sale, term.plan
    counted = membership is not None and plan.days and day > term.begins_on
    came = days_used(membership.ref, term.begins_on, day - A_DAY) if membership and counted else 0
    return Bought(
        sale.pk if sale else 0, sale.amount if sale else 0, term.begins_on, term.until, sale.line if sale else "",
        plan.days, came, plan.kind == Kind.BUNDLE, paused,
    )  # fmt: skip


def pauses_of(enrolment: Enrolment) -> list[Span]:
    """Every pause of a plan, the first first; `until` excluded."""
    if enrolment.counted_from is None:  # as it is once there was a pause
        return []
    return list(enrolment.pauses.values_list("since", "until"))


def pause_of(enrolment: Enrolment, on: date) -> Pause | None:
    """The pause that runs on that local day, or is to come."""
    return enrolment.pauses.filter(Q(until__gt=F("since")), until__gt=on).first()


def last_pause_of(enrolment: Enrolment) -> Pause | None:
    """The pause that began or will begin last."""
    return enrolment.pauses.filter(until__gt=F("since")).last()


def change_waiting(enrolment: Enrolment) -> PlanChange | None:
    """The change of plans that is asked and not paid, if there is one."""
    found = enrolment.changes.filter(state=ChangeState.ASKED)
    return found.select_related(
        "enrolment__person", "enrolment__space", "before", "plan", "sale__space", "sale__tax", "sale__document"
    ).first()


def changes_waiting(space: Space) -> QuerySet[PlanChange]:
    """Who goes to another plan of this space and has not paid it, by the day from which it holds."""
    found = PlanChange.objects.filter(enrolment__space=space, state=ChangeState.ASKED).order_by("on", "id")
    return found.select_related("enrolment__person", "enrolment__space", "plan", "sale")


def changes_of(membership: Membership) -> list[PlanChange]:
    """The change of plans of this member that is asked and not paid."""
    asked = changes_waiting(membership.space).filter(enrolment__person=membership.person_id)
    return list(
        asked.select_related("enrolment__person", "enrolment__space", "sale__space", "sale__tax", "sale__document")
    )


def plans_to_change_to(enrolment: Enrolment) -> list[Plan]:
    """The plans of the space that anybody can take, but for those to try it and the one that is taken."""
    return [plan for plan in plans_offered(enrolment.space) if plan.is_sold and can_be_changed_to(enrolment, plan)]


def can_be_changed_to(enrolment: Enrolment, plan: Plan) -> bool:
    """Whether this is another plan of the same space, and costs something."""
    return (
        plan.space_id == enrolment.space_id and plan.pk != enrolment.plan_id and bool(plan.price) and not plan.is_trial
    )


def is_running(enrolment: Enrolment, membership: Membership | None, on: date) -> bool:
    """Whether what was taken is open on that local day, and the person is a member by it still."""
    if enrolment.state != State.OPEN or (enrolment.until is not None and enrolment.until <= on):
        return False
    return membership is not None and (membership.until is None or membership.until > on)


def can_be_changed(enrolment: Enrolment, membership: Membership | None, on: date) -> bool:
    """Whether it has begun and lasts longer than a day: a day is over before anybody has changed their mind."""
    return enrolment.plan.kind != Kind.DAY and enrolment.first_on <= on and is_running(enrolment, membership, on)


def withdrawal_until(enrolment: Enrolment, newest: Sale | None = None) -> date | None:
    """The last day on which whoever took a plan may withdraw: none for what is free, nor for a company.

    Fourteen days from the day on which it opened, or was changed. `newest` is the last sale, where it is known.
    """
    if enrolment.agreed_on is None or enrolment.state not in (State.OPEN, State.WITHDRAWN):
        return None
    sale = newest or sales_for(enrolment.ref).first()
    if sale is None or sale.document is None or is_a_company(sale.document.says.draft.buyer):
        return None
    return last_day_to_withdraw(enrolment.agreed_on)


def enrolment_behind(membership: Membership) -> Enrolment | None:
    """The plan that this member took by themselves and is on, if so."""
    found = _enrolments().filter(person=membership.person_id, space=membership.space_id, state=State.OPEN)
    return found.filter(plan=membership.plan_id).first()


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
