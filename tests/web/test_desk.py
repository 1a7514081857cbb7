"""A space's desk: today's list, the code typed by hand, and all the visitors received."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.credentials.models import Use
from passerelle.credentials.queries import code_of, credential_because_of
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, cancel_visit
from passerelle.visits.models import Visit
from passerelle.visits.rules import State, Word
from tests.makers import make_person, make_presence, make_visit
from tests.visits.conftest import MONDAY, TUESDAY, WEDNESDAY, in_hong_kong
from tests.web.test_door import said, used_days

As = Callable[[Person | None], Client]
DESK = "/desk/birch/"
TERMS = Terms().written()


@pytest.fixture(autouse=True)
def _noon(wednesday_noon: datetime) -> None:
    """It is 6 January 2027 whenever a test does not say otherwise."""


@pytest.fixture
def visit(ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    """Ana is expected at Birch on Monday and Tuesday."""
    return accept_visit(ask_for_a_visit(Asking(alder, birch, (MONDAY, TUESDAY)), by=ana), by=bo)


@pytest.fixture
def short(visit: Visit) -> str:
    """The six signs under Ana's code."""
    credential = credential_because_of(visit.ref)
    assert credential is not None
    return credential.short_code


def many_visits(how_many: int, home: Space, host: Space, network: Network, **facts: Any) -> list[Visit]:
    """Visits of as many people, accepted for Monday unless said otherwise."""
    given = {"state": State.ACCEPTED, "terms": TERMS} | facts
    made = []
    for number in range(how_many):
        person = make_person(f"Visitor {number:04}")
        visit = make_visit(person, home, host, network, [MONDAY], **given)
        make_presence(person, host, MONDAY, cause=visit.ref)
        made.append(visit)
    return made


# Who may


@pytest.mark.parametrize("path", ["", "visitors/", "visits/abcdefghijkm/"])
def test_only_the_staff_of_the_space_opens_its_desk(
    as_: As, visit: Visit, ana: Person, fay: Person, cy: Person, olga: Person, path: str
) -> None:
    assert as_(None).get(DESK + path).status_code == 302
    for person in (ana, fay, cy, olga):
        assert as_(person).get(DESK + path).status_code == 404
    assert as_(cy).get("/desk/nowhere/" + path).status_code == 404


def test_managers_and_desk_both_open_it(as_: As, visit: Visit, bo: Person, dee: Person) -> None:
    for person in (bo, dee):
        for path in ("", "visitors/", f"visits/{visit.reference}/"):
            assert as_(person).get(DESK + path).status_code == 200


def test_nobody_else_checks_anybody_in(as_: As, visit: Visit, ana: Person, fay: Person, cy: Person, short: str) -> None:
    with in_hong_kong(MONDAY):
        for person in (ana, fay, cy):
            browser = as_(person)
            assert browser.post(DESK, {"visit": visit.reference}).status_code == 404
            assert browser.post("/desk/birch/code/", {"code": short}).status_code == 404
            assert browser.post(f"/desk/birch/visits/{visit.reference}/", {"act": "check_in"}).status_code == 404
        assert as_(cy).post("/desk/cedar/", {"visit": visit.reference}).status_code == 404
        assert as_(cy).get(f"/desk/cedar/visits/{visit.reference}/").status_code == 404
    assert used_days() == []


# Today


def test_whoever_is_expected_is_checked_in_by_one_press_however_often(as_: As, visit: Visit, dee: Person) -> None:
    browser = as_(dee)
    with in_hong_kong(MONDAY):
        page = said(browser.get(DESK))
        for words in (
            "Expected",
            "Ana Duarte",
            "Alder, Namur",
            "day 1 of 2",
            "the home vouches",
            "Welcome Ana</button>",
        ):
            assert words in page
        assert used_days() == []
        assert browser.post(DESK, {"visit": visit.reference}).status_code == 302
        assert "Ana Duarte is checked in." in said(browser.get(DESK))
        assert browser.post(DESK, {"visit": visit.reference}).status_code == 302
        page = said(browser.get(DESK))
    assert "was checked in already" in page
    assert "since 10:00" in page
    assert "Welcome Ana" not in page
    assert used_days() == [MONDAY]


def test_somebody_for_whom_no_home_has_spoken_is_marked(as_: As, visit: Visit, dee: Person) -> None:
    Visit.objects.update(word=Word.SILENT)
    with in_hong_kong(MONDAY):
        assert "not vouched for" in said(as_(dee).get(DESK))


