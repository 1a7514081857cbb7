"""Asking for a visit: what is checked, who is written to, and what the terms accept by themselves."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.credentials.queries import credential_because_of
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.queries import records_about
from passerelle.mail.models import Letter
from passerelle.members.models import Membership
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Terms, Way
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, ask_for_a_visit, cancel_visit, check_in, leave_early
from passerelle.visits.models import Visit
from passerelle.visits.queries import days_of
from passerelle.visits.rules import OPEN_REQUESTS_AT_ONCE, State, Word
from tests.makers import (
    make_affiliation,
    make_closure,
    make_member,
    make_network,
    make_person,
    make_presence,
    make_spaces,
    make_visit,
)
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, in_hong_kong, kinds_of_letters

Ask = Callable[..., Visit]


def offer(space: Space, **deviations: object) -> None:
    Affiliation.objects.filter(space=space).update(deviations=deviations)


def refusal(ask: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        ask()
    assert not Visit.objects.exists()
    return caught.value


def test_a_member_in_good_standing_asks_and_the_host_is_written_to(asks: Ask) -> None:
    visit = asks(TUESDAY, MONDAY)
    assert (visit.state, visit.word) == (State.REQUESTED, Word.STANDING)
    assert days_of(visit) == [MONDAY, TUESDAY]
    assert (visit.first_day, visit.last_day) == (MONDAY, TUESDAY)
    assert kinds_of_letters(visit) == ["ask_host_for_an_answer"]
    assert not Presence.objects.exists()
    assert [record.act for record in records_about(visit.ref)] == ["visit_requested"]
    assert visit.next_step_at == visit.remind_at


def test_the_clocks_are_those_of_the_host(asks: Ask) -> None:
    visit = asks()
    assert visit.remind_at == clock.midnight(date(2027, 1, 7), "Asia/Hong_Kong") + timedelta(hours=18)
    assert visit.lapse_at == clock.midnight(date(2027, 1, 11), "Asia/Hong_Kong") + timedelta(hours=18)


def test_the_same_request_sent_twice_is_one(asks: Ask) -> None:
    assert asks(key="a-form").pk == asks(key="a-form").pk
    assert kinds_of_letters(asks(key="a-form")) == ["ask_host_for_an_answer"]


def test_a_key_of_somebody_else_gives_nothing_away(asks: Ask, fay: Person) -> None:
    hers = asks(key="a-form")
    mine = asks(key="a-form", by=fay)
    assert mine.pk != hers.pk
    assert mine.person == fay


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([], "no_days"),
        ([date(2027, 1, 5)], "days_not_open"),
        ([date(2027, 1, 16)], "days_not_open"),
        ([date(2028, 3, 1)], "days_not_open"),
        ([MONDAY + timedelta(days=step) for step in range(32)], "too_many_days"),
        ([MONDAY, date(2027, 10, 4)], "days_too_far_apart"),
        ([MONDAY, TUESDAY, WEDNESDAY, THURSDAY], "days_beyond"),
    ],
)
def test_days_that_cannot_be_asked(
    ana: Person, alder: Space, birch: Space, visa: Network, days: list[date], code: str
) -> None:
    assert refusal(lambda: ask_for_a_visit(Asking(alder, birch, tuple(days)), by=ana)).code == code


def test_each_day_that_is_not_open_has_its_reason(asks: Ask, birch: Space) -> None:
    make_closure(birch, TUESDAY, WEDNESDAY)
    saturday = date(2027, 1, 16)
    assert refusal(lambda: asks(saturday, MONDAY, TUESDAY)).facts == {"days": {saturday: "weekday", TUESDAY: "closed"}}


def test_a_day_that_has_begun_at_the_host_is_todays_though_it_is_yesterday_here(asks: Ask) -> None:
    with in_hong_kong(MONDAY, 0, 30):
        assert clock.local_day("Europe/Brussels") < MONDAY
        assert days_of(asks(MONDAY)) == [MONDAY]


def test_one_asks_of_another_space_in_a_shared_network(ana: Person, alder: Space, cedar: Space, visa: Network) -> None:
    assert refusal(lambda: ask_for_a_visit(Asking(alder, alder, (MONDAY,)), by=ana)).code == "own_home"
    assert refusal(lambda: ask_for_a_visit(Asking(alder, cedar, (MONDAY,)), by=ana)).code == "no_shared_network"


def test_a_host_without_a_confirmed_address_is_read_and_not_asked(asks: Ask, birch: Space) -> None:
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None)
    birch.refresh_from_db()
    assert refusal(asks).code == "host_cannot_be_asked"


def test_of_two_shared_networks_the_kinder_is_proposed(asks: Ask, alder: Space, birch: Space) -> None:
    kinder = make_network("Kinder", terms=Terms(free_days=5))
    make_affiliation(alder, kinder)
    make_affiliation(birch, kinder)
    visit = asks(MONDAY, TUESDAY, WEDNESDAY, THURSDAY)
    assert visit.network == kinder


def test_days_used_under_any_network_count_against_each(asks: Ask, ana: Person, alder: Space, birch: Space) -> None:
    other = make_network("Other", terms=Terms(free_days=2))
    make_affiliation(alder, other)
    make_affiliation(birch, other)
    for day in (MONDAY, TUESDAY):
        make_presence(ana, birch, day)
    beyond = refusal(lambda: asks(WEDNESDAY, THURSDAY))
    assert (beyond.code, beyond.facts["days"]) == ("days_beyond", [THURSDAY])


def test_a_day_whose_places_are_taken_is_refused(asks: Ask, birch: Space) -> None:
    for number in range(2):
        make_presence(make_person(f"Visitor {number}"), birch, TUESDAY)
    full = refusal(asks)
    assert (full.code, full.facts["days"]) == ("days_full", [TUESDAY])


def test_a_member_at_home_takes_no_visitors_place(asks: Ask, birch: Space) -> None:
    for number in range(5):
        make_presence(make_person(f"Member {number}"), birch, TUESDAY, quality="member")
    assert asks().state == State.REQUESTED


def test_the_same_day_is_not_asked_twice(asks: Ask) -> None:
    asks()
    with pytest.raises(Refusal) as caught:
        asks(TUESDAY, WEDNESDAY)
    assert caught.value.code == "already_asked"


def test_a_home_that_is_too_near_is_left_out_where_the_terms_say_so(asks: Ask, alder: Space, birch: Space) -> None:
    offer(birch, same_town_km=20)
    Space.objects.filter(pk=birch.pk).update(latitude=alder.latitude, longitude=alder.longitude)
    birch.refresh_from_db()
    assert refusal(asks).code == "home_too_near"


def test_a_membership_may_have_to_be_of_some_age(asks: Ask, ana: Person, birch: Space) -> None:
    offer(birch, minimum_membership_days=30)
    Membership.objects.filter(person=ana).update(since=date(2026, 12, 20))
    assert refusal(asks).facts["from_day"] == date(2027, 1, 19)
    assert asks(TUESDAY).word == Word.STANDING


# What the terms accept by themselves


def test_dropping_in_is_accepted_by_the_terms(asks: Ask, birch: Space) -> None:
    offer(birch, way=Way.DROP_IN)
    visit = asks()
    assert (visit.state, visit.answered_by) == (State.ACCEPTED, "terms")
    assert Presence.objects.filter(cause=visit.ref, state="held").count() == 2
    assert visit.frozen_terms == Terms(way=Way.DROP_IN)
    assert credential_because_of(visit.ref) is not None
    assert kinds_of_letters(visit) == ["tell_visitor_of_acceptance", "confirm_to_host"]


@pytest.mark.parametrize(("hours", "state"), [(48, State.ACCEPTED), (24 * 13, State.REQUESTED)])
def test_a_notice_is_accepted_when_it_comes_early_enough(asks: Ask, birch: Space, hours: int, state: State) -> None:
    offer(birch, way=Way.NOTICE, notice_hours=hours)
    assert asks().state == state


def test_the_terms_accept_nobody_whose_home_has_not_spoken(asks: Ask, ana: Person, birch: Space) -> None:
    offer(birch, way=Way.DROP_IN)
    Membership.objects.filter(person=ana).delete()
    visit = asks()
    assert (visit.state, visit.word) == (State.REQUESTED, Word.ASKED)


# When the home is not sure by itself


@pytest.mark.parametrize(
    "facts",
    [{"until": date(2027, 1, 19)}, {"since": date(2027, 1, 19)}, {"carries_visa": False}],
    ids=["it ends before the last day", "it begins after the first", "its plan carries no visa"],
)
def test_without_good_standing_on_every_day_the_home_is_asked_first(asks: Ask, ana: Person, facts: object) -> None:
    Membership.objects.filter(person=ana).update(**facts)  # type: ignore[arg-type]
    visit = asks()
    assert (visit.word, visit.host_asked_at) == (Word.ASKED, None)
    assert kinds_of_letters(visit) == ["ask_home_to_vouch"]
    assert visit.next_step_at == clock.now() + timedelta(hours=48)


def test_the_last_day_of_a_membership_is_included(asks: Ask, ana: Person) -> None:
    Membership.objects.filter(person=ana).update(until=date(2027, 1, 20))
    assert asks().word == Word.STANDING


def test_a_home_that_cannot_be_asked_does_not_stop_the_letter_to_the_host(asks: Ask, alder: Space) -> None:
    Membership.objects.all().delete()
    Space.objects.filter(pk=alder.pk).update(email="")
    alder.refresh_from_db()
    visit = asks()
    assert visit.word == Word.SILENT
    assert kinds_of_letters(visit) == ["ask_host_for_an_answer"]


# Giving it up


def test_the_visitor_cancels_and_the_days_are_free_again(accepted: Visit, ana: Person) -> None:
    cancel_visit(accepted, by=ana)
    assert accepted.state == State.CANCELLED
    assert not Presence.objects.exists()
    assert credential_because_of(accepted.ref) is None
    assert kinds_of_letters(accepted)[-1] == "tell_host_of_cancellation"


def test_nobody_else_cancels(accepted: Visit, fay: Person, bo: Person, cy: Person) -> None:
    for person in (fay, bo, cy):
        with pytest.raises(NotFound):
            cancel_visit(accepted, by=person)
    assert Presence.objects.count() == 2


def test_a_host_that_has_not_been_asked_is_not_told(asks: Ask, ana: Person) -> None:
    Membership.objects.all().delete()
    visit = cancel_visit(asks(), by=ana)
    assert kinds_of_letters(visit) == []


def test_nobody_floods_hosts_with_requests(asks: Ask, ana: Person, alder: Space, visa: Network, fay: Person) -> None:
    for host in make_spaces(OPEN_REQUESTS_AT_ONCE, email_confirmed_at=clock.now()):
        make_visit(ana, alder, host, visa, [MONDAY])
    with pytest.raises(Refusal) as caught:
        asks()
    assert caught.value.code == "too_many_open_requests"
    assert asks(by=fay).state == State.REQUESTED
    cancel_visit(Visit.objects.filter(person=ana).latest("pk"), by=ana)
    assert asks().state == State.REQUESTED


def test_a_visitor_who_leaves_early_gives_back_the_days_that_are_left(
    accepted: Visit, ana: Person, dee: Person, fay: Person
) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=dee)
        with pytest.raises(NotFound):
            leave_early(accepted, by=fay)
        leave_early(accepted, by=ana)
        with pytest.raises(Refusal):
            leave_early(accepted, by=ana)
    assert accepted.state == State.CLOSED
    assert list(Presence.objects.values_list("day", "state")) == [(MONDAY, "used")]
    assert credential_because_of(accepted.ref) is None
    letter = Letter.objects.get(kind="tell_host_of_cancellation")
    assert "19" in letter.subject
    assert "18" not in letter.subject


def test_somebody_who_has_not_arrived_cannot_leave(accepted: Visit, ana: Person) -> None:
    with pytest.raises(Refusal) as caught:
        leave_early(accepted, by=ana)
    assert caught.value.code == "visit_has_moved_on"


def test_a_new_request_is_possible_once_the_first_is_given_up(asks: Ask, accepted: Visit, ana: Person) -> None:
    cancel_visit(accepted, by=ana)
    assert asks(MONDAY, TUESDAY, WEDNESDAY).state == State.REQUESTED


def test_another_member_has_days_of_their_own(accepted: Visit, asks: Ask, fay: Person) -> None:
    assert asks(MONDAY, TUESDAY, WEDNESDAY, by=fay).state == State.REQUESTED


def test_a_roster_entry_of_another_space_vouches_for_nothing(asks: Ask, ana: Person, cedar: Space) -> None:
    Membership.objects.all().delete()
    make_member(ana, cedar)
    assert asks().word == Word.ASKED
