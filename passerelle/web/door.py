"""At the door: the page behind a visitor's code, and the one behind the link of the letter that confirmed the visit.

Opening never records anything; the button does, for whoever may: a desk that signed in, or the holder of the letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.credentials.queries import verify
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.queries import roles_of, today_at
from passerelle.visits.access import Link
from passerelle.visits.actions import add_arrival, check_in, correct_check_in
from passerelle.visits.queries import days_of, times_received_elsewhere, visit_with_days
from passerelle.web.answers import behind_a_link, kept_private, language_for
from passerelle.web.audience import by_link, person_of
from passerelle.web.forms.door import PuttingRightForm
from passerelle.web.reading import read, unreadable
from passerelle.web.refusals import sentence
from passerelle.web.told import known_as
from passerelle.web.ways import url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from passerelle.credentials.rules import Validity
    from passerelle.visits.access import Actor, ByLetter
    from passerelle.visits.models import Visit

PUTTING_RIGHT = {"correct": correct_check_in, "add": add_arrival}


@dataclass(frozen=True)
class Opened:
    """How the page came to be opened: by a code, which has its worth, and by whom, or from the desk's own list.

    `elsewhere` when the reader acts for another space; `sign_in` leads a stranger to where the desk signs in; `desk`
    when the reader has a list of today to go back to.
    """

    validity: Validity | None = None
    elsewhere: bool = False
    is_own: bool = False
    sign_in: str = ""
    desk: bool = False


BY_LETTER = Opened()


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, code: str) -> HttpResponse:
    """What a telephone shows that has read the visitor's code, in the host's language unless another was chosen."""
    verdict = verify(code)
    found = visit_with_days(verdict.credential.cause) if verdict.credential else None
    if found is None:
        return kept_private(
            render(request, "door/unreadable.html", {"words": unreadable(verdict.validity)}, status=404)
        )
    visit, days = found
    with translation.override(language_for(request, visit.host)):
        return kept_private(_opened_by_code(request, visit, days, verdict.validity))


@behind_a_link(Link.ARRIVAL, lambda visit: visit.host)
def arrival(request: HttpRequest, visit: Visit, right: ByLetter, sealed: str) -> HttpResponse:
    """The same page for a host without an account: the letter is the right to press."""
    return answered(request, visit, days_of(visit), by=right)


def answered(
    request: HttpRequest, visit: Visit, days: Sequence[date], *, by: Actor | None, opened: Opened = BY_LETTER
) -> HttpResponse:
    """The desk's answer about one visit; a press is done first, and seen as it then stands.

    `by` is whoever may record arrivals, None for a reader who may not.
    """
    wrong = ""
    if request.method == "POST":
        wrong = press(request, visit, by)
        if not wrong:
            return redirect(request.path)
        visit.refresh_from_db(fields=["state", "arrived_at"])
    reading = read(visit, days, validity=opened.validity, elsewhere=opened.elsewhere)
    page = {
        "reading": reading,
        "visit": visit,
        "may_record": by is not None,
        "times": _times_received(request, visit),
        "wrong": wrong,
        "corrections": [(day, _form(request, "correct", day, wrong)) for day in reading.to_correct],
        "adding": _form(request, "add", reading.forgotten, wrong) if reading.forgotten else None,
        "is_own": opened.is_own,
        "sign_in": opened.sign_in,
        "desk": opened.desk,
    }
    return render(request, "door/answer.html", page, status=422 if wrong else 200)


def press(request: HttpRequest, visit: Visit, by: Actor | None) -> str:
    """Do what was pressed at the door; gives nothing once it is done, else the sentence that says why it was not."""
    if by is None:
        raise Http404
    try:
        return _pressed(request, visit, by)
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        return sentence(refusal)


def _pressed(request: HttpRequest, visit: Visit, by: Actor) -> str:
    act = request.POST.get("act", "")
    if act == "check_in":
        check_in(visit, by=by)
        return ""
    if act not in PUTTING_RIGHT:
        raise Refusal("act_is_not_known")
    form = PuttingRightForm(request.POST)
    if not form.is_valid():
        return next(str(error) for errors in form.errors.values() for error in errors)
    PUTTING_RIGHT[act](visit, form.cleaned_data["day"], form.cleaned_data["reason"], by=by)
    messages.success(request, _("Put right. %(name)s is told why.") % {"name": known_as(visit.person)})
    return ""


def _opened_by_code(request: HttpRequest, visit: Visit, days: Sequence[date], validity: Validity) -> HttpResponse:
    """Whoever acts for the host may press; the visitor and other spaces are told what the page is."""
    person = person_of(request) if request.user.is_authenticated else None
    is_own = person is not None and person.pk == visit.person_id
    hosts = {role.space_id for role in roles_of(person)} if person else set()
    opened = Opened(
        validity=validity,
        elsewhere=bool(hosts) and visit.host_id not in hosts and not is_own,
        is_own=is_own,
        sign_in="" if person else _sign_in(request.path),
        desk=visit.host_id in hosts,
    )
    return answered(request, visit, days, by=person if visit.host_id in hosts else None, opened=opened)


def _sign_in(then: str) -> str:
    return f"{url('account_request_login_code')}?{urlencode({'next': then})}"


def _times_received(request: HttpRequest, visit: Visit) -> int:
    """What the network has given the reader's own space in a year; told to whoever may never have heard of it."""
    if request.user.is_authenticated:
        return 0
    return times_received_elsewhere(visit.host, today_at(visit.host) - timedelta(days=365))


def _form(request: HttpRequest, act: str, day: date, wrong: str) -> PuttingRightForm:
    """A form to put a day right, with what was typed into it if it was this one that went wrong."""
    pressed = (request.POST.get("act"), request.POST.get("day")) == (act, day.isoformat())
    return PuttingRightForm(request.POST if wrong and pressed else None, auto_id=f"{act}-{day}-%s")


urlpatterns = [
    path("C/<str:code>", code, name="code"),
    path("arrival/<str:sealed>/", arrival, name="arrival"),
]
