"""The televisions of a space: the page that one of them shows, and the managers' list of them.

A television signs in nowhere: its address is the right, and a short code spares typing it. The page keeps itself up to
date by what `live` sends, else by asking here; without a network it goes on with what it has.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.board.queries import Card, cards_of
from passerelle.kit import clock
from passerelle.kit.ids import readable
from passerelle.kit.qr import qr_picture
from passerelle.kit.refusals import Refusal
from passerelle.people.rules import Language
from passerelle.spaces.queries import today_at
from passerelle.walls.access import may_hang
from passerelle.walls.actions import draw_code, hang_wall, note_seen, revoke_wall
from passerelle.walls.queries import address_of, sheet_of, wall_behind, wall_by_code, wall_of, walls_of, written
from passerelle.walls.rules import Look, is_showing
from passerelle.web.answers import kept_private
from passerelle.web.audience import by_link, for_staff, person_of, public
from passerelle.web.forms.walls import WallForm
from passerelle.web.refusals import sentence
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.spaces.models import Space
    from passerelle.walls.models import Wall

A_PAGE = 6
"""Cards that one reads from five metres."""
KEPT_FILES = (
    "style.css",
    "wall.css",
    "wall.js",
    "wall_cards.js",
    "mark.svg",
    "fonts/source-sans-3-latin.woff2",
    "fonts/fraunces-latin.woff2",
    "fonts/thin-space.woff2",
)
"""What a wall needs to look like itself without a network."""


@dataclass(frozen=True)
class Listed:
    """One wall as its managers see it: where it opens, and what is to be typed there, if a code was drawn."""

    wall: "Wall"
    address: str
    code: str
    is_showing: bool
    seen_at: datetime | None


# The television


@by_link
@require_safe
def wall(request: HttpRequest, slug: str, sealed: str) -> HttpResponse:
    """The wall itself: the first cards are in the page, so it shows them even to a browser without scripts."""
    found = _found(slug, sealed)
    if found.revoked_at is not None:
        with override(found.language):
            return kept_private(render(request, "walls/over.html", {"wall": found}, status=410))
    note_seen([found.reference])
    with override(found.language):
        return kept_private(render(request, "walls/wall.html", _television(request, found, sealed)))


def _television(request: HttpRequest, found: "Wall", sealed: str) -> dict[str, Any]:
    page = Paginator(cards_of(found.space, found.language), A_PAGE).get_page(request.GET.get("page"))
    cards = [(card, _code(card) if card.link else "") for card in page]
    told = {
        "sheet": url("wall_sheet", slug=found.space.slug, sealed=sealed),
        "live": f"{settings.LIVE_URL}/live/walls/{sealed}",
        "worker": url("wall_worker", slug=found.space.slug, sealed=sealed),
        "look": found.look,
        "zone": found.space.time_zone,
        "now": clock.now().isoformat(),
        "words": _words(),
        "first": sheet_of(found.space, found.language),
    }
    following = page.next_page_number() if page.has_next() else 1
    given = {"wall": found, "cards": cards, "following": following, "today": today_at(found.space)}
    return given | {"true_at": clock.now(), "told": told}


def _code(card: Card) -> str:
    return qr_picture(card.link, _("The code leads to: %(title)s") % {"title": card.title})


def _words() -> dict[str, Any]:
    """What the script says, in the wall's language."""
    return {
        "by": _("from %(name)s") % {"name": "{}"},
        "page": _("%(number)s of %(all)s") % {"number": "{}", "all": "{}"},
        "stale": _("No connection since %(moment)s. The board as it was then.") % {"moment": "{}"},
        "at": _("%(day)s at %(hour)s") % {"day": "{}", "hour": "{}"},
        "qr": _("The code leads to: %(title)s") % {"title": "{}"},
    }


@by_link
@require_safe
def sheet(request: HttpRequest, slug: str, sealed: str) -> HttpResponse:
    """The same sheet that `live` sends, for a wall that cannot reach it."""
    found = _found(slug, sealed)
    if found.revoked_at is not None:
        return kept_private(HttpResponse(b"{}", status=410, content_type="application/json"))
    note_seen([found.reference])
    shown = {"now": clock.now().isoformat(), "sheet": sheet_of(found.space, found.language)}
    return kept_private(HttpResponse(written(shown), content_type="application/json"))


