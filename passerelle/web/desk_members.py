"""The members at a space's desk: found by typing, checked in by one press, taken back when it was a mistake."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.care.actions.paying import take_in
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.members.access import may_record_members
from passerelle.members.actions import check_in_member, take_back_check_in
from passerelle.members.queries import (
    changes_waiting,
    enrolments_waiting,
    members_found,
    membership_in,
    sale_for,
    who_has_to_show,
)
from passerelle.payments.actions.receiving import take_cash
from passerelle.presence.queries import here_among, members_day, members_recorded_since
from passerelle.presence.rules import TAKING_BACK_LASTS
from passerelle.sales.queries import payment_of
from passerelle.spaces.queries import today_at
from passerelle.web import phrases
from passerelle.web.audience import for_staff, person_of
from passerelle.web.jinja import part_of_page
from passerelle.web.refusals import sentence
from passerelle.web.told import known_as
from passerelle.web.words_of_plans import plan_word

if TYPE_CHECKING:
    from passerelle.members.queries import Found as Member
    from passerelle.spaces.models import Space

MOST_SHOWN = 20
"""Found by typing: whoever finds more types another letter."""
A_PAGE = 50
LONGEST_KEY = 18


@dataclass(frozen=True)
class Found:
    """A member whom the desk was looking for; `at` says since when they are here, if they are.

    `shows` where the desk has to see a document first.
    """

    key: int
    name: str
    first: str
    at: str
    shows: bool


@for_staff(may_record_members)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_members(request: HttpRequest, space: "Space") -> HttpResponse:
    """Type a name, press the button. Below stands what was recorded in the last 24 hours and can be taken back."""
    wrong = _press(request, space) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect("desk_members", slug=space.slug)
    words = request.GET.get("q", request.POST.get("q", "")).strip()[:100]
    page = {"space": space, "q": words, "found": _found(space, words), "wrong": wrong, "most": MOST_SHOWN}
    page |= {"waiting": Paginator(enrolments_waiting(space, words), A_PAGE).get_page(1)}
    if request.headers.get("HX-Request"):
        return part_of_page(request, "desk/members.html", "results", page)
    if words:
        return render(request, "desk/members.html", page, status=422 if wrong else 200)
    recorded = Paginator(members_recorded_since(space, clock.now() - TAKING_BACK_LASTS), A_PAGE)
    page |= {"changes": Paginator(changes_waiting(space), A_PAGE).get_page(1)}
    page |= {"recorded": recorded.get_page(request.GET.get("page"))}
    return render(request, "desk/members.html", page, status=422 if wrong else 200)


def _press(request: HttpRequest, space: "Space") -> str:
    """One press; gives nothing once it is done, else the sentence that says why it was not."""
    acts = {
        "check_in": _check_in,
        "take_back": _take_back,
        "cash": _take_cash,
        "cash_for_change": _take_cash_for_change,
    }
    act = acts.get(request.POST.get("act", ""))
    key = request.POST.get("key", "")
    if act is None or not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        raise BadRequest
    return act(request, space, int(key))


def _check_in(request: HttpRequest, space: "Space", key: int) -> str:
    membership = membership_in(space, key)
    if membership is None:
        raise Http404
    name = known_as(membership.person)
    try:
        seen = request.POST.get("identity") == "seen"
        arrival = check_in_member(membership, by=person_of(request), saw_identity=seen)
    except Refusal as refusal:
        return _("%(name)s: %(why)s") % {"name": name, "why": sentence(refusal)}
    said = _("%(name)s is checked in.") if arrival.is_first else _("%(name)s was checked in already.")
    messages.success(request, said % {"name": name})
    return ""


def _take_back(request: HttpRequest, space: "Space", key: int) -> str:
    presence = members_day(space, key)
    if presence is None:
        raise Http404
    try:
        take_back_check_in(presence, by=person_of(request))
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, _("%(name)s is not here: taken back.") % {"name": known_as(presence.person)})
    return ""


def _take_cash(request: HttpRequest, space: "Space", key: int) -> str:
    """What somebody who asked for a plan pays at the desk; it opens at once."""
    enrolment = enrolments_waiting(space).filter(pk=key).first()
    sale = sale_for(enrolment, enrolment.first_on) if enrolment else None
    if enrolment is None or sale is None:
        raise Http404
    try:
        take_in(take_cash, payment_of(sale), by=person_of(request))
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, _("Received. %(name)s is a member now.") % {"name": known_as(enrolment.person)})
    return ""


def _take_cash_for_change(request: HttpRequest, space: "Space", key: int) -> str:
    """What a member pays at the desk who goes to another plan; it holds at once."""
    change = changes_waiting(space).filter(pk=key).first()
    if change is None:
        raise Http404
    try:
        take_in(take_cash, payment_of(change.sale), by=person_of(request))
    except Refusal as refusal:
        return sentence(refusal)
    said = _("Received. %(name)s is on %(plan)s now.")
    messages.success(request, said % {"name": known_as(change.enrolment.person), "plan": plan_word(change.plan)})
    return ""


def _found(space: "Space", words: str) -> list[Found]:
    day = today_at(space)
    members = members_found(space, words, day, MOST_SHOWN)
    people = [one.person for one in members]
    here = here_among(space, day, people) if members else {}
    showing = who_has_to_show(space, people, day, members[0].rule) if members else set()
    return [_line(one, space, here, one.person in showing) for one in members]


def _line(one: "Member", space: "Space", here: dict[int, Any], shows: bool) -> Found:
    at = here.get(one.person)
    said = phrases.hour(at, space.time_zone) if at else ""
    first = one.name.split(" ")[0] or _("the member")
    return Found(one.key, one.name or _("somebody without a name"), first, said, shows)


urlpatterns = [path("desk/<slug:slug>/members/", desk_members, name="desk_members")]
