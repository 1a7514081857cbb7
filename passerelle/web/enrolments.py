"""Taking a plan by oneself, in one sitting on a phone; and what one has taken: until when, what is paid, how to end."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.kit.ids import key_of, reference
from passerelle.kit.refusals import Refusal
from passerelle.members.actions import Joining, join
from passerelle.members.queries import enrolment_called, enrolments_of
from passerelle.payments.gateway import takes_cards
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import Method
from passerelle.people.actions import present_oneself
from passerelle.plans.queries import plan_of
from passerelle.plans.rules import Kind
from passerelle.sales.queries import payment_waiting, sales_for
from passerelle.spaces.queries import today_at
from passerelle.web.audience import found_space, person_of, signed_in
from passerelle.web.forms.enrolments import JoinForm
from passerelle.web.opening import hours_there
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.taken import answer_press, at_own, seen, told

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
    return render(request, "plans/mine.html", {"page": page, "rows": [told(one) for one in page.object_list]})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_plan(request: HttpRequest, reference: str) -> HttpResponse:
    """One plan that I took; nobody else knows of it here."""
    one = enrolment_called(reference)
    if one is None or one.person_id != person_of(request).pk:
        raise Http404
    if request.method == "POST":
        return answer_press(request, one, at_own(one))
    return render(request, "plans/taken.html", seen(one, at_own(one)))


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
    if (payment := payment_waiting(sales_for(enrolment.ref))) is not None and payment.method != Method.CASH:
        return redirect("payment", reference=payment.reference)
    return redirect("my_plan", reference=enrolment.reference)


urlpatterns = [
    path("spaces/<slug:slug>/plans/<int:key>/join/", join_plan, name="join_plan"),
    path("me/plans/", my_plans, name="my_plans"),
    path("me/plans/<slug:reference>/", my_plan, name="my_plan"),
]
