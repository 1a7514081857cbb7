"""What can be done with days: hold them, use one, let them go.

A quota and a day's places are sums over rows. Whoever adds to such a sum first locks the one row it belongs to, the
space's, and reads only then: two requests that look at the same time would otherwise both find room.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.queries import days_taken, visitors_by_day
from passerelle.presence.rules import Allowance, As, State, Witness, days_beyond, days_that_are_full
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Holding:
    """Days that a visitor is to be expected, what they are measured against, and what they are held for.

    `by_pass` when somebody can pay for the days beyond the free ones: these are held too, in another quality.
    """

    person: Person
    space: Space
    days: Sequence[date]
    allowance: Allowance
    places_a_day: int
    cause: str
    by_pass: bool = False


def lock_days(space: Space) -> None:
    """Take the space's row until the transaction ends: nobody else can hold days here meanwhile.

    Its key is left free (PostgreSQL's FOR NO KEY UPDATE), so that rows that only refer to the space need not wait.
    """
    list(Space.objects.select_for_update(no_key=True).filter(pk=space.pk).values_list("pk"))


def check_days(holding: Holding) -> list[date]:
    """Raise a Refusal when the days cannot all be held: `days_beyond` or `days_full`, with the days.

    Gives the days that a pass has to pay. Only a promise while `lock_days` is held.
    """
    taken = [presence.day for presence in days_taken(holding.person, holding.space, holding.allowance, holding.days)]
    beyond = days_beyond(holding.allowance, taken, holding.days)
    refused = _taken_already(holding, beyond) if holding.by_pass else beyond
    refused = sorted({*refused, *_here_as_member(holding)})
    if refused:
        raise Refusal("days_beyond", days=refused, taken=taken, allowance=holding.allowance)
    full = days_that_are_full(visitors_by_day(holding.space, holding.days), holding.places_a_day, holding.days)
    if full:
        raise Refusal("days_full", days=full, places=holding.places_a_day)
    return beyond


def _taken_already(holding: Holding, days: Collection[date]) -> list[date]:
    """Of `days`, those on which the person is expected here for something else: once a day, whoever pays."""
    ours = Presence.objects.filter(person=holding.person, space=holding.space, day__in=list(days))
    return list(ours.order_by("day").values_list("day", flat=True))


def _here_as_member(holding: Holding) -> list[date]:
    """Of the days, those on which the person was here as a member: whoever is at home here needs no visit."""
    ours = Presence.objects.filter(person=holding.person, space=holding.space, quality=As.MEMBER)
    return list(ours.filter(day__in=list(holding.days)).values_list("day", flat=True))


@transaction.atomic
def hold_days(holding: Holding) -> list[Presence]:
    """Hold all the days, or none.

    Raises Refusal `days_beyond` or `days_full`, with the days that do not fit.
    """
    lock_days(holding.space)
    beyond = check_days(holding)
    moment = clock.now()
    return Presence.objects.bulk_create(
        Presence(
            person=holding.person,
            space=holding.space,
            day=day,
            state=State.HELD,
            quality=As.HOLDER if day in beyond else As.VISITOR,
            cause=holding.cause,
            held_at=moment,
        )
        for day in sorted(set(holding.days))
    )


def make_free(cause: str, day: date, allowance: Allowance) -> bool:
    """A day that a pass was to pay is a free one where it fits by now: another day was let go meanwhile.

    Only a promise while `lock_days` is held.
    """
    found = Presence.objects.filter(cause=cause, day=day, quality=As.HOLDER)
    held = found.select_related("person", "space").first()
    if held is None:
        return False
    taken = [presence.day for presence in days_taken(held.person, held.space, allowance, [day])]
    return not days_beyond(allowance, taken, [day]) and bool(found.update(quality=As.VISITOR))


def use_day(cause: str, day: date, *, witness: Witness, by: str) -> bool:
    """A day that `cause` holds is used from now on; False when it was not held, or used already."""
    return bool(
        Presence.objects.filter(cause=cause, day=day, state=State.HELD).update(
            state=State.USED, used_at=clock.now(), witness=witness, recorded_by=by
        )
    )


@dataclass(frozen=True)
class Came:
    """A member who is here on a local day: whose membership it is (`membership:7`), and by what it is known."""

    person: Person
    space: Space
    day: date
    cause: str
    witness: Witness
    by: str


@transaction.atomic
def come_as_member(came: Came) -> tuple[Presence, bool]:
    """The member is here on that day, once, whoever records it; says whether this was the first time.

    Nothing was held before, so the day's row is the first thing written of it; the database keeps it single.
    Raises Refusal `expected_as_visitor` where the day is held for a visit: that arrival is recorded with the visit.
    """
    lock_days(came.space)  # a yes to a visit at the same moment reads the days under the same lock
    moment = clock.now()
    kept, is_first = Presence.objects.get_or_create(
        person=came.person,
        space=came.space,
        day=came.day,
        defaults={
            "state": State.USED,
            "quality": As.MEMBER,
            "cause": came.cause,
            "held_at": moment,
            "used_at": moment,
            "witness": came.witness,
            "recorded_by": came.by,
        },
    )
    if kept.state == State.HELD:
        raise Refusal("expected_as_visitor")
    return kept, is_first


def take_back_members_day(presence: Presence) -> bool:
    """A member's day recorded by mistake has never been; False when somebody was faster."""
    kept = Presence.objects.filter(pk=presence.pk, quality=As.MEMBER, used_at=presence.used_at)
    return bool(kept.delete()[0])


def hold_again(cause: str, day: date) -> bool:
    """A day used by mistake is expected once more; False when it was not used."""
    return bool(
        Presence.objects.filter(cause=cause, day=day, state=State.USED).update(
            state=State.HELD, used_at=None, witness="", recorded_by=""
        )
    )


def give_back(cause: str, day: date) -> bool:
    """A day used by mistake is free again; False when it was not used."""
    return bool(Presence.objects.filter(cause=cause, day=day, state=State.USED).delete()[0])


def let_go(cause: str, days: Collection[date] | None = None) -> list[date]:
    """Days that `cause` still holds are free again (all of them unless `days` says which); gives their dates."""
    held = Presence.objects.filter(cause=cause, state=State.HELD)
    if days is not None:
        held = held.filter(day__in=list(days))
    freed = list(held.order_by("day").values_list("day", flat=True))
    held.delete()
    return freed
