"""The steps that several acts share: change a state, check the days, put a request to the host, hold the days."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from passerelle.credentials.actions import Grounds, issue_credential
from passerelle.credentials.rules import LONGEST
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.queries import belonging_of
from passerelle.networks.models import Footing
from passerelle.networks.rules import Terms
from passerelle.passes.queries.standing import why_nothing_is_left
from passerelle.people.models import Person
from passerelle.presence.actions import Holding, hold_days
from passerelle.spaces.models import Space
from passerelle.spaces.queries import hours_of, today_at
from passerelle.visits import mails
from passerelle.visits.actions.paying import can_pay
from passerelle.visits.models import Visit, VisitDay
from passerelle.visits.queries import allowance_of, days_held, days_of, terms_now, waiting
from passerelle.visits.queries.fairness import why_not_fair
from passerelle.visits.queries.standing import why_not_standing
from passerelle.visits.rules import VOUCHED_FOR, State, Word, may_become
from passerelle.visits.rules.clocks import clocks, next_step, opening_of
from passerelle.visits.rules.days import DAYS_AT_ONCE, accepted_by_terms, days_not_open


def take_in_hand(visit: Visit) -> None:
    """The visit's row is ours until the transaction ends.

    Acts take rows in one order: the host's days, the visit, its presences. One that took a presence before the visit
    stood in a deadlock with a cancellation, on PostgreSQL. The key is left free for rows that only refer to the visit.
    """
    list(Visit.objects.select_for_update(no_key=True).filter(pk=visit.pk).values_list("pk"))


def change_state(visit: Visit, state: State, **facts: Any) -> None:
    """Turn the visit into `state`, if it still is as it was read and that can lead there.

    Raises Refusal `visit_has_moved_on` with the state it is in; of two who press at once, the second is told so.
    """
    seen = State(visit.state)
    unchanged = Visit.objects.filter(pk=visit.pk, state=seen)
    if not may_become(seen, state) or not unchanged.update(state=state, **facts):
        visit.refresh_from_db(fields=["state"])
        raise Refusal("visit_has_moved_on", state=visit.state)
    visit.refresh_from_db(from_queryset=Visit.objects.select_related("person", "home", "host", "network"))


def set_next_step(visit: Visit, held: Collection[date] | None = None) -> None:
    """Note when the worker has to look at this visit again."""
    step = next_step(waiting(visit, days_held(visit) if held is None else held))
    visit.next_step_at = step[1] if step else None
    Visit.objects.filter(pk=visit.pk).update(next_step_at=visit.next_step_at)


def record(act: str, visit: Visit, by: str, **facts: Any) -> None:
    """Write in the logbook that this was done to the visit."""
    write_down(act, about=visit.ref, actor=by, **facts)


def must_be_open_to_visitors(visit_host: Space, terms: Terms, days: Collection[date]) -> None:
    """Every day is still to come and open to visitors.

    Raises Refusal `days_not_open` with the days and, for each, why not.
    """
    why = days_not_open(days, terms, hours_of(visit_host), today_at(visit_host))
    if why:
        raise Refusal("days_not_open", days=why)


def word_of(person: Person, footing: Footing, terms: Terms, days: Collection[date]) -> Word:
    """Whether a membership or a pass speaks for itself on each of these local dates, or the home is to be asked.

    Raises Refusal `member_too_recently` when the terms ask for an older membership; and those of a pass that is not in
    force on all the days, or on which nothing is left for the first of them.
    """
    lacking = why_not_standing(person, footing, days)
    if not isinstance(footing, Space):
        if refusal := lacking or why_nothing_is_left(person, footing, min(days)):
            raise refusal
        return Word.HOLDER
    belonging = belonging_of(person, footing)
    if belonging is not None and terms.minimum_membership_days:
        old_enough_on = belonging.since + timedelta(days=terms.minimum_membership_days)
        if min(days) < old_enough_on:
            raise Refusal("member_too_recently", from_day=old_enough_on, days=terms.minimum_membership_days)
    return Word.ASKED if lacking else Word.STANDING


def must_be_days_at_once(days: Collection[date]) -> None:
    """What is asked or proposed in one go: some days, not too many, and not further apart than one code can hold.

    Raises Refusal `no_days`, `too_many_days`, `days_too_far_apart`.
    """
    if not days:
        raise Refusal("no_days")
    if len(set(days)) > DAYS_AT_ONCE:
        raise Refusal("too_many_days", most=DAYS_AT_ONCE)
    if (max(days) - min(days)).days >= LONGEST:
        raise Refusal("days_too_far_apart", most=LONGEST)


def terms_say_yes(host: Space, days: Collection[date], terms: Terms, word: Word, asked_at: datetime) -> bool:
    """Whether the terms themselves accept these days, asked at that moment by somebody vouched for."""
    opening = opening_of(min(days), clock.zone(host.time_zone), hours_of(host))
    return word in VOUCHED_FOR and accepted_by_terms(terms, asked_at, opening)


def put_forward(visit: Visit) -> None:
    """The home's word is known: the terms say yes by themselves, or the host is asked.

    The caller holds the lock of the host's days. Where there is no room for a yes, the host decides what to offer.
    """
    terms, days = terms_now(visit), days_of(visit)
    said_yes = terms is not None and terms_say_yes(visit.host, days, terms, Word(visit.word), visit.asked_at)
    if said_yes and _accepted_by_terms(visit, days):
        mails.tell_visitor_of_acceptance(visit)
        mails.confirm_to_host(visit)
    else:
        put_to_host(visit)


def put_to_host(visit: Visit) -> None:
    """The host is asked, its clocks begin, and the request lapses when nobody answers in time."""
    asked_at = clock.now()
    zone = clock.zone(visit.host.time_zone)
    times = clocks(asked_at, days_of(visit), zone, hours_of(visit.host))
    visit.host_asked_at, visit.remind_at, visit.lapse_at = asked_at, times.remind_at, times.lapse_at
    visit.second_at = times.second_at if visit.host.second_email else None
    _keep(visit, "host_asked_at", "remind_at", "second_at", "lapse_at", "word")
    set_next_step(visit, held=())
    mails.ask_host_for_an_answer(visit)


def accept(visit: Visit, by: str, *, days: Collection[date], line: str = "") -> None:
    """The visit is accepted: its days are held, the terms in force are frozen onto it, the code is issued.

    The caller holds the lock of the host's days. Raises a Refusal when a day no longer fits, or the visitor no longer
    stands well; then nothing is changed.
    """
    terms = terms_now(visit)
    if terms is None:
        raise Refusal("host_has_left", network=visit.network.name)
    must_be_open_to_visitors(visit.host, terms, days)
    must_stand(visit, days)
    if visit.home_id is not None:
        must_be_fair(visit.person, visit.host, terms, days, besides=visit.ref)
    change_state(visit, State.ACCEPTED, terms=terms.written(), **answered(visit, by, line))
    hold_days(holding_of(visit, terms, days))
    issue_credential(grounds_of(visit, days))
    set_next_step(visit, held=days)
    record("visit_accepted", visit, by, days=sorted(days))


def must_be_fair(person: Person, host: Space, terms: Terms, days: Collection[date], *, besides: str = "") -> None:
    """What the terms choose for fairness allows these days. Raises the refusals of `why_not_fair`.

    Days away are counted at all hosts together, so the person's row is ours from here on.
    """
    if terms.most_away_percent:
        lock_person(person)
    if refusal := why_not_fair(person, host, terms, days, besides=besides):
        raise refusal


def lock_person(person: Person) -> None:
    """The person's row is ours until the transaction ends: taken after the host's days, before presences."""
    list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))


def must_stand(visit: Visit, days: Collection[date]) -> None:
    """What spoke for the visitor by itself still does, on each of these local dates. Raises as `why_not_standing`."""
    if visit.word in VOUCHED_FOR and (lacking := why_not_standing(visit.person, visit.footing, days)):
        raise lacking


def holding_of(visit: Visit, terms: Terms, days: Collection[date]) -> Holding:
    """The days of a visit, held under `terms`: beyond the free ones where the visitor's pass can pay."""
    by_pass = can_pay(visit.person, visit.network, terms)
    listed = sorted(days)
    return Holding(visit.person, visit.host, listed, allowance_of(terms), terms.visitors_a_day, visit.ref, by_pass)


