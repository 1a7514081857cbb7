"""Charges: what a space has charged, what a holder says of one, and what a treasurer decides.

One page shows a charge to whoever it concerns, and offers each what they can do. The links of letters open the same
page for holders and spaces that are not signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for, reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.networks.access import may_keep_books
from passerelle.passes.access import Link, may_answer_for, may_contest, may_decide, opened
from passerelle.passes.actions.charging import Asked, charge_besides
from passerelle.passes.actions.contesting import contest_charge, correct_charge, decide, give_back, stand_by
from passerelle.passes.queries.charges import charge_called, charges_at, charges_on, charges_to_decide
from passerelle.passes.rules import ChargeKind, ChargeState
from passerelle.passes.rules.charging import CONTESTING_LASTS, may_be_contested, may_be_corrected
from passerelle.rates.actions import enter_rate
from passerelle.rates.queries import last_published, rates_entered
from passerelle.spaces.access import may_receive
from passerelle.spaces.queries import today_at
from passerelle.visits.queries.paying import visits_with_a_pass
from passerelle.web.answers import kept_private, language_for
from passerelle.web.audience import by_link, for_officers, for_staff, person_of, signed_in
from passerelle.web.forms.charges import BesidesForm, RateForm, SayingForm
from passerelle.web.refusals import sentence
from passerelle.web.told import known_as
from passerelle.web.words import charge_state_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from passerelle.networks.queries import Network
    from passerelle.passes.access import Actor
    from passerelle.passes.queries.charges import Charge
    from passerelle.spaces.queries import Space
    from passerelle.visits.models import Visit

A_PAGE = 50


@dataclass(frozen=True)
class Act:
    """A button of a charge's page: what it does with what was typed, and the words once it is done."""

    do: Callable[[Charge, str, Any], object]
    said: Any


ACTS = {
    "contest": Act(
        lambda charge, why, by: contest_charge(charge, why, by=by), lazy("The space is asked. You will be told.")
    ),
    "correct": Act(lambda charge, why, by: correct_charge(charge, why, by=by), lazy("Taken back. The holder is told.")),
    "give_back": Act(lambda charge, why, by: give_back(charge, why, by=by), lazy("Given back. The holder is told.")),
    "stand_by": Act(
        lambda charge, why, by: stand_by(charge, why, by=by), lazy("Noted. The network’s treasurer decides.")
    ),
    "decide_back": Act(
        lambda charge, why, by: decide(charge, why, give_back=True, by=by), lazy("Given back. Both sides are told.")
    ),
    "decide_stands": Act(
        lambda charge, why, by: decide(charge, why, give_back=False, by=by), lazy("It stands. Both sides are told.")
    ),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def charge(request: HttpRequest, reference: str) -> HttpResponse:
    """One charge, for its holder, the space's staff and the network's treasurers; nothing for anybody else."""
    found = charge_called(reference) if can_be_asked_for(reference) else None
    person = person_of(request)
    if found is None or not (may_contest(person, found) or may_answer_for(person, found) or may_decide(person, found)):
        raise Http404
    return _shown(request, found, person, _acts_of(found, person) | _decisions(found, may_decide(person, found)))


@signed_in
def my_charges(request: HttpRequest) -> HttpResponse:
    """What this person's passes were charged, the latest first, each leading to where it can be contested."""
    shown = Paginator(charges_on(person_of(request)), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "charges/mine.html", {"page": shown, "rows": [_row(one) for one in shown]})


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def charge_by_letter(request: HttpRequest, sealed: str) -> HttpResponse:
    """The same for a holder who opened the letter that told of the charge: this is not right."""
    return _by_letter(request, sealed, Link.CONTEST)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_letter(request: HttpRequest, sealed: str) -> HttpResponse:
    """The same for a space that opened the letter that says why the holder contests."""
    return _by_letter(request, sealed, Link.ANSWER)


@for_staff(may_receive)
@require_http_methods(["GET", "HEAD", "POST"])
def space_charges(request: HttpRequest, space: Space) -> HttpResponse:
    """What this space has charged, the latest first, and a form for what is used besides days."""
    here = visits_with_a_pass(space, today_at(space))
    visitors = [(visit.reference, known_as(visit.person)) for visit in here]
    typed = request.POST if request.method == "POST" else None
    form = BesidesForm(typed, currency=space.currency, visitors=visitors, initial={"key": reference()})
    if typed is not None and form.is_valid() and _charged_besides(request, space, form, here):
        return redirect(request.path)
    shown = Paginator(charges_at(space), A_PAGE).get_page(request.GET.get("page"))
    page = {"space": space, "page": shown, "rows": [_row(one) for one in shown], "form": form, "visitors": visitors}
    return render(request, "charges/of_space.html", page, status=422 if form.errors else 200)


@for_officers(may_keep_books)
def contested(request: HttpRequest, network: Network) -> HttpResponse:
    """What holders contest and spaces stand by: the treasurer opens each and decides."""
    shown = Paginator(charges_to_decide(network), A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(one) | {"what": f"{_what(one)}, {one.space.name}"} for one in shown]
    page = {"network": network, "here": "contested", "page": shown, "rows": rows}
    return render(request, "charges/contested.html", page)


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: HttpRequest, network: Network) -> HttpResponse:
    """When the bank last published, as far as we know, and the rates that this network's treasurers have entered."""
    typed = request.POST if request.method == "POST" else None
    form = RateForm(typed, initial={"day": clock.local_day("UTC")})
    if typed is not None and form.is_valid() and _entered(request, network, form):
        return redirect(request.path)
    page = {
        "network": network,
        "here": "rates",
        "form": form,
        "last": last_published(),
        "entered": rates_entered(network),
    }
    return render(request, "charges/rates.html", page, status=422 if form.errors else 200)


