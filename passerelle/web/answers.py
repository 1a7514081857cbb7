"""The pages behind the links of letters: the host answers, the home vouches. Nobody signs in.

Opening a page never acts, for mail scanners open every link; only the button does. The page speaks the language of the
space it was written to, unless the reader has chosen another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_http_methods

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.visits.access import ByLetter, Link, home_of, opened
from passerelle.visits.queries import days_of
from passerelle.visits.rules import Side, Word
from passerelle.web.audience import by_link
from passerelle.web.told import days_told, known_as
from passerelle.web.visit_acts import BY_SIDE, OF_HOME, press, wanted_answer
from passerelle.web.visit_view import seen_by, word_said

if TYPE_CHECKING:
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space
    from passerelle.visits.models import Visit

Linked = Callable[[HttpRequest, "Visit", ByLetter, str], HttpResponse]


def behind_a_link(link: Link, whose: Callable[[Visit], Space]) -> Callable[[Linked], Callable[..., HttpResponse]]:
    """A page behind the link of a letter to the space `whose`: given the visit and the right that the link proves.

    A link that was not made here gets a page that says so, and 404.
    """

    def mark(page: Linked) -> Callable[..., HttpResponse]:
        @by_link
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def guarded(request: HttpRequest, sealed: str) -> HttpResponse:
            try:
                visit, right = opened(sealed, link)
                reader = whose(visit)
            except Refusal:
                return kept_private(render(request, "answers/not_a_link.html", status=404))
            with translation.override(language_for(request, reader)):
                return kept_private(_or_not_found(page, request, visit, right, sealed))

        return guarded

    return mark


def language_for(request: HttpRequest, reader: Space | Person) -> str:
    """The language that the reader has chosen here, else that of the space or person to whom it was written."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else reader.language


def kept_private(response: HttpResponse) -> HttpResponse:
    """The address is the right, so it is kept from caches, from search engines and from other sites.

    `same-origin` and not `no-referrer`: with the latter browsers send `Origin: null`, and our own button is refused.
    """
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = translation.get_language() or ""
    return response


@behind_a_link(Link.ANSWER, lambda visit: visit.host)
def answer(request: HttpRequest, visit: Visit, right: ByLetter, sealed: str) -> HttpResponse:
    """Yes, no or other days; afterwards what was answered, and taking it back; always the conversation."""
    wrong = press(request, visit, BY_SIDE[Side.HOST], right) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect(request.path)
    if wrong:
        visit.refresh_from_db()
    wanted = wanted_answer(request)
    seen = seen_by(visit, Side.HOST, days_of(visit), with_days_to_propose=wanted == "other")
    context: dict[str, Any] = {"wrong": wrong, "typed": request.POST, "wanted": wanted}
    return render(request, "answers/answer.html", context | vars(seen), status=422 if wrong else 200)


@behind_a_link(Link.VOUCH, home_of)
def vouch(request: HttpRequest, visit: Visit, right: ByLetter, sealed: str) -> HttpResponse:
    """The home says whether this is its member, once; afterwards the page says what it said."""
    wrong = press(request, visit, OF_HOME, right) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect(request.path)
    dates = days_of(visit)
    context: dict[str, Any] = {
        "wrong": wrong,
        "typed": request.POST,
        "wanted": wanted_answer(request),
        "visit": visit,
        "name": known_as(visit.person),
        "dates": dates,
        "days": days_told(visit, dates, ()),
        "is_open": visit.word in (Word.ASKED, Word.SILENT),
        "takes_no_part": home_of(visit).takes_no_part_since is not None,
        "word": word_said(visit, Side.HOST),
    }
    return render(request, "answers/vouch.html", context, status=422 if wrong else 200)


def _or_not_found(page: Linked, request: HttpRequest, visit: Visit, right: ByLetter, sealed: str) -> HttpResponse:
    try:
        return page(request, visit, right, sealed)
    except NotFound:
        raise Http404 from None


urlpatterns = [
    path("answer/<str:sealed>/", answer, name="answer"),
    path("vouch/<str:sealed>/", vouch, name="vouch"),
]
