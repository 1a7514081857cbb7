"""Acts that come when they should not: pressed again, pressed late, pressed after somebody else has moved on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import (
    accept_visit,
    add_arrival,
    cancel_visit,
    check_in,
    decline_visit,
    propose_other_days,
    refuse_to_vouch,
    take_back_answer,
    take_up_proposal,
    turn_down_proposal,
    vouch_for,
    withdraw_visit,
)
from passerelle.visits.models import Visit
from tests.makers import make_person
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, in_hong_kong

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(asks: Callable[..., Visit]) -> Visit:
    """A request of somebody whose home is asked first; the host's letter waits."""
    return asks(by=make_person("Uma Ortiz"))


def test_a_host_does_not_take_back_what_the_traveller_has_said(asks: Callable[..., Visit], ana: Person, bo: Person) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo)
    turn_down_proposal(visit, by=ana)
    with pytest.raises(Refusal, match="too_late_to_take_back"):
        take_back_answer(visit, by=bo)
    visit.refresh_from_db()
    assert visit.state == "declined"


def test_a_host_does_not_take_back_what_the_home_has_said(unknown: Visit, bo: Person) -> None:
    propose_other_days(unknown, [THURSDAY], by=bo)
    refuse_to_vouch(unknown, by=ByLetter(unknown.pk, Link.VOUCH))
    with pytest.raises(Refusal, match="too_late_to_take_back"):
        take_back_answer(unknown, by=bo)


def test_a_request_answered_before_the_host_was_written_to_still_lapses_once_taken_back(unknown: Visit, bo: Person) -> None:
    decline_visit(unknown, by=bo)
    take_back_answer(unknown, by=bo)
    unknown.refresh_from_db()
    assert unknown.lapse_at is not None
    assert unknown.next_step_at is not None


@pytest.mark.parametrize("how", ["cancelled", "withdrawn"])
def test_nobody_arrives_on_a_visit_that_was_called_off(how: str, accepted: Visit, ana: Person, bo: Person) -> None:
    with in_hong_kong(MONDAY, 12):
        cancel_visit(accepted, by=ana) if how == "cancelled" else withdraw_visit(accepted, "Flooded.", by=bo)
    with in_hong_kong(TUESDAY), pytest.raises(Refusal, match="visit_has_moved_on"):
        add_arrival(accepted, MONDAY, "She came.", by=bo)
    accepted.refresh_from_db()
    assert accepted.state == how
    assert not Presence.objects.exists()


def test_a_letter_of_an_answer_given_again_by_a_page_opened_before_still_leaves(asks: Callable[..., Visit], bo: Person) -> None:
    first = asks()
    second = Visit.objects.select_related("person", "home", "host", "network").get(pk=first.pk)
    accept_visit(first, by=bo)
    take_back_answer(first, by=bo)
    decline_visit(second, by=bo)
    written = Letter.objects.filter(kind="tell_visitor_of_refusal", state="waiting")
    assert written.count() == 1


def test_days_that_were_proposed_meanwhile_are_not_taken_up_unseen(asks: Callable[..., Visit], ana: Person, bo: Person) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo)
    seen = Visit.objects.select_related("person", "home", "host", "network").get(pk=visit.pk)
    take_back_answer(visit, by=bo)
    propose_other_days(visit, [MONDAY + timedelta(days=7)], by=bo)
    with pytest.raises(Refusal):
        take_up_proposal(seen, by=ana)


def test_a_word_without_end_may_be_the_last_day_of_all(unknown: Visit) -> None:
    with pytest.raises(Refusal):
        vouch_for(unknown, valid_until=date.max, by=ByLetter(unknown.pk, Link.VOUCH))


def test_a_host_that_refused_word_of_home_is_not_accepted(unknown: Visit, bo: Person) -> None:
    decline_visit(unknown, by=bo)
    refuse_to_vouch(unknown, by=ByLetter(unknown.pk, Link.VOUCH))
    with pytest.raises(Refusal, match="too_late_to_take_back"):
        take_back_answer(unknown, by=bo)


def test_arrival_after_lost_standing(accepted: Visit, ana: Person, bo: Person, alder: Space) -> None:
    from passerelle.members.models import Membership
    Membership.objects.filter(person=ana).update(until=date(2027, 1, 10))
    with in_hong_kong(TUESDAY), pytest.raises(Refusal):
        add_arrival(accepted, MONDAY, "She came.", by=bo)
