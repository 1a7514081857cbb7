"""The members of a space: the list, one of them, a roster in and out."""

import csv
import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.kit.cells import harmless
from passerelle.kit.refusals import Refusal
from passerelle.members.access import may_enter_members, may_see_members
from passerelle.members.actions import (
    Report,
    end_membership,
    end_those_missing,
    enter_member,
    renew_membership,
    set_identity_rule,
    take_in_roster,
)
from passerelle.members.queries import (
    enrolment_behind,
    identity_rule_of,
    identity_seen,
    in_force_or_to_come,
    members_called,
    members_of,
    membership_in,
)
from passerelle.members.rules import included_end, standing
from passerelle.members.rules.identity import IdentityRule
from passerelle.members.rules.taking_in import Became
from passerelle.people.queries import person_called
from passerelle.plans.queries import plans_offered
from passerelle.spaces.queries import today_at
from passerelle.web.audience import for_staff, person_of
from passerelle.web.forms.members import IdentityForm, MemberForm, RosterForm, TermForm
from passerelle.web.refusals import sentence
from passerelle.web.roster_words import UNREADABLE, line_words, summary, unreadable_sentence

if TYPE_CHECKING:
    from passerelle.members.models import Membership
    from passerelle.spaces.models import Space

A_PAGE = 50
LINES_SHOWN = 1000  # of each kind; a report is read by a person


@for_staff(may_see_members)
@require_safe
def members(request: HttpRequest, space: "Space") -> HttpResponse:
    """Everybody who is or was a member, fifty a page, by name; `q` looks for names and addresses."""
    words = request.GET.get("q", "").strip()
    page = Paginator(members_called(space, words), A_PAGE).get_page(request.GET.get("page"))
    today = today_at(space)
    shown = [(member, standing(member.belonging, today), included_end(member.until)) for member in page]
    now = None if words else in_force_or_to_come(space, today).count()
    listed = {"page": page, "members": shown, "q": words, "now": now}
    return render(request, "members/members.html", {"space": space} | listed)


@for_staff(may_enter_members)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, space: "Space") -> HttpResponse:
    """Enter one member."""
    form = MemberForm(request.POST or None, initial={"since": today_at(space)}, plans=plans_offered(space))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            enter_member(space, name=given["name"], address=given["address"], term=form.term(), by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("%(name)s is entered, and is told by letter.") % {"name": given["name"]})
            return redirect("members", slug=space.slug)
    return render(request, "members/enter.html", {"space": space, "form": form})


@for_staff(may_enter_members)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, space: "Space", number: int) -> HttpResponse:
    """One member: renew, or change the plan."""
    membership = _membership(space, number)
    known = {
        "since": membership.since,
        "valid_until": included_end(membership.until),
        "carries_visa": membership.carries_visa,
        "plan": membership.plan_id or "",
    }
    plans = dict.fromkeys(filter(None, [membership.plan, *plans_offered(space)]))
    form = TermForm(request.POST or None, initial=known, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            renew_membership(membership, form.term(), by=person_of(request))
        except Refusal as refusal:
            form.add_error("valid_until", sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("members", slug=space.slug)
    page = {"space": space, "member": membership, "standing": standing(membership.belonging, today_at(space))}
    page["took_it"] = enrolment_behind(membership) is not None
    seen = identity_seen(membership.person, space)
    page |= {"seen": seen, "seen_by": person_called(seen.seen_by) if seen else ""}
    return render(request, "members/member.html", page | {"form": form})


@for_staff(may_enter_members)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, space: "Space") -> HttpResponse:
    """Whether the desk looks at a document before a member's first check-in."""
    rule = identity_rule_of(space)
    form = IdentityForm(request.POST or None, initial={"is_asked": rule.is_asked, "months": rule.lapses_after_months})
    if request.method == "POST" and form.is_valid():
        wished = IdentityRule(form.cleaned_data["is_asked"], form.cleaned_data["months"])
        set_identity_rule(space, wished, by=person_of(request))
        messages.success(request, _("Saved."))
        return redirect("members", slug=space.slug)
    return render(request, "members/identity.html", {"space": space, "form": form})


@for_staff(may_enter_members)
@require_POST
def end(request: HttpRequest, space: "Space", number: int) -> HttpResponse:
    """One member is no longer one, from today on."""
    membership = _membership(space, number)
    end_membership(membership, by=person_of(request))
    messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.person})
    return redirect("members", slug=space.slug)


