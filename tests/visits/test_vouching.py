"""The home's word, where no membership speaks by itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.members.models import Membership
from passerelle.members.queries import standing_of
from passerelle.members.rules import Source, Standing
from passerelle.networks.models import Affiliation
from passerelle.networks.rules import Way
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import (
    accept_visit,
    check_in,
    home_takes_no_part,
    refuse_to_vouch,
    take_next_step,
    vouch_for,
)
from passerelle.visits.models import Visit
from passerelle.visits.rules import State, Word
from passerelle.visits.rules.clocks import Step
from tests.makers import make_person, make_presence, make_staff
from tests.visits.conftest import MONDAY, TUESDAY, in_hong_kong, kinds_of_letters

Ask = Callable[..., Visit]


@pytest.fixture
def unknown(asks: Ask, ana: Person) -> Visit:
    """Ana asks, and Alder has her on no list."""
    Membership.objects.filter(person=ana).delete()
    return asks()


def by_letter(visit: Visit) -> ByLetter:
    return ByLetter(visit.pk, Link.VOUCH)


def test_a_home_vouches_once_and_the_host_is_asked(unknown: Visit, asks: Ask) -> None:
    visit = vouch_for(unknown, valid_until=date(2027, 6, 30), by=by_letter(unknown))
    assert (visit.word, visit.state) == (Word.GIVEN, State.REQUESTED)
    assert kinds_of_letters(visit) == ["ask_home_to_vouch", "ask_host_for_an_answer"]
    membership = Membership.objects.get()
    assert (membership.source, membership.until) == (Source.VOUCH, date(2027, 7, 1))
    assert asks(date(2027, 1, 20)).word == Word.STANDING


def test_the_home_s_managers_vouch_on_the_page(unknown: Visit, alder: Space) -> None:
    hugo = make_person("Hugo Leroy")
    make_staff(hugo, alder)
    assert vouch_for(unknown, valid_until=None, by=hugo).word == Word.GIVEN


def test_nobody_else_vouches(unknown: Visit, ana: Person, bo: Person, cy: Person) -> None:
    for actor in (ana, bo, cy, ByLetter(unknown.pk, Link.ANSWER), ByLetter(unknown.pk + 1, Link.VOUCH)):
        with pytest.raises(NotFound):
            vouch_for(unknown, valid_until=None, by=actor)
        with pytest.raises(NotFound):
            refuse_to_vouch(unknown, by=actor)
    assert standing_of(ana, unknown.home, MONDAY) is Standing.UNKNOWN


def test_a_word_that_ends_before_the_visit_is_no_word(unknown: Visit) -> None:
    with pytest.raises(Refusal) as caught:
        vouch_for(unknown, valid_until=MONDAY, by=by_letter(unknown))
    assert caught.value.code == "ends_before_the_visit"
    assert vouch_for(unknown, valid_until=TUESDAY, by=by_letter(unknown)).word == Word.GIVEN


def test_the_word_is_given_once(unknown: Visit) -> None:
    stale = Visit.objects.get(pk=unknown.pk)
    vouch_for(unknown, valid_until=None, by=by_letter(unknown))
    with pytest.raises(Refusal) as caught:
        refuse_to_vouch(stale, by=by_letter(unknown))
    assert caught.value.code == "already_answered"


def test_a_home_that_does_not_know_the_traveller_ends_the_request(unknown: Visit) -> None:
    visit = refuse_to_vouch(unknown, by=by_letter(unknown))
    assert (visit.state, visit.word, visit.next_step_at) == (State.DECLINED, Word.REFUSED, None)
    assert kinds_of_letters(visit) == ["tell_visitor_home_does_not_vouch"]


def test_a_home_that_takes_no_part_is_not_written_to_again(unknown: Visit, asks: Ask, alder: Space) -> None:
    home_takes_no_part(unknown, by=by_letter(unknown))
    alder.refresh_from_db()
    assert alder.takes_no_part_since is not None
    assert Visit.objects.get().state == State.DECLINED
    visit = asks()
    assert (visit.word, kinds_of_letters(visit)) == (Word.SILENT, ["ask_host_for_an_answer"])


def test_an_answer_confirms_the_address_it_was_asked_at(unknown: Visit, alder: Space) -> None:
    Space.objects.filter(pk=alder.pk).update(email_confirmed_at=None)
    vouch_for(Visit.objects.get(), valid_until=None, by=by_letter(unknown))
    alder.refresh_from_db()
    assert alder.email_confirmed_at == clock.now()


def test_an_answer_confirms_no_other_address(unknown: Visit, alder: Space) -> None:
    Space.objects.filter(pk=alder.pk).update(email_confirmed_at=None, email="new@example.org")
    vouch_for(Visit.objects.get(), valid_until=None, by=by_letter(unknown))
    alder.refresh_from_db()
    assert alder.email_confirmed_at is None


@pytest.mark.parametrize(("hours", "asked"), [(47, False), (48, True)])
def test_a_silent_home_holds_the_letter_up_for_48_hours(unknown: Visit, hours: int, asked: bool) -> None:
    with clock.at(clock.now() + timedelta(hours=hours)):
        step = take_next_step(unknown.pk)
    visit = Visit.objects.get()
    assert (step, visit.word) == ((Step.WRITE_TO_HOST, Word.SILENT) if asked else (None, Word.ASKED))
    assert ("ask_host_for_an_answer" in kinds_of_letters(visit)) is asked


def test_a_late_word_is_welcome(unknown: Visit, bo: Person) -> None:
    with clock.at(clock.now() + timedelta(hours=48)):
        take_next_step(unknown.pk)
        visit = accept_visit(Visit.objects.get(), by=bo)
        assert vouch_for(visit, valid_until=None, by=by_letter(visit)).word == Word.GIVEN
    assert (visit.state, kinds_of_letters(visit).count("ask_host_for_an_answer")) == (State.ACCEPTED, 1)


def test_a_host_may_accept_somebody_not_vouched_for(unknown: Visit, bo: Person) -> None:
    with clock.at(clock.now() + timedelta(hours=48)):
        take_next_step(unknown.pk)
        assert accept_visit(Visit.objects.get(), by=bo).state == State.ACCEPTED


def test_where_the_terms_have_no_room_left_the_host_decides(asks: Ask, ana: Person, birch: Space) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"way": Way.DROP_IN, "visitors_a_day": 1})
    Membership.objects.all().delete()
    visit = asks()
    make_presence(make_person("Somebody else"), birch, MONDAY)
    vouch_for(visit, valid_until=None, by=by_letter(visit))
    assert (visit.state, visit.word) == (State.REQUESTED, Word.GIVEN)
    assert kinds_of_letters(visit) == ["ask_home_to_vouch", "ask_host_for_an_answer"]


def test_a_word_that_was_given_and_ended_no_longer_opens_the_door(unknown: Visit, ana: Person, bo: Person) -> None:
    visit = vouch_for(unknown, valid_until=None, by=by_letter(unknown))
    accept_visit(visit, by=bo)
    Membership.objects.filter(person=ana).update(until=MONDAY)
    with in_hong_kong(MONDAY), pytest.raises(Refusal) as caught:
        check_in(visit, by=bo)
    assert caught.value.code == "standing_is_lost"


def test_once_vouched_for_the_terms_may_say_yes(asks: Ask, ana: Person, birch: Space) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"way": Way.DROP_IN})
    Membership.objects.all().delete()
    visit = asks()
    vouch_for(visit, valid_until=None, by=by_letter(visit))
    assert (visit.state, visit.answered_by) == (State.ACCEPTED, "terms")
