"""From one plan of a space to another, in the middle of a term: shown line by line, agreed to, paid, done.

The new plan begins a term of its own on the day of the change; what is not used of the old one pays for it, as far as
it goes (docs/decisions/0019).
"""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members import mails
from passerelle.members.access import may_change_plan
from passerelle.members.actions.ending import call_off_change, call_off_next_month
from passerelle.members.actions.terms import begin_term, called, sell_term, take_in_hand, written
from passerelle.members.models import Enrolment, PaidTerm, PlanChange
from passerelle.members.queries import (
    can_be_changed,
    can_be_changed_to,
    change_waiting,
    figures_of_change,
    membership_of,
    pause_of,
)
from passerelle.members.rules.enrolments import ChangeState, end_of_term
from passerelle.members.rules.terms import Figures, Unused
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.models import Plan
from passerelle.plans.rules import Kind
from passerelle.sales.actions import give_back, promise_back
from passerelle.sales.models import Sale
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Changing:
    """To which plan somebody goes, and the figures that a page has `shown`. The same `key` changes once."""

    plan: Plan
    shown: str
    key: str


@transaction.atomic
def change_plan(enrolment: Enrolment, wished: Changing, *, by: Person) -> PlanChange:
    """Go to another plan today: at once where nothing is left to pay, else once that has come.

    Raises NotFound, Refusal `plan_is_not_running`, `plan_is_not_sold`, `no_transfers_here`, `no_cards_here`,
    `plan_change_is_asked`, `pause_is_there`, and `figures_have_changed` where what was shown is not what would be
    booked.
    """
    if not may_change_plan(by, enrolment):
        raise NotFound
    held = take_in_hand(enrolment)
    if (before := held.changes.filter(key=wished.key).first()) is not None:
        return before
    on = today_at(held.space)
    _must_be_possible(held, wished.plan, on)
    figures = figures_of_change(held, wished.plan, on)
    if figures.shown != wished.shown:
        raise Refusal("figures_have_changed")
    call_off_next_month(held, by=by.ref)
    sale = sell_term(held, wished.plan, on, from_credit=figures.from_credit)
    change = PlanChange.objects.create(
        enrolment=held, key=wished.key, before=held.plan, plan=wished.plan, on=on, sale=sale,
        back=[asdict(line) for line in figures.back], to_pay=figures.to_pay,
    )  # fmt: skip
    write_down("plan_change_asked", about=held.person.ref, actor=by.ref, space=held.space.ref, plan=wished.plan.ref)
    if not change.to_pay:
        take_effect(change, held, by=by.ref)
    return change


@transaction.atomic
def keep_plan(enrolment: Enrolment, *, by: Person) -> None:
    """The change that is asked and not paid is wanted no longer. Raises NotFound, Refusal `plan_change_is_done`."""
    if not may_change_plan(by, enrolment):
        raise NotFound
    change = change_waiting(take_in_hand(enrolment))
    if change is None or not call_off_change(change, by=by.ref):
        raise Refusal("plan_change_is_done")


def take_effect(change: PlanChange, enrolment: Enrolment, *, by: str) -> None:
    """What is not used is given back, the new term begins on the day that was agreed; the enrolment is in hand."""
    asked = PlanChange.objects.filter(pk=change.pk, state=ChangeState.ASKED)
    if not asked.update(state=ChangeState.DONE):
        return
    figures = Figures(change.on, tuple(Unused(**line) for line in change.back), change.plan.price)
    give_back_unused(enrolment, figures, change.before, f"change:{change.pk}", by=by)
    cut_terms(enrolment, change.on)
    _become(enrolment, change)
    begin_term(enrolment, change.on, change.sale, by=by)
    if figures.paid_back:
        promise_back(enrolment.ref, figures.paid_back, f"change:{change.pk}", by=by)
    write_down("plan_changed", about=enrolment.person.ref, actor=by, space=enrolment.space.ref, plan=change.plan.ref)
    mails.tell_member_plan_is_changed(enrolment, change, figures)


def give_back_unused(enrolment: Enrolment, figures: Figures, plan: Plan, key: str, *, by: str) -> None:
    """A credit note for each sale of which something is not used, that says how many days of how many."""
    sales = Sale.objects.select_related("space", "tax", "document").in_bulk([line.sale for line in figures.back])
    language = enrolment.person.language
    for line in figures.back:
        with override(language):
            days = ngettext("%(left)s of %(whole)s day not used", "%(left)s of %(whole)s days not used", line.whole)
            told = {"left": line.left, "whole": line.whole}
            said = _("%(plan)s on %(day)s: %(days)s") % {
                "plan": called(plan, language), "day": written(figures.on), "days": days % told,
            }  # fmt: skip
        give_back(sales[line.sale], line.amount, f"{key}/{line.sale}", said, by=by)


def cut_terms(enrolment: Enrolment, day: date) -> None:
    """What was paid ends on that day; a term that would begin later never does."""
    for term in enrolment.terms.filter(Q(until=None) | Q(until__gt=day)):
        PaidTerm.objects.filter(pk=term.pk).update(until=max(term.begins_on, day))


def _become(enrolment: Enrolment, change: PlanChange) -> None:
    """A month goes on by itself, unless the member has stopped the one before."""
    plan, was_a_month = change.plan, change.before.kind == Kind.MONTH
    kept = {
        "plan": plan,
        "until": end_of_term(Kind(plan.kind), change.on, change.on, plan.valid_days),
        "counted_from": change.on,
        "agreed_on": today_at(enrolment.space),
        "renews": plan.kind == Kind.MONTH and (enrolment.renews or not was_a_month),
    }
    Enrolment.objects.filter(pk=enrolment.pk).update(**kept)
    for name, value in kept.items():
        setattr(enrolment, name, value)


def _must_be_possible(enrolment: Enrolment, plan: Plan, on: date) -> None:
    if not can_be_changed(enrolment, membership_of(enrolment.person, enrolment.space), on):
        raise Refusal("plan_is_not_running")
    if change_waiting(enrolment) is not None:
        raise Refusal("plan_change_is_asked")
    if pause_of(enrolment, on) is not None:
        raise Refusal("pause_is_there")
    if not plan.is_sold or not can_be_changed_to(enrolment, plan):
        raise Refusal("plan_is_not_sold")
    if enrolment.method == Method.TRANSFER and bank_account_of(enrolment.space) is None:
        raise Refusal("no_transfers_here")