def test_a_visitor_who_has_just_cancelled_is_named_and_not_let_in(
    as_: As, visit: Visit, ana: Person, dee: Person
) -> None:
    cancel_visit(visit, by=ana)
    with in_hong_kong(MONDAY):
        answer = as_(dee).post(DESK, {"visit": visit.reference})
    assert answer.status_code == 422
    assert "Ana Duarte: Meanwhile this visit is “cancelled”." in said(answer)


def test_an_empty_day_offers_the_poster_to_whoever_may_print_it(as_: As, birch: Space, bo: Person, dee: Person) -> None:
    page = said(as_(bo).get(DESK))
    assert "Nobody is announced today." in page
    assert '<svg class="drawing"' in page
    assert "/manage/birch/poster/" in page
    assert "/manage/birch/poster/" not in said(as_(dee).get(DESK))


def test_a_request_leads_to_its_answer(
    as_: As, dee: Person, ana: Person, alder: Space, birch: Space, visa: Any
) -> None:
    ask_for_a_visit(Asking(alder, birch, (MONDAY,)), by=ana)
    page = said(as_(dee).get(DESK))
    assert "Waiting for your answer" in page
    assert 'href="/visits/' in page
    assert "lapses on" in page


def test_what_was_forgotten_yesterday_is_listed_and_written_down(as_: As, visit: Visit, dee: Person) -> None:
    browser = as_(dee)
    page_of_visit = f"/desk/birch/visits/{visit.reference}/"
    with in_hong_kong(TUESDAY):
        assert "was expected; no arrival is recorded" in said(browser.get(DESK))
        given = {"act": "add", "day": MONDAY.isoformat(), "reason": "A full house."}
        assert browser.post(page_of_visit, given).status_code == 302
        assert "was expected; no arrival" not in said(browser.get(DESK))
    assert used_days() == [MONDAY]
    with in_hong_kong(WEDNESDAY):
        assert "was expected; no arrival is recorded" in said(browser.get(DESK))  # Tuesday, not Monday


def test_an_arrival_of_yesterday_can_be_put_right_for_a_day(as_: As, visit: Visit, dee: Person) -> None:
    browser = as_(dee)
    with in_hong_kong(MONDAY, 15):
        browser.post(DESK, {"visit": visit.reference})
    with in_hong_kong(TUESDAY, 10):
        assert "Put right" in said(browser.get(DESK))
        given = {"act": "correct", "day": MONDAY.isoformat(), "reason": "Another Ana."}
        assert browser.post(f"/desk/birch/visits/{visit.reference}/", given).status_code == 302
    assert used_days() == []


