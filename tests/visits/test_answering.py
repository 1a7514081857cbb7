"""The host's answer: yes, no, other dates, and taking it back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.credentials.queries import credential_because_of
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.queries import records_about
from passerelle.mail.models import Letter
from passerelle.members.models import Membership
from passerelle.networks.models import Affiliation
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.access import Actor, ByLetter, Link, opened, sealed
from passerelle.visits.actions import (
    accept_visit,
    decline_visit,
    propose_other_days,
    take_back_answer,
    take_up_proposal,
    turn_down_proposal,
    withdraw_visit,
)
from passerelle.visits.models import Visit
from passerelle.visits.queries import days_of
from passerelle.visits.rules import State
from tests.makers import make_closure, make_person, make_presence
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, kinds_of_letters

Ask = Callable[..., Visit]


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def held(visit: Visit) -> list[date]:
    return list(Presence.objects.filter(cause=visit.ref, state="held").order_by("day").values_list("day", flat=True))


def test_a_yes_holds_the_days_freezes_the_terms_and_issues_the_code(asks: Ask, bo: Person) -> None:
    visit = accept_visit(asks(), by=bo, line="We are glad.")
    assert (visit.state, visit.answer_line, visit.answered_by) == (State.ACCEPTED, "We are glad.", bo.ref)
    assert held(visit) == [MONDAY, TUESDAY]
    credential = credential_because_of(visit.ref)
    assert credential is not None
    assert (credential.since, credential.until) == (MONDAY, WEDNESDAY)
    Affiliation.objects.all().update(deviations={"free_days": 1})
    assert visit.frozen_terms == Terms()
    assert [record.act for record in records_about(visit.ref)][-1] == "visit_accepted"


def test_the_letters_of_an_answer_wait_ten_minutes(accepted: Visit) -> None:
    letters = Letter.objects.filter(
        mentions__ref=accepted.ref, kind__in=["tell_visitor_of_acceptance", "confirm_to_host"]
    )
    assert {letter.leave_after for letter in letters} == {clock.now() + timedelta(minutes=10)}
    assert len(letters) == 2


def test_the_link_of_the_letter_is_the_right_to_answer(asks: Ask) -> None:
    visit, reader = opened(sealed(asks(), Link.ANSWER), Link.ANSWER)
    assert accept_visit(visit, by=reader).answered_by == "letter:answer"


def test_a_link_serves_one_visit_and_one_act(asks: Ask, fay: Person) -> None:
    mine, others = asks(), asks(WEDNESDAY, by=fay)
    for reader in (ByLetter(others.pk, Link.ANSWER), ByLetter(mine.pk, Link.VOUCH), ByLetter(mine.pk, Link.ARRIVAL)):
        with pytest.raises(NotFound):
            accept_visit(mine, by=reader)
    for text in (sealed(mine, Link.VOUCH), sealed(mine, Link.ANSWER)[:-1], f"{others.reference}.x", "", "."):
        assert code(lambda text=text: opened(text, Link.ANSWER)) == "link_not_valid"


def test_only_the_host_answers(asks: Ask, ana: Person, fay: Person, cy: Person, olga: Person, dee: Person) -> None:
    visit = asks()
    for person in (ana, fay, cy, olga):
        for act in (accept_visit, decline_visit):
            with pytest.raises(NotFound):
                act(visit, by=person)
        with pytest.raises(NotFound):
            propose_other_days(visit, [THURSDAY], by=person)
    assert accept_visit(visit, by=dee).state == State.ACCEPTED


@pytest.mark.parametrize("first", [accept_visit, decline_visit])
@pytest.mark.parametrize("second", [accept_visit, decline_visit])
def test_a_second_answer_is_told_what_the_first_was(
    asks: Ask, bo: Person, dee: Person, first: Callable[..., Visit], second: Callable[..., Visit]
) -> None:
    visit = asks()
    stale = Visit.objects.get(pk=visit.pk)
    first(visit, by=bo)
    assert code(lambda: second(stale, by=dee)) == "visit_has_moved_on"
    assert Visit.objects.get().answered_by == bo.ref


def test_free_days_are_counted_again_at_the_yes(asks: Ask, ana: Person, birch: Space, bo: Person) -> None:
    visit = asks()
    for day in (WEDNESDAY, THURSDAY):
        make_presence(ana, birch, day)
    assert code(lambda: accept_visit(visit, by=bo)) == "days_beyond"
    assert Visit.objects.get().state == State.REQUESTED
    assert not Presence.objects.filter(cause=visit.ref).exists()


def test_places_are_counted_again_at_the_yes(asks: Ask, birch: Space, bo: Person) -> None:
    visit = asks()
    for number in range(2):
        make_presence(make_person(f"Visitor {number}"), birch, MONDAY)
    assert code(lambda: accept_visit(visit, by=bo)) == "days_full"


def test_a_day_closed_since_is_not_accepted(asks: Ask, birch: Space, bo: Person) -> None:
    visit = asks()
    make_closure(birch, MONDAY, TUESDAY)
    assert code(lambda: accept_visit(visit, by=bo)) == "days_not_open"


def test_good_standing_is_asked_again_at_the_yes(asks: Ask, bo: Person) -> None:
    visit = asks()
    Membership.objects.update(until=TUESDAY)
    assert code(lambda: accept_visit(visit, by=bo)) == "standing_is_lost"


def test_a_host_that_has_left_the_network_accepts_nobody_under_it(asks: Ask, bo: Person, birch: Space) -> None:
    visit = asks()
    Affiliation.objects.filter(space=birch).update(until=date(2027, 1, 6))
    assert code(lambda: accept_visit(visit, by=bo)) == "host_has_left"


def test_a_no_may_carry_a_reason(asks: Ask, bo: Person) -> None:
    visit = decline_visit(asks(), by=bo, line="We are painting.")
    assert (visit.state, visit.answer_line, visit.next_step_at) == (State.DECLINED, "We are painting.", None)
    assert kinds_of_letters(visit)[-1] == "tell_visitor_of_refusal"
    assert held(visit) == []


# Other dates


def test_other_days_are_taken_up(asks: Ask, ana: Person, bo: Person) -> None:
    visit = propose_other_days(asks(), [THURSDAY, WEDNESDAY], by=bo, line="Then we have room.")
    assert (visit.state, held(visit)) == (State.COUNTERED, [])
    assert kinds_of_letters(visit)[-1] == "tell_visitor_of_proposal"
    take_up_proposal(visit, by=ana)
    assert (visit.state, held(visit), days_of(visit)) == (State.ACCEPTED, [WEDNESDAY, THURSDAY], [WEDNESDAY, THURSDAY])
    assert (visit.first_day, visit.last_day) == (WEDNESDAY, THURSDAY)


def test_what_came_with_other_days_keeps_its_moment(asks: Ask, ana: Person, bo: Person) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo, line="Then we have room.")
    proposed_at = visit.answered_at
    with clock.at(clock.now() + timedelta(hours=1)):
        take_up_proposal(visit, by=ana)
    line = visit.lines.get()
    assert (line.text, line.side, line.written_by) == ("Then we have room.", "host", bo.ref)
    assert (line.written_at, visit.answer_line) == (proposed_at, "")


def test_other_days_are_turned_down(asks: Ask, ana: Person, bo: Person) -> None:
    visit = turn_down_proposal(propose_other_days(asks(), [THURSDAY], by=bo), by=ana)
    assert (visit.state, held(visit)) == (State.DECLINED, [])


@pytest.mark.parametrize("act", [take_up_proposal, turn_down_proposal])
def test_only_the_visitor_answers_a_proposal(asks: Ask, bo: Person, fay: Person, act: Callable[..., Visit]) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo)
    for person in (bo, fay):
        with pytest.raises(NotFound):
            act(visit, by=person)


@pytest.mark.parametrize(
    ("days", "reason"), [([], "no_days"), ([date(2027, 1, 23)], "days_not_open"), ([date(2027, 1, 5)], "days_not_open")]
)
def test_a_proposal_is_of_days_open_to_visitors(asks: Ask, bo: Person, days: list[date], reason: str) -> None:
    visit = asks()
    assert code(lambda: propose_other_days(visit, days, by=bo)) == reason


def test_a_proposal_is_not_accepted_over_the_visitors_head(asks: Ask, bo: Person) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo)
    assert code(lambda: accept_visit(visit, by=bo)) == "visit_has_moved_on"


# Taking it back


def answers(visit: Visit, by: Actor) -> dict[str, Callable[[], Visit]]:
    return {
        "accepted": lambda: accept_visit(visit, by=by),
        "declined": lambda: decline_visit(visit, by=by),
        "countered": lambda: propose_other_days(visit, [THURSDAY], by=by),
    }


@pytest.mark.parametrize("answer", ["accepted", "declined", "countered"])
def test_an_answer_is_taken_back_within_ten_minutes(asks: Ask, bo: Person, answer: str) -> None:
    visit = answers(asks(), bo)[answer]()
    assert visit.state == answer
    with clock.at(clock.now() + timedelta(minutes=9, seconds=59)):
        take_back_answer(visit, by=bo)
    assert (visit.state, visit.terms, visit.answered_by, held(visit)) == (State.REQUESTED, None, "", [])
    assert credential_because_of(visit.ref) is None
    assert kinds_of_letters(visit) == ["ask_host_for_an_answer"]
    assert visit.next_step_at is not None


@pytest.mark.parametrize("answer", ["accepted", "declined", "countered"])
def test_after_ten_minutes_it_stands(asks: Ask, bo: Person, answer: str) -> None:
    visit = answers(asks(), bo)[answer]()
    with clock.at(clock.now() + timedelta(minutes=10)):
        assert code(lambda: take_back_answer(visit, by=bo)) == "too_late_to_take_back"
    assert Visit.objects.get().state == answer


def test_another_answer_after_one_taken_back_writes_its_own_letters(asks: Ask, bo: Person) -> None:
    visit = take_back_answer(accept_visit(asks(), by=bo), by=bo)
    decline_visit(visit, by=bo)
    assert kinds_of_letters(visit) == ["ask_host_for_an_answer", "tell_visitor_of_refusal"]
    accept_visit(take_back_answer(visit, by=bo), by=bo)
    assert kinds_of_letters(visit)[1:] == ["tell_visitor_of_acceptance", "confirm_to_host"]


def test_what_the_visitor_took_up_is_not_taken_back_by_the_host(asks: Ask, ana: Person, bo: Person) -> None:
    visit = take_up_proposal(propose_other_days(asks(), [THURSDAY], by=bo), by=ana)
    assert code(lambda: take_back_answer(visit, by=bo)) == "too_late_to_take_back"


def test_only_the_host_takes_back(accepted: Visit, ana: Person, cy: Person) -> None:
    for person in (ana, cy):
        with pytest.raises(NotFound):
            take_back_answer(accepted, by=person)


# Withdrawing


def test_a_host_withdraws_with_a_reason(accepted: Visit, bo: Person) -> None:
    with clock.at(clock.now() + timedelta(days=1)):
        withdraw_visit(accepted, "The roof leaks.", by=bo)
    assert (accepted.state, accepted.answer_line, held(accepted)) == (State.WITHDRAWN, "The roof leaks.", [])
    assert credential_because_of(accepted.ref) is None
    assert kinds_of_letters(accepted)[-1] == "tell_visitor_of_withdrawal"


def test_withdrawing_needs_a_reason_and_an_accepted_visit(asks: Ask, accepted: Visit, fay: Person, bo: Person) -> None:
    assert code(lambda: withdraw_visit(accepted, "  ", by=bo)) == "reason_is_missing"
    requested = asks(WEDNESDAY, by=fay)
    assert code(lambda: withdraw_visit(requested, "No", by=bo)) == "visit_has_moved_on"
