"""Behind the code on a poster: the visitor records the arrival, or reads why not and what can be done instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from passerelle.kit import clock
from passerelle.kit.ids import key_of, reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.members.actions import check_in_member
from passerelle.members.queries import homes_of, membership_of, who_has_to_show
from passerelle.members.rules import is_member
from passerelle.passes.queries.charges import outlook
from passerelle.passes.queries.standing import networks_of_open_passes
from passerelle.presence.queries import presence_on, visitors_by_day
from passerelle.presence.rules import State as Day
from passerelle.spaces.access import may_receive
from passerelle.spaces.queries import hours_of, space_by_poster, today_at
from passerelle.visits.actions import Asking, ask_for_a_visit, check_in
from passerelle.visits.actions.paying import can_pay
from passerelle.visits.queries import (
    offers_to,
    offers_to_holders,
    open_visits,
    presences_of,
    proposed_among,
    terms_now,
    visit_on,
    visits_of,
)
from passerelle.visits.queries.paying import cost_of
from passerelle.visits.rules import EXPECTED
from passerelle.visits.rules.clocks import opening_of
from passerelle.visits.rules.days import accepted_by_terms, why_not_open
from passerelle.web.answers import kept_private
from passerelle.web.audience import by_link, person_of
from passerelle.web.day_cost import CostTold, by_pass, cost_told
from passerelle.web.reading import first_name_of
from passerelle.web.reckoning import InsteadTold, Reckoning, instead_told, reckoned
from passerelle.web.refusals import sentence
from passerelle.web.terms_table import free_days_words
from passerelle.web.ways import url
from passerelle.welcome.queries import is_written

if TYPE_CHECKING:
    from datetime import date

    from passerelle.networks.models import Footing, Network
    from passerelle.networks.queries import Offer
    from passerelle.networks.rules import Terms
    from passerelle.people.models import Person
    from passerelle.presence.models import Presence
    from passerelle.spaces.models import Space
    from passerelle.visits.models import Visit

STAMP_FALLS_FOR = timedelta(minutes=1)


class Why(StrEnum):
    """Why somebody at the poster is not expected, and with it what can be done."""

    COME_IN = "come_in"  # the terms say yes at the door
    ASK_FIRST = "ask_first"
    BEYOND = "beyond"
    FULL = "full"
    CLOSED = "closed"
    CANNOT_PAY = "cannot_pay"  # whoever comes on a pass alone, which pays nothing today
    NO_OFFER = "no_offer"  # no home known here, or none that stands in a network with this space


@dataclass(frozen=True)
class NotExpected:
    """Somebody who reads the poster without a visit for today: the arithmetic, and what can be done instead.

    `given` says what the terms give, `ordinal` which day this would be where it is one too many; `later` are visits
    here that are still to come; `cost` is what a pass would pay for a day beyond the free ones. Somebody without a home
    comes `by_pass`; `sold_by` are the networks whose pass would do, for whoever has neither.
    """

    why: Why
    footing: Footing | None = None
    by_pass: bool = False
    sold_by: list[Network] = field(default_factory=list)
    given: str = ""
    ordinal: str = ""
    reckoning: Reckoning | None = None
    instead: InsteadTold | None = None
    later: list[Visit] = field(default_factory=list)
    cost: CostTold | None = None


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def poster(request: HttpRequest, sealed: str) -> HttpResponse:
    """What a visitor's telephone shows that has read the poster. A poster that was replaced says so."""
    try:
        space = space_by_poster(sealed)
    except Refusal as refusal:
        page = {"sentence": sentence(refusal), "is_old": refusal.code == "poster_is_old"}
        return kept_private(render(request, "door/poster_over.html", page, status=404))
    if not request.user.is_authenticated:
        sign_in = f"{url('account_request_login_code')}?{urlencode({'next': request.path})}"
        return kept_private(render(request, "door/poster_welcome.html", {"space": space, "sign_in": sign_in}))
    return kept_private(_for_visitor(request, space, person_of(request)))


