"""Taking a plan by oneself, in one sitting on a phone; and what one has taken: until when, what is paid, how to end."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.kit.ids import key_of, reference
from passerelle.kit.refusals import Refusal
from passerelle.members.actions import Joining, call_off_enrolment, join, switch_renewal
from passerelle.members.queries import days_left, enrolment_called, enrolments_of, membership_of, sale_for
from passerelle.members.rules import included_end
from passerelle.members.rules.enrolments import State
from passerelle.payments.gateway import takes_cards
from passerelle.payments.queries import bank_account_of, payments_for
from passerelle.payments.rules import WAITING, Method
from passerelle.people.actions import present_oneself
from passerelle.plans.queries import plan_of
from passerelle.plans.rules import Kind
from passerelle.sales.queries import sales_for
from passerelle.spaces.queries import today_at
from passerelle.web.audience import found_space, person_of, signed_in
from passerelle.web.forms.enrolments import JoinForm
from passerelle.web.opening import hours_there
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.members.queries import Enrolment
    from passerelle.plans.models import Plan
    from passerelle.spaces.models import Space


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def join_plan(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """What it costs and gives, the first day, how to pay; one press, and one is on the page where one pays."""
    space = found_space(slug)
    plan = plan_of(space, key)
    if plan is None or not plan.is_sold:
        raise Http404
    person, ways = person_of(request), _ways(plan)
    typed = request.POST if request.method == "POST" else None
    form = JoinForm(typed, today=today_at(space), has_name=bool(person.name), ways=ways, key=reference())
    if typed is not None and form.is_valid():
        try:
            if "name" in form.cleaned_data:
                person = present_oneself(person, name=form.cleaned_data["name"], language=person.language)
            return _go_on(join(_wished(plan, form), by=person), plan)
        except Refusal as refusal:
            form.add_error("first_on" if refusal.code.startswith("day_") else None, sentence(refusal))
    given = {"space": space, "plan": plan, "week": hours_there(space, plan.hours), "form": form, "free": not plan.price}
    given |= {"renews": plan.kind == Kind.MONTH and not plan.is_trial}
    return render(request, "plans/join.html", given, status=422 if form.errors else 200)


@signed_in
@require_safe
def my_plans(request: HttpRequest) -> HttpResponse:
    """What I took, the newest first."""
    page = page_of(enrolments_of(person_of(request)), request.GET.get("page"))
    return render(request, "plans/mine.html", {"page": page, "rows": [_told(one) for one in page.object_list]})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_plan(request: HttpRequest, reference: str) -> HttpResponse:
    """One plan that I took; nobody else knows of it here."""
    one = enrolment_called(reference)
    if one is None or one.person_id != person_of(request).pk:
        raise Http404
    if request.method == "POST":
        try:
            _press(request, one)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        return redirect("my_plan", reference=reference)
    waiting = _waiting(one)
    given = _told(one) | {"week": hours_there(one.space, one.plan.hours), "waiting": waiting}
    given["left"] = _left(one)
    given["sales"] = list(sales_for(one.ref)[:24])
    return render(request, "plans/taken.html", given)


def ways_to_pay(space: "Space") -> list[Method]:
    """How a space can be paid: by card where it takes them, by transfer once it has said to which account, and always
    at its desk.
    """
    cards = [Method.CARD] if takes_cards(space) else []
    return [*cards, *([Method.TRANSFER] if bank_account_of(space) else []), Method.CASH]


def _ways(plan: "Plan") -> list[Method]:
    return ways_to_pay(plan.space) if plan.price else []


def _wished(plan: "Plan", form: JoinForm) -> Joining:
    given = form.cleaned_data
    return Joining(plan, given["first_on"], Method(given.get("method") or Method.CASH), key_of(given["key"]))


def _go_on(enrolment: "Enrolment", plan: "Plan") -> HttpResponse:
    """To the page where one pays by card or by transfer, or to the plan itself."""
    if (payment := _waiting(enrolment)) is not None and payment.method != Method.CASH:
        return redirect("payment", reference=payment.reference)
    return redirect("my_plan", reference=enrolment.reference)


def _waiting(enrolment: "Enrolment") -> Any:
    """The payment that is asked for now: for the first term, or the next."""
    begins_on = enrolment.first_on if enrolment.state == State.ASKED else enrolment.until
    sale = sale_for(enrolment, begins_on) if begins_on else None
    return payments_for(sale.ref).filter(state__in=WAITING).first() if sale else None


def _left(enrolment: "Enrolment") -> int | None:
    """The days left of those that the plan includes; None where none are counted, or it is not open."""
    membership = membership_of(enrolment.person, enrolment.space) if enrolment.state == State.OPEN else None
    if membership is None or membership.plan_id != enrolment.plan_id:
        return None
    left = days_left(membership, today_at(enrolment.space))
    return left if left is None else max(0, left)


def _press(request: HttpRequest, one: "Enrolment") -> None:
    """Raises Refusal as the acts do."""
    by, act = person_of(request), request.POST.get("act")
    if act == "call_off":
        call_off_enrolment(one, by=by)
        messages.success(request, _("It is not asked for any more."))
    elif act in ("renew", "renew_no_more"):
        switch_renewal(one, act == "renew", by=by)
        said = _("It renews again.") if act == "renew" else _("It renews no more. What you have paid stays yours.")
        messages.success(request, said)
    else:
        raise Refusal("act_is_not_known")


def _told(one: "Enrolment") -> dict[str, Any]:
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
        "can_renew": is_open and one.plan.kind == Kind.MONTH and not one.plan.is_trial,
    }


urlpatterns = [
    path("spaces/<slug:slug>/plans/<int:key>/join/", join_plan, name="join_plan"),
    path("me/plans/", my_plans, name="my_plans"),
    path("me/plans/<slug:reference>/", my_plan, name="my_plan"),
]
