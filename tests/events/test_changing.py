"""This one, or this one and all that follow: moved, changed, called off, across the changes of the clock."""

from dataclasses import replace
from datetime import date, time

import pytest

from passerelle.events.actions import (
    Changed,
    announce,
    answer_proposal,
    call_off,
    change_following,
    change_one,
    let_members_propose,
    propose,
)
from passerelle.events.models import Answer, Event
from passerelle.events.queries import coming_to
from passerelle.events.rules import Described, Saying, State
from passerelle.events.rules.recurring import Every
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.events.happening import TALK, comes, letters_to, moment, on, walls

FIVE = ["03-02 18:30", "03-09 18:30", "03-16 18:30", "03-23 18:30", "03-30 18:30"]


def test_half_past_six_stays_half_past_six_when_the_clock_changes(apero: Event) -> None:
    assert walls(apero)[:5] == FIVE
    assert f"{on(apero, '2027-03-23').begins_at:%H:%M}" == "17:30"
    assert f"{on(apero, '2027-03-30').begins_at:%H:%M}" == "16:30"
    assert f"{on(apero, '2027-11-02').begins_at:%H:%M}" == "17:30"


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2027, 3, 28), "03-28 03:30", "03-28 05:00"),  # half past two does not exist
        (date(2027, 10, 31), "10-31 02:30", "10-31 03:00"),  # half past two comes twice: the first, an hour and a half
    ],
)
def test_an_event_in_the_night_of_the_change(day: date, begins: str, ends: str, alder: Space, hugo: Person) -> None:
    night = replace(TALK, first_on=day, at=time(2, 30), every=Every.ONCE)
    one = announce(alder, night, by=hugo).occurrences.get()
    assert (f"{one.begins:%m-%d %H:%M}", f"{one.ends:%m-%d %H:%M}") == (begins, ends)
    assert (one.ends_at - one.begins_at).total_seconds() == 90 * 60


