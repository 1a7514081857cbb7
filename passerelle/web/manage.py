"""What managers keep up: the page, the address for requests, the closed dates, the poster."""

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.kit.refusals import Refusal
from passerelle.listings.queries import origins_of
from passerelle.networks.queries import networks_organised_by, networks_whose_books_are_kept_by, offers_of
from passerelle.presence.queries import visitors_by_day
from passerelle.spaces.access import may_manage
from passerelle.spaces.actions import places
from passerelle.spaces.queries import closure_of, closures_ahead, poster_code, roles_of, today_at
from passerelle.spaces.rules import Description, Role
from passerelle.web import phrases
from passerelle.web.audience import for_staff, person_of, signed_in
from passerelle.web.forms.manage import AddressForm, ClosureForm, DescriptionForm
from passerelle.web.import_words import told_by_lists
from passerelle.web.opening import usual_hours
from passerelle.web.refusals import sentence
from passerelle.web.spaces import last_day, page_of
from passerelle.web.terms_table import terms_sentence

if TYPE_CHECKING:
    from passerelle.spaces.models import Space


@signed_in
@require_safe
def my_spaces(request: HttpRequest) -> HttpResponse:
    """The spaces and networks that this person acts for."""
    person = person_of(request)
    roles = [(one.space, one.role, one.role == Role.MANAGER) for one in roles_of(person)]
    books = networks_whose_books_are_kept_by(person)
    given = {"roles": roles, "networks": networks_organised_by(person), "books": books}
    return render(request, "manage/my_spaces.html", given)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, space: "Space") -> HttpResponse:
    """The lines of a space's page, its terms in a sentence, and where requests are sent."""
    form = DescriptionForm(request.POST or None, initial=_lines_of(space))
    if request.method == "POST" and form.is_valid():
        try:
            places.describe_space(space, form.description(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. This is what visitors read now."))
            return redirect("manage", slug=space.slug)
    return _manage_page(request, space, form=form)


@for_staff(may_manage)
@require_POST
def address(request: HttpRequest, space: "Space") -> HttpResponse:
    """Another address for requests, or the letter once more to the one that is not confirmed."""
    person = person_of(request)
    form = AddressForm(request.POST)
    if "again" in request.POST:
        places.ask_again_to_confirm(space, by=person)
        messages.success(request, _("A letter is on its way to %(address)s.") % {"address": space.email})
        return redirect("manage", slug=space.slug)
    before = space.email
    try:
        places.change_address(space, request.POST.get("email", ""), by=person)
    except Refusal as refusal:
        form.is_valid()
        form.add_error("email", sentence(refusal))
        return _manage_page(request, space, address_form=form)
    if space.email != before:
        said = _("A letter is on its way to %(address)s. Requests are sent there once somebody has confirmed it.")
        messages.success(request, said % {"address": space.email})
    return redirect("manage", slug=space.slug)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def closures(request: HttpRequest, space: "Space") -> HttpResponse:
    """The closed dates ahead; the form adds some."""
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        since, until = form.span()
        try:
            places.close_days(space, since, until, reason=form.cleaned_data["reason"], by=person_of(request))
        except Refusal as refusal:
            form.add_error("last_day" if refusal.code.startswith("closure") else "reason", sentence(refusal))
        else:
            _say_what_was_closed(request, space, since, until)
            return redirect("closures", slug=space.slug)
    page = page_of(closures_ahead(space), request.GET.get("page"))
    rows = [(one, one.since, last_day(one.until)) for one in page.object_list]
    given = {"space": space, "form": form, "page": page, "rows": rows, "here": "closures", "today": today_at(space)}
    return render(request, "manage/closures.html", given)


@for_staff(may_manage)
@require_POST
def reopen(request: HttpRequest, space: "Space", key: int) -> HttpResponse:
    """Some closed dates are open again."""
    closure = closure_of(space, key)
    if closure is None:
        raise Http404
    places.reopen(closure, by=person_of(request))
    messages.success(request, _("These days are open again, as your hours say."))
    return redirect("closures", slug=space.slug)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def poster(request: HttpRequest, space: "Space") -> HttpResponse:
    """The sheet for the entrance, to be printed; the button makes a new code and the printed ones invalid."""
    if request.method == "POST":
        if request.POST.get("act") != "renew":
            raise BadRequest
        places.renew_poster(space, by=person_of(request))
        messages.success(
            request, _("This is the new poster. Print it: the codes of the old one are refused from now on.")
        )
        return redirect("manage_poster", slug=space.slug)
    link = f"{settings.SITE_URL}/poster/{poster_code(space)}/"
    drawn = segno.make(link, error="m").svg_inline(border=0, omitsize=True, dark="#1f2a33")
    given = {"space": space, "qr": drawn, "words": _poster_words(space), "here": "poster", "link": link}
    return render(request, "manage/poster.html", given)


def _manage_page(
    request: HttpRequest,
    space: "Space",
    form: DescriptionForm | None = None,
    address_form: AddressForm | None = None,
) -> HttpResponse:
    given = {
        "space": space,
        "here": "page",
        "form": form or DescriptionForm(initial=_lines_of(space)),
        "address_form": address_form or AddressForm(initial={"email": space.email}),
        "week": usual_hours(space),
        "offers": [(offer, terms_sentence(offer.terms)) for offer in offers_of(space, today_at(space))],
        "from_lists": told_by_lists(origins_of(space)),
    }
    return render(request, "manage/page.html", given)


def _lines_of(space: "Space") -> dict[str, Any]:
    return {line.name: getattr(space, line.name) for line in fields(Description)}


def _say_what_was_closed(request: HttpRequest, space: "Space", since: date, until: date) -> None:
    """Closing days withdraws nothing by itself: whoever is expected then must hear it from the manager."""
    closed = [since + timedelta(days=step) for step in range((until - since).days)]
    expected = visitors_by_day(space, closed)
    if not expected:
        messages.success(request, _("No visitor comes on %(days)s.") % {"days": phrases.days(closed)})
        return
    said = ngettext(
        "Closed. But visitors are expected on %(days)s: their visit stands until you withdraw it.",
        "Closed. But visitors are expected on %(days)s: their visits stand until you withdraw them.",
        sum(expected.values()),
    )
    messages.warning(request, said % {"days": phrases.days(expected)})


def _poster_words(space: "Space") -> dict[str, Any]:
    """The words of the sheet, in the language at the desk, whoever prints it."""
    with override(space.language):
        return {
            "over": _("Passerelle · visitors"),
            "welcome": _("Welcome to %(space)s") % {"space": space.name},
            "say": _("You are expected here for the day?"),
            "steps": [
                _("Open the camera of your phone and point it at the code."),
                _("Press the button: “I am here”."),
                _("Show the page to somebody here: %(name)s is glad to help.") % {"name": space.ask_for}
                if space.ask_for
                else _("Show the page to somebody here."),
            ],
            "label": _("The code to check in at %(space)s") % {"space": space.name},
            "foot": _("No phone? Say your name at the desk. Poster no. %(number)s.") % {"number": space.poster_number},
        }


urlpatterns = [
    path("manage/", my_spaces, name="my_spaces"),
    path("manage/<slug:slug>/", manage, name="manage"),
    path("manage/<slug:slug>/address/", address, name="manage_address"),
    path("manage/<slug:slug>/closures/", closures, name="closures"),
    path("manage/<slug:slug>/closures/<int:key>/reopen/", reopen, name="reopen"),
    path("manage/<slug:slug>/poster/", poster, name="manage_poster"),
]