@by_link
@require_safe
def worker(request: HttpRequest, slug: str, sealed: str) -> HttpResponse:
    """The script that keeps this one page for when there is no network: its address gives it no other."""
    if _found(slug, sealed).revoked_at is not None:
        raise Http404
    kept = [static(name) for name in KEPT_FILES]
    script = render(request, "walls/worker.js", {"kept": kept}, content_type="text/javascript; charset=utf-8")
    return kept_private(script)


def _found(slug: str, sealed: str) -> "Wall":
    try:
        found = wall_behind(sealed)
    except Refusal:
        raise Http404 from None
    if found is None or found.space.slug != slug:
        raise Http404
    return found


@public
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request: HttpRequest) -> HttpResponse:
    """Where a short code is typed, with a remote control: it leads to the wall's own address."""
    wrong = ""
    if request.method == "POST":
        if not ratelimit.consume(request, action="wall_code"):
            wrong = _("That was too many tries. Wait ten minutes, then try again.")
        else:
            try:
                found = wall_by_code(request.POST.get("code", ""))
            except Refusal as refusal:
                wrong = sentence(refusal)
            else:
                return redirect("wall", slug=found.space.slug, sealed=address_of(found))
    return render(request, "walls/type_code.html", {"wrong": wrong}, status=422 if wrong else 200)


# Its managers


@for_staff(may_hang)
@require_http_methods(["GET", "HEAD", "POST"])
def walls(request: HttpRequest, space: "Space") -> HttpResponse:
    """The walls of the space, and the form for one more."""
    form = WallForm(request.POST or None, initial={"language": space.language})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            hang_wall(space, said["name"], Language(said["language"]), Look(said["look"]), by=person_of(request))
        except Refusal as refusal:
            form.add_error("name", sentence(refusal))
        else:
            messages.success(request, _("Done. Type its code at the television."))
            return redirect("walls", slug=space.slug)
    page = {"space": space, "form": form, "walls": [_listed(one) for one in walls_of(space)]}
    page["type_at"] = settings.SITE_URL.partition("://")[2] + url("wall_type_code")
    return render(request, "walls/walls.html", page)


def _listed(one: "Wall") -> Listed:
    now = clock.now()
    is_good = one.code_until is not None and now < one.code_until
    address = url("wall", slug=one.space.slug, sealed=address_of(one))
    return Listed(one, address, readable(one.code) if is_good else "", is_showing(one.seen_at, now), one.seen_at)


@for_staff(may_hang)
@require_POST
def code(request: HttpRequest, space: "Space", reference: str) -> HttpResponse:
    """Another short code for a wall."""
    draw_code(_one(space, reference), by=person_of(request))
    return redirect("walls", slug=space.slug)


@for_staff(may_hang)
@require_POST
def revoke(request: HttpRequest, space: "Space", reference: str) -> HttpResponse:
    """Take a wall's address back."""
    one = _one(space, reference)
    revoke_wall(one, by=person_of(request))
    messages.success(request, _("%(wall)s shows the board no more.") % {"wall": one.name})
    return redirect("walls", slug=space.slug)


def _one(space: "Space", reference: str) -> "Wall":
    one = wall_of(space, reference)
    if one is None:
        raise Http404
    return one


urlpatterns = [
    path("wall/", type_code, name="wall_type_code"),
    path("spaces/<slug:slug>/wall/<str:sealed>/", wall, name="wall"),
    path("spaces/<slug:slug>/wall/<str:sealed>/sheet.json", sheet, name="wall_sheet"),
    path("spaces/<slug:slug>/wall/<str:sealed>/worker.js", worker, name="wall_worker"),
    path("manage/<slug:slug>/walls/", walls, name="walls"),
    path("manage/<slug:slug>/walls/<slug:reference>/code/", code, name="wall_code"),
    path("manage/<slug:slug>/walls/<slug:reference>/revoke/", revoke, name="wall_revoke"),
]