def _for_visitor(request: HttpRequest, space: Space, person: Person) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        answer, wrong = _press(request, space, person)
        if answer is not None:
            return answer
    today = today_at(space)
    visit = visit_on(person, space, today)
    page: dict[str, Any] = {"space": space, "first": first_name_of(person), "wrong": wrong, "today": today}
    page["first_hour"] = url("first_hour", slug=space.slug) if is_written(space) else ""
    if visit is not None:
        return render(
            request, "door/poster_expected.html", page | _expected(person, visit), status=422 if wrong else 200
        )
    membership = membership_of(person, space)
    if membership is not None and is_member(membership.belonging, today):
        page |= _at_home(person, space)
        return render(request, "door/poster_member.html", page, status=422 if wrong else 200)
    page |= {"found": not_expected(person, space), "key": reference(), "is_staff": may_receive(person, space)}
    return render(request, "door/poster_not_expected.html", page, status=422 if wrong else 200)


def _press(request: HttpRequest, space: Space, person: Person) -> tuple[HttpResponse | None, str]:
    """Where to go once it is done, or the sentence that says why it was not."""
    acts = {"check_in": _arrive, "come_in": _come_in, "be_here": _be_here}
    act = acts.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Refusal("act_is_not_known")
        return act(request, space, person), ""
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        return None, sentence(refusal)


def _arrive(request: HttpRequest, space: Space, person: Person) -> HttpResponse:
    """« Je suis là ». Pressed twice, the first press counts."""
    visit = visit_on(person, space, today_at(space))
    if visit is None:
        raise Refusal("not_expected_today", days=[])
    check_in(visit, by=person, poster=space)
    return redirect(request.path)


def _come_in(request: HttpRequest, space: Space, person: Person) -> HttpResponse:
    """Ask for today and arrive, in one press, where the terms themselves say yes."""
    if not person.name:
        return redirect(f"{url('me')}?{urlencode({'next': request.path})}")
    found = not_expected(person, space)
    if found.footing is None:
        raise Refusal("not_expected_today", days=[])
    key = key_of(request.POST.get("key", ""))
    visit = ask_for_a_visit(Asking(found.footing, space, (today_at(space),), key=key), by=person)
    if visit.state not in EXPECTED:
        return redirect("visit", reference=visit.reference)
    check_in(visit, by=person, poster=space)
    return redirect(request.path)


# At home


def _be_here(request: HttpRequest, space: Space, person: Person) -> HttpResponse:
    """A member of this very space: here today, without a visit."""
    membership = membership_of(person, space)
    if membership is None:
        raise Refusal("membership_is_not_in_force")
    check_in_member(membership, by=person, poster=space)
    return redirect(request.path)


def _at_home(person: Person, space: Space) -> dict[str, Any]:
    presence = presence_on(person, space, today_at(space))
    shows = presence is None and person.pk in who_has_to_show(space, [person.pk], today_at(space))
    return {"presence": presence, "is_here": presence is not None, "falls": _just_now(presence), "shows": shows}


# Expected


def _expected(person: Person, visit: Visit) -> dict[str, Any]:
    """The visit of today: the day itself, those still to come, and what is left of the free ones."""
    presences, today, terms = presences_of(visit), today_at(visit.host), terms_now(visit)
    presence = next((presence for presence in presences if presence.day == today), None)
    is_here = presence is not None and presence.state == Day.USED
    return {
        "visit": visit,
        "is_here": is_here,
        "presence": presence,
        "cost": cost_told(cost_of(visit, presences, today)),
        "falls": is_here and _just_now(presence),
        "held": [presence.day for presence in presences if presence.day > today],
        "reckoning": reckoned(person, visit.host, terms) if terms else None,
    }


def _just_now(presence: Presence | None) -> bool:
    moment = presence.used_at if presence else None
    return moment is not None and clock.now() < moment + STAMP_FALLS_FOR


# Not expected