def _by_letter(request: HttpRequest, sealed: str, link: Link) -> HttpResponse:
    try:
        found, right = opened(sealed, link)
    except Refusal:
        return kept_private(render(request, "answers/not_a_link.html", status=404))
    reader = found.of_pass.person if link is Link.CONTEST else found.space
    with translation.override(language_for(request, reader)):
        return kept_private(_shown(request, found, right, _acts_of(found, right)))


def _shown(request: HttpRequest, found: Charge, by: Actor, acts: dict[str, Any]) -> HttpResponse:
    form = SayingForm(request.POST if request.method == "POST" else None)
    wrong = ""
    if request.method == "POST" and form.is_valid():
        wrong = _press(request, found, by, acts, form.cleaned_data["reason"])
        if not wrong:
            return redirect(request.path)
    page = {
        "charge": found, "acts": acts, "form": form, "wrong": wrong, "what": _what(found),
        "state": charge_state_word(found.state),
        "until": found.charged_at + CONTESTING_LASTS, "holder": known_as(found.of_pass.person),
        "is_day": found.kind == ChargeKind.DAY,
    }  # fmt: skip
    return render(request, "charges/charge.html", page, status=422 if wrong or form.errors else 200)


def _press(request: HttpRequest, found: Charge, by: Actor, acts: dict[str, Any], why: str) -> str:
    """Do what was pressed; gives nothing once it is done, else the sentence that says why it was not."""
    name = request.POST.get("act", "")
    if name not in acts:
        return sentence(Refusal("charge_has_moved_on", state=found.state))
    try:
        ACTS[name].do(found, why, by)
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, ACTS[name].said)
    return ""


def _acts_of(found: Charge, by: Actor) -> dict[str, Any]:
    """What holder and space can do now, each button with its words."""
    state, now = ChargeState(found.state), clock.now()
    acts: dict[str, Any] = {}
    if may_contest(by, found) and state is ChargeState.CHARGED and may_be_contested(found.charged_at, now):
        acts["contest"] = _("This is not right")
    if may_answer_for(by, found):
        if state is ChargeState.CONTESTED:
            acts |= {"give_back": _("Give it back"), "stand_by": _("It is right")}
        elif state is ChargeState.CHARGED and may_be_corrected(found.charged_at, now):
            acts["correct"] = _("Take it back")
    return acts


def _decisions(found: Charge, may: bool) -> dict[str, Any]:
    if not may or found.state != ChargeState.UPHELD or found.decided_at:
        return {}
    return {"decide_back": _("Give it back"), "decide_stands": _("Let it stand")}


def _charged_besides(request: HttpRequest, space: Space, form: BesidesForm, here: list[Visit]) -> bool:
    """Whether it was charged; what was refused stands in the form."""
    given = form.cleaned_data
    visit = next(one for one in here if one.reference == given["visit"])
    today, key = today_at(space), f"besides/{given['key']}"
    asked = Asked(visit.person, visit.network, space, today, form.amount, key, visit.ref, given["line"])
    try:
        charge_besides(asked, by=person_of(request))
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    messages.success(request, _("Charged. %(name)s is told at once.") % {"name": known_as(visit.person)})
    return True


def _entered(request: HttpRequest, network: Network, form: RateForm) -> bool:
    given = form.cleaned_data
    value = given["value"].strip().replace(",", ".")
    try:
        enter_rate(network, given["currency"], given["day"], value, by=person_of(request))
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    return True


def _row(one: Charge) -> dict[str, Any]:
    return {
        "charge": one, "what": _what(one), "name": known_as(one.of_pass.person),
        "state": charge_state_word(one.state),
    }  # fmt: skip


def _what(one: Charge) -> str:
    return _("A day") if one.kind == ChargeKind.DAY and not one.line else one.line


urlpatterns = [
    path("charges/", my_charges, name="my_charges"),
    path("charges/<slug:reference>/", charge, name="charge"),
    path("charge/<str:sealed>/", charge_by_letter, name="charge_by_letter"),
    path("charge-answer/<str:sealed>/", answer_by_letter, name="charge_answer"),
    path("desk/<slug:slug>/charges/", space_charges, name="space_charges"),
    path("networks/<slug:slug>/contested/", contested, name="contested"),
    path("networks/<slug:slug>/rates/", rates, name="rates"),
]