def test_one_date_moves_alone(apero: Event, hugo: Person, ana: Person) -> None:
    third = on(apero, "2027-03-16")
    comes(ana, third)
    change_one(third, Changed("Apéro du jeudi", date(2027, 3, 18), time(19), 60, room="Café"), by=hugo)
    assert walls(apero)[:5] == [*FIVE[:2], "03-18 19:00", *FIVE[3:]]
    moved = on(apero, "2027-03-18")
    assert (moved.is_changed, moved.sequence, moved.title, moved.places) == (True, 1, "Apéro du jeudi", None)
    letter = Letter.objects.get(kind="tell_of_change", to=ana.email)
    said = " ".join(letter.text.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Thursday 18 March at 19:00 to 20:00, instead of Tuesday 16 March at 18:30" in said


def test_what_nobody_needs_to_know_is_not_written(apero: Event, hugo: Person, ana: Person) -> None:
    comes(ana, on(apero, "2027-03-16"))
    one = on(apero, "2027-03-16")
    change_one(one, Changed(one.title, one.day, time(18, 30), 90, "Autre texte.", one.room, 3), by=hugo)
    assert letters_to(ana) == ["confirm"]


def test_all_that_follow_move_and_answers_move_along(apero: Event, hugo: Person, ana: Person, fay: Person) -> None:
    for day in ("2027-03-09", "2027-03-23", "2027-03-30"):
        comes(ana, on(apero, day))
    comes(fay, on(apero, "2027-03-30"))
    call_off(on(apero, "2027-04-06"), "Pâques", by=hugo)
    later = change_following(on(apero, "2027-03-23"), replace(TALK, first_on=date(2027, 3, 25), at=time(19)), by=hugo)
    apero.refresh_from_db()
    assert walls(apero) == FIVE[:3]
    assert apero.until == date(2027, 3, 22)
    assert walls(later)[:4] == ["03-25 19:00", "04-01 19:00", "04-15 19:00", "04-22 19:00"]
    assert [one.person for one in coming_to(on(later, "2027-04-01"))] == [ana, fay]
    assert on(later, "2027-04-08").reason == "Pâques"
    assert letters_to(ana).count("tell_of_change") == 1
    told = Letter.objects.get(kind="tell_of_change", to=ana.email)
    assert len(told.attachments) == 2
    assert letters_to(fay) == ["confirm", "tell_of_change"]


def test_from_the_first_on_nothing_is_left_of_the_event_before(apero: Event, hugo: Person) -> None:
    now = change_following(on(apero, "2027-03-02"), replace(TALK, at=time(20)), by=hugo)
    assert Event.objects.get() == now
    assert walls(now)[:2] == ["03-02 20:00", "03-09 20:00"]
    assert now.occurrences.count() == 50


def test_months_meet_by_their_number_where_one_lacks_the_day(alder: Space, hugo: Person, ana: Person) -> None:
    last = replace(TALK, first_on=date(2027, 1, 31), every=Every.MONTH, places=None)
    event = announce(alder, last, by=hugo)
    assert walls(event)[:3] == ["01-31 18:30", "03-31 18:30", "05-31 18:30"]
    comes(ana, on(event, "2027-05-31"))
    now = change_following(on(event, "2027-03-31"), replace(last, first_on=date(2027, 3, 30)), by=hugo)
    assert walls(now)[:4] == ["03-30 18:30", "04-30 18:30", "05-30 18:30", "06-30 18:30"]
    assert [one.person for one in coming_to(on(now, "2027-05-30"))] == [ana]


def test_where_it_recurs_otherwise_the_days_of_both_stay_and_others_are_off(
    apero: Event, hugo: Person, ana: Person
) -> None:
    for day in ("2027-03-09", "2027-03-16"):
        comes(ana, on(apero, day))
    now = change_following(on(apero, "2027-03-02"), replace(TALK, every=Every.FORTNIGHT), by=hugo)
    assert walls(now)[:3] == ["03-02 18:30", "03-16 18:30", "03-30 18:30"]
    assert [one.person for one in coming_to(on(now, "2027-03-16"))] == [ana]
    assert letters_to(ana)[2:] == ["tell_of_calling_off"]


def test_an_earlier_end_calls_off_what_lies_behind_it(apero: Event, hugo: Person, ana: Person) -> None:
    comes(ana, on(apero, "2027-03-30"))
    now = change_following(
        on(apero, "2027-03-09"), replace(TALK, first_on=date(2027, 3, 9), until=date(2027, 3, 23)), by=hugo
    )
    assert walls(now) == FIVE[1:4]
    assert letters_to(ana) == ["confirm", "tell_of_calling_off"]


def test_a_date_changed_alone_is_as_the_others_again(apero: Event, hugo: Person) -> None:
    change_one(on(apero, "2027-03-16"), Changed("Autre", date(2027, 3, 17), time(9), 60), by=hugo)
    now = change_following(on(apero, "2027-03-09"), replace(TALK, first_on=date(2027, 3, 9)), by=hugo)
    assert walls(now)[:2] == ["03-09 18:30", "03-16 18:30"]
    assert not now.occurrences.filter(is_changed=True).exists()


def test_nobody_who_comes_loses_the_place(apero: Event, hugo: Person, ana: Person, fay: Person) -> None:
    comes(ana, on(apero, "2027-03-16"))
    comes(fay, on(apero, "2027-03-16"))
    with pytest.raises(Refusal, match="fewer_places_than_come"):
        change_following(on(apero, "2027-03-09"), replace(TALK, first_on=date(2027, 3, 9), places=1), by=hugo)
    with pytest.raises(Refusal, match="fewer_places_than_come"):
        change_one(on(apero, "2027-03-16"), Changed("T", date(2027, 3, 16), time(9), 60, places=1), by=hugo)
    assert walls(apero)[:5] == FIVE


def test_one_is_called_off_with_a_reason_told_to_all(
    apero: Event, hugo: Person, ana: Person, fay: Person, cy: Person
) -> None:
    third = on(apero, "2027-03-16")
    for person in (ana, fay, cy):
        comes(person, third)
    with pytest.raises(Refusal, match="reason_is_missing"):
        call_off(third, " ", by=hugo)
    call_off(third, "Plus d’eau.", by=hugo)
    assert walls(apero)[:4] == [*FIVE[:2], *FIVE[3:]]
    letters = Letter.objects.filter(kind="tell_of_calling_off")
    assert {letter.to: len(letter.attachments) for letter in letters} == {ana.email: 1, fay.email: 1, cy.email: 0}
    assert all("Plus d’eau." in letter.text for letter in letters)
    with pytest.raises(Refusal, match="event_is_called_off"):
        comes(ana, third)
    with pytest.raises(Refusal, match="event_is_called_off"):
        call_off(third, "Encore", by=hugo)


def test_all_that_follow_are_called_off_and_none_is_planned_any_more(apero: Event, hugo: Person, ana: Person) -> None:
    for day in ("2027-03-16", "2027-03-23"):
        comes(ana, on(apero, day))
    assert len(call_off(on(apero, "2027-03-16"), "L’hôte part.", by=hugo, all_that_follow=True)) > 40
    assert walls(apero) == FIVE[:2]
    assert letters_to(ana).count("tell_of_calling_off") == 1
    apero.refresh_from_db()
    assert apero.until == date(2027, 3, 15)


def test_what_has_begun_is_changed_no_more(apero: Event, hugo: Person) -> None:
    with clock.at(moment("2027-03-02T17:30")):
        first = on(apero, "2027-03-02")
        for act in (
            lambda: change_one(first, Changed("T", date(2027, 3, 3), time(9), 60), by=hugo),
            lambda: change_following(first, replace(TALK, first_on=date(2027, 3, 3)), by=hugo),
            lambda: call_off(first, "Trop tard", by=hugo),
        ):
            with pytest.raises(Refusal, match="event_has_begun"):
                act()


def test_only_managers_change_a_calendar(apero: Event, alder: Space, ana: Person, bo: Person, lea: Person) -> None:
    one = on(apero, "2027-03-09")
    for person in (ana, bo, lea):
        for act in (
            lambda by: announce(alder, TALK, by=by),
            lambda by: change_one(one, Changed("T", date(2027, 3, 9), time(9), 60), by=by),
            lambda by: change_following(one, TALK, by=by),
            lambda by: call_off(one, "Non", by=by),
            lambda by: let_members_propose(alder, True, by=by),
            lambda by: propose(alder, TALK, by=by),
        ):
            with pytest.raises(NotFound):
                act(person)


@pytest.fixture
def proposed(alder: Space, hugo: Person, ana: Person) -> Event:
    let_members_propose(alder, True, by=hugo)
    return propose(alder, TALK, by=ana)


def test_what_a_member_proposes_takes_place_once_the_space_says_yes(proposed: Event, hugo: Person, ana: Person) -> None:
    assert not proposed.occurrences.exists()
    answer_proposal(proposed, by=hugo, accepted=True, line="Merci !")
    assert walls(proposed)[:5] == FIVE
    assert letters_to(ana) == ["tell_of_proposal"]
    with pytest.raises(Refusal, match="proposal_was_answered"):
        answer_proposal(proposed, by=hugo, accepted=False)


def test_or_not(proposed: Event, hugo: Person, ana: Person, cy: Person) -> None:
    with pytest.raises(NotFound):
        answer_proposal(proposed, by=cy, accepted=True)
    answer_proposal(proposed, by=hugo, accepted=False)
    assert Event.objects.get().state == State.DECLINED
    assert not proposed.occurrences.exists()


def test_a_member_has_five_proposals_at_most(proposed: Event, alder: Space, ana: Person) -> None:
    for _ in range(4):
        propose(alder, TALK, by=ana)
    with pytest.raises(Refusal, match="too_many_proposals"):
        propose(alder, TALK, by=ana)


def test_what_is_wrong_is_said_by_its_field(alder: Space, hugo: Person) -> None:
    with pytest.raises(Refusal) as refused:
        announce(alder, Described(**{**vars(TALK), "title": "", "places": 0}), by=hugo)
    assert refused.value.facts["faults"] == {"title": "title_is_missing", "places": "out_of_range"}


def test_who_waits_moves_up_when_all_that_follow_have_more_places(
    apero: Event, hugo: Person, ana: Person, fay: Person, cy: Person
) -> None:
    for person in (ana, fay, cy):
        comes(person, on(apero, "2027-03-16"))
    change_following(on(apero, "2027-03-09"), replace(TALK, first_on=date(2027, 3, 9), places=3), by=hugo)
    assert Answer.objects.get(person=cy).saying == Saying.COMING
    assert letters_to(cy) == ["tell_of_place"]
