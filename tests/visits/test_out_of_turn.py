"""Acts that come when they should not: pressed again, pressed late, pressed after somebody else has moved on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.credentials.models import Credential
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import (
    accept_visit,
    add_arrival,
    cancel_visit,
    check_in,
    correct_check_in,
    decline_visit,
    home_takes_no_part,
    leave_early,
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
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, in_hong_kong

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(asks: Callable[..., Visit]) -> Visit:
    """A request of somebody whose home is asked first; the host's letter waits."""
    return asks(by=make_person("Uma Ortiz"))


def test_a_host_does_not_take_back_what_the_traveller_has_said(
    asks: Callable[..., Visit], ana: Person, bo: Person
) -> None:
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


def test_a_request_answered_before_the_host_was_written_to_still_lapses_once_taken_back(
    unknown: Visit, bo: Person
) -> None:
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


def test_a_letter_of_an_answer_given_again_by_a_page_opened_before_still_leaves(
    asks: Callable[..., Visit], bo: Person
) -> None:
    first = asks()
    second = Visit.objects.select_related("person", "home", "host", "network").get(pk=first.pk)
    accept_visit(first, by=bo)
    take_back_answer(first, by=bo)
    decline_visit(second, by=bo)
    written = Letter.objects.filter(kind="tell_visitor_of_refusal", state="waiting")
    assert written.count() == 1


def test_days_that_were_proposed_meanwhile_are_not_taken_up_unseen(
    asks: Callable[..., Visit], ana: Person, bo: Person
) -> None:
    visit = propose_other_days(asks(), [THURSDAY], by=bo)
    seen = Visit.objects.select_related("person", "home", "host", "network").get(pk=visit.pk)
    take_back_answer(visit, by=bo)
    propose_other_days(visit, [MONDAY + timedelta(days=7)], by=bo)
    with pytest.raises(Refusal, match="visit_has_moved_on"):
        take_up_proposal(seen, by=ana)
    with pytest.raises(Refusal, match="visit_has_moved_on"):
        take_up_proposal(visit, by=ana, days=[THURSDAY])
    assert take_up_proposal(visit, by=ana, days=[MONDAY + timedelta(days=7)]).state == "accepted"


def test_a_former_address_does_not_take_a_home_out(unknown: Visit, alder: Space) -> None:
    Space.objects.filter(pk=alder.pk).update(email="new@example.org")
    unknown.home.refresh_from_db()
    with pytest.raises(NotFound):
        home_takes_no_part(unknown, by=ByLetter(unknown.pk, Link.VOUCH))


def test_the_last_date_there_is_means_without_end(unknown: Visit) -> None:
    vouch_for(unknown, valid_until=date.max, by=ByLetter(unknown.pk, Link.VOUCH))
    assert Membership.objects.get(person=unknown.person).until is None


def test_a_no_stands_once_the_home_has_said_no_as_well(unknown: Visit, bo: Person) -> None:
    decline_visit(unknown, by=bo)
    refuse_to_vouch(unknown, by=ByLetter(unknown.pk, Link.VOUCH))
    with pytest.raises(Refusal, match="too_late_to_take_back"):
        take_back_answer(unknown, by=bo)


def test_an_arrival_that_is_added_asks_for_good_standing_too(accepted: Visit, ana: Person, bo: Person) -> None:
    Membership.objects.filter(person=ana).update(until=date(2027, 1, 10))
    with in_hong_kong(TUESDAY), pytest.raises(Refusal, match="standing_is_lost"):
        add_arrival(accepted, MONDAY, "She came.", by=bo)


def test_a_code_is_good_for_as_long_as_a_day_is_expected(accepted: Visit, ana: Person, bo: Person) -> None:
    good = Credential.objects.filter(cause=accepted.ref, revoked_at=None)
    with in_hong_kong(TUESDAY):
        check_in(accepted, by=bo)
        leave_early(accepted, by=ana)
        assert not good.exists()
        correct_check_in(accepted, TUESDAY, "Somebody else.", by=bo)
        assert (accepted.state, good.count(), accepted.ended_at) == ("accepted", 1, None)
        check_in(accepted, by=bo)
    with in_hong_kong(WEDNESDAY, 1):
        correct_check_in(accepted, TUESDAY, "Somebody else.", by=bo)
    assert (accepted.state, good.count()) == ("no_show", 0)
