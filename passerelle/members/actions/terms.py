"""A term of a plan that somebody took: sold, begun, and kept as the membership that the door looks at.

Rows are taken in one order: the payments, the enrolment, the space, then the books.
"""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from passerelle.members.actions.one_by_one import Term, keep_membership
from passerelle.members.models import Enrolment, Membership, PaidTerm
from passerelle.members.queries import last_pause_of
from passerelle.members.rules import Source
from passerelle.payments.actions.steps import hold_payments
from passerelle.payments.rules import Method
from passerelle.plans.models import Plan
from passerelle.sales.actions import Selling, sell_what_is_offered
from passerelle.sales.models import Sale
from passerelle.sales.queries import sales_for
from passerelle.spaces.queries import today_at

A_DAY = timedelta(days=1)


def take_in_hand(enrolment: Enrolment) -> Enrolment:
    """The plan as it stands now, and every payment for it, ours until the transaction ends."""
    hold_payments(*(sale.ref for sale in sales_for(enrolment.ref)))
    held = Enrolment.objects.select_related("space", "person", "plan__tax").select_for_update(of=("self",), no_key=True)
    return held.get(pk=enrolment.pk)


def sell_term(enrolment: Enrolment, plan: Plan, begins_on: date, *, from_credit: int = 0) -> Sale:
    """Sell the term that begins on that day: to be paid by then, with its invoice."""
    times = Sale.objects.filter(space=enrolment.space, cause=enrolment.ref).count()
    term = replace(term_of(enrolment, plan, begins_on, times), from_credit=from_credit)
    return sell_what_is_offered(term, by=enrolment.person)


def term_of(enrolment: Enrolment, plan: Plan, begins_on: date, times: int) -> Selling:
    """What is sold for the term that begins on that day; `times` is how many were sold before, called off or not."""
    space, person = enrolment.space, enrolment.person
    assert plan.tax is not None
    with override(person.language):
        line = _("%(plan)s, from %(day)s") % {"plan": called(plan, person.language), "day": written(begins_on)}
    key, due_on = f"{enrolment.ref}/{times}/{begins_on.isoformat()}", max(begins_on, today_at(space))
    return Selling(
        space, person, enrolment.ref, key, line, plan.price, plan.tax, Method(enrolment.method), due_on=due_on
    )


def called(plan: Plan, language: str) -> str:
    """A plan as the reader of a document calls it."""
    return plan.name_fr if language == "fr" else plan.name_en


def written(day: date) -> str:
    """A day as a document writes it, in the language that is spoken."""
    return str(date_format(day, "j F Y"))


def begin_term(enrolment: Enrolment, begins_on: date, sale: Sale | None, *, by: str) -> None:
    """It is paid from that day until the enrolment’s, which says so already: the membership lasts as long."""
    PaidTerm.objects.create(
        enrolment=enrolment, plan=enrolment.plan, sale=sale, begins_on=begins_on, until=enrolment.until
    )
    keep(enrolment, by=by)


def keep(enrolment: Enrolment, *, by: str) -> None:
    """What the door, the desk and other spaces look at: the membership until what is paid is over, and its pause."""
    plan, last = enrolment.plan, enrolment.until - A_DAY if enrolment.until else None
    term = Term(enrolment.first_on, last, plan.carries_visa, plan)
    membership, _is_new = keep_membership(enrolment.person, enrolment.space, term, source=Source.PLAN, by=by)
    pause = last_pause_of(enrolment)
    since, until = (pause.since, pause.until) if pause else (None, None)
    Membership.objects.filter(pk=membership.pk).update(paused_since=since, paused_until=until)
