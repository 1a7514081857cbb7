"""Who is here today: for those who are here themselves, and for the space's staff; the list for an evacuation.

Nobody is named before the others unless they chose to be. Staff see everybody: whoever has to empty a house has to know
who is in it. That list is kept by the browser of whoever opened it, so that it is there without a network.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle.kit import clock
from passerelle.people.actions import be_shown
from passerelle.people.rules import Shown
from passerelle.presence.queries import everybody_here, here_on, is_here
from passerelle.spaces.access import may_receive
from passerelle.spaces.queries import staff_of, today_at
from passerelle.web import phrases
from passerelle.web.audience import for_staff, found_space, person_of, signed_in
from passerelle.web.language import safe_next
from passerelle.web.ways import url
from passerelle.web.words import quality_word

if TYPE_CHECKING:
    from passerelle.presence.queries import Here
    from passerelle.spaces.models import Space

A_PAGE = 50
KEPT_FILES = ("style.css", "fonts/source-sans-3-latin.woff2", "fonts/fraunces-latin.woff2", "evacuation.js")
"""What the list needs to look like itself without a network."""


@dataclass(frozen=True)
class Named:
    """One line: a name, as what they are here, since when in words, and whether it is whoever reads."""

    name: str
    quality: str
    since: str
    is_me: bool


@signed_in
@require_safe
def here(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is here today, fifty a page. Staff see all; whoever is here sees those who chose to be seen."""
    space, person = found_space(slug), person_of(request)
    day, is_staff = today_at(space), may_receive(person, space)
    if not is_staff and not is_here(person, space, day):
        raise Http404
    page = Paginator(here_on(space, day, shown=not is_staff), A_PAGE).get_page(request.GET.get("page"))
    rows = [_named(one, space, person.pk) for one in page]
    given = {"space": space, "day": day, "page": page, "rows": rows, "is_staff": is_staff}
    return render(request, "here/here.html", given | {"is_shown": person.shown_while_here == Shown.SPACE})


@signed_in
@require_POST
def shown(request: HttpRequest) -> HttpResponse:
    """Say before whom one is named while one is at a space."""
    chosen = request.POST.get("shown", "")
    if chosen not in set(Shown):
        raise BadRequest
    be_shown(person_of(request), Shown(chosen))
    return redirect(safe_next(request, url("me")))


@for_staff(may_receive)
@require_safe
def evacuation(request: HttpRequest, space: "Space") -> HttpResponse:
    """Everybody who is here now, in big letters, to be called out; whole, because a second page would be forgotten."""
    day = today_at(space)
    rows = [_named(one, space) for one in everybody_here(space, day)]
    team = [one.person.name for one in staff_of(space) if one.person.name]
    page = {"space": space, "day": day, "rows": rows, "team": team, "true_at": clock.now()}
    return render(request, "here/evacuation.html", page)


@for_staff(may_receive)
@require_safe
def evacuation_worker(request: HttpRequest, space: "Space") -> HttpResponse:
    """The script that keeps that one page: its address gives it a scope of nothing else."""
    kept = [static(name) for name in KEPT_FILES]
    return render(request, "here/worker.js", {"kept": kept}, content_type="text/javascript; charset=utf-8")


def _named(one: "Here", space: "Space", me: int = 0) -> Named:
    name = one.name or _("somebody without a name")
    return Named(name, quality_word(one.quality), phrases.hour(one.since, space.time_zone), one.person == me)


urlpatterns = [
    path("spaces/<slug:slug>/here/", here, name="here"),
    path("desk/<slug:slug>/evacuation/", evacuation, name="evacuation"),
    path("desk/<slug:slug>/evacuation/worker.js", evacuation_worker, name="evacuation_worker"),
    path("me/shown/", shown, name="shown"),
]
