"""Asking a space for days: whom one comes from, which days, what is left of the free ones, and the sending."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.directory.queries import spaces_called
from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.refusals import Refusal
from passerelle.members.queries import homes_of
from passerelle.members.rules import Standing, standing
from passerelle.networks.rules import Way
from passerelle.passes.queries.charges import outlook
from passerelle.passes.queries.standing import networks_of_open_passes, why_nothing_is_left
from passerelle.presence.queries import Crowd, crowds
from passerelle.presence.rules import State as Day
from passerelle.spaces.queries import space_at, today_at
from passerelle.visits.actions import Asking, ask_for_a_visit
from passerelle.visits.actions.asking import reaching
from passerelle.visits.queries import (
    allowance_of,
    book_of,
    nearest_that_answer,
    offers_to,
    offers_to_holders,
    proposed_among,
)
from passerelle.visits.queries.fairness import days_away, why_not_fair
from passerelle.visits.queries.standing import why_not_standing
from passerelle.visits.rules import State
from passerelle.visits.rules.days import ASKED_AHEAD, accepted_by_terms
from passerelle.web.audience import found_space, person_of, signed_in
from passerelle.web.day_boxes import boxes_for, shown_until
from passerelle.web.day_cost import by_pass, with_pass
from passerelle.web.forms.visits import HOLDING, AskForm, first_error
from passerelle.web.jinja import part_of_page
from passerelle.web.months import Month, months
from passerelle.web.reckoning import InsteadTold, Reckoning, elsewhere, instead_told, told
from passerelle.web.refusals import sentence
from passerelle.web.terms_table import fairness_sentences, terms_sentence
from passerelle.web.ways import url

if TYPE_CHECKING:
    from collections.abc import Collection

    from passerelle.members.models import Membership
    from passerelle.networks.models import Footing, Network
    from passerelle.networks.queries import Offer
    from passerelle.networks.rules import Terms
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space

A_MONTH_AND_MORE = timedelta(days=32)
RECKONED = 2 * ASKED_AHEAD  # before and after today: any day on which somebody can be, or was, within one window
FOUND_AT_MOST = 8


@dataclass(frozen=True)
class Wish:
    """What has been typed so far. `shown` is the first day of the months on the page."""

    home: str
    days: tuple[date, ...]
    find: str
    shown: date
    key: str

    @property
    def counted(self) -> str:
        """For what the arithmetic was shown: it is sent only if it is still what was read."""
        return " ".join([self.home, *(day.isoformat() for day in self.days)])


@dataclass(frozen=True)
class Choice:
    """On what one may come: a home, or a network's pass. `vouches` when it needs nobody's word."""

    footing: Footing
    value: str
    vouches: bool
    chosen: bool = False

    @property
    def is_pass(self) -> bool:
        """Whether it is a pass, which pays from the first day."""
        return self.value.startswith(HOLDING)


@dataclass(frozen=True)
class ByPass:
    """What a pass would do for the days chosen: `cost` in words, or `wrong` why it would not.

    `is_short` when fewer days are left on it than are chosen.
    """

    cost: str = ""
    wrong: str = ""
    is_short: bool = False


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; each press but the last one only counts again, and the last one sends."""
    host, person = found_space(slug), person_of(request)
    if not person.name:
        return redirect(f"{url('me')}?{urlencode({'next': request.get_full_path()})}")
    if request.method != "POST":
        return _page(request, host, AskForm(initial={"days": request.GET.getlist("days")}))
    form = AskForm(request.POST)
    if request.POST.get("act") == "send" and form.is_valid():
        return _sent(request, host, form)
    return _page(request, host, form)


def _sent(request: HttpRequest, host: Space, form: AskForm) -> HttpResponse:
    """The request leaves, if its arithmetic has been seen; else the page shows it first."""
    wish = _wish(request, form, host)
    choice = next((each for each in _choices(person_of(request), host, wish) if each.value == wish.home), None)
    if choice is None or request.POST.get("counted", "") != wish.counted:
        return _page(request, host, form, unseen=choice is not None)
    try:
        visit = ask_for_a_visit(_asking(form, wish, choice.footing, host), by=person_of(request))
    except Refusal as refusal:
        return _page(request, host, form, refusal=refusal)
    accepted = visit.state == State.ACCEPTED
    messages.success(
        request, _("The terms have said yes: you are expected.") if accepted else _("Your request is on its way.")
    )
    return redirect("visit", reference=visit.reference)


def _asking(form: AskForm, wish: Wish, footing: Footing, host: Space) -> Asking:
    given = form.cleaned_data
    return Asking(
        footing=footing,
        host=host,
        days=wish.days,
        about=given["about"],
        purpose=given["purpose"],
        shows_address=given["shows_address"],
        key=wish.key,
    )


