"""Asking for a visit, and giving it up."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from passerelle.credentials.actions import revoke_credentials
from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.refusals import Refusal
from passerelle.members.queries import standing_of
from passerelle.members.rules import Standing
from passerelle.networks.models import Footing
from passerelle.networks.queries import Offer
from passerelle.people.models import Person
from passerelle.presence.actions import Holding, check_days, let_go, lock_days
from passerelle.presence.queries import days_taken
from passerelle.presence.rules import days_beyond
from passerelle.spaces.models import Space
from passerelle.spaces.queries import hours_of, today_at
from passerelle.visits import mails
from passerelle.visits.access import may_decide_as_visitor, must
from passerelle.visits.actions.paying import can_pay
from passerelle.visits.actions.steps import (
    change_state,
    lock_person,
    must_be_days_at_once,
    must_be_fair,
    must_be_open_to_visitors,
    put_days,
    put_forward,
    put_to_host,
    record,
    take_in_hand,
    terms_say_yes,
    wait_for_home,
    word_of,
)
from passerelle.visits.models import Visit
from passerelle.visits.queries import (
    allowance_of,
    days_of,
    distance_between,
    offers_to,
    proposed_among,
    visits_in_the_way,
)
from passerelle.visits.rules import OPEN_REQUESTS_AT_ONCE, VOUCHED_FOR, WAITING, Purpose, State, Word
from passerelle.visits.rules.clocks import host_waits_for_home_until


@dataclass(frozen=True)
class Asking:
    """What a traveller asks: as whose member or holder, of which host, for which local days, and what the host is told.

    `key` makes a request that is sent twice one request.
    """

    footing: Footing
    host: Space
    days: tuple[date, ...]
    about: str = ""
    purpose: Purpose = Purpose.WORK
    shows_address: bool = False
    key: str = field(default_factory=reference)


def ask_for_a_visit(asking: Asking, *, by: Person) -> Visit:
    """Ask a host for days, in the name of a home or on a pass alone.

    Where the terms themselves say yes, the visit is accepted at once.

    Raises a Refusal: `no_days`, `too_many_days`, `days_too_far_apart`, `own_home`, `no_shared_network`,
    `days_not_open`, `member_too_recently`, `home_too_near`, `visited_too_recently`, `away_too_often`,
    `already_asked`, `host_cannot_be_asked`, `days_beyond`,
    `days_full`, `too_many_open_requests`; on a pass `host_sells_no_day`, `no_pass`, `pass_not_open`, `pass_not_then`,
    `pass_is_empty`, `pay_first`.
    """
    if first := _sent_before(asking, by):
        return first
    offer = _offer_for(asking, by)
    word = _check(asking, offer, by)
    with transaction.atomic():
        lock_days(asking.host)
        _must_not_flood(by)
        if first := _sent_before(asking, by):  # by a second press, while we waited for the host's row
            return first
        _check_room(asking, offer, by)
        visit = _keep_visit(asking, offer, word, by)
        record("visit_requested", visit, by.ref, days=sorted(asking.days), network=offer.network.ref)
        _begin(visit)
    return visit


@transaction.atomic
def cancel_visit(visit: Visit, *, by: Person) -> Visit:
    """The visitor does not come: days still held are free again, and a host that knew of the visit is told.

    Raises NotFound, Refusal `visit_has_moved_on`.
    """
    must(may_decide_as_visitor(by, visit))
    host_knows = visit.host_asked_at is not None or visit.state == State.ACCEPTED
    change_state(visit, State.CANCELLED, ended_at=clock.now(), next_step_at=None)
    let_go(visit.ref)
    revoke_credentials(visit.ref)
    record("visit_cancelled", visit, by.ref)
    mails.withhold(visit)
    if host_knows:
        mails.tell_host_of_cancellation(visit)
    return visit


@transaction.atomic
def leave_early(visit: Visit, *, by: Person) -> Visit:
    """A visitor who has arrived comes no more: the days still held are free again, and the host is told which.

    Raises NotFound, Refusal `visit_has_moved_on`.
    """
    must(may_decide_as_visitor(by, visit))
    take_in_hand(visit)
    change_state(visit, State.CLOSED, ended_at=clock.now(), next_step_at=None)
    freed = let_go(visit.ref)
    revoke_credentials(visit.ref)
    record("visitor_left_early", visit, by.ref, days=freed)
    if freed:
        mails.tell_host_of_days_given_back(visit, freed)
    return visit


def _sent_before(asking: Asking, by: Person) -> Visit | None:
    return Visit.objects.filter(key=asking.key, person=by).first()


def _must_not_flood(by: Person) -> None:
    """Each request is a letter to somebody: one person has so many open at once. The person's row is ours meanwhile."""
    lock_person(by)
    waiting = Visit.objects.filter(person=by, state__in=[state.value for state in WAITING])
    if waiting.count() >= OPEN_REQUESTS_AT_ONCE:
        raise Refusal("too_many_open_requests", most=OPEN_REQUESTS_AT_ONCE)


