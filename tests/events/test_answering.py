"""Places, answers, and a waiting list that moves up by itself."""

from dataclasses import replace
from datetime import date

import pytest

from passerelle.care.actions import forget
from passerelle.care.queries import everything_kept_about
from passerelle.events.actions import Changed, announce, answer, change_one, remind
from passerelle.events.jobs import plan_dates, remind_of_tomorrow
from passerelle.events.models import Answer, Event, Feed, Occurrence
from passerelle.events.queries import coming_to, how_many_come
from passerelle.events.rules import ForWhom, Saying
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.events.happening import ONCE, comes, letters_to, moment, on
from tests.makers import make_member, make_person, make_presence


def said(occurrence: Occurrence, person: Person) -> str:
    return Answer.objects.get(occurrence=occurrence, person=person).saying


def test_who_comes_has_a_place_and_an_invitation(talk: Occurrence, ana: Person) -> None:
    assert comes(ana, talk).saying == Saying.COMING
    letter = Letter.objects.get(kind="confirm", to=ana.email)
    assert letter.attachments[0]["type"] == "text/calendar; method=REQUEST"
    assert "Tuesday 2 March at 18:30 to 20:00" in " ".join(letter.text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_third_waits_and_moves_up_when_one_leaves(talk: Occurrence, ana: Person, fay: Person, cy: Person) -> None:
    for person in (ana, fay, cy):
        comes(person, talk)
    assert said(talk, cy) == Saying.WAITING
    assert letters_to(cy) == []
    answer(talk, Saying.NOT_COMING, by=ana)
    assert said(talk, cy) == Saying.COMING
    assert letters_to(cy) == ["tell_of_place"]
    assert letters_to(ana) == ["confirm", "confirm_that_one_does_not_come"]


def test_those_who_wait_move_up_in_order_when_places_are_added(talk: Occurrence, hugo: Person) -> None:
    people = [make_person(f"Guest {number}") for number in range(6)]
    for person in people:
        comes(person, talk)
    changed = Changed(talk.title, talk.day, talk.begins.time(), 90, talk.text, talk.room, places=4)
    change_one(talk, changed, by=hugo)
    assert [said(talk, person) for person in people] == ["coming"] * 4 + ["waiting"] * 2
    assert letters_to(people[2]) == letters_to(people[3]) == ["tell_of_place"]
    change_one(talk, replace(changed, places=None), by=hugo)
    assert how_many_come(talk) == 6


def test_who_leaves_the_list_and_comes_back_is_last(talk: Occurrence, ana: Person, fay: Person) -> None:
    first, second = make_person("First"), make_person("Second")
    for person in (ana, fay, first, second):
        comes(person, talk)
    with clock.at(moment("2027-01-07T09:00")):
        answer(talk, Saying.NOT_COMING, by=first)
        comes(first, talk)
    assert [one.person for one in coming_to(talk)][2:] == [second, first]
    answer(talk, Saying.NOT_COMING, by=ana)
    assert (said(talk, first), said(talk, second)) == (Saying.WAITING, Saying.COMING)


def test_in_the_last_hours_nobody_moves_up_and_whoever_presses_first_comes(
    talk: Occurrence, ana: Person, fay: Person, cy: Person
) -> None:
    for person in (ana, fay, cy):
        comes(person, talk)
    with clock.at(moment("2027-03-02T15:29")):
        answer(talk, Saying.NOT_COMING, by=ana)
    assert said(talk, cy) == Saying.COMING
    comes(ana, talk)
    with clock.at(moment("2027-03-02T15:30")):
        answer(talk, Saying.NOT_COMING, by=fay)
        assert said(talk, ana) == Saying.WAITING
        assert comes(ana, talk).saying == Saying.COMING


def test_the_same_again_changes_only_whether_the_name_is_shown(talk: Occurrence, ana: Person) -> None:
    comes(ana, talk)
    assert comes(ana, talk, shows_name=True).shows_name
    assert letters_to(ana) == ["confirm"]
    assert Answer.objects.count() == 1


def test_a_place_is_kept_by_who_presses_again_when_it_is_full(talk: Occurrence, ana: Person, fay: Person) -> None:
    comes(ana, talk)
    comes(fay, talk)
    assert comes(ana, talk).saying == Saying.COMING


def test_nobody_answers_once_it_has_begun(talk: Occurrence, ana: Person) -> None:
    with clock.at(moment("2027-03-02T17:30")), pytest.raises(Refusal, match="event_has_begun"):
        comes(ana, talk)


def test_who_never_answered_has_nothing_to_take_back(talk: Occurrence, ana: Person) -> None:
    with pytest.raises(NotFound):
        answer(talk, Saying.NOT_COMING, by=ana)


@pytest.mark.parametrize(
    ("for_whom", "come"),
    [
        (ForWhom.MEMBERS, {"ana", "hugo"}),
        (ForWhom.VISITORS, {"ana", "hugo", "bo"}),
        (ForWhom.EVERYBODY, {"ana", "hugo", "bo", "cy"}),
    ],
)
def test_for_whom_an_event_is(
    for_whom: ForWhom, come: set[str], alder: Space, ana: Person, hugo: Person, bo: Person, cy: Person
) -> None:
    make_presence(bo, alder, date(2027, 3, 2))
    evening = announce(alder, replace(ONCE, for_whom=for_whom, places=None), by=hugo).occurrences.get()
    people = {"ana": ana, "hugo": hugo, "bo": bo, "cy": cy}
    for name, person in people.items():
        if name in come:
            comes(person, evening)
        else:
            with pytest.raises(NotFound):
                comes(person, evening)


def test_a_membership_counts_on_the_day_of_the_event(alder: Space, hugo: Person) -> None:
    evening = announce(alder, replace(ONCE, for_whom=ForWhom.MEMBERS), by=hugo).occurrences.get()
    early, late = make_person("Early"), make_person("Late")
    make_member(early, alder, until=date(2027, 3, 2))
    make_member(late, alder, since=date(2027, 3, 2))
    assert comes(late, evening)
    with pytest.raises(NotFound):
        comes(early, evening)


def test_who_comes_is_reminded_once_the_day_before(talk: Occurrence, ana: Person, fay: Person, cy: Person) -> None:
    for person in (ana, fay, cy):
        comes(person, talk)
    with clock.at(moment("2027-03-01T08:59")) as now:
        assert remind_of_tomorrow(now) == 0
    with clock.at(moment("2027-03-01T09:00")) as now:
        assert remind_of_tomorrow(now) == 2
        assert remind_of_tomorrow(now) == remind(talk.pk) == 0
    assert letters_to(ana) == ["confirm", "remind"]
    assert letters_to(cy) == []


def test_dates_are_kept_for_a_good_year_and_more_come_as_time_goes(apero: Event) -> None:
    first = apero.occurrences.count()
    with clock.at(moment("2027-02-20T09:00")) as now:
        assert plan_dates(now) == 6
        assert plan_dates(now) == 0
    assert apero.occurrences.count() == first + 6
    assert apero.occurrences.order_by("day").last().day <= date(2027, 2, 20).replace(year=2028, month=4)  # type: ignore[union-attr]


def test_nothing_of_somebody_forgotten_stays_and_the_next_one_moves_up(
    talk: Occurrence, ana: Person, fay: Person, cy: Person, hugo: Person
) -> None:
    for person in (ana, fay, cy):
        comes(person, talk)
    Feed.objects.create(person=ana)
    Event.objects.filter(pk=talk.event_id).update(host=ana, text="Avec Ana Duarte.")
    kept = everything_kept_about(ana)
    assert kept["events answered"][0]["said"] == "coming"
    assert kept["events hosted or entered"][0]["title"] == "Conférence"
    forget(ana)
    assert not Answer.objects.filter(person=ana).exists()
    assert not Feed.objects.exists()
    assert said(talk, cy) == Saying.COMING
    event = Event.objects.get(pk=talk.event_id)
    assert event.host is None
    assert event.text == "Avec …."
    assert not Letter.objects.filter(to=ana.email).exists()


def test_a_date_moved_away_is_reminded_of_on_its_own_eve(apero: Event, ana: Person, hugo: Person) -> None:
    second = on(apero, "2027-03-09")
    comes(ana, second)
    change_one(second, Changed(second.title, date(2027, 3, 11), second.begins.time(), 90), by=hugo)
    with clock.at(moment("2027-03-08T10:00")) as now:
        assert remind_of_tomorrow(now) == 0
    with clock.at(moment("2027-03-10T10:00")) as now:
        assert remind_of_tomorrow(now) == 1