def grounds_of(visit: Visit, days: Collection[date]) -> Grounds:
    """On what the visitor's code stands."""
    return Grounds(visit.person, visit.footing, visit.host, visit.network, visit.ref, sorted(days))


def answered(visit: Visit, by: str, line: str) -> dict[str, Any]:
    """What an answer writes onto the visit, whichever it is."""
    return {
        "answered_at": clock.now(),
        "answered_by": by,
        "answer_line": line.strip()[:500],
        "answers": visit.answers + 1,
        "next_step_at": None,
    }


def put_days(visit: Visit, days: Collection[date]) -> None:
    """From now on the visit is about these days."""
    visit.days.all().delete()
    VisitDay.objects.bulk_create(VisitDay(visit=visit, day=day) for day in sorted(days))
    Visit.objects.filter(pk=visit.pk).update(first_day=min(days), last_day=max(days))
    visit.first_day, visit.last_day = min(days), max(days)


def wait_for_home(visit: Visit, home: Space, until: datetime) -> None:
    """The home is asked whether it vouches; the host's letter waits for its word until then."""
    visit.next_step_at, visit.home_asked_at_address = until, home.email
    _keep(visit, "next_step_at", "home_asked_at_address")
    mails.ask_home_to_vouch(visit)


def _accepted_by_terms(visit: Visit, days: Collection[date]) -> bool:
    try:
        with transaction.atomic():
            accept(visit, "terms", days=days)
    except Refusal:
        visit.refresh_from_db(from_queryset=Visit.objects.select_related("person", "home", "host", "network"))
        return False
    return True


def _keep(visit: Visit, *columns: str) -> None:
    Visit.objects.filter(pk=visit.pk).update(**{column: getattr(visit, column) for column in columns})
