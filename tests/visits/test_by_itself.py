"""What happens to a visit by itself: reminders, lapses, days let go, and what both sides can still say."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from passerelle.credentials.queries import credential_because_of
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits import jobs
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import (
    cancel_visit,
    check_in,
    propose_other_days,
    say_whether_it_happened,
    take_next_step,
    write_a_line,
)
from passerelle.visits.models import Line, Visit
from passerelle.visits.queries import visits_with_a_step_due
from passerelle.visits.rules import LINES_A_DAY, State
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, in_hong_kong, kinds_of_letters

Ask = Callable[..., Visit]


def run_until(moment: datetime) -> None:
    """The worker looks until nothing is due."""
    with clock.at(moment):
        for _ in range(20):
            if not jobs.take_due_steps(moment):
                return
    raise AssertionError("the worker finds no rest")


def hong_kong(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.zone("Asia/Hong_Kong"))


@pytest.fixture
def with_second_contact(birch: Space) -> Space:
    birch.second_email = "second@example.org"
    birch.save()
    return birch


def test_a_reminder_then_the_second_contact_then_it_lapses(asks: Ask, with_second_contact: Space) -> None:
    visit = asks()
    seen = []
    for day in range(6, 13):
        run_until(hong_kong(date(2027, 1, day), 18))
        seen.append(kinds_of_letters(visit)[-1])
    assert seen == [
        "ask_host_for_an_answer",
        "remind_host",
        "ask_second_contact",
        "ask_second_contact",
        "ask_second_contact",
        "tell_visitor_of_lapse",
        "tell_visitor_of_lapse",
    ]
    assert Visit.objects.get().state == State.LAPSED
    assert Letter.objects.get(kind="ask_second_contact").to == "second@example.org"


def test_without_a_second_contact_nobody_second_is_asked(asks: Ask) -> None:
    visit = asks()
    run_until(hong_kong(date(2027, 1, 8), 18))
    assert kinds_of_letters(visit) == ["ask_host_for_an_answer", "remind_host"]


def test_a_worker_that_slept_takes_the_last_step_only(asks: Ask, with_second_contact: Space) -> None:
    visit = asks()
    run_until(hong_kong(date(2027, 1, 30)))
    assert kinds_of_letters(visit) == ["tell_visitor_of_lapse"]


def test_nothing_is_due_once_it_is_over(asks: Ask, ana: Person) -> None:
    visit = cancel_visit(asks(), by=ana)
    assert visits_with_a_step_due(hong_kong(date(2028, 1, 1)), 10) == []
    assert take_next_step(visit.pk) is None


def test_a_proposal_that_nobody_takes_up_lapses(asks: Ask, bo: Person) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo)
    run_until(hong_kong(THURSDAY))
    visit.refresh_from_db()
    assert visit.state == State.LAPSED


def test_a_day_nobody_came_on_is_free_again_after_midnight(accepted: Visit) -> None:
    run_until(hong_kong(MONDAY, 23))
    assert Presence.objects.count() == 2
    run_until(hong_kong(TUESDAY, 0))
    assert list(Presence.objects.values_list("day", flat=True)) == [TUESDAY]
    assert Visit.objects.get().state == State.ACCEPTED


def test_a_visitor_who_never_came_is_a_no_show(accepted: Visit) -> None:
    run_until(hong_kong(WEDNESDAY, 0))
    visit = Visit.objects.get()
    assert (visit.state, visit.next_step_at, Presence.objects.count()) == (State.NO_SHOW, None, 0)
    assert credential_because_of(visit.ref) is None


@pytest.mark.parametrize("days", [[MONDAY], [TUESDAY], [MONDAY, TUESDAY]])
def test_a_visitor_who_came_leaves_a_closed_visit(accepted: Visit, dee: Person, days: list[date]) -> None:
    for day in days:
        run_until(hong_kong(day, 9))
        with in_hong_kong(day):
            check_in(Visit.objects.get(), by=dee)
    run_until(hong_kong(TUESDAY, 23))
    assert Visit.objects.get().state == State.ARRIVED
    run_until(hong_kong(WEDNESDAY, 0))
    assert Visit.objects.get().state == State.CLOSED
    assert list(Presence.objects.order_by("day").values_list("day", flat=True)) == days


def test_one_visit_that_fails_is_reported_and_the_rest_goes_on(asks: Ask, fay: Person, caplog: object) -> None:
    broken, sound = asks(), asks(WEDNESDAY, by=fay)
    Visit.objects.filter(pk=broken.pk).update(lapse_at=None, remind_at=None, next_step_at=clock.now())
    Space.objects.filter(pk=broken.host_id).update(time_zone="Nowhere/Land")
    Visit.objects.filter(pk=sound.pk).update(host=sound.home, home=sound.host)
    moment = clock.now() + timedelta(days=30)
    with clock.at(moment), pytest.raises(ExceptionGroup, match="1 of 2 visits"):
        jobs.take_due_steps(moment)
    assert {visit.pk: visit.state for visit in Visit.objects.all()} == {
        broken.pk: State.REQUESTED,
        sound.pk: State.LAPSED,
    }


def test_travellers_are_told_once_when_their_host_leaves_the_network(accepted: Visit, birch: Space) -> None:
    assert jobs.tell_of_hosts_that_left(clock.now()) == 0
    Affiliation.objects.filter(space=birch).update(until=date(2027, 1, 6))
    assert jobs.tell_of_hosts_that_left(clock.now()) == 1
    assert jobs.tell_of_hosts_that_left(clock.now()) == 0
    assert kinds_of_letters(accepted)[-1] == "tell_visitor_host_left"
    assert Visit.objects.get().state == State.ACCEPTED


def test_a_host_that_came_back_has_not_left(accepted: Visit, birch: Space) -> None:
    gone = Affiliation.objects.get(space=birch)
    Affiliation.objects.filter(pk=gone.pk).update(until=date(2027, 1, 5))
    Affiliation.objects.create(space=birch, network=gone.network, since=date(2027, 1, 6))
    assert jobs.tell_of_hosts_that_left(clock.now()) == 0


# What can still be said


@pytest.fixture
def missed(accepted: Visit) -> Visit:
    run_until(hong_kong(WEDNESDAY, 0))
    return Visit.objects.get()


def test_either_side_says_that_it_happened(missed: Visit, ana: Person, dee: Person) -> None:
    with in_hong_kong(THURSDAY):
        assert say_whether_it_happened(missed, True, by=ana).state == State.CLOSED
        visit = say_whether_it_happened(missed, False, by=dee)
    assert (visit.state, visit.happened_says_visitor, visit.happened_says_host) == (State.CLOSED, True, False)
    assert Presence.objects.count() == 0


@pytest.mark.parametrize(("day", "reason"), [(date(2027, 2, 18), None), (date(2027, 2, 19), "too_late_to_say")])
def test_it_can_be_said_for_30_days(missed: Visit, ana: Person, day: date, reason: str | None) -> None:
    with in_hong_kong(day):
        if reason is None:
            assert say_whether_it_happened(missed, True, by=ana).state == State.CLOSED
            return
        with pytest.raises(Refusal) as caught:
            say_whether_it_happened(missed, True, by=ana)
    assert caught.value.code == reason


def test_before_the_first_day_there_is_nothing_to_say(accepted: Visit, ana: Person) -> None:
    with pytest.raises(Refusal) as caught:
        say_whether_it_happened(accepted, False, by=ana)
    assert caught.value.code == "too_early_to_say"


def test_nobody_else_says_anything(missed: Visit, fay: Person, cy: Person) -> None:
    for actor in (fay, cy, ByLetter(missed.pk, Link.VOUCH), ByLetter(missed.pk + 1, Link.ANSWER)):
        with in_hong_kong(THURSDAY), pytest.raises(NotFound):
            say_whether_it_happened(missed, True, by=actor)
        with pytest.raises(NotFound):
            write_a_line(missed, "Hello", by=actor)
    assert not Line.objects.exists()


def test_the_conversation_never_closes(missed: Visit, ana: Person, dee: Person) -> None:
    with in_hong_kong(date(2029, 1, 1)):
        write_a_line(missed, "I was ill; may I come again?", by=ana)
        write_a_line(missed, "Gladly.", by=ByLetter(missed.pk, Link.ANSWER))
        write_a_line(missed, "See you.", by=dee)
    assert list(Line.objects.order_by("pk").values_list("side", "written_by")) == [
        ("visitor", ana.ref),
        ("host", "letter:answer"),
        ("host", dee.ref),
    ]
    assert Letter.objects.filter(kind__startswith="pass_on_a_line").count() == 3
    with in_hong_kong(date(2029, 1, 1)):
        for number in range(LINES_A_DAY - 1):
            write_a_line(missed, f"Line {number}", by=ana)
        with pytest.raises(Refusal, match="too_many_lines"):
            write_a_line(missed, "One more", by=ana)
    with in_hong_kong(date(2029, 1, 2), 11):
        write_a_line(missed, "Good morning", by=ana)
    with pytest.raises(Refusal) as caught:
        write_a_line(missed, " \n ", by=ana)
    assert caught.value.code == "line_is_empty"
