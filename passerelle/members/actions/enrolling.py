"""Taking a plan by oneself: asked for, open once it is paid, renewed month by month, called off, not renewed any more.

Rows are taken in one order: the payments, the enrolment, then the books. The space's row guards that somebody has one
plan at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.kit.lots import lots
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members import mails
from passerelle.members.access import may_call_off
from passerelle.members.actions.ending import renew_no_more
from passerelle.members.actions.one_by_one import Term, keep_membership
from passerelle.members.models import Enrolment, Membership
from passerelle.members.queries import in_force_or_to_come, sale_for
from passerelle.members.rules import Source
from passerelle.members.rules.enrolments import LONGEST_AHEAD, WAITS, State, end_of_term, is_asked_now
from passerelle.payments.gateway import takes_cards
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.models import Plan
from passerelle.plans.rules import Kind
from passerelle.sales.actions import Selling, call_off, sell_what_is_offered
from passerelle.sales.actions.several import sell_several
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

WORKER = "worker"
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
        _ask_for_term(enrolment, joining.first_on)
    else:
        _open(enrolment, by=by.ref)
    return enrolment


def term_paid(sale: Sale, *, by: str) -> None:
    """The money for a term has come, told in the transaction that knows of it: the plan opens, or goes on.

    One that was called off meanwhile does not open: the sale was taken back, and its money goes back.
    """
    if not sale.cause.startswith("enrolment:") or sale.taken_back_at is not None:
        return
    held = Enrolment.objects.select_related("space", "person", "plan").select_for_update(of=("self",), no_key=True)
    enrolment = held.get(pk=int(sale.cause.partition(":")[2]))
    if enrolment.state == State.ASKED:
        _open(enrolment, by=by)
    else:
        _go_on(enrolment, date.fromisoformat(sale.key.rpartition("/")[2]), by=by)


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
    """Ask for the months that begin within a week; how many were asked for now. Each lot in one transaction."""
    soon = (now + WAITS + 2 * A_DAY).date()
    due = Enrolment.objects.filter(~IS_ASKED, renews=True, state=State.OPEN, until__lte=soon).order_by("until", "id")
    return sum(_ask_for_next_months(keys) for keys in lots(due.values_list("pk", flat=True)[:MONTHS_AT_ONCE], A_LOT))


def let_go_of_what_is_not_paid(now: datetime) -> int:
    """Call off what was asked and has not come a week after its first day; how much it was."""
    before = (now - WAITS - 2 * A_DAY).date()
    late = Enrolment.objects.filter(state=State.ASKED, first_on__lte=before) | Enrolment.objects.filter(
        state=State.OPEN, renews=True, until__lte=before
    )
    return sum(_let_go(one) for one in late.select_related("space", "person", "plan").order_by("pk")[:AT_ONCE])


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


def _ask_for_term(enrolment: Enrolment, begins_on: date) -> None:
    """Sell the term that begins on that day: to be paid by then, with its invoice."""
    times = Sale.objects.filter(space=enrolment.space, cause=enrolment.ref).count()
    sell_what_is_offered(_term(enrolment, begins_on, times), by=enrolment.person)


def _term(enrolment: Enrolment, begins_on: date, times: int) -> Selling:
    """What is sold for the term that begins on that day; `times` is how many were sold before, called off or not."""
    plan, space, person = enrolment.plan, enrolment.space, enrolment.person
    assert plan.tax is not None
    with override(person.language):
        name = plan.name_fr if person.language == "fr" else plan.name_en
        day = date_format(begins_on, "j F Y")
        line = _("%(plan)s, from %(day)s") % {"plan": name, "day": day}
    key, due_on = f"{enrolment.ref}/{times}/{begins_on.isoformat()}", max(begins_on, today_at(space))
    return Selling(
        space, person, enrolment.ref, key, line, plan.price, plan.tax, Method(enrolment.method), due_on=due_on
    )


def _open(enrolment: Enrolment, *, by: str) -> None:
    """It begins on the day that was asked for, or today: nobody loses days on which it was not known to be paid."""
    plan, first_on = enrolment.plan, max(enrolment.first_on, today_at(enrolment.space))
    until = end_of_term(Kind(plan.kind), first_on, first_on, plan.valid_days)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=State.OPEN, first_on=first_on, until=until)
    enrolment.state, enrolment.first_on, enrolment.until = State.OPEN, first_on, until
    _keep(enrolment, by)
    write_down("plan_opened", about=enrolment.person.ref, actor=by, space=enrolment.space.ref, plan=plan.ref)
    mails.tell_member_plan_is_open(enrolment)


def _go_on(enrolment: Enrolment, begins_on: date, *, by: str) -> None:
    """Another month is paid. One that was asked twice, switched off and on again, counts once."""
    if enrolment.until is not None and begins_on < enrolment.until:
        return
    enrolment.until = end_of_term(Kind(enrolment.plan.kind), enrolment.first_on, begins_on, 0)
    Enrolment.objects.filter(pk=enrolment.pk).update(until=enrolment.until)
    _keep(enrolment, by)
    write_down("plan_renewed", about=enrolment.person.ref, actor=by, space=enrolment.space.ref, until=enrolment.until)


def _keep(enrolment: Enrolment, by: str) -> None:
    """What the door, the desk and other spaces look at: the membership, until what is paid is over."""
    plan, last = enrolment.plan, enrolment.until - A_DAY if enrolment.until else None
    term = Term(enrolment.first_on, last, plan.carries_visa, plan)
    keep_membership(enrolment.person, enrolment.space, term, source=Source.PLAN, by=by)


@transaction.atomic
def _ask_for_next_months(keys: Sequence[int]) -> int:
    """Of one lot: how many were to be asked, and were not yet. The spaces are taken in one order."""
    held = Enrolment.objects.select_related("space", "person", "plan__tax").select_for_update(of=("self",), no_key=True)
    found = list(held.filter(pk__in=keys, renews=True).order_by("pk"))
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
        terms = [_term(one, one.until, len(sold[one.ref])) for one in asked if one.space == space and one.until]
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
