"""A plan that somebody took, as whoever took it and the managers of the space see it; and what both can press."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from passerelle.kit.refusals import Refusal
from passerelle.members.actions import call_off_enrolment, end_pause, keep_plan, switch_renewal
from passerelle.members.queries import (
    can_be_changed,
    change_waiting,
    days_left,
    is_running,
    membership_of,
    withdrawal_until,
)
from passerelle.members.rules import included_end, is_paused
from passerelle.members.rules.enrolments import State
from passerelle.plans.rules import Kind
from passerelle.sales.queries import payment_waiting, sales_for
from passerelle.spaces.queries import today_at
from passerelle.web.audience import person_of
from passerelle.web.opening import hours_there
from passerelle.web.refusals import sentence
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.members.models import Membership
    from passerelle.members.queries import Enrolment

MOST_SALES = 24


@dataclass(frozen=True)
class At:
    """Where the pages of one plan are, for whoever took it or for the staff; `crumbs` lead to it."""

    plan: str
    change: str
    pause: str
    crumbs: tuple[tuple[str, str], ...]
    membership: "Membership | None"
    is_staff: bool = False


def at_own(one: "Enrolment") -> At:
    """The pages of somebody's own plan."""
    which = {"reference": one.reference}
    plan, change, pause = (url(name, **which) for name in ("my_plan", "change_plan", "pause_plan"))
    crumbs = ((_("My plans"), url("my_plans")),)
    return At(plan, change, pause, crumbs, membership_of(one.person, one.space))


def at_desk_of(one: "Enrolment", membership: "Membership") -> At:
    """The pages of a member's plan at the space."""
    which = {"slug": one.space.slug, "number": membership.pk}
    names = ("plan_of_member", "change_plan_of_member", "pause_plan_of_member")
    plan, change, pause = (url(name, **which) for name in names)
    crumbs = ((_("Members"), url("members", slug=one.space.slug)), (str(one.person), url("member", **which)))
    return At(plan, change, pause, crumbs, membership, is_staff=True)


def seen(one: "Enrolment", at: At) -> dict[str, Any]:
    """What the page of a plan shows."""
    today, membership = today_at(one.space), at.membership
    sales = list(sales_for(one.ref)[:MOST_SALES])
    waiting = payment_waiting(sales)
    runs = is_running(one, membership, today)
    until = withdrawal_until(one, sales[0]) if sales and runs and not at.is_staff else None
    pause = _pause(membership, today) if runs else None
    given = told(one) | {"at": at, "sales": sales, "waiting": waiting, "week": hours_there(one.space, one.plan.hours)}
    given |= {"change": change_waiting(one) if waiting else None, "left": _left(one, membership)}
    given |= {"pause": pause, "is_paused": is_paused(membership.belonging, today) if pause and membership else False}
    given["withdraw_until"] = until if until and today <= until else None
    given["can_change"] = can_be_changed(one, membership, today)
    given["can_pause"] = runs and one.plan.kind == Kind.MONTH and (at.is_staff or bool(one.plan.pause_days))
    return given


def told(one: "Enrolment") -> dict[str, Any]:
    """How it stands."""
    today = today_at(one.space)
    is_open = one.state == State.OPEN
    return {
        "one": one,
        "space": one.space,
        "plan": one.plan,
        "last_on": included_end(one.until),
        "is_asked": one.state == State.ASKED,
        "is_over": is_open and one.until is not None and one.until <= today,
        "is_to_come": is_open and one.first_on > today,
        "was_called_off": one.state == State.CALLED_OFF,
        "was_withdrawn": one.state == State.WITHDRAWN,
        "can_renew": is_open and one.plan.kind == Kind.MONTH and not one.plan.is_trial,
    }


def answer_press(request: HttpRequest, one: "Enrolment", at: At) -> HttpResponse:
    """Do what was pressed on the page of a plan, and show it again."""
    try:
        _press(request, one)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(at.plan)


def _press(request: HttpRequest, one: "Enrolment") -> None:
    """Raises Refusal as the acts do."""
    by, act = person_of(request), request.POST.get("act")
    if act == "call_off":
        call_off_enrolment(one, by=by)
        said = _("It is not asked for any more.")
    elif act == "keep_plan":
        keep_plan(one, by=by)
        said = _("The plan stays as it is.")
    elif act == "end_pause":
        end_pause(one, by=by)
        said = _("The pause is over.")
    elif act in ("renew", "renew_no_more"):
        switch_renewal(one, act == "renew", by=by)
        said = _("It renews again.") if act == "renew" else _("It renews no more. What you have paid stays yours.")
    else:
        raise Refusal("act_is_not_known")
    messages.success(request, said)


def _left(one: "Enrolment", membership: "Membership | None") -> int | None:
    """The days left of those that the plan includes; None where none are counted, or it is not open."""
    if membership is None or one.state != State.OPEN or membership.plan_id != one.plan_id:
        return None
    left = days_left(membership, today_at(one.space))
    return left if left is None else max(0, left)


def _pause(membership: "Membership | None", today: date) -> tuple[date, date | None] | None:
    """The first and the last day of the pause that runs or is to come."""
    if membership is None or membership.paused_since is None or membership.paused_until is None:
        return None
    if membership.paused_until <= max(today, membership.paused_since):
        return None
    return membership.paused_since, included_end(membership.paused_until)
