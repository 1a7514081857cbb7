"""Introductions: the page on which one of the two answers, signed in or behind the link of a letter.

Nothing on it depends on what the other has said, until both have said yes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial, wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from passerelle.asks import actions
from passerelle.asks.access import Actor, Link, opened, side_of, stopped_by
from passerelle.asks.queries import (
    Introduction,
    answers_of,
    days_of,
    has_told,
    introduction_called,
    lapses_on,
    other_of,
    others_ask,
    own_ask,
    reasons,
)
from passerelle.asks.rules import Came, Says, Stands, Weekly
from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.people.queries import Person
from passerelle.web.answers import kept_private, language_for
from passerelle.web.audience import by_link, person_of, signed_in
from passerelle.web.refusals import sentence


@dataclass(frozen=True)
class Seen:
    """What one of the two sees. `name` and `address` are the other's, once it is made."""

    reference: str
    stands: Stands
    side: str
    text: str
    own: str
    line: str
    wrote_line: bool
    space: str
    words: str
    days: list[date]
    until: date
    name: str = ""
    address: str = ""


def seen_by(introduction: Introduction, person: int) -> Seen:
    """An introduction as one of its two sees it now."""
    stands = answers_of(person, introduction).stands(clock.now())
    own, theirs = own_ask(person, introduction), others_ask(person, introduction)
    other = other_of(person, introduction)
    named = (other.name or other.email, other.email) if stands is Stands.MADE else ("", "")
    return Seen(
        reference=introduction.reference,
        stands=stands,
        side=theirs.side if theirs else "",
        text=theirs.text if theirs else "",
        own=own.text if own else "",
        line=introduction.line,
        wrote_line=own is None,
        space=introduction.space.name,
        words=reasons(introduction, person, translation.get_language() or "en"),
        days=days_of(introduction),
        until=lapses_on(introduction),
        name=named[0],
        address=named[1],
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_introduction(request: HttpRequest, reference: str) -> HttpResponse:
    """One suggestion, for one of its two."""
    person = person_of(request)
    found = introduction_called(reference) if can_be_asked_for(reference) else None
    if found is None or side_of(person, found) is None:
        raise Http404
    return _answering(request, found, person, reverse("my_introduction", args=(reference,)))


Linked = Callable[[HttpRequest, Introduction, Actor, Person, str], HttpResponse]


def _behind(link: Link) -> Callable[[Linked], Callable[..., HttpResponse]]:
    """A page behind the link of a letter to one of the two; one that was not made here gets a page that says so."""

    def mark(page: Linked) -> Callable[..., HttpResponse]:
        @by_link
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def guarded(request: HttpRequest, sealed: str) -> HttpResponse:
            try:
                found, actor = opened(sealed, link)
            except Refusal:
                return kept_private(render(request, "answers/not_a_link.html", status=404))
            if side_of(actor, found) is None:
                return kept_private(render(request, "answers/not_a_link.html", status=404))
            reader = found.low if found.low_id == actor.person else found.high
            with translation.override(language_for(request, reader)):
                return kept_private(page(request, found, actor, reader, sealed))

        return guarded

    return mark


@_behind(Link.ANSWER)
def introduction(request: HttpRequest, found: Introduction, actor: Actor, reader: Person, sealed: str) -> HttpResponse:
    """The same behind the link of a letter; opening it never acts."""
    return _answering(request, found, actor, reverse("introduction", args=(sealed,)))


@_behind(Link.CAME)
def what_came(request: HttpRequest, found: Introduction, actor: Actor, reader: Person, sealed: str) -> HttpResponse:
    """Did anything come of it? What the letter’s link chose is the first button; only the button counts."""
    wrong = ""
    if request.method == "POST":
        came = request.POST.get("came", "")
        if came not in set(Came):
            wrong = sentence(Refusal("act_is_not_known"))
        else:
            try:
                actions.say_what_came(found, Came(came), by=actor)
            except NotFound:
                raise Http404 from None
            return redirect("what_came", sealed=sealed)
    chosen = request.GET.get("came", "")
    given = {
        "name": other_of(reader.pk, found).name,
        "is_told": has_told(reader.pk, found),
        "chosen": chosen if chosen in set(Came) else "",
        "choices": list(Came),
        "wrong": wrong,
    }
    return render(request, "introductions/came.html", given, status=422 if wrong else 200)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def stop_suggestions(request: HttpRequest, sealed: str) -> HttpResponse:
    """No more suggestions: one button behind the link of each of their letters."""
    try:
        person = stopped_by(sealed)
    except Refusal:
        return kept_private(render(request, "answers/not_a_link.html", status=404))
    with translation.override(language_for(request, person)):
        if request.method == "POST":
            actions.want_suggestions(person, Weekly.NONE)
        return kept_private(render(request, "introductions/stop.html", {"is_stopped": request.method == "POST"}))


def _answering(request: HttpRequest, found: Introduction, actor: Actor, here: str) -> HttpResponse:
    wrong = _pressed(request, found, actor) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect(here)
    person = side_of(actor, found)
    assert person is not None
    given = {"seen": seen_by(found, person), "wrong": wrong}
    return render(request, "introductions/page.html", given, status=422 if wrong else 200)


def _pressed(request: HttpRequest, found: Introduction, actor: Actor) -> str:
    """Do what was pressed; gives the sentence of a refusal, or nothing."""
    acts: dict[str, Callable[[], object]] = {
        "yes": partial(actions.answer, found, Says.YES, by=actor),
        "no": partial(actions.answer, found, Says.NO, by=actor),
        "apart": partial(actions.keep_apart, found, by=actor),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        return sentence(Refusal("act_is_not_known"))
    try:
        act()
    except Refusal as refusal:
        return sentence(refusal)
    return ""


urlpatterns = [
    path("asks/introductions/<slug:reference>/", my_introduction, name="my_introduction"),
    path("introductions/<str:sealed>/", introduction, name="introduction"),
    path("introductions/came/<str:sealed>/", what_came, name="what_came"),
    path("introductions/stop/<str:sealed>/", stop_suggestions, name="stop_suggestions"),
]