def not_expected(person: Person, space: Space) -> NotExpected:
    """Why this person is not expected today, and what can be done: as a member, or on a pass where that does better."""
    today = today_at(space)
    found = [_at_the_door(person, space, *one, today) for one in _best_offers(person, space, today)]
    if not found:
        sold_by = [offer.network for offer in offers_to_holders(space, today)]
        return NotExpected(Why.NO_OFFER, sold_by=sold_by, later=_later(person, space, today))
    return next((one for one in found if one.why is Why.COME_IN), found[0])


def _at_the_door(
    person: Person, space: Space, footing: Footing, offer: Offer, by_pass: bool, today: date
) -> NotExpected:
    reckoning = reckoned(person, space, offer.terms, [today])
    cost = _by_pass(person, space, offer, today) if reckoning.beyond else None
    can_come = not reckoning.beyond or (cost is not None and not cost.wrong)
    why = _why(space, offer, today, is_beyond=not can_come)
    if why is Why.BEYOND and by_pass:
        why = Why.CANNOT_PAY
    turned_away = why in (Why.BEYOND, Why.FULL, Why.CLOSED)
    return NotExpected(
        why=why,
        footing=footing,
        by_pass=by_pass,
        sold_by=[offer.network] if by_pass else [],
        given=_given(offer.terms),
        ordinal=ordinal(offer.terms.free_days + 1) if offer.terms.free_days else "",
        reckoning=reckoning,
        instead=instead_told(person, footing, space, offer.terms, today) if turned_away else None,
        later=_later(person, space, today),
        cost=cost,
    )


def _by_pass(person: Person, space: Space, offer: Offer, today: date) -> CostTold | None:
    """What a pass would pay for today, or why it could not; None where none is open."""
    if not can_pay(person, offer.network, offer.terms):
        return None
    return by_pass(outlook(person, offer.network, space, today, offer.terms.day_price))


def ordinal(number: int) -> str:
    """Which day it is, in letters: « quatrième »; nothing beyond ten."""
    letters = (
        pgettext("which day", "first"), pgettext("which day", "second"), pgettext("which day", "third"),
        pgettext("which day", "fourth"), pgettext("which day", "fifth"), pgettext("which day", "sixth"),
        pgettext("which day", "seventh"), pgettext("which day", "eighth"), pgettext("which day", "ninth"),
        pgettext("which day", "tenth"),
    )  # fmt: skip
    return letters[number - 1] if 0 < number <= len(letters) else ""


def _given(terms: Terms) -> str:
    """« trois jours offerts sur 90 jours »."""
    free = free_days_words(terms)
    return _("%(free_days)s within any %(within)s days") % {"free_days": free, "within": terms.within_days}


def _best_offers(person: Person, space: Space, today: date) -> list[tuple[Footing, Offer, bool]]:
    """What the space offers this person: as a member of the first home to which it offers something, and on a pass."""
    homes = [membership.space for membership in homes_of(person, today) if membership.space_id != space.pk]
    asked = ((home, proposed_among(offers_to(home, space, today), [today])) for home in homes)
    as_member = next(((home, offer, False) for home, offer in asked if offer is not None), None)
    sold = offers_to_holders(space, today)
    held = networks_of_open_passes(person) if sold else set()
    on_a_pass = [(offer.network, offer, True) for offer in sold if offer.network.pk in held]
    return [*([as_member] if as_member else []), *on_a_pass]


def _why(space: Space, offer: Offer, today: date, *, is_beyond: bool) -> Why:
    hours, terms = hours_of(space), offer.terms
    if is_beyond:
        return Why.BEYOND
    if why_not_open(today, terms, hours, today) is not None:
        return Why.CLOSED
    if visitors_by_day(space, [today]).get(today, 0) >= terms.visitors_a_day:
        return Why.FULL
    opening = opening_of(today, clock.zone(space.time_zone), hours)
    return Why.COME_IN if accepted_by_terms(terms, clock.now(), opening) else Why.ASK_FIRST


def _later(person: Person, space: Space, today: date) -> list[Visit]:
    """Visits here that are asked or accepted for a later day."""
    return list(open_visits(visits_of(person)).filter(host=space, last_day__gt=today)[:3])


urlpatterns = [path("poster/<str:sealed>/", poster, name="poster")]
