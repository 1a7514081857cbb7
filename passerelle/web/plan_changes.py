"""What becomes of a plan after it was taken: changed and paused by the member or the space, withdrawn from."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.kit.ids import key_of, reference
from passerelle.kit.refusals import Refusal
from passerelle.members.access import may_enter_members
from passerelle.members.actions import Changing, Pausing, change_plan, pause_plan, withdraw_from_plan
from passerelle.members.queries import (
    can_be_changed,
    enrolment_behind,
    enrolment_called,
    figures_of_change,
    figures_of_withdrawal,
    is_running,
    membership_in,
    pauses_of,
    plans_to_change_to,
    withdrawal_until,
)
from passerelle.members.rules import included_end
from passerelle.members.rules.enrolments import State, end_of_term
from passerelle.members.rules.pausing import paused_in
from passerelle.payments.queries import payments_for
from passerelle.payments.rules import Method
from passerelle.plans.queries import plan_of
from passerelle.plans.rules import Kind
from passerelle.spaces.queries import today_at
from passerelle.web.audience import for_staff, person_of, signed_in
from passerelle.web.forms.enrolments import PauseForm
from passerelle.web.refusals import sentence
from passerelle.web.taken import At, answer_press, at_desk_of, at_own, seen

if TYPE_CHECKING:
    from passerelle.members.queries import Enrolment
    from passerelle.plans.models import Plan
    from passerelle.spaces.models import Space

Shown = Callable[[HttpRequest, "Enrolment", At], HttpResponse]


def _own(page: Shown) -> Callable[[HttpRequest, str], HttpResponse]:
    """The page of a plan for whoever took it; nobody else knows of it there."""

    @signed_in
    @require_http_methods(["GET", "HEAD", "POST"])
    def shown(request: HttpRequest, reference: str) -> HttpResponse:
        one = enrolment_called(reference)
        if one is None or one.person_id != person_of(request).pk:
            raise Http404
        return page(request, one, at_own(one))

    return shown


def _of_a_member(page: Shown) -> Callable[..., HttpResponse]:
    """The same page for the managers of the space, found from the member."""

    @for_staff(may_enter_members)
    @require_http_methods(["GET", "HEAD", "POST"])
    def shown(request: HttpRequest, space: "Space", number: int) -> HttpResponse:
        membership = membership_in(space, number)
        one = enrolment_behind(membership) if membership else None
        if membership is None or one is None:
            raise Http404
        return page(request, one, at_desk_of(one, membership))

    return shown


def plan_kept(request: HttpRequest, one: "Enrolment", at: At) -> HttpResponse:
    """A member's plan, as the space keeps it: what was asked and invoiced, and what can be done."""
    if request.method == "POST":
        return answer_press(request, one, at)
    return render(request, "plans/taken.html", seen(one, at))


def change(request: HttpRequest, one: "Enrolment", at: At) -> HttpResponse:
    """To which plans one can go; with one of them, line by line what that comes to today, and the button."""
    today = today_at(one.space)
    if not can_be_changed(one, at.membership, today):
        raise Http404
    typed, wrong = request.POST if request.method == "POST" else request.GET, ""
    if request.method == "POST":
        try:
            return _go_on(request, one, at)
        except Refusal as refusal:
            wrong = sentence(refusal)
    plans = {str(plan.pk): plan for plan in plans_to_change_to(one)}
    plan = plans.get(typed.get("plan", ""))
    given = {"one": one, "at": at, "plan": plan, "wrong": wrong, "key": reference()}
    if plan is not None:
        given |= {"figures": figures_of_change(one, plan, today)} | _then(one, plan)
    elif plans:
        first = figures_of_change(one, next(iter(plans.values())), today)
        given["rows"] = [(other, replace(first, price=other.price)) for other in plans.values()]
    return render(request, "plans/change.html", given, status=422 if wrong else 200)


def pause(request: HttpRequest, one: "Enrolment", at: At) -> HttpResponse:
    """From which day to which; how many days of the year are left for it."""
    today = today_at(one.space)
    if one.plan.kind != Kind.MONTH or not is_running(one, at.membership, today):
        raise Http404
    if not at.is_staff and not one.plan.pause_days:
        raise Http404
    form = PauseForm(request.POST or None, initial={"key": reference()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            pause_plan(one, Pausing(given["since"], form.until, key_of(given["key"])), by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("The pause is noted. A letter says what that changes."))
            return redirect(at.plan)
    left = max(0, one.plan.pause_days - paused_in(pauses_of(one), today.year))
    page = {"one": one, "at": at, "form": form, "left": left, "year": today.year, "last_on": included_end(one.until)}
    return render(request, "plans/pause.html", page, status=422 if form.errors else 200)


def withdraw(request: HttpRequest, one: "Enrolment", at: At) -> HttpResponse:
    """The second step of withdrawing: line by line what is paid back, and a button that confirms (art. 11a)."""
    if one.state == State.WITHDRAWN:
        return redirect(at.plan)
    today, until = today_at(one.space), withdrawal_until(one)
    if until is None or not is_running(one, at.membership, today):
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            withdraw_from_plan(one, request.POST.get("shown", ""), by=person_of(request))
        except Refusal as refusal:
            wrong = sentence(refusal)
        else:
            messages.success(request, _("You have withdrawn. A letter confirms it."))
            return redirect(at.plan)
    given = {"one": one, "at": at, "until": until, "is_late": today > until, "wrong": wrong}
    given["figures"] = figures_of_withdrawal(one, today)
    return render(request, "plans/withdraw.html", given, status=422 if wrong else 200)


def _go_on(request: HttpRequest, one: "Enrolment", at: At) -> HttpResponse:
    """To the page where one pays by transfer, or back to the plan. Raises Refusal as the act does."""
    typed = request.POST.get("plan", "")
    plan = plan_of(one.space, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY else None
    if plan is None:
        raise Refusal("plan_is_not_sold")
    wished = Changing(plan, request.POST.get("shown", ""), key_of(request.POST.get("key", "")))
    done = change_plan(one, wished, by=person_of(request))
    if not done.to_pay:
        messages.success(request, _("It is done. A letter says what it came to."))
    elif not at.is_staff and one.method != Method.CASH:
        waits = payments_for(done.sale.ref).get()
        return redirect("payment", reference=waits.reference)
    else:
        messages.success(request, _("It is asked for, and holds once it is paid."))
    return redirect(at.plan)


def _then(one: "Enrolment", plan: "Plan") -> dict[str, Any]:
    """Until when the new term lasts, and whether another follows by itself."""
    today = today_at(one.space)
    until = end_of_term(Kind(plan.kind), today, today, plan.valid_days)
    renews = plan.kind == Kind.MONTH and (one.renews or one.plan.kind != Kind.MONTH)
    return {"last_on": included_end(until), "next_on": until if renews else None}


LONGEST_KEY = 18
OF_A_MEMBER = "manage/<slug:slug>/members/<int:number>/plan/"
urlpatterns = [
    path("me/plans/<slug:reference>/change/", _own(change), name="change_plan"),
    path("me/plans/<slug:reference>/pause/", _own(pause), name="pause_plan"),
    path("me/plans/<slug:reference>/withdraw/", _own(withdraw), name="withdraw_from_plan"),
    path(OF_A_MEMBER, _of_a_member(plan_kept), name="plan_of_member"),
    path(f"{OF_A_MEMBER}change/", _of_a_member(change), name="change_plan_of_member"),
    path(f"{OF_A_MEMBER}pause/", _of_a_member(pause), name="pause_plan_of_member"),
]
