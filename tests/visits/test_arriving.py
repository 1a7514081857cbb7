"""At the door: who may record an arrival, once a day, and how a slip is put right."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.credentials.models import Use
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import Witness
from passerelle.spaces.models import Space
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import add_arrival, cancel_visit, check_in, correct_check_in
from passerelle.visits.models import Line, Visit
from passerelle.visits.queries import savings, what_instead
from passerelle.visits.rules import State, Word
from tests.makers import make_presence
from tests.visits.conftest import MONDAY, TUESDAY, WEDNESDAY, in_hong_kong, kinds_of_letters

Ask = Callable[..., Visit]


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def day_of(visit: Visit, day: date) -> Presence:
    return Presence.objects.get(cause=visit.ref, day=day)


def test_the_desk_records_an_arrival(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        arrival = check_in(accepted, by=dee)
    assert (arrival.day, arrival.is_first) == (MONDAY, True)
    presence = day_of(accepted, MONDAY)
    assert (presence.state, presence.witness, presence.recorded_by) == ("used", Witness.DESK, dee.ref)
    assert Visit.objects.get().state == State.ARRIVED
    assert day_of(accepted, TUESDAY).state == "held"


def test_the_visitor_records_it_with_the_code_on_the_poster(accepted: Visit, ana: Person, birch: Space) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=ana, poster=birch)
    assert day_of(accepted, MONDAY).witness == Witness.POSTER


def test_the_link_of_the_confirmation_records_it(accepted: Visit) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=ByLetter(accepted.pk, Link.ARRIVAL))
    presence = day_of(accepted, MONDAY)
    assert (presence.witness, presence.recorded_by) == (Witness.LETTER, "letter:arrival")


def test_nobody_else_records_an_arrival(
    accepted: Visit, ana: Person, fay: Person, cy: Person, olga: Person, alder: Space, birch: Space
) -> None:
    tries: list[Callable[[], object]] = [
        lambda: check_in(accepted, by=ana),
        lambda: check_in(accepted, by=ana, poster=alder),
        lambda: check_in(accepted, by=fay, poster=birch),
        lambda: check_in(accepted, by=cy),
        lambda: check_in(accepted, by=olga),
        lambda: check_in(accepted, by=ByLetter(accepted.pk, Link.ANSWER)),
        lambda: check_in(accepted, by=ByLetter(accepted.pk + 1, Link.ARRIVAL)),
    ]
    with in_hong_kong(MONDAY):
        for attempt in tries:
            with pytest.raises(NotFound):
                attempt()
    assert not Presence.objects.filter(state="used").exists()


def test_once_a_day_whoever_sends_it_again(accepted: Visit, dee: Person, ana: Person, birch: Space) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=dee)
        again = check_in(Visit.objects.get(), by=ana, poster=birch)
    assert not again.is_first
    assert day_of(accepted, MONDAY).recorded_by == dee.ref
    assert Use.objects.count() == 1


def test_each_use_of_the_code_names_its_place(accepted: Visit, dee: Person, birch: Space) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=dee)
    use = Use.objects.get()
    assert (use.space, use.by) == (birch, dee.ref)


@pytest.mark.parametrize("day", [date(2027, 1, 17), WEDNESDAY])
def test_on_another_day_nobody_is_expected(accepted: Visit, dee: Person, day: date) -> None:
    with in_hong_kong(day):
        assert code(lambda: check_in(accepted, by=dee)) == "not_expected_today"


def test_the_day_is_the_hosts_whatever_day_it_is_at_home(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY, 0, 5):
        assert clock.local_day("Europe/Brussels") == date(2027, 1, 17)
        assert check_in(accepted, by=dee).day == MONDAY


def test_somebody_who_has_given_up_is_not_let_in_by_mistake(accepted: Visit, ana: Person, dee: Person) -> None:
    stale = Visit.objects.get()
    cancel_visit(accepted, by=ana)
    with in_hong_kong(MONDAY):
        assert code(lambda: check_in(stale, by=dee)) == "visit_has_moved_on"


def test_good_standing_is_asked_at_every_check_in(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=dee)
    Membership.objects.update(until=TUESDAY)
    with in_hong_kong(TUESDAY):
        assert code(lambda: check_in(accepted, by=dee)) == "standing_is_lost"


def test_a_host_that_accepted_without_a_word_from_home_lets_in(accepted: Visit, dee: Person) -> None:
    Visit.objects.update(word=Word.SILENT)
    Membership.objects.all().delete()
    with in_hong_kong(MONDAY):
        assert check_in(Visit.objects.get(), by=dee).is_first


def test_three_days_are_used_and_the_fourth_is_refused_with_what_can_be_done(
    asks: Ask, ana: Person, alder: Space, birch: Space
) -> None:
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        make_presence(ana, birch, day, state="used", used_at=clock.now())
    fourth = date(2027, 1, 21)
    with in_hong_kong(WEDNESDAY, 18):
        assert code(lambda: asks(fourth)) == "days_beyond"
        terms = asks(date(2027, 4, 19)).network.terms
        instead = what_instead(ana, alder, birch, terms, fourth)
        book = savings(ana, birch, terms, [fourth])
    assert instead.free_again_on == MONDAY + timedelta(days=90)
    assert [(count.day, count.mark, count.left) for count in book.counts[:4]] == [
        (MONDAY, "used", 2),
        (TUESDAY, "used", 1),
        (WEDNESDAY, "used", 0),
        (fourth, "beyond", 0),
    ]


# Putting right


def test_a_check_in_recorded_by_mistake_is_taken_back_the_same_day(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=dee)
        correct_check_in(accepted, MONDAY, "It was somebody else.", by=dee)
    assert day_of(accepted, MONDAY).state == "held"
    assert Visit.objects.get().state == State.ACCEPTED
    assert kinds_of_letters(accepted)[-1] == "tell_visitor_of_correction"
    assert Line.objects.get().text == "It was somebody else."


def test_a_day_that_is_over_is_free_again(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY, 17):
        check_in(accepted, by=dee)
    with in_hong_kong(TUESDAY, 16):
        correct_check_in(accepted, MONDAY, "She did not stay.", by=dee)
    assert not Presence.objects.filter(day=MONDAY).exists()
    assert day_of(accepted, TUESDAY).state == "held"


@pytest.mark.parametrize(("hour", "reason"), [(9, None), (10, "too_late_to_correct")])
def test_a_check_in_is_corrected_within_24_hours(accepted: Visit, dee: Person, hour: int, reason: str | None) -> None:
    with in_hong_kong(MONDAY, 10):
        check_in(accepted, by=dee)
    with in_hong_kong(TUESDAY, hour):
        if reason is None:
            correct_check_in(accepted, MONDAY, "A slip.", by=dee)
        else:
            assert code(lambda: correct_check_in(accepted, MONDAY, "A slip.", by=dee)) == reason


def test_a_correction_says_why_and_is_the_hosts(accepted: Visit, dee: Person, ana: Person, cy: Person) -> None:
    with in_hong_kong(MONDAY):
        check_in(accepted, by=dee)
        assert code(lambda: correct_check_in(accepted, MONDAY, " ", by=dee)) == "reason_is_missing"
        assert code(lambda: correct_check_in(accepted, TUESDAY, "Why not", by=dee)) == "nothing_to_correct"
        for person in (ana, cy):
            with pytest.raises(NotFound):
                correct_check_in(accepted, MONDAY, "Mine", by=person)


def test_an_arrival_nobody_recorded_is_added_the_day_after(accepted: Visit, dee: Person) -> None:
    Presence.objects.filter(day=MONDAY).delete()
    with in_hong_kong(TUESDAY, 9):
        add_arrival(accepted, MONDAY, "We forgot.", by=dee)
    assert day_of(accepted, MONDAY).state == "used"
    assert Visit.objects.get().state == State.ARRIVED


def test_an_arrival_is_added_for_a_day_of_the_visit_within_a_day(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(WEDNESDAY, 1):
        assert code(lambda: add_arrival(accepted, MONDAY, "Late", by=dee)) == "too_late_to_correct"
        assert code(lambda: add_arrival(accepted, WEDNESDAY, "No", by=dee)) == "not_a_day_of_the_visit"


def test_an_arrival_is_not_added_beyond_the_free_days(accepted: Visit, dee: Person, ana: Person, birch: Space) -> None:
    Presence.objects.filter(day=MONDAY).delete()
    for day in (date(2027, 2, 1), date(2027, 2, 2)):
        make_presence(ana, birch, day)
    with in_hong_kong(TUESDAY, 9):
        assert code(lambda: add_arrival(accepted, MONDAY, "We forgot.", by=dee)) == "days_beyond"
