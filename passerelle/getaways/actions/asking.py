"""Asking for a stay."""

from dataclasses import dataclass, field

from django.db import transaction

from passerelle.getaways import mails
from passerelle.getaways.actions.steps import record
from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.queries import full_days, is_on_offer, stays_in_the_way, waiting_of
from passerelle.getaways.rules import OPEN_REQUESTS_AT_ONCE, Span, answer_is_due
from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.refusals import Refusal
from passerelle.people.models import Person
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Asking:
    """What a traveller asks. `key` makes a request that is sent twice one request.

    `price` is the one that he has read: another one, since, is not agreed to unseen.
    """

    getaway: Getaway
    span: Span
    price: int
    about: str = ""
    key: str = field(default_factory=reference)


@transaction.atomic
def ask_for_a_stay(asking: Asking, *, by: Person) -> Stay:
    """Ask for days. Nothing is held and nothing is owed before the space says yes.

    Raises Refusal `getaway_is_over`, `stay_not_possible` with the reason, `price_has_changed`, `stay_days_full` with
    the days, `stay_already_asked`, `too_many_open_requests`.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))  # two presses of one person
    if first := Stay.objects.filter(key=asking.key, person=by).first():
        return first
    getaway = Getaway.objects.select_related("space", "network").get(pk=asking.getaway.pk)
    _must_be_possible(getaway, asking, by)
    space, now = getaway.space, clock.now()
    stay = Stay.objects.create(
        key=asking.key,
        getaway=getaway,
        person=by,
        first_day=asking.span.first,
        last_day=asking.span.last,
        about=asking.about.strip()[:280],
        price=asking.price,
        currency=getaway.currency,
        cancelling=getaway.cancelling,
        lapse_at=answer_is_due(now, clock.midnight(asking.span.first, space.time_zone)),
    )
    record("stay_asked", stay, by.ref, days=[asking.span.first, asking.span.last])
    mails.ask_space(stay)
    return stay


def _must_be_possible(getaway: Getaway, asking: Asking, by: Person) -> None:
    today = today_at(getaway.space)
    if not is_on_offer(getaway, today):
        raise Refusal("getaway_is_over")
    if why := getaway.offer.why_not(asking.span, today):
        raise Refusal("stay_not_possible", why=why, minimum=getaway.minimum_days)
    if getaway.offer.price_of(asking.span) != asking.price:
        raise Refusal("price_has_changed")
    if full := full_days(getaway, asking.span):
        raise Refusal("stay_days_full", days=full)
    if stays_in_the_way(by, getaway, asking.span).exists():
        raise Refusal("stay_already_asked")
    if waiting_of(by) >= OPEN_REQUESTS_AT_ONCE:
        raise Refusal("too_many_open_requests", most=OPEN_REQUESTS_AT_ONCE)
