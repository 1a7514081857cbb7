"""The pages that only a demonstration has: its movable clock, its mailbox, and signing in as anybody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from passerelle.care.queries import people_with_their_places
from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.mail.queries import letter_numbered, letters_newest_first
from passerelle.people.queries import person_at
from passerelle.spaces.queries import acts_for_a_space
from passerelle.web.audience import in_demonstrations
from passerelle.web.language import remember_language, safe_next
from passerelle.web.ways import url
from passerelle.web.words import role_word

if TYPE_CHECKING:
    from passerelle.mail.models import Letter
    from passerelle.people.models import Person

LATER = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
LETTERS_ON_A_PAGE = 25
PEOPLE_ON_A_PAGE = 30
STYLED_INLINE: Any = csp_update({"style-src": ["'unsafe-inline'"]})


@in_demonstrations
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """An hour or a day passes; the worker then does what has become due."""
    by = LATER.get(request.POST.get("by", ""))
    if by is not None:
        clock.move(by)
    return redirect(safe_next(request, "/"))


@in_demonstrations
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every letter that was written here, the newest first; `to` shows those of one reader."""
    letters, reader = letters_newest_first(), request.GET.get("to", "").strip().lower()
    if reader:
        letters = letters.filter(to=reader)
    page = Paginator(letters, LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page, "reader": reader})


@in_demonstrations
@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter as its reader sees it, and as plain text."""
    shown = _letter(number)
    return render(request, "demo/letter.html", {"letter": shown, "length": _length_on_a_phone(shown.text)})


@in_demonstrations
@require_safe
@xframe_options_sameorigin
def letter_body(request: HttpRequest, number: int) -> HttpResponse:
    """The letter's own HTML, to stand in a frame; its links open the whole page. Letters carry their styles inline."""
    return HttpResponse(_letter(number).html.replace("<head>", '<head><base target="_top">', 1))


@in_demonstrations
@require_safe
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Who is who in the demonstration, and a button for each."""
    everybody = sorted(people_with_their_places(), key=lambda person: fold(person.name))
    page = Paginator(everybody, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    people = [(person, ", ".join(_parts_of(person))) for person in page]
    return render(request, "demo/sign_in.html", {"page": page, "people": people})


@in_demonstrations
@require_POST
def be(request: HttpRequest) -> HttpResponse:
    """Sign in as that person, without a letter, and speak their language."""
    person = person_at(request.POST.get("email", ""))
    if person is None:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    first_page = "my_spaces" if acts_for_a_space(person) else "home"
    return remember_language(redirect(safe_next(request, url(first_page))), person.language)


def _length_on_a_phone(text: str) -> int:
    """About how many pixels, rather too many than too few: the frame cannot measure the letter it holds."""
    return 160 + 16 * text.count("\n") + 6 * len(text.split())


def _letter(number: int) -> "Letter":
    found = letter_numbered(number)
    if found is None:
        raise Http404
    return found


def _parts_of(person: "Person") -> Iterator[str]:
    """What a person is in this story, in a few words each."""
    for membership in person.memberships.all():
        yield _("member of %(space)s") % {"space": membership.space.name}
    places = [(role_word(staff.role), staff.space.name) for staff in person.staff_of.all()]
    for role, space in places[:2]:
        yield _("%(role)s at %(space)s") % {"role": role, "space": space}
    if len(places) > 2:
        yield _("and at %(count)s other places") % {"count": len(places) - 2}
    for officer in person.officer_of.all():
        yield _("organiser of %(network)s") % {"network": officer.network.name}
    if person.runs_the_instance:
        yield _("runs this instance")


urlpatterns = [
    path("demo/", sign_in_as, name="demo_sign_in"),
    path("demo/be/", be, name="demo_be"),
    path("demo/clock/", move_clock, name="demo_clock"),
    path("demo/mailbox/", mailbox, name="demo_mailbox"),
    path("demo/mailbox/<int:number>/", letter, name="demo_letter"),
    path("demo/mailbox/<int:number>/body/", STYLED_INLINE(letter_body), name="demo_letter_body"),
]