def test_the_list_alone_is_what_a_poll_gets(as_: As, visit: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        answer = as_(dee).get(DESK, headers={"hx-request": "true"})
    page = said(answer)
    assert page.startswith('<div id="today"')
    assert "csrfmiddlewaretoken" in page
    assert 'hx-trigger="every 60s"' in page


def test_eight_queries_with_two_hundred_visitors(
    as_: As, alder: Space, birch: Space, visa: Network, dee: Person, django_assert_max_num_queries: Any
) -> None:
    many_visits(200, alder, birch, visa)
    browser = as_(dee)
    with in_hong_kong(MONDAY), django_assert_max_num_queries(8):
        page = said(browser.get(DESK))
    assert page.count("Welcome Visitor</button>") == 200


# A code typed by hand


@pytest.mark.parametrize("write", [str.upper, str.lower, lambda code: f" {code[:3]} {code[3:]} "])
def test_six_signs_lead_to_the_page_of_the_code(
    as_: As, visit: Visit, dee: Person, short: str, write: Callable[[str], str]
) -> None:
    credential = credential_because_of(visit.ref)
    assert credential is not None
    with in_hong_kong(MONDAY):
        browser = as_(dee)
        answer = browser.post("/desk/birch/code/", {"code": write(short)})
        assert answer.headers["Location"] == f"/C/{code_of(credential)}"
        assert "Welcome Ana</button>" in said(browser.get(answer.headers["Location"]))
    assert used_days() == []
    assert not Use.objects.exists()


def test_signs_that_mean_nothing_are_said_to_and_kept(as_: As, visit: Visit, dee: Person) -> None:
    for typed in ("ZZZZZZ", "", "what?"):
        answer = as_(dee).post("/desk/birch/code/", {"code": typed})
        assert answer.status_code == 422
        assert "field-error" in said(answer)
        assert typed in said(answer)


def test_twenty_misses_have_to_wait_ten_minutes(as_: As, visit: Visit, dee: Person, bo: Person, short: str) -> None:
    browser = as_(dee)
    with in_hong_kong(MONDAY, 10, 0):
        for _ in range(20):
            assert "No code of your visitors" in said(browser.post("/desk/birch/code/", {"code": "ZZZZZZ"}))
        answer = browser.post("/desk/birch/code/", {"code": short})
        assert answer.status_code == 422
        assert "Wait ten minutes" in said(answer)
        assert as_(bo).post("/desk/birch/code/", {"code": short}).status_code == 302
    with in_hong_kong(MONDAY, 10, 11):
        assert browser.post("/desk/birch/code/", {"code": short}).status_code == 302


def test_the_signs_of_another_hosts_visitor_mean_nothing_here(as_: As, visit: Visit, cy: Person, short: str) -> None:
    answer = as_(cy).post("/desk/cedar/code/", {"code": short})
    assert answer.status_code == 422
    assert "Ana" not in said(answer)


def test_a_code_that_is_no_longer_good_is_noted_with_its_place(
    as_: As, visit: Visit, dee: Person, short: str, birch: Space
) -> None:
    with in_hong_kong(WEDNESDAY):
        browser = as_(dee)
        answer = browser.post("/desk/birch/code/", {"code": short})
        assert "Expired code" in said(browser.get(answer.headers["Location"]))
    assert [(use.space, use.verdict, use.by) for use in Use.objects.all()] == [(birch, "expired", dee.ref)]


def test_after_a_miss_the_page_goes_on_as_the_desk(as_: As, visit: Visit, dee: Person) -> None:
    browser = as_(dee)
    with in_hong_kong(MONDAY):
        page = said(browser.post("/desk/birch/code/", {"code": "ZZZZZZ"}))
    assert 'hx-get="/desk/birch/"' in page
    assert page.count('action="/desk/birch/"') == 1
    assert browser.get("/desk/birch/code/").headers["Location"] == "/desk/birch/"


# Our visitors


def test_every_state_says_what_happens_next_and_is_in_one_of_the_lists(
    as_: As, alder: Space, birch: Space, visa: Network, bo: Person
) -> None:
    soon = clock.now()
    for state in State:
        person = make_person(f"In {state.value}")
        facts: dict[str, Any] = {"state": state, "terms": TERMS, "host_asked_at": soon, "lapse_at": soon}
        make_visit(person, alder, birch, visa, [MONDAY], **facts)
    browser = as_(bo)
    under_way, over = said(browser.get(DESK + "visitors/")), said(browser.get(DESK + "visitors/?show=past"))
    for state in State:
        is_open = state in (State.REQUESTED, State.COUNTERED, State.ACCEPTED, State.ARRIVED)
        assert (f">In {state.value}</a>" in under_way) is is_open
        assert (f">In {state.value}</a>" in over) is not is_open
    assert "You are to answer by" in under_way
    assert "has cancelled" in over


def test_visits_of_other_hosts_are_not_listed(
    as_: As, alder: Space, birch: Space, cedar: Space, visa: Network, bo: Person, ana: Person
) -> None:
    make_visit(ana, alder, cedar, visa, [MONDAY])
    assert "Ana" not in said(as_(bo).get(DESK + "visitors/"))


def test_the_list_is_paged_and_costs_as_many_queries_whatever_its_length(
    as_: As, alder: Space, birch: Space, visa: Network, bo: Person, django_assert_max_num_queries: Any
) -> None:
    many_visits(120, alder, birch, visa)
    browser = as_(bo)
    for address, rows in (("", 50), ("?page=3", 20), ("?page=99", 20), ("?page=x", 50)):
        with django_assert_max_num_queries(8):
            page = said(browser.get(f"{DESK}visitors/{address}"))
        assert page.count('<article class="row">') == rows


def test_empty_lists_are_drawn(as_: As, birch: Space, bo: Person) -> None:
    for show in ("open", "past", "nonsense"):
        assert '<svg class="drawing"' in said(as_(bo).get(f"{DESK}visitors/?show={show}"))


def test_the_page_of_a_visit_keeps_to_eight_queries(
    as_: As, visit: Visit, dee: Person, django_assert_max_num_queries: Any
) -> None:
    browser = as_(dee)
    with in_hong_kong(MONDAY), django_assert_max_num_queries(8):
        browser.get(f"/desk/birch/visits/{visit.reference}/")


def test_a_day_that_nobody_holds_any_more_is_not_pressed(as_: As, visit: Visit, dee: Person) -> None:
    Presence.objects.filter(day=MONDAY).delete()
    with in_hong_kong(MONDAY):
        page = said(as_(dee).get(f"/desk/birch/visits/{visit.reference}/"))
        assert "Ana is not expected today." in page
        assert as_(dee).post(DESK, {"visit": visit.reference}).status_code == 422
    assert date(2027, 1, 18) not in used_days()
