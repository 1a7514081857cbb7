"""Me on the board: being announced as a member or a visitor, being written what is new, what I have pinned up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.board.access import may_be_announced, reader_of
from passerelle.board.actions import be_announced, be_announced_no_more, be_written
from passerelle.board.queries import (
    board_of,
    consent_by,
    consent_for,
    consents_of,
    membership_announced,
    notices_by,
    rhythm_of,
    wishes_of,
)
from passerelle.board.rules import NEWCOMER_STAYS, Readers, Rhythm, last_day
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.members.queries import memberships_of
from passerelle.members.rules import is_member
from passerelle.spaces.queries import today_at
from passerelle.visits.queries import visit_called
from passerelle.web.audience import found_space, person_of, signed_in
from passerelle.web.forms.board import WordsForm
from passerelle.web.language import safe_next
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.board.queries import Consent
    from passerelle.members.models import Membership
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space
    from passerelle.visits.models import Visit

NOTICES_A_PAGE = 20


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me_on_the_board(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever is of the house: being announced as a member, being written, and the notices one has pinned up."""
    space, person = found_space(slug), person_of(request)
    if request.method == "POST" and "rhythm" in request.POST:
        return _choose_rhythm(request, space)
    reader = reader_of(person, space)
    if reader is None or not reader.in_house:
        raise Http404
    today = today_at(space)
    membership, consent = membership_announced(person, space, today)
    if request.method == "POST" and membership is None:
        raise Http404
    asked = _Asked(membership, consent, reader.is_open, url("me_on_the_board", slug=slug)) if membership else None
    form, done = _agreeing(request, asked)
    if done is not None:
        return done
    page = page_of(notices_by(person, space), request.GET.get("page"), NOTICES_A_PAGE)
    given: dict[str, object] = {"space": space, "form": form, "membership": membership, "page": page, "today": today}
    given |= {"rhythm": rhythm_of(person, space), "until": last_day(today + NEWCOMER_STAYS), "consent": consent}
    return render(request, "board/me.html", given, status=422 if form and form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def announce_visit(request: HttpRequest, reference: str) -> HttpResponse:
    """For the visitor alone: whether the board of the host announces the visit, and in which words."""
    visit, person = visit_called(reference), person_of(request)
    if visit is None or not may_be_announced(person, visit):
        raise Http404
    consent, is_open = consent_for(visit), board_of(visit.host).readers == Readers.EVERYBODY
    form, done = _agreeing(request, _Asked(visit, consent, is_open, url("announce_visit", reference=reference)))
    if done is not None:
        return done
    given = {"visit": visit, "space": visit.host, "form": form, "consent": consent, "until": visit.last_day}
    return render(request, "board/visit.html", given, status=422 if form and form.errors else 200)


@signed_in
@require_safe
def my_boards(request: HttpRequest) -> HttpResponse:
    """Where I am announced and of what I am written; each ends by one press."""
    person = person_of(request)
    held = (one for one in memberships_of(person) if is_member(one.belonging, today_at(one.space)))
    given = {"consents": consents_of(person), "wishes": wishes_of(person), "homes": [one.space for one in held]}
    return render(request, "board/mine.html", given)


@signed_in
@require_POST
def announced_no_more(request: HttpRequest, number: int) -> HttpResponse:
    """One press, and it is gone from the board."""
    person = person_of(request)
    consent = consent_by(person, number)
    if consent is None:
        raise Http404
    be_announced_no_more(consent, by=person)
    messages.success(request, _("You are not announced there any more."))
    return redirect(safe_next(request, url("my_boards")))


def _choose_rhythm(request: HttpRequest, space: "Space") -> HttpResponse:
    chosen = request.POST["rhythm"]
    if chosen not in set(Rhythm):
        raise Http404
    try:
        be_written(space, Rhythm(chosen), by=person_of(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("Saved."))
    return redirect(url("my_boards") if chosen == Rhythm.NEVER else url("me_on_the_board", slug=space.slug))


@dataclass(frozen=True)
class _Asked:
    """For what one is asked to agree, what one agreed to before, whether everybody reads the board, the page itself."""

    cause: "Membership | Visit"
    before: "Consent | None"
    is_open: bool
    page: str


def _agreeing(request: HttpRequest, asked: _Asked | None) -> tuple[WordsForm | None, HttpResponse | None]:
    """The form in which one agrees, filled in with what one agreed to before; or where to go once that is done."""
    if asked is None:
        return None, None
    person = person_of(request)
    form = WordsForm(request.POST or None, initial=_begins_with(person, asked.before), is_open=asked.is_open)
    if request.method != "POST" or not form.is_valid():
        return form, None
    try:
        be_announced(asked.cause, form.words(), by=person)
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return form, None
    messages.success(request, _("Thank you. This is how the board announces you."))
    return form, redirect(asked.page)


def _begins_with(person: "Person", consent: "Consent | None") -> dict[str, str]:
    if consent is None:
        return {"name": person.first_name if person.name else ""}
    return {"name": consent.name, "trade": consent.trade, "seeks": consent.seeks, "readers": consent.readers}


urlpatterns = [
    path("spaces/<slug:slug>/board/me/", me_on_the_board, name="me_on_the_board"),
    path("visits/<slug:reference>/board/", announce_visit, name="announce_visit"),
    path("me/boards/", my_boards, name="my_boards"),
    path("me/announced/<int:number>/", announced_no_more, name="announced_no_more"),
]
