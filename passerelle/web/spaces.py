"""The first page, the directory, and the page of a space."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from passerelle.kit import clock
from passerelle.networks.queries import Offer, hosts_in_turn, nearest_host, offers_of
from passerelle.spaces.queries import (
    closures_ahead,
    how_many_spaces,
    spaces_called,
    spaces_near,
    staff_of,
)
from passerelle.spaces.rules import Closed, OfficeHours, Role, office_hours
from passerelle.web.audience import found_space, public
from passerelle.web.jinja import render_block
from passerelle.web.kept import kept_a_second
from passerelle.web.opening import Now, open_now, usual_hours
from passerelle.web.rows import rows_of, where
from passerelle.web.stamps import stamp
from passerelle.web.terms_table import Line, terms_lines, terms_sentence
from passerelle.web.words import kind_word

if TYPE_CHECKING:
    from passerelle.spaces.models import Closure, Space

ROWS_A_PAGE = 25
FIRST_ROWS = 5
NEIGHBOURS = 3


@public
@require_safe
@kept_a_second
def home(request: HttpRequest) -> HttpResponse:
    """One question: where are you going? And a few spaces, others each day."""
    today = clock.now().date()
    spaces = hosts_in_turn(today, at_most=9)
    stamps = [(space, stamp(space.name, space.town, today, kind_word(space.kind), space.slug)) for space in spaces]
    given = {"rows": rows_of(spaces[:FIRST_ROWS]), "stamps": stamps, "how_many": how_many_spaces()}
    return render(request, "spaces/home.html", given)


@public
@require_safe
@kept_a_second
def spaces(request: HttpRequest) -> HttpResponse:
    """The directory, searched by name, town or country as one types, or by the button."""
    text = request.GET.get("q", "").strip()[:100]
    page = page_of(spaces_called(text), request.GET.get("page"))
    given = {"q": text, "page": page, "rows": rows_of(page.object_list)}
    if request.headers.get("HX-Target") == "results":
        return HttpResponse(render_block(request, "spaces/list.html", "results", given))
    return render(request, "spaces/list.html", given)


@public
@require_safe
@kept_a_second
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """A space: what sort of place, where, when it is open, who stands behind it, and on which terms one comes."""
    shown = found_space(slug)
    closures = list(closures_ahead(shown))
    closed = [Closed(closure.since, closure.until) for closure in closures]
    staff = staff_of(shown)
    given = {
        "space": shown,
        "where": where(shown),
        "times": _times(shown, office_hours(shown.hours, shown.country, closed), closures),
        "offers": [_offered(offer, shown.currency) for offer in offers_of(shown, clock.local_day(shown.time_zone))],
        "managers": [one.person for one in staff if one.role == Role.MANAGER and one.person.name],
        "manages": any(one.person_id == request.user.pk and one.role == Role.MANAGER for one in staff),
        "near": spaces_near(shown, at_most=NEIGHBOURS),
        **(_asked_otherwise(shown) if not shown.answers_letters else {}),
    }
    return render(request, "spaces/space.html", given)


@dataclass(frozen=True)
class Times:
    """When a space is open: now, in an ordinary week, and on which days ahead it is not."""

    now: Now | None
    there: datetime
    week: list[tuple[str, str]]
    closures: list[tuple[date, date, str]]


@dataclass(frozen=True)
class Offered:
    """What the space offers under one network: a sentence, and the table behind it."""

    offer: Offer
    sentence: str
    lines: list[Line]


def page_of(found: QuerySet[Any], number: str | None, rows: int = ROWS_A_PAGE) -> Page[Any]:
    """One page of a long list; a number that makes no sense gives the nearest page that does."""
    return Paginator(found, rows).get_page(number)


def _times(space: "Space", hours: OfficeHours, closures: "list[Closure]") -> Times:
    there = clock.local(space.time_zone)
    ahead = [(one.since, last_day(one.until), one.reason) for one in closures]
    return Times(open_now(space, hours), there, usual_hours(space), ahead)


def last_day(until: date) -> date:
    """The last day of a span whose end is excluded, as people write it."""
    return date.fromordinal(until.toordinal() - 1)


def _offered(offer: Offer, currency: str) -> Offered:
    return Offered(offer, terms_sentence(offer.terms), terms_lines(offer.terms, currency, offer.default))


def _asked_otherwise(space: "Space") -> dict[str, Any]:
    """For a place that cannot be asked from here: a text to send, in its language, and who answers nearby."""
    with override(space.language):
        text = _(
            "Hello, I am a member of a coworking space, and I should like to come and work at %(space)s for a few "
            "days. My dates: … My space vouches for me. Would you have a desk?"
        ) % {"space": space.name}
    return {"text": text, "answering": nearest_host(space, clock.local_day(space.time_zone))}


urlpatterns = [
    path("", home, name="home"),
    path("spaces/", spaces, name="spaces"),
    path("spaces/<slug:slug>/", space, name="space"),
]
