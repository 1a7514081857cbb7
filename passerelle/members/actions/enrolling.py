"""Taking a plan by oneself: asked for, open once it is paid, renewed month by month, called off, not renewed any more.

Rows are taken in one order: the payments, the enrolment, then the books. The space's row guards that somebody has one
plan at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from passerelle.kit.lots import lots
from passerelle.kit.references import WORKER, number_in
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members import mails
from passerelle.members.access import may_call_off
from passerelle.members.actions.changing import take_effect
from passerelle.members.actions.ending import call_off_change, renew_no_more
from passerelle.members.actions.terms import begin_term, sell_term, take_in_hand, term_of
from passerelle.members.models import Enrolment, Membership, PlanChange
from passerelle.members.queries import change_waiting, in_force_or_to_come, sale_for
from passerelle.members.rules.enrolments import LONGEST_AHEAD, WAITS, ChangeState, State, end_of_term, is_asked_now
from passerelle.payments.gateway import takes_cards
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.models import Plan
from passerelle.plans.rules import Kind
from passerelle.sales.actions import call_off
from passerelle.sales.actions.several import sell_several
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

AT_ONCE = 500
MONTHS_AT_ONCE, A_LOT = 2_000, 100
A_DAY = timedelta(days=1)
IS_ASKED = Exists(
    Sale.objects.filter(
        cause=Concat(Value("enrolment:"), Cast(OuterRef("pk"), TextField())),
        key__endswith=Concat(Value("/"), Cast(OuterRef("until"), TextField())),
        taken_back_at=None,
    )
)
"""Of an enrolment: the term that begins when the last one ends is sold. Those that wait for money bar nobody’s way."""

CHANGES = Exists(PlanChange.objects.filter(enrolment=OuterRef("pk"), state=ChangeState.ASKED))
"""Of an enrolment: another plan is asked for, and waits for its money; no month of this one is asked meanwhile."""


@dataclass(frozen=True)
class Joining:
    """What somebody takes, from which local day on, and how they pay. The same `key` of one space is asked once."""

    plan: Plan
    first_on: date
    method: Method
    key: str


@transaction.atomic
def join(joining: Joining, *, by: Person) -> Enrolment:
    """Somebody takes a plan: what is free opens at once, for the rest the money is asked, with its invoice.

    Raises Refusal `plan_is_not_sold`, `no_cards_here`, `no_transfers_here`, `name_is_missing`, `day_is_over`,
    `day_is_far`, `trial_is_for_newcomers`, `plan_asked_already`, `at_home_already`; NotFound for another's key.
    """
    space = joining.plan.space
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    if (before := Enrolment.objects.filter(space=space, key=joining.key).first()) is not None:
        if before.person_id != by.pk:
            raise NotFound
        return before
    _must_be_possible(joining, by)
    enrolment = Enrolment.objects.create(
        key=joining.key, space=space, person=by, plan=joining.plan, method=joining.method, first_on=joining.first_on,
        renews=joining.plan.kind == Kind.MONTH and not joining.plan.is_trial,
    )  # fmt: skip
    write_down("plan_asked", about=by.ref, actor=by.ref, space=space.ref, plan=joining.plan.ref)
    if joining.plan.price:
        sell_term(enrolment, joining.plan, joining.first_on)
    else:
        _open(enrolment, None, by=by.ref)
    return enrolment


def term_paid(sale: Sale, *, by: str) -> None:
    """The money for a term has come, told in the transaction that knows of it: the plan opens, or goes on.

    One that was called off meanwhile does not open: the sale was taken back, and its money goes back.
    """
    if not sale.cause.startswith("enrolment:") or sale.taken_back_at is not None:
        return
    held = Enrolment.objects.select_related("space", "person", "plan").select_for_update(of=("self",), no_key=True)
    enrolment = held.get(pk=number_in(sale.cause))
    if enrolment.state == State.ASKED:
        _open(enrolment, sale, by=by)
    elif (change := change_waiting(enrolment)) is not None and change.sale_id == sale.pk:
        take_effect(change, enrolment, by=by)
    else:
        _go_on(enrolment, sale, date.fromisoformat(sale.key.rpartition("/")[2]), by=by)


@transaction.atomic
def call_off_enrolment(enrolment: Enrolment, *, by: Person) -> None:
    """What was asked for and is not paid is wanted no longer. Raises NotFound, Refusal `plan_is_open`."""
    if not may_call_off(by, enrolment):
        raise NotFound
    if not _call_off(enrolment, by=by.ref):
        raise Refusal("plan_is_open")


@transaction.atomic
def leave_plans(person: Person) -> None:
    """Whoever is forgotten wants nothing of what is asked, and nothing more is asked; what is paid runs out."""
    for enrolment in Enrolment.objects.select_related("space", "person").filter(person=person, state=State.ASKED):
        _call_off(enrolment, by=person.ref)
    for enrolment in Enrolment.objects.filter(person=person, changes__state=ChangeState.ASKED):
        if (change := change_waiting(enrolment)) is not None:
            call_off_change(change, by=person.ref)
    Enrolment.objects.filter(person=person).update(renews=False)


@transaction.atomic
def switch_renewal(enrolment: Enrolment, renews: bool, *, by: Person) -> None:
    """The next month is asked for no more, or again. What is paid stays; what is asked for and not paid is called off.

    Raises NotFound, Refusal `plan_does_not_renew`.
    """
    if not may_call_off(by, enrolment):
        raise NotFound
    if enrolment.plan.kind != Kind.MONTH or enrolment.state != State.OPEN:
        raise Refusal("plan_does_not_renew")
    if not renews:
        renew_no_more(enrolment, by=by.ref)
    elif Enrolment.objects.filter(pk=enrolment.pk, renews=False).update(renews=True):
        write_down("plan_renews", about=enrolment.person.ref, actor=by.ref, space=enrolment.space.ref)


def ask_for_next_months(now: datetime) -> int:
    """Ask for the months that begin within a week; how many were asked for now. Each lot in one transaction.

    A plan in another currency than its space sells in by now is not asked for: at that figure it never was offered.
    """
    soon = (now + WAITS + 2 * A_DAY).date()
    due = Enrolment.objects.filter(~IS_ASKED, ~CHANGES, renews=True, state=State.OPEN, until__lte=soon)
    keys = due.filter(plan__currency=F("space__currency")).order_by("until", "id").values_list("pk", flat=True)
    return sum(_ask_for_next_months(lot) for lot in lots(keys[:MONTHS_AT_ONCE], A_LOT))


def let_go_of_what_is_not_paid(now: datetime) -> int:
    """Call off what was asked and has not come a week after its first day; how much it was."""
    before = (now - WAITS - 2 * A_DAY).date()
    late = Enrolment.objects.filter(state=State.ASKED, first_on__lte=before) | Enrolment.objects.filter(
        state=State.OPEN, renews=True, until__lte=before
    )
    count = sum(_let_go(one) for one in late.select_related("space", "person", "plan").order_by("pk")[:AT_ONCE])
    changes = PlanChange.objects.filter(state=ChangeState.ASKED, on__lte=before).order_by("on", "pk")[:AT_ONCE]
    return count + sum(_let_change_go(one) for one in changes.select_related("enrolment"))


def _must_be_possible(joining: Joining, by: Person) -> None:
    plan, space = joining.plan, joining.plan.space
    today = today_at(space)
    if not plan.is_sold:
        raise Refusal("plan_is_not_sold")
    if plan.price and joining.method == Method.CARD and not takes_cards(space):
        raise Refusal("no_cards_here")
    if plan.price and joining.method == Method.TRANSFER and bank_account_of(space) is None:
        raise Refusal("no_transfers_here")
    if not by.name:
        raise Refusal("name_is_missing")
    if joining.first_on < today:
        raise Refusal("day_is_over")
    if joining.first_on > today + LONGEST_AHEAD:
        raise Refusal("day_is_far")
    asked = Enrolment.objects.filter(space=space, person=by)
    if asked.filter(state=State.ASKED).exists():
        raise Refusal("plan_asked_already")
    if in_force_or_to_come(space, today).filter(person=by).exists():
        raise Refusal("at_home_already")
    was_member = Membership.objects.filter(space=space, person=by).exists() or asked.filter(state=State.OPEN).exists()
    if plan.is_trial and was_member:
        raise Refusal("trial_is_for_newcomers")


def _open(enrolment: Enrolment, sale: Sale | None, *, by: str) -> None:
    """It begins on the day that was asked for, or today: nobody loses days on which it was not known to be paid."""
    plan, first_on = enrolment.plan, max(enrolment.first_on, today_at(enrolment.space))
    until = end_of_term(Kind(plan.kind), first_on, first_on, plan.valid_days)
    agreed_on = today_at(enrolment.space)
    row = Enrolment.objects.filter(pk=enrolment.pk)
    row.update(state=State.OPEN, first_on=first_on, until=until, agreed_on=agreed_on)
    enrolment.state, enrolment.first_on, enrolment.until = State.OPEN, first_on, until
    begin_term(enrolment, first_on, sale, by=by)
    write_down("plan_opened", about=enrolment.person.ref, actor=by, space=enrolment.space.ref, plan=plan.ref)
    mails.tell_member_plan_is_open(enrolment)


def _go_on(enrolment: Enrolment, sale: Sale, begins_on: date, *, by: str) -> None:
    """Another month is paid. One that was asked twice, switched off and on again, counts once."""
    if enrolment.until is not None and begins_on < enrolment.until:
        return
    enrolment.until = end_of_term(Kind(enrolment.plan.kind), enrolment.months_from, begins_on, 0)
    Enrolment.objects.filter(pk=enrolment.pk).update(until=enrolment.until)
    begin_term(enrolment, begins_on, sale, by=by)
    write_down("plan_renewed", about=enrolment.person.ref, actor=by, space=enrolment.space.ref, until=enrolment.until)


@transaction.atomic
def _ask_for_next_months(keys: Sequence[int]) -> int:
    """Of one lot: how many were to be asked, and were not yet. The spaces are taken in one order."""
    held = Enrolment.objects.select_related("space", "person", "plan__tax").select_for_update(of=("self",), no_key=True)
    found = list(held.filter(~CHANGES, pk__in=keys, renews=True).order_by("pk"))
    sold: dict[str, list[str]] = {one.ref: [] for one in found}
    standing = set()
    for cause, key, taken_back_at in _sales_of(found).values_list("cause", "key", "taken_back_at"):
        sold[cause].append(key)
        if taken_back_at is None:
            standing.add((cause, key.rpartition("/")[2]))
    asked = [
        one
        for one in found
        if one.until is not None
        and is_asked_now(one.until, today_at(one.space))
        and (one.ref, one.until.isoformat()) not in standing
    ]
    for space in sorted({one.space for one in asked}, key=lambda space: space.pk):
        terms = [
            term_of(one, one.plan, one.until, len(sold[one.ref])) for one in asked if one.space == space and one.until
        ]
        sell_several(space, terms, by=WORKER)
    for enrolment in asked:
        if enrolment.method == Method.CASH:
            mails.tell_member_of_next_month(enrolment)
    return len(asked)


def _sales_of(enrolments: Sequence[Enrolment]) -> QuerySet[Sale]:
    return Sale.objects.filter(cause__in=[one.ref for one in enrolments]).order_by()


def _call_off(enrolment: Enrolment, *, by: str) -> bool:
    """Whether it was asked for until now, and its money had not come."""
    sale = sale_for(enrolment, enrolment.first_on)
    if enrolment.state != State.ASKED or (sale is not None and not call_off(sale, by=by)):
        return False
    Enrolment.objects.filter(pk=enrolment.pk, state=State.ASKED).update(state=State.CALLED_OFF, renews=False)
    write_down("plan_called_off", about=enrolment.person.ref, actor=by, space=enrolment.space.ref)
    return True


@transaction.atomic
def _let_go(enrolment: Enrolment) -> bool:
    if enrolment.state == State.ASKED:
        return _call_off(enrolment, by=WORKER)
    return renew_no_more(enrolment, by=WORKER)


@transaction.atomic
def _let_change_go(change: PlanChange) -> bool:
    waiting = change_waiting(take_in_hand(change.enrolment))
    return waiting is not None and waiting.pk == change.pk and call_off_change(waiting, by=WORKER)
