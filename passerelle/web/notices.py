"""A notice: written, read on its own page, taken down, reported; approved, refused and hidden by the team."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.board import actions
from passerelle.board.access import may_look_after, may_pin_up, may_read, may_report, may_take_down
from passerelle.board.queries import board_of, notice_called, picture_of, reports_open_on
from passerelle.board.rules import Readers, State, last_day
from passerelle.kit.ids import reference as new_key
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.queries import space_at, today_at
from passerelle.web.audience import found_space, person_of, public, signed_in, to_sign_in
from passerelle.web.board import person_or_none
from passerelle.web.forms.board import NoticeForm
from passerelle.web.refusals import sentence

if TYPE_CHECKING:
    from passerelle.board.models import Notice
    from passerelle.people.models import Person

TWO_WEEKS = timedelta(days=14)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a notice: it stands at once, or once the team has said yes."""
    space, person = found_space(slug), person_of(request)
    if not may_pin_up(person, space):
        raise Http404
    board, today = board_of(space), today_at(space)
    begins = {"last_day": today + TWO_WEEKS, "key": new_key()}
    is_open = board.readers == Readers.EVERYBODY
    form = NoticeForm(request.POST or None, request.FILES or None, initial=begins, today=today, is_open=is_open)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.pin_up(space, form.draft(), by=person)
        except Refusal as refusal:
            form.add_error(_field(refusal), sentence(refusal))
        else:
            waits = written.state == State.WAITING
            said = _("It stands there as soon as the team has said yes.") if waits else _("It stands on the board.")
            messages.success(request, said)
            return redirect("notice", slug=space.slug, reference=written.reference)
    waits = board.approves_first and not may_look_after(person, space)
    given = {"space": space, "form": form, "waits": waits, "most": board.at_once}
    return render(request, "board/write.html", given, status=422 if form.errors else 200)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One notice, and what whoever reads it can do: take it down, report it, look after it."""
    space, person = space_at(slug), person_or_none(request)
    found = notice_called(space, reference) if space else None
    if found is None or not may_read(person, found):
        if person is None:
            return to_sign_in(request)
        raise Http404
    if request.method == "POST":
        if person is None:
            return to_sign_in(request)
        return _press(request, found, person)
    return render(request, "board/notice.html", _page(found, person))


def _page(found: "Notice", person: "Person | None") -> dict[str, object]:
    stands = found.state in (State.WAITING, State.SHOWN) and found.until > today_at(found.space)
    looks_after = person is not None and may_look_after(person, found.space)
    return {
        "notice": found,
        "space": found.space,
        "stands": stands,
        "last_on": last_day(found.until),
        "picture": picture_of(found),
        "is_mine": person is not None and may_take_down(person, found),
        "looks_after": looks_after,
        "reports": stands and not looks_after and person is not None and may_report(person, found),
        "said": reports_open_on(found) if looks_after else [],
    }


def _press(request: HttpRequest, found: "Notice", person: "Person") -> HttpResponse:
    """What was pressed; back to the page it was pressed on."""
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    try:
        said = _done(act, reason, found, person)
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, said)
    if request.POST.get("back") == "manage" and may_look_after(person, found.space):
        return redirect("manage_board", slug=found.space.slug)
    return redirect("notice", slug=found.space.slug, reference=found.reference)


def _done(act: str, reason: str, found: "Notice", person: "Person") -> str:
    """Do it, and what to say of it. Raises Refusal as the acts do."""
    if act == "take_down":
        actions.take_down(found, by=person)
        return _("It is taken down.")
    if act == "report":
        actions.report(found, reason=reason, by=person)
        return _("Thank you. The team will look at it.")
    if act == "approve":
        actions.approve(found, by=person)
        return _("It stands on the board. Its writer has been told.")
    if act == "refuse":
        actions.refuse(found, reason=reason, by=person)
        return _("It does not go on the board. Its writer has been told why.")
    if act == "hide":
        actions.hide(found, reason=reason, by=person)
        return _("It is off the board. Its writer has been told why.")
    if act == "let_stand":
        actions.let_stand(found, by=person)
        return _("It may stand. What was reported is settled.")
    raise Refusal("act_is_not_known")


def _field(refusal: Refusal) -> str | None:
    """Beside which box a refusal stands."""
    if refusal.code.startswith("picture_"):
        return "picture"
    return {"title_is_missing": "title", "notice_is_over": "last_day", "notice_stays_too_long": "last_day"}.get(
        refusal.code
    )


urlpatterns = [
    path("spaces/<slug:slug>/board/new/", write_notice, name="write_notice"),
    path("spaces/<slug:slug>/board/<slug:reference>/", notice, name="notice"),
]
