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
    """Days that a visitor is to be expected, what they are measured against, and what they are held for."""

    person: Person
    space: Space
    days: Sequence[date]
    allowance: Allowance
    places_a_day: int
    cause: str


def lock_days(space: Space) -> None:
    """Take the space's row until the transaction ends: nobody else can hold days here meanwhile.

    Its key is left free (PostgreSQL's FOR NO KEY UPDATE), so that rows that only refer to the space need not wait.
    """
    list(Space.objects.select_for_update(no_key=True).filter(pk=space.pk).values_list("pk"))


def check_days(holding: Holding) -> None:
    """Raise a Refusal when the days cannot all be held: `days_beyond` or `days_full`, with the days.

    Only a promise while `lock_days` is held.
    """
    taken = [presence.day for presence in days_taken(holding.person, holding.space, holding.allowance, holding.days)]
    beyond = days_beyond(holding.allowance, taken, holding.days)
    if beyond:
        raise Refusal("days_beyond", days=beyond, taken=taken, allowance=holding.allowance)
    full = days_that_are_full(visitors_by_day(holding.space, holding.days), holding.places_a_day, holding.days)
    if full:
        raise Refusal("days_full", days=full, places=holding.places_a_day)


@transaction.atomic
def hold_days(holding: Holding) -> list[Presence]:
    """Hold all the days, or none.

    Raises Refusal `days_beyond` or `days_full`, with the days that do not fit.
    """
    lock_days(holding.space)
    check_days(holding)
    moment = clock.now()
    return Presence.objects.bulk_create(
        Presence(
            person=holding.person,
            space=holding.space,
            day=day,
            state=State.HELD,
            quality=As.VISITOR,
            cause=holding.cause,
            held_at=moment,
        )
        for day in sorted(set(holding.days))
    )


def use_day(cause: str, day: date, *, witness: Witness, by: str) -> bool:
    """A day that `cause` holds is used from now on; False when it was not held, or used already."""
    return bool(
        Presence.objects.filter(cause=cause, day=day, state=State.HELD).update(
            state=State.USED, used_at=clock.now(), witness=witness, recorded_by=by
        )
    )


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
