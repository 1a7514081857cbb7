"""People: what I tell of myself and to whom, and the directory of those whom I may read of."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.asks.queries.directory import LookingFor, listed, people_found, read_in
from passerelle.asks.queries.reach import reach_of
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.refusals import Refusal
from passerelle.people.actions import tell_of_oneself
from passerelle.people.queries import told_by
from passerelle.people.rules import Circle, Part
from passerelle.web.audience import person_of, signed_in
from passerelle.web.forms.people import PartsForm
from passerelle.web.jinja import part_of_page
from passerelle.web.refusals import sentence

if TYPE_CHECKING:
    from passerelle.asks.queries.reach import Reach

A_PAGE = 20
READERS = (Circle.SPACE, Circle.NETWORK, Circle.EVERYBODY)
Told = dict[Part, tuple[str, Circle]]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_parts(request: HttpRequest) -> HttpResponse:
    """What I tell of myself, each part to its circle; beside it, at once, what each circle reads."""
    person = person_of(request)
    told: Told = {part: (one.text, Circle(one.shown_to)) for part, one in told_by(person).items()}
    form = PartsForm(request.POST or None, initial=_initial(told))
    looks_only = request.POST.get("act") == "look" or "HX-Request" in request.headers
    if request.method == "POST" and form.is_valid():
        told = form.told()
        if looks_only:
            return _looked(request, form, told)
        try:
            tell_of_oneself(person, told)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("my_parts")
    return render(request, "people/parts.html", _shown(form, told), status=422 if form.errors else 200)


def _looked(request: HttpRequest, form: PartsForm, told: Told) -> HttpResponse:
    if "HX-Request" in request.headers:
        return part_of_page(request, "people/parts.html", "seen", _shown(form, told))
    return render(request, "people/parts.html", _shown(form, told))


def _shown(form: PartsForm, told: Told) -> dict[str, object]:
    return {"form": form, "seen": [(circle, read_in(circle, told)) for circle in READERS]}


def _initial(told: Told) -> dict[str, str]:
    texts = {str(part): text for part, (text, _circle) in told.items()}
    return texts | {f"{part}_to": circle for part, (_text, circle) in told.items()}


@signed_in
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The directory: those who let me read something of them, by name; found by words, trade, language, space, day."""
    person = person_of(request)
    reach = reach_of(person)
    looking = _looking_for(request, reach)
    found = people_found(reach, looking)
    page = Paginator(found.keys, A_PAGE).get_page(request.GET.get("page"))
    asked = {name: value for name in ASKED if (value := request.GET.get(name, ""))}
    given = {
        "reach": reach,
        "looking": looking,
        "found": found,
        "page": page,
        "rows": listed(reach, list(page)) if found.keys else [],
        "before": f"{urlencode(asked)}&" if asked else "",
        "is_asked": bool(asked),
    }
    return render(request, "people/directory.html", given)


ASKED = ("q", "trade", "language", "space", "here")


def _looking_for(request: HttpRequest, reach: "Reach") -> LookingFor:
    said = {name: value for name in ASKED if can_be_asked_for(value := request.GET.get(name, "")[:100])}
    space = next((place.key for place in reach.places if place.slug == said.get("space")), 0)
    words = (said.get("q", ""), said.get("trade", ""), said.get("language", ""))
    return LookingFor(*words, space, here=bool(said.get("here")))


urlpatterns = [
    path("me/parts/", my_parts, name="my_parts"),
    path("people/", people, name="people"),
]