@for_staff(may_enter_members)
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, space: "Space") -> HttpResponse:
    """Take a roster in, and say line by line what became of it. Sending it again does no harm."""
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        is_complete = form.cleaned_data["is_complete"]
        try:
            report = take_in_roster(space, form.cleaned_data["file"], is_complete=is_complete, by=person_of(request))
        except Refusal as refusal:
            if refusal.code not in UNREADABLE:
                raise
            form.add_error("file", unreadable_sentence(refusal))
        else:
            return render(request, "members/report.html", {"space": space} | _said(report, is_complete=is_complete))
    return render(request, "members/roster.html", {"space": space, "form": form})


@for_staff(may_enter_members)
@require_POST
def end_missing(request: HttpRequest, space: "Space") -> HttpResponse:
    """End those whom a complete roster did not name, once they have been seen."""
    keys = [int(key) for key in request.POST.get("members", "").split(",") if re.fullmatch(r"[0-9]{1,18}", key)]
    ended = end_those_missing(space, keys, by=person_of(request))
    said = ngettext("%(count)s membership has ended.", "%(count)s memberships have ended.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("members", slug=space.slug)


@for_staff(may_see_members)
@require_safe
def export(request: HttpRequest, space: "Space") -> HttpResponse:
    """The members as a roster, ready for a spreadsheet and to be sent back."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{space.slug}.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")  # without it some spreadsheets take the file for another alphabet
    writer = csv.writer(response, delimiter=";" if get_language() == "fr" else ",")
    writer.writerow([_("Name"), _("Mail address"), _("Since"), _("Valid until")])
    for one in members_of(space).iterator(chunk_size=1000):
        until = included_end(one.until)
        cells = (one.person.name, one.person.email, one.since.isoformat(), until.isoformat() if until else "")
        writer.writerow([harmless(cell) for cell in cells])
    return response


def _said(report: Report, *, is_complete: bool) -> dict[str, Any]:
    """What the page of the report shows: refused lines first, then each kind, unchanged ones only counted."""
    kinds = (Became.REFUSED, Became.ADDED, Became.RENEWED, Became.ENDED)
    groups = [(kind, report.counts.get(kind, 0), report.that(kind)[:LINES_SHOWN]) for kind in kinds]
    return {
        "summary": summary(report),
        "groups": [(kind, count, [line_words(line) for line in lines]) for kind, count, lines in groups if count],
        "counts": report.counts,
        "shown": LINES_SHOWN,
        "missing": report.missing,
        "missing_keys": ",".join(str(membership.pk) for membership in report.missing),
        "is_complete": is_complete,
        "missing_is_known": report.missing_is_known,
    }


def _membership(space: "Space", number: int) -> "Membership":
    membership = membership_in(space, number)
    if membership is None:
        raise Http404
    return membership


urlpatterns = [
    path("manage/<slug:slug>/members/", members, name="members"),
    path("manage/<slug:slug>/members/enter/", enter, name="enter_member"),
    path("manage/<slug:slug>/members/identity/", identity, name="identity"),
    path("manage/<slug:slug>/members/roster/", roster, name="roster"),
    path("manage/<slug:slug>/members/roster/missing/", end_missing, name="end_missing"),
    path("manage/<slug:slug>/members/roster/export/", export, name="export_members"),
    path("manage/<slug:slug>/members/<int:number>/", member, name="member"),
    path("manage/<slug:slug>/members/<int:number>/end/", end, name="end_member"),
]