def _offer_for(asking: Asking, by: Person) -> Offer:
    """The kindest offer under a network that home and host share, one that is open on all the days first.

    Where its free days do not reach, one of a network whose pass can pay for the rest.
    """
    must_be_days_at_once(asking.days)
    if _is_at_home(asking, by):
        raise Refusal("own_home")
    offers = offers_to(asking.footing, asking.host, today_at(asking.host))
    offer = proposed_among(reaching(offers, asking.host, asking.days, by), asking.days)
    if offer is None and isinstance(asking.footing, Space):
        raise Refusal("no_shared_network", home=asking.footing.name, host=asking.host.name)
    if offer is None:
        raise Refusal("host_sells_no_day", network=asking.footing.name, host=asking.host.name)
    return offer


def _is_at_home(asking: Asking, by: Person) -> bool:
    """Nobody is a visitor at home, nor pays a day there that the membership gives."""
    if isinstance(asking.footing, Space):
        return asking.footing.pk == asking.host.pk
    return standing_of(by, asking.host, min(asking.days)) is Standing.GOOD


def reaching(offers: list[Offer], host: Space, days: Collection[date], by: Person) -> list[Offer]:
    """Of several offers, those under which all the days are free or a pass pays for the rest; all where none does."""
    if len(offers) < 2 or not days:
        return offers
    return [offer for offer in offers if _reaches(offer, host, days, by)] or offers


def _reaches(offer: Offer, host: Space, days: Collection[date], by: Person) -> bool:
    if can_pay(by, offer.network, offer.terms):
        return True
    allowance = allowance_of(offer.terms)
    taken = [presence.day for presence in days_taken(by, host, allowance, days)]
    return not days_beyond(allowance, taken, days)


def _check(asking: Asking, offer: Offer, by: Person) -> Word:
    must_be_open_to_visitors(asking.host, offer.terms, asking.days)
    far = distance_between(asking.footing, asking.host) if isinstance(asking.footing, Space) else None
    if far is not None and far < offer.terms.same_town_km:
        raise Refusal("home_too_near", km=offer.terms.same_town_km)
    word = word_of(by, asking.footing, offer.terms, asking.days)
    if not asking.host.answers_letters and not terms_say_yes(asking.host, asking.days, offer.terms, word, clock.now()):
        raise Refusal("host_cannot_be_asked", host=asking.host.name)
    return word


def _check_room(asking: Asking, offer: Offer, by: Person) -> None:
    """Free days and places as they are now; they are counted again when the visit is accepted."""
    if isinstance(asking.footing, Space):
        must_be_fair(by, asking.host, offer.terms, asking.days)
    if visits_in_the_way(by, asking.host, asking.days).exists():
        raise Refusal("already_asked")
    terms = offer.terms
    by_pass = can_pay(by, offer.network, terms)
    check_days(Holding(by, asking.host, asking.days, allowance_of(terms), terms.visitors_a_day, "", by_pass))


def _keep_visit(asking: Asking, offer: Offer, word: Word, by: Person) -> Visit:
    visit = Visit.objects.create(
        key=asking.key,
        person=by,
        home=asking.footing if isinstance(asking.footing, Space) else None,
        host=asking.host,
        network=offer.network,
        first_day=min(asking.days),
        last_day=max(asking.days),
        about=asking.about.strip()[:280],
        purpose=asking.purpose,
        shows_address=asking.shows_address,
        word=word,
    )
    put_days(visit, set(asking.days))
    return visit


def _begin(visit: Visit) -> None:
    """Somebody vouched for goes on to the terms and the host; for anybody else the home is asked first."""
    home = visit.home
    if visit.word in VOUCHED_FOR or home is None:
        put_forward(visit)
    elif home.email and not home.takes_no_part_since:
        zone, hours = clock.zone(visit.host.time_zone), hours_of(visit.host)
        wait_for_home(visit, home, host_waits_for_home_until(clock.now(), days_of(visit), zone, hours))
    else:
        visit.word = Word.SILENT
        put_to_host(visit)
