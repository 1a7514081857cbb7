"""The first hour in a space: read by whoever comes, written by its managers, looked at by its team."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.events.queries import coming_events
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.access import may_manage
from passerelle.visits.access import first_hour_open_to
from passerelle.web.audience import for_staff, found_space, person_of, signed_in
from passerelle.web.forms.first_hour import FirstHourForm
from passerelle.web.networks import speaks_french
from passerelle.web.refusals import sentence
from passerelle.web.words import topic_word
from passerelle.welcome.access import may_write_first_hour
from passerelle.welcome.actions import say_it_holds, write_first_hour
from passerelle.welcome.queries import first_hour_of, said_by
from passerelle.welcome.rules import Said, Topic

if TYPE_CHECKING:
    from passerelle.spaces.models import Space


EVENTS = 3
"""So many of those that come next and are for everybody."""


@dataclass(frozen=True)
class Told:
    """One topic as it is read: its word, and the text, in the reader's language where it was written in that."""

    topic: Topic
    word: str
    text: str
    language: str


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def first_hour(request: HttpRequest, slug: str) -> HttpResponse:
    """Door, Wi-Fi, calls, coffee … for whoever comes; the button says, for the team, that all of it still holds."""
    space, person = found_space(slug), person_of(request)
    readers = first_hour_open_to(person, space)
    if readers is None:
        raise Http404
    if request.method == "POST":
        return _say_it_holds(request, space)
    known, said = first_hour_of(space), said_by(space)
    page = {"space": space, "parts": _told(said), "known": known, "readers": readers}
    page["events"] = coming_events(space, clock.now(), EVENTS)
    page |= {"is_staff": readers.is_staff, "manages": readers.is_staff and may_manage(person, space)}
    return render(request, "first_hour/read.html", page)


@for_staff(may_write_first_hour)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_first_hour(request: HttpRequest, space: "Space") -> HttpResponse:
    """Write it down, in both languages; what stays empty is not shown."""
    form = FirstHourForm(request.POST or None, initial=_written(space))
    if request.method == "POST" and form.is_valid():
        try:
            write_first_hour(space, form.said(), form.wifi(), by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved. This is what newcomers and visitors read."))
            return redirect("first_hour", slug=space.slug)
    page = {"space": space, "form": form, "here": "first_hour"}
    return render(request, "first_hour/write.html", page, status=422 if form.errors else 200)


def _say_it_holds(request: HttpRequest, space: "Space") -> HttpResponse:
    try:
        say_it_holds(space, by=person_of(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("Noted. Thank you for looking."))
    return redirect("first_hour", slug=space.slug)


def _told(said: dict[Topic, Said]) -> dict[Topic, Told]:
    """Each topic in the reader's language; where it was written in the other one only, in that."""
    french = speaks_french()
    return {topic: _in_one_language(topic, one, french=french) for topic, one in said.items()}


def _in_one_language(topic: Topic, one: Said, *, french: bool) -> Told:
    in_french = bool(one.fr) and (french or not one.en)
    text, language = (one.fr, "fr") if in_french else (one.en, "en")
    return Told(topic, topic_word(topic), text, language)


def _written(space: "Space") -> dict[str, Any]:
    known = first_hour_of(space)
    wifi = {"wifi_name": known.wifi_name, "wifi_key": known.wifi_key} if known else {}
    said = said_by(space).items()
    return wifi | {f"{topic}_fr": one.fr for topic, one in said} | {f"{topic}_en": one.en for topic, one in said}


urlpatterns = [
    path("spaces/<slug:slug>/first-hour/", first_hour, name="first_hour"),
    path("manage/<slug:slug>/first-hour/", manage_first_hour, name="manage_first_hour"),
]
