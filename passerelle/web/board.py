"""The board of a space as it is read: the page, the sheet of A4, a picture; and the end of the letters about it."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.board.access import Reader, reader_of
from passerelle.board.actions import stop_writing
from passerelle.board.printing import sheet
from passerelle.board.queries import Card, cards_of, picture_called, wish_numbered
from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import unseal
from passerelle.people.queries import Person
from passerelle.spaces.queries import space_at, today_at
from passerelle.web.audience import by_link, person_of, public, to_sign_in
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.spaces.models import Space

CARDS_A_PAGE = 24


@public
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands on the board now, for whoever may read it; to all others there is none."""
    found = found_board(request, slug)
    if isinstance(found, HttpResponse):
        return found
    space, reader = found
    page = page_of(cards_for(space, reader), request.GET.get("page"), CARDS_A_PAGE)
    return render(request, "board/board.html", {"space": space, "page": page, "reader": reader, "day": today_at(space)})


@public
@require_safe
def board_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The board as a sheet of A4, to be pinned up."""
    found = found_board(request, slug)
    if isinstance(found, HttpResponse):
        return found
    space, reader = found
    try:
        printed = sheet(space, _language(), outside=not reader.in_house)
    except OSError:  # Pango is missing: `doctor` says so
        raise Http404 from None
    response = HttpResponse(printed, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{space.slug}.pdf"'
    return response


@public
@require_safe
def picture(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture of a notice that stands: whoever was shown its address may see it, the wall included."""
    content = picture_called(reference)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


@by_link
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, sealed: str) -> HttpResponse:
    """Behind the link at the foot of each digest: a page with one button. A mail program may press it by itself, and
    has no session (RFC 8058); the link itself is the right.
    """
    try:
        wish = wish_numbered(int(unseal("stop_board_letters", sealed)))
    except Refusal:
        raise Http404 from None
    if request.method == "POST" and wish is not None:
        stop_writing(wish)
        if request.POST.get("List-Unsubscribe") != "One-Click":
            return redirect("stop_letters", sealed=sealed)
        wish = None
    return render(request, "board/stop.html", {"wish": wish})


def found_board(request: HttpRequest, slug: str) -> "HttpResponse | tuple[Space, Reader]":
    """The space and how whoever asks reads its board. Where they do not, a stranger is asked to sign in, whether there
    is such a space or not, and somebody signed in is told that there is no such page.
    """
    space, person = space_at(slug), person_or_none(request)
    if space is not None and space.joined_into is not None:
        return redirect("board", slug=space.joined_into.slug, permanent=True)
    reader = reader_of(person, space) if space else None
    if space is None or reader is None:
        if person is None:
            return to_sign_in(request)
        raise Http404
    return space, reader


def cards_for(space: "Space", reader: Reader) -> list[Card]:
    """What this reader finds on the board, in the language of the page."""
    return cards_of(space, _language(), outside=not reader.in_house)


def person_or_none(request: HttpRequest) -> Person | None:
    """Whoever is signed in, if anybody is."""
    return person_of(request) if request.user.is_authenticated else None


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


urlpatterns = [
    path("spaces/<slug:slug>/board/", board, name="board"),
    path("spaces/<slug:slug>/board.pdf", board_sheet, name="board_sheet"),
    path("board/pictures/<slug:reference>.jpg", picture, name="board_picture"),
    path("board/stop/<str:sealed>/", stop_letters, name="stop_letters"),
]
