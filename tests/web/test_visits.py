"""My visits, one visit's page from both sides, and its calendar file."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.actions import accept_visit, check_in, decline_visit, propose_other_days, withdraw_visit
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import LIFE, State
from tests.makers import WEDNESDAY_NOON, make_visit
from tests.web.visiting import (
    HOSTILE,
    MONDAY,
    THURSDAY,
    WEDNESDAY,
    Browser,
    asked,
    page_of,
    words,
)

pytestmark = pytest.mark.usefixtures("wednesday_noon")
OPEN_STATES = {state for state, onward in LIFE.items() if onward}


@pytest.fixture
def visit(ana: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    """Ana has asked Birch for a Monday and a Tuesday."""
    return asked(ana, alder, birch, visa, about="I draw maps.")


@pytest.fixture
def accepted(visit: Visit, bo: Person) -> Visit:
    """Bo has said yes, eleven minutes ago."""
    with clock.at(WEDNESDAY_NOON - timedelta(minutes=11)):
        return accept_visit(visit, by=bo, line="Third floor.")


def press(client: Client, visit: Visit, act: str, **more: Any) -> Any:
    return client.post(page_of(visit), {"act": act} | more)


def state_of(visit: Visit) -> str:
    return Visit.objects.get(pk=visit.pk).state


# The list


def test_my_visits_are_mine_alone(as_: Browser, visit: Visit, ana: Person, fay: Person) -> None:
    assert "Birch" in words(as_(ana).get("/visits/"))
    assert "Birch" not in words(as_(fay).get("/visits/"))
    assert as_(None).get("/visits/").status_code == 302


@pytest.mark.parametrize("state", list(State))
def test_open_and_past_visits_are_told_apart(
    as_: Browser, ana: Person, alder: Space, birch: Space, visa: Network, state: State
) -> None:
    terms = Terms().written() if state in (State.ACCEPTED, State.ARRIVED, State.CLOSED) else None
    visit = make_visit(ana, alder, birch, visa, [MONDAY], state=state, terms=terms)
    client = as_(ana)
    shown = {show: page_of(visit) in words(client.get(f"/visits/?show={show}")) for show in ("open", "past")}
    assert shown == {"open": state in OPEN_STATES, "past": state not in OPEN_STATES}


def test_five_hundred_visits_cost_what_five_do(
    as_: Browser, ana: Person, alder: Space, birch: Space, visa: Network, django_assert_max_num_queries: Any
) -> None:
    for number in range(500):
        make_visit(ana, alder, birch, visa, [MONDAY + timedelta(days=number)])
    client = as_(ana)
    client.get("/visits/")
    with django_assert_max_num_queries(8):
        said = words(client.get("/visits/?page=2"))
    assert said.count('<article class="row">') == 20
    assert "Page 2 of 25" in said


def test_the_next_visit_comes_first(as_: Browser, ana: Person, alder: Space, birch: Space, visa: Network) -> None:
    later, sooner = (make_visit(ana, alder, birch, visa, [day]) for day in (THURSDAY, MONDAY))
    said = words(as_(ana).get("/visits/"))
    assert said.index(sooner.reference) < said.index(later.reference)


# Who sees a visit


def test_the_visitor_and_the_hosts_people_see_it_and_nobody_else(
    as_: Browser, visit: Visit, ana: Person, bo: Person, dee: Person, fay: Person, cy: Person, olga: Person
) -> None:
    for person in (ana, bo, dee):
        assert as_(person).get(page_of(visit)).status_code == 200
    for person in (fay, cy, olga):
        client = as_(person)
        assert client.get(page_of(visit)).status_code == 404
        assert client.post(page_of(visit), {"act": "cancel"}).status_code == 404
        assert client.get(f"{page_of(visit)}calendar.ics").status_code == 404
    assert as_(None).get(page_of(visit)).status_code == 302
    assert as_(ana).get("/visits/nosuchvisit/").status_code == 404


def test_looking_changes_nothing(as_: Browser, accepted: Visit, ana: Person, bo: Person) -> None:
    before = list(Visit.objects.values()), list(Presence.objects.values()), Letter.objects.count()
    for person in (ana, bo):
        for query in ("", "?yes", "?no", "?other", "?act=cancel"):
            as_(person).get(page_of(accepted) + query)
    assert before == (list(Visit.objects.values()), list(Presence.objects.values()), Letter.objects.count())


def test_what_comes_next_is_said_in_the_hosts_time(as_: Browser, visit: Visit, ana: Person, bo: Person) -> None:
    said = words(as_(ana).get(page_of(visit)))
    assert "Birch is to answer by Monday 11 January at 18:00, local time in Hong Kong" in said
    assert "You are to answer by Monday 11 January at 18:00" in words(as_(bo).get(page_of(visit)))


def test_the_host_never_reads_an_address_that_was_not_agreed(as_: Browser, visit: Visit, bo: Person) -> None:
    Person.objects.filter(pk=visit.person_id).update(name="")
    assert "ana@example.org" not in words(as_(bo).get(page_of(visit)))


# The visitor's side


def test_an_accepted_visit_shows_the_pass_and_whom_to_ask_for(as_: Browser, accepted: Visit, ana: Person) -> None:
    said = words(as_(ana).get(page_of(accepted)))
    for part in ("Your code", '<svg role="img"', "Ask for Mei Wong.", "21/F, 8 Luard Road", "Third floor."):
        assert part in said
    assert "from 9:00 to 18:00, local time in Hong Kong" in said


def test_the_host_does_not_see_the_pass(as_: Browser, accepted: Visit, bo: Person) -> None:
    assert "Your code" not in words(as_(bo).get(page_of(accepted)))


@pytest.mark.parametrize("state", ["requested", "declined", "cancelled"])
def test_only_an_expected_visit_has_a_code_and_a_calendar(
    as_: Browser, ana: Person, alder: Space, birch: Space, visa: Network, state: str
) -> None:
    visit = make_visit(ana, alder, birch, visa, [MONDAY], state=state)
    client = as_(ana)
    assert "Your code" not in words(client.get(page_of(visit)))
    assert client.get(f"{page_of(visit)}calendar.ics").status_code == 404


def test_the_calendar_file_holds_each_day_in_the_hosts_hours(as_: Browser, accepted: Visit, ana: Person) -> None:
    answer = as_(ana).get(f"{page_of(accepted)}calendar.ics")
    told = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar")
    assert told.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20270118T010000Z" in told
    assert "http://testserver/visits/" in told


def test_the_visitor_cancels(as_: Browser, accepted: Visit, ana: Person) -> None:
    assert press(as_(ana), accepted, "cancel").status_code == 302
    assert state_of(accepted) == State.CANCELLED
    assert not Presence.objects.exists()


@pytest.mark.parametrize(("act", "state"), [("take_up", State.ACCEPTED), ("turn_down", State.DECLINED)])
def test_the_visitor_takes_up_or_turns_down_other_days(
    as_: Browser, visit: Visit, ana: Person, bo: Person, act: str, state: State
) -> None:
    propose_other_days(visit, [WEDNESDAY], by=bo)
    client = as_(ana)
    said = words(client.get(page_of(visit)))
    assert "Birch proposes 20 January" in said
    assert "After these days, 2 free days are left here" in said
    press(client, visit, act)
    assert state_of(visit) == state


def test_days_not_taken_up_in_time_are_not_laid_at_the_hosts_door(
    as_: Browser, visit: Visit, ana: Person, bo: Person
) -> None:
    Visit.objects.update(state=State.LAPSED, proposed_days=[WEDNESDAY.isoformat()], ended_at=clock.now())
    assert "You did not take up the other days in time." in words(as_(ana).get(page_of(visit)))
    assert "did not take up the days you proposed in time." in words(as_(bo).get(page_of(visit)))


def test_the_visitor_cannot_answer_for_the_host(as_: Browser, visit: Visit, ana: Person) -> None:
    for act in ("accept", "decline", "withdraw", "take_back", "propose"):
        assert press(as_(ana), visit, act).status_code == 422
    assert state_of(visit) == State.REQUESTED


# The host's side


@pytest.mark.parametrize(("act", "state"), [("accept", State.ACCEPTED), ("decline", State.DECLINED)])
def test_the_desk_answers_and_takes_it_back(as_: Browser, visit: Visit, dee: Person, act: str, state: State) -> None:
    client = as_(dee)
    press(client, visit, act, line="See you.")
    assert state_of(visit) == state
    assert "leaves at 19:10" in words(client.get(page_of(visit)))
    press(client, visit, "take_back")
    assert state_of(visit) == State.REQUESTED


def test_the_host_cannot_cancel_for_the_visitor(as_: Browser, accepted: Visit, bo: Person) -> None:
    for act in ("cancel", "take_up", "turn_down"):
        assert press(as_(bo), accepted, act).status_code == 422
    assert state_of(accepted) == State.ACCEPTED


def test_other_days_are_proposed_from_the_months(as_: Browser, visit: Visit, bo: Person) -> None:
    client = as_(bo)
    said = words(client.get(f"{page_of(visit)}?other"))
    assert f'value="{WEDNESDAY}"' in said
    press(client, visit, "propose", days=[str(WEDNESDAY)], line="Better then.")
    visit.refresh_from_db()
    assert (visit.state, visit.proposed_days) == (State.COUNTERED, [str(WEDNESDAY)])


def test_a_proposal_without_a_day_keeps_its_line(as_: Browser, visit: Visit, bo: Person) -> None:
    answer = press(as_(bo), visit, "propose", line="Better then.")
    assert answer.status_code == 422
    assert "Tick at least one day." in words(answer)
    assert 'value="Better then."' in words(answer)


def test_the_host_takes_its_yes_back_only_with_a_reason(as_: Browser, accepted: Visit, bo: Person) -> None:
    client = as_(bo)
    assert press(client, accepted, "withdraw", reason=" ").status_code == 422
    assert state_of(accepted) == State.ACCEPTED
    press(client, accepted, "withdraw", reason="Our roof leaks.")
    assert state_of(accepted) == State.WITHDRAWN


def test_of_two_answers_the_second_is_told_how_it_stands(as_: Browser, visit: Visit, bo: Person, dee: Person) -> None:
    decline_visit(visit, by=dee)
    answer = press(as_(bo), visit, "accept")
    assert answer.status_code == 422
    assert "Meanwhile this visit is “declined”" in words(answer)


# The conversation, and what is said afterwards


def test_each_side_writes_and_the_other_reads_even_after_a_no(
    as_: Browser, visit: Visit, ana: Person, bo: Person
) -> None:
    decline_visit(visit, by=bo)
    press(as_(ana), visit, "write", text="Another time then.")
    press(as_(bo), visit, "write", text="Gladly.")
    for person in (ana, bo):
        said = words(as_(person).get(page_of(visit)))
        assert said.index("I draw maps.") < said.index("Another time then.") < said.index("Gladly.")


def test_an_empty_line_is_refused(as_: Browser, visit: Visit, ana: Person) -> None:
    assert press(as_(ana), visit, "write", text="  ").status_code == 422
    assert not Line.objects.exists()


def test_either_side_says_whether_it_happened_for_thirty_days(
    as_: Browser, accepted: Visit, ana: Person, bo: Person
) -> None:
    with clock.at(WEDNESDAY_NOON.replace(day=18, hour=3)):
        check_in(accepted, by=bo)
        press(as_(ana), accepted, "happened")
    with clock.at(WEDNESDAY_NOON.replace(day=20)):
        press(as_(bo), accepted, "did_not_happen")
        assert "You have said: it happened." in words(as_(ana).get(page_of(accepted)))
    visit = Visit.objects.get()
    assert (visit.happened_says_visitor, visit.happened_says_host) == (True, False)
    with clock.at(WEDNESDAY_NOON.replace(month=2, day=20)):
        assert "Did this visit happen?" not in words(as_(ana).get(page_of(accepted)))
        assert press(as_(ana), accepted, "did_not_happen").status_code == 422


def test_before_the_first_day_nobody_is_asked_whether_it_happened(as_: Browser, accepted: Visit, ana: Person) -> None:
    assert "Did this visit happen?" not in words(as_(ana).get(page_of(accepted)))


def test_days_carry_their_marks(as_: Browser, accepted: Visit, ana: Person, bo: Person) -> None:
    with clock.at(WEDNESDAY_NOON.replace(day=18, hour=3)):
        check_in(accepted, by=bo)
        said = words(as_(ana).get(page_of(accepted)))
    assert "checked in at 11:00, by the desk" in said
    assert '<td class="held">expected' in said


# How it is drawn


def test_what_people_wrote_is_escaped(
    as_: Browser, ana: Person, bo: Person, alder: Space, birch: Space, visa: Network
) -> None:
    visit = asked(ana, alder, birch, visa, about=HOSTILE)
    press(as_(bo), visit, "accept", line=HOSTILE)
    press(as_(ana), visit, "write", text=HOSTILE)
    Person.objects.filter(pk=ana.pk).update(name=HOSTILE)
    for person in (ana, bo):
        said = words(as_(person).get(page_of(visit)))
        assert "<script>alert" not in said
        assert "alert(1)&lt;/script&gt;{{ 7*7 }}" in said


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("who", ["ana", "bo"])
def test_every_state_is_drawn_in_both_languages(
    request: pytest.FixtureRequest, alder: Space, birch: Space, visa: Network, ana: Person, who: str, language: str
) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(request.getfixturevalue(who))
    for number, state in enumerate(State):
        visit = make_visit(
            ana, alder, birch, visa, [MONDAY + timedelta(days=number)], state=state, terms=Terms().written(),
            proposed_days=[str(THURSDAY)], answered_at=WEDNESDAY_NOON, lapse_at=WEDNESDAY_NOON,
        )  # fmt: skip
        answer = client.get(page_of(visit))
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in words(answer)


@pytest.mark.parametrize(("who", "at_most"), [("ana", 8), ("bo", 8)])
def test_a_visit_costs_the_same_however_much_was_said(
    request: pytest.FixtureRequest,
    as_: Browser,
    accepted: Visit,
    who: str,
    at_most: int,
    django_assert_max_num_queries: Any,
) -> None:
    Line.objects.bulk_create(
        Line(visit=accepted, side="visitor", written_by="person:1", text=f"Line {number}") for number in range(50)
    )
    client = as_(request.getfixturevalue(who))
    client.get(page_of(accepted))
    with django_assert_max_num_queries(at_most):
        client.get(page_of(accepted))


def test_a_withdrawn_visit_shows_its_reason(as_: Browser, accepted: Visit, ana: Person, bo: Person) -> None:
    withdraw_visit(accepted, "Our roof leaks.", by=bo)
    assert "Our roof leaks." in words(as_(ana).get(page_of(accepted)))
