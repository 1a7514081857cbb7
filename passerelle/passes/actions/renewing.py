"""What happens to a pass by itself, month by month, and switching that off: asked for again, left over, at its end."""

from datetime import date

from django.db import transaction
from django.db.models import F

from passerelle.kit import clock
from passerelle.kit.anniversaries import next_anniversary
from passerelle.kit.references import WORKER
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.passes.access import may_hold
from passerelle.passes.actions.books import book, credits_of, result_of
from passerelle.passes.actions.buying import ask_for_period, become, cancel_what_waits, give_up, take_in_hand
from passerelle.passes.actions.giving_back import leave_to_network
from passerelle.passes.actions.paying import NONE_LEFT
from passerelle.passes.mails import holding as mails
from passerelle.passes.models import Lot, Pass
from passerelle.passes.queries.holding import has_more_to_come
from passerelle.passes.rules import State
from passerelle.passes.rules.renewing import PAID_WITHIN, RENEWING, TOLD_AHEAD
from passerelle.payments.actions.steps import hold_payments
from passerelle.payments.queries import payments_for
from passerelle.payments.rules import Method
from passerelle.people.models import Person


@transaction.atomic
def switch_renewal(of_pass: Pass, on: bool, *, by: Person) -> None:
    """Renew it no longer, or again; what is paid stays. What was asked for the next month is asked no longer.

    Raises NotFound, Refusal `pass_does_not_renew`, `pass_has_moved_on`.
    """
    if not may_hold(by, of_pass):
        raise NotFound
    held = take_in_hand(of_pass.pk)
    if held.sold.kind not in RENEWING:
        raise Refusal("pass_does_not_renew")
    if held.state != State.OPEN:
        raise Refusal("pass_has_moved_on", state=held.state)
    if on == (held.renews_on is not None):
        return
    renews_on = _end_of_what_is_paid(held) if on else None
    if on and (renews_on is None or renews_on <= clock.today()):
        raise Refusal("pass_has_moved_on", state=held.state)
    Pass.objects.filter(pk=held.pk).update(renews_on=renews_on, renewal_asked_on=None)
    write_down("renewal_switched_on" if on else "renewal_switched_off", about=held.ref, actor=by.ref)
    if not on:
        cancel_what_waits(held, by=by.ref)


@transaction.atomic
def ask_nothing_more_of(person: Person) -> None:
    """Whoever is forgotten is asked for nothing any more: no renewal, and nothing that was not paid yet.

    What is left of days that never end would stay for ever: it is the network's. The rest is at its end.
    """
    held = list(person.passes.values_list("pk", flat=True))
    hold_payments(*(f"pass:{key}" for key in held))
    list(Pass.objects.select_for_update(no_key=True).filter(pk__in=held).order_by("pk").values_list("pk"))
    for of_pass in person.passes.filter(state=State.ASKED).order_by("pk"):
        give_up(of_pass, by=person)
    for of_pass in person.passes.filter(state=State.OPEN, renews_on__isnull=False).order_by("pk"):
        switch_renewal(of_pass, False, by=person)
    for lot in Lot.objects.filter(of_pass__person=person, ends_on=None, recognised__lt=F("paid")).order_by("pk"):
        leave_to_network(take_in_hand(lot.of_pass_id), lot, by=WORKER)
        Lot.objects.filter(pk=lot.pk).update(used=NONE_LEFT)


@transaction.atomic
def ask_for_renewal(key: int) -> bool:
    """A week before, the holder is asked for the next month, and told how to switch it off. Once for each month."""
    of_pass = take_in_hand(key)
    if of_pass.state != State.OPEN or of_pass.renews_on is None or of_pass.renewal_asked_on is not None:
        return False
    if of_pass.renews_on - TOLD_AHEAD > clock.today():
        return False
    Pass.objects.filter(pk=key).update(renewal_asked_on=clock.today())
    payment = ask_for_period(of_pass, _as_last_time(of_pass), of_pass.renews_on, by=of_pass.person)
    mails.tell_holder_of_renewal(of_pass, of_pass.renews_on, payment)
    return True


@transaction.atomic
def settle_lot(key: int) -> bool:
    """Credits whose time is over lapse, or move once into the next month; what they were worth goes with them."""
    of_pass = take_in_hand(Lot.objects.values_list("of_pass", flat=True).get(pk=key))
    lot = Lot.objects.get(pk=key)
    if lot.ends_on is None or lot.ends_on > clock.today() or not lot.bought.rest:
        return False
    if of_pass.renews_on is not None and lot.bought.rolls_over(of_pass.sold.unused):
        _roll_over(of_pass, lot, lot.ends_on)
    else:
        rest = [(result_of(of_pass), credits_of(of_pass), lot.bought.rest)]
        book(of_pass, f"{of_pass.ref}/over/{lot.pk}", lot.ends_on, rest, by=WORKER)
        write_down("credits_lapsed", about=of_pass.ref, actor=WORKER, credits=lot.bought.left, worth=lot.bought.rest)
    Lot.objects.filter(pk=lot.pk).update(recognised=F("paid"))
    return True


@transaction.atomic
def end_pass(key: int) -> bool:
    """A pass that nothing is left of and that does not renew is over; so is one whose renewal was not paid in time."""
    of_pass = take_in_hand(key)
    if of_pass.state != State.OPEN or has_more_to_come(of_pass, clock.today()):
        return False
    if of_pass.renews_on is not None and of_pass.renews_on + PAID_WITHIN > clock.today():
        return False
    become(of_pass, State.ENDED, {State.OPEN}, ended_at=clock.now(), renews_on=None)
    cancel_what_waits(of_pass, by=WORKER)
    write_down("pass_ended", about=of_pass.ref, actor=WORKER)
    mails.tell_holder_it_is_over(of_pass)
    return True


def _roll_over(of_pass: Pass, lot: Lot, on: date) -> None:
    """A lot of its own, of the same worth: nothing moves in the books."""
    Lot.objects.create(
        of_pass=of_pass,
        key=f"{lot.key}/over",
        credits=lot.bought.left,
        paid=lot.bought.rest,
        begins_on=on,
        ends_on=next_anniversary(of_pass.opened_on or on, on),
        rolled_from=lot,
    )
    write_down("credits_rolled_over", about=of_pass.ref, actor=WORKER, credits=lot.bought.left)


def _as_last_time(of_pass: Pass) -> Method:
    last = payments_for(of_pass.ref).order_by("-asked_at", "-pk").first()
    return Method(last.method) if last is not None else Method.TRANSFER


def _end_of_what_is_paid(of_pass: Pass) -> date | None:
    last = of_pass.lots.filter(rolled_from=None, ends_on__isnull=False).order_by("-ends_on").first()
    return last.ends_on if last is not None else None