def _page(
    request: HttpRequest, host: Space, form: AskForm, *, refusal: Refusal | None = None, unseen: bool = False
) -> HttpResponse:
    """The page as far as it has been filled in; where the host cannot be asked at all, the one that says so."""
    person, wish = person_of(request), _wish(request, form, host)
    choices = _choices(person, host, wish)
    choice = next((each for each in choices if each.chosen), None)
    offers = offers_to(choice.footing, host, today_at(host)) if choice else []
    offer = proposed_among(reaching(offers, host, wish.days, person), wish.days)
    if not host.answers_letters and (offer is None or offer.terms.way is Way.REQUEST):
        return render(request, "visits/cannot_be_asked.html", _cannot_be_asked(person, choice, host))
    context = {
        "host": host,
        "form": form,
        "wish": wish,
        "choices": choices,
        "choice": choice,
        "passes_sold": _passes_sold(host, choices) if choice is None else [],
        "found": _found(wish, host),
        "unseen": unseen,
        "error": first_error(form) if form.is_bound else "",
        "refused": sentence(refusal) if refusal else "",
        "has_kinder": len(offers) > 1,
        **_counted(person, choice, host, offer, wish),
    }
    return _drawn(request, context)


def _drawn(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or its arithmetic alone where htmx asks for that."""
    if request.headers.get("HX-Target") == "reckoning":
        return part_of_page(request, "visits/ask.html", "reckoning", context)
    is_wrong = bool(context["refused"] or context["error"])
    return render(request, "visits/ask.html", context, status=422 if is_wrong else 200)


def _counted(person: Person, choice: Choice | None, host: Space, offer: Offer | None, wish: Wish) -> dict[str, Any]:
    """What follows from the footing and the days: the network, its terms, the months, the arithmetic, what instead."""
    if choice is None or offer is None:
        return {"offer": None}
    crowds_ahead = _crowds(person, host, offer.terms, wish)
    reckoning = _reckoning(host, offer.terms, crowds_ahead, wish.days)
    if not choice.is_pass:
        reckoning = with_pass(person, host, offer, reckoning)
    grid = months(wish.shown, shown_until(wish.shown), boxes_for(host, offer.terms, crowds_ahead, wish.days))
    return {
        "offer": offer,
        "terms": terms_sentence(offer.terms),
        "reckoning": reckoning,
        "says_yes": _says_yes(choice, host, offer, wish),
        **_fairness(person, choice, host, offer, wish),
        "by_pass": _by_pass(person, choice.footing, host, offer, wish) if choice.is_pass else None,
        "instead": _instead(person, choice, host, offer, reckoning),
        "months": grid,
        "elsewhere_in_time": _not_shown(wish.days, grid),
        "earlier": _earlier(host, wish),
        "later": shown_until(wish.shown),
    }


def _crowds(person: Person, host: Space, terms: Terms, wish: Wish) -> dict[date, Crowd]:
    """The days on the page, and those that can stand in one window with a day that is asked."""
    reach, days = allowance_of(terms).reach, [today_at(host), *wish.days]
    return crowds(host, person, min(days) - reach, max(shown_until(wish.shown), max(days) + reach))


def _reckoning(host: Space, terms: Terms, days: dict[date, Crowd], asked: tuple[date, ...]) -> Reckoning:
    used = [day for day, crowd in days.items() if crowd.counted is Day.USED]
    held = [day for day, crowd in days.items() if crowd.counted is Day.HELD]
    return told(book_of(allowance_of(terms), used, held, asked, today_at(host)), host)


def _fairness(person: Person, choice: Choice, host: Space, offer: Offer, wish: Wish) -> dict[str, Any]:
    """What was chosen for fairness, in sentences, and why these days are not; nothing for whoever comes on a pass."""
    if choice.is_pass:
        return {"fair": [], "unfair": ""}
    days = wish.days or (today_at(host),)
    refusal = why_not_fair(person, host, offer.terms, days) if wish.days else None
    told = fairness_sentences(offer.terms, len(days_away(person, offer.terms, days)))
    return {"fair": told, "unfair": sentence(refusal) if refusal else ""}


def _by_pass(person: Person, network: Footing, host: Space, offer: Offer, wish: Wish) -> ByPass:
    """Whether the pass is in force on the days chosen, and what is left on it for the first of them."""
    days = wish.days or (today_at(host),)
    refusal = why_not_standing(person, network, days) or why_nothing_is_left(person, offer.network, days[0])
    if refusal:
        return ByPass(wrong=sentence(refusal))
    ahead = outlook(person, offer.network, host, days[0], offer.terms.day_price)
    return ByPass(by_pass(ahead).said, is_short=ahead.left is not None and ahead.left < len(days))


def _instead(person: Person, choice: Choice, host: Space, offer: Offer, reckoning: Reckoning) -> InsteadTold | None:
    if choice.is_pass or not reckoning.beyond:
        return None
    return instead_told(person, choice.footing, host, offer.terms, reckoning.beyond[0], reckoning.again)


def _wish(request: HttpRequest, form: AskForm, host: Space) -> Wish:
    """What was typed, as far as it can be read; nothing that was good is lost with what was not."""
    typed = request.POST if form.is_bound else request.GET
    today = today_at(host)
    days = _days_in(",".join(typed.getlist("days")).split(","), today)
    first = min((day for day in days if day >= today), default=today).replace(day=1)
    shown = next(iter(_days_in([typed.get("show", "")], today)), first)
    key = typed.get("key", "") if form.is_bound else ""
    return Wish(typed.get("home", ""), days, typed.get("find", ""), max(shown, today), key or reference())


def _days_in(texts: list[str], today: date) -> tuple[date, ...]:
    """The dates among these texts, those left out about which nothing can be reckoned; the form says which are none."""
    found = set()
    for text in texts:
        with suppress(ValueError):
            found.add(date.fromisoformat(text))
    return tuple(sorted(day for day in found if abs(day - today) <= RECKONED))


def _choices(person: Person, host: Space, wish: Wish) -> list[Choice]:
    """What to choose from: memberships in good standing, the space found by search that was chosen, and open passes."""
    found = [membership for membership in homes_of(person, today_at(host)) if membership.space_id != host.pk]
    own = [Choice(one.space, one.space.slug, _vouches(one, wish.days)) for one in found]
    passes = _passes(person, host)
    known = {each.value for each in (*own, *passes)}
    other = space_at(wish.home) if wish.home and wish.home not in known else None
    if other is not None and other != host:
        own.append(Choice(other, other.slug, vouches=False))
    listed = [*own, *passes]
    chosen = next((each for each in listed if each.value == wish.home), None) or _proposed(listed, host)
    return [replace(each, chosen=each is chosen) for each in listed]


def _passes(person: Person, host: Space) -> list[Choice]:
    """The open passes with which one can come here; a pass is asked about when its days are."""
    sold = offers_to_holders(host, today_at(host))
    held = networks_of_open_passes(person) if sold else set()
    networks = [offer.network for offer in sold if offer.network.pk in held]
    return [Choice(network, f"{HOLDING}{network.slug}", vouches=True) for network in networks]


def _proposed(choices: list[Choice], host: Space) -> Choice | None:
    """The first; where some are passes, the first on which the host offers something."""
    some_are_passes = any(each.is_pass for each in choices)
    offered = (each for each in choices if not some_are_passes or offers_to(each.footing, host, today_at(host)))
    return next(offered, None)


def _passes_sold(host: Space, choices: list[Choice]) -> list[Network]:
    """The networks with whose pass somebody could come here who has no home yet, and no pass."""
    return [offer.network for offer in offers_to_holders(host, today_at(host))] if not choices else []


def _says_yes(choice: Choice, host: Space, offer: Offer, wish: Wish) -> bool:
    """Whether the terms will surely accept these days by themselves, reckoned from the midnight before opening."""
    if not (choice.vouches and wish.days):
        return False
    return accepted_by_terms(offer.terms, clock.now(), clock.midnight(min(wish.days), host.time_zone))


def _vouches(membership: Membership, days: tuple[date, ...]) -> bool:
    """Whether the membership lasts through all the days; one that ends before is asked about like any other."""
    return all(standing(membership.belonging, day) is Standing.GOOD for day in days)


def _earlier(host: Space, wish: Wish) -> date | None:
    """Where the months before those on the page begin; None where they are over."""
    today = today_at(host)
    before = (wish.shown.replace(day=1) - A_MONTH_AND_MORE).replace(day=1)
    return max(today, before) if wish.shown.replace(day=1) > today else None


def _found(wish: Wish, host: Space) -> list[Space]:
    """Other listed spaces that hold the words typed: one may be at home in a place that keeps no roster here."""
    return list(spaces_called(wish.find).exclude(pk=host.pk)[:FOUND_AT_MOST]) if wish.find.strip() else []


def _not_shown(days: Collection[date], grid: list[Month]) -> list[date]:
    """Days chosen in months that are not on the page: they stay chosen."""
    shown = {box.day for month in grid for box in month.boxes if box and box.free}
    return [day for day in days if day not in shown]


def _cannot_be_asked(person: Person, choice: Choice | None, host: Space) -> dict[str, Any]:
    """A text to send oneself, and the nearest places that answer."""
    near = nearest_that_answer(choice.footing, host, today_at(host)) if choice else []
    given = {"host": host, "home": choice.footing if choice else None, "by_pass": choice is not None and choice.is_pass}
    return given | {"person": person, "nearest": elsewhere(near)}


urlpatterns = [path("spaces/<slug:slug>/ask/", ask, name="ask")]
