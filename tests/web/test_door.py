"""The page behind a visitor's code, and behind the link of the host's letter."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.credentials.models import Credential, Use
from passerelle.credentials.queries import code_of, credential_because_of
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.access import Link, sealed
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, cancel_visit, check_in, withdraw_visit
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import State, Word
from tests.makers import make_visit
from tests.visits.conftest import MONDAY, TUESDAY, WEDNESDAY, in_hong_kong

As = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _noon(wednesday_noon: datetime) -> None:
    """It is 6 January 2027 whenever a test does not say otherwise."""


@pytest.fixture
def visit(ana: Person, bo: Person, alder: Space, birch: Space, visa: Any) -> Visit:
    """Ana is expected at Birch on Monday and Tuesday."""
    asked = ask_for_a_visit(Asking(alder, birch, (MONDAY, TUESDAY)), by=ana)
    return accept_visit(asked, by=bo)


@pytest.fixture
def code(visit: Visit) -> str:
    """Where a telephone goes that reads Ana's code."""
    credential = credential_because_of(visit.ref)
    assert credential is not None
    return f"/C/{code_of(credential)}"


@pytest.fixture
def link(visit: Visit) -> str:
    """The link of the letter that confirmed the visit to Birch."""
    return f"/arrival/{sealed(visit, Link.ARRIVAL)}/"


@pytest.fixture
def on_monday() -> Iterator[datetime]:
    """Monday, 10 h in Hong Kong; in Brussels it is still night."""
    with in_hong_kong(MONDAY) as moment:
        yield moment


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def used_days() -> list[date]:
    return sorted(Presence.objects.filter(state="used").values_list("day", flat=True))


# What a telephone shows


@pytest.mark.usefixtures("on_monday")
def test_a_stranger_reads_who_this_is_what_was_agreed_and_what_to_do(as_: As, code: str) -> None:
    answer = as_(None).get(code)
    page = said(answer)
    assert answer.status_code == 200
    for words in (
        '<div class="band yes">',
        "Valid code",
        "Welcome, Ana.",
        "Ana Duarte is a member of <strong>Alder</strong>, Belgium.",
        "Birch said yes to <strong>two free days</strong>.",
        "Today is the first.",
        "Ask for the name: it should be <strong>Ana Duarte</strong>",
        "reads the poster at the entrance",
        "holds a link with a button",
        "/account/login/code/?next=%2FC%2F",
        "Included: wifi and coffee.",
        "What is this?",
    ):
        assert words in page
    assert "check_in" not in page


@pytest.mark.usefixtures("on_monday")
def test_the_page_carries_no_address_and_is_kept_out_of_caches_and_search(as_: As, code: str) -> None:
    answer = as_(None).get(code)
    assert "@" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.usefixtures("on_monday")
def test_somebody_without_a_name_is_not_called_by_their_address(as_: As, code: str, ana: Person) -> None:
    Person.objects.filter(pk=ana.pk).update(name="")
    page = said(as_(None).get(code))
    assert "somebody without a name" in page
    assert "Welcome, the visitor." in page
    assert not re.search(r"\bana\b", page.split("<main")[1].lower())  # a form's token may hold these letters


@pytest.mark.usefixtures("on_monday")
def test_it_speaks_the_hosts_language_unless_another_was_chosen(code: str, birch: Space) -> None:
    french = Client(headers={"accept-language": "fr"})
    assert french.get(code).headers["Content-Language"] == "en"
    french.cookies["django_language"] = "fr"
    assert french.get(code).headers["Content-Language"] == "fr"
    Space.objects.filter(pk=birch.pk).update(language="fr")
    assert Client(headers={"accept-language": "en"}).get(code).headers["Content-Language"] == "fr"


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_never_records_anything(as_: As, code: str, link: str, bo: Person, method: str) -> None:
    with in_hong_kong(MONDAY):
        for browser in (as_(None), as_(bo)):
            for address in (code, link):
                assert getattr(browser, method)(address).status_code == 200
    assert used_days() == []
    assert not Use.objects.exists()


@pytest.mark.parametrize("lowered", [False, True])
@pytest.mark.usefixtures("on_monday")
def test_a_code_typed_in_small_letters_is_read_too(as_: As, code: str, lowered: bool) -> None:
    address = "/C/" + code[3:].lower() if lowered else code
    assert "Welcome, Ana." in said(as_(None).get(address))


def test_the_day_is_the_hosts(as_: As, code: str) -> None:
    with in_hong_kong(MONDAY, 0, 5):  # on Sunday evening in Brussels
        assert "Valid code" in said(as_(None).get(code))
    with in_hong_kong(date(2027, 1, 17), 23, 55):
        assert "Not yet valid" in said(as_(None).get(code))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "word"),
    [
        (date(2027, 1, 17), 23, 59, "Not yet valid"),
        (MONDAY, 0, 0, "Valid code"),
        (TUESDAY, 23, 59, "Valid code"),
        (WEDNESDAY, 0, 0, "Expired code"),
    ],
)
def test_it_is_good_from_the_first_day_to_the_last_and_not_a_minute_more(
    as_: As, code: str, bo: Person, day: date, hour: int, minute: int, word: str
) -> None:
    with in_hong_kong(day, hour, minute):
        page = said(as_(bo).get(code))
        assert word in page
        assert ("check_in" in page) == (word == "Valid code")


def test_a_day_between_two_days_is_not_one_of_them(
    as_: As, ana: Person, bo: Person, alder: Space, birch: Space, visa: Any
) -> None:
    visit = accept_visit(ask_for_a_visit(Asking(alder, birch, (MONDAY, WEDNESDAY)), by=ana), by=bo)
    credential = credential_because_of(visit.ref)
    assert credential is not None
    with in_hong_kong(TUESDAY):
        page = said(as_(bo).get(f"/C/{code_of(credential)}"))
    assert "Ana is not expected today." in page
    assert "Expected here: 20 January." in page
    assert "check_in" not in page


@pytest.mark.usefixtures("on_monday")
def test_a_visit_that_was_given_up_says_by_whom(as_: As, code: str, visit: Visit, ana: Person) -> None:
    cancel_visit(visit, by=ana)
    page = said(as_(None).get(code))
    assert '<div class="band no">' in page
    assert "Ana Duarte has cancelled this visit." in page


@pytest.mark.usefixtures("on_monday")
def test_a_visit_that_the_host_took_back_says_so(as_: As, code: str, visit: Visit, bo: Person) -> None:
    withdraw_visit(visit, "A burst pipe.", by=bo)
    assert "Birch has taken its yes back." in said(as_(None).get(code))


@pytest.mark.usefixtures("on_monday")
def test_a_code_that_was_replaced_leads_to_the_newer_one(as_: As, code: str, wednesday_noon: datetime) -> None:
    Credential.objects.update(revoked_at=wednesday_noon)
    assert "There is a newer code." in said(as_(None).get(code))


@pytest.mark.usefixtures("on_monday")
def test_a_membership_that_ended_is_seen_before_anybody_presses(as_: As, code: str, bo: Person) -> None:
    Membership.objects.update(until=MONDAY)
    browser = as_(bo)
    page = said(browser.get(code))
    assert "The home no longer vouches." in page
    assert "check_in" not in page
    answer = browser.post(code, {"act": "check_in"})
    assert answer.status_code == 422
    assert "no longer knows this person" in said(answer)


@pytest.mark.usefixtures("on_monday")
def test_a_visitor_for_whom_no_home_has_spoken_is_marked(as_: As, code: str) -> None:
    Visit.objects.update(word=Word.SILENT)
    assert "which has not confirmed it." in said(as_(None).get(code))


# Codes that are none


@pytest.mark.usefixtures("on_monday")
def test_a_forged_or_garbled_code_is_a_red_page_and_not_found(as_: As, code: str) -> None:
    forged = code[:-3] + ("AAA" if code[-3:] != "AAA" else "BBB")
    for address in (forged, code[:-1], "/C/HELLO", "/C/" + "A" * 130):
        answer = as_(None).get(address)
        assert answer.status_code == 404
        assert '<div class="band no">' in said(answer)
        assert "Ana" not in said(answer)
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("on_monday")
def test_a_forged_link_of_a_letter_opens_nothing(as_: As, visit: Visit, link: str) -> None:
    for address in (link[:-4] + "xyz/", f"/arrival/{sealed(visit, Link.ANSWER)}/", f"/arrival/{visit.reference}/"):
        answer = as_(None).get(address)
        assert answer.status_code == 404
        assert "Ana" not in said(answer)
        assert as_(None).post(address, {"act": "check_in"}).status_code == 404
    assert used_days() == []


# Who may press


@pytest.mark.usefixtures("on_monday")
def test_the_desk_of_the_host_presses_once_however_often(as_: As, code: str, dee: Person, birch: Space) -> None:
    browser = as_(dee)
    assert "Welcome Ana</button>" in said(browser.get(code))
    for _ in range(2):
        assert browser.post(code, {"act": "check_in"}).status_code == 302
    assert used_days() == [MONDAY]
    assert [(use.space, use.by) for use in Use.objects.all()] == [(birch, dee.ref)]
    page = said(browser.get(code))
    assert "Checked in at 10:00" in page
    assert "Ana is here." in page
    assert '"check_in"' not in page


@pytest.mark.usefixtures("on_monday")
def test_nobody_else_presses(
    as_: As, code: str, ana: Person, fay: Person, cy: Person, olga: Person, alder: Space
) -> None:
    hugo = Person.objects.create(name="Hugo Leroy", email="hugo@example.org")
    alder.staff.create(person=hugo, role="manager")
    for person in (None, ana, fay, cy, olga, hugo):
        browser = as_(person)
        assert '"check_in"' not in said(browser.get(code))
        assert browser.post(code, {"act": "check_in"}).status_code == 404
    assert used_days() == []


def test_only_whoever_has_a_list_is_led_back_to_it(
    as_: As, code: str, bo: Person, ana: Person, cy: Person, birch: Space
) -> None:
    back = f'href="/desk/{birch.slug}/"'
    assert back in said(as_(bo).get(code))
    assert not any(back in said(as_(person).get(code)) for person in (ana, cy, None))


@pytest.mark.usefixtures("on_monday")
def test_the_desk_of_another_space_is_told_whose_code_it_is(as_: As, code: str, cy: Person) -> None:
    page = said(as_(cy).get(code))
    assert "This code is for Birch." in page
    assert '<div class="band wait">' in page


@pytest.mark.usefixtures("on_monday")
def test_the_visitor_is_told_that_the_code_is_theirs(as_: As, code: str, ana: Person) -> None:
    assert "This is your own code." in said(as_(ana).get(code))


@pytest.mark.usefixtures("on_monday")
def test_the_letter_alone_is_the_right_to_press(as_: As, link: str) -> None:
    browser = as_(None)
    page = said(browser.get(link))
    assert "Expected today" in page
    assert "Welcome Ana</button>" in page
    for _ in range(2):
        assert browser.post(link, {"act": "check_in"}).status_code == 302
    assert used_days() == [MONDAY]
    assert Presence.objects.get(day=MONDAY).recorded_by == "letter:arrival"
    assert "Ana is here." in said(browser.get(link))


def test_the_letter_is_good_on_the_days_of_the_visit_only(as_: As, link: str) -> None:
    for day, word in ((date(2027, 1, 17), "Not yet valid"), (WEDNESDAY, "Expired code")):
        with in_hong_kong(day):
            browser = as_(None)
            assert word in said(browser.get(link))
            answer = browser.post(link, {"act": "check_in"})
            assert answer.status_code == 422
            assert "Nobody is expected under this visit today" in said(answer)
    assert used_days() == []


# Putting right


def test_within_a_day_the_letter_takes_an_arrival_back_with_a_reason(as_: As, link: str, visit: Visit) -> None:
    browser = as_(None)
    with in_hong_kong(MONDAY):
        browser.post(link, {"act": "check_in"})
        wrong = browser.post(link, {"act": "correct", "day": MONDAY.isoformat(), "reason": " "})
        assert wrong.status_code == 422
        assert "Say why in a line" in said(wrong)
        assert used_days() == [MONDAY]
        right = browser.post(link, {"act": "correct", "day": MONDAY.isoformat(), "reason": "Another Ana."})
        assert right.status_code == 302
        page = said(browser.get(link))
    assert used_days() == []
    assert "Put right. Ana Duarte is told why." in page
    assert "Expected today" in page
    assert Line.objects.get().text == "Another Ana."


def test_after_a_day_it_is_too_late(as_: As, link: str) -> None:
    browser = as_(None)
    with in_hong_kong(MONDAY, 10, 0):
        browser.post(link, {"act": "check_in"})
    with in_hong_kong(TUESDAY, 10, 0):
        assert "Take it back" not in said(browser.get(link))
        answer = browser.post(link, {"act": "correct", "day": MONDAY.isoformat(), "reason": "A slip."})
    assert answer.status_code == 422
    assert "for 24 hours only" in said(answer)
    assert used_days() == [MONDAY]


def test_what_was_forgotten_yesterday_can_be_written_down_until_midnight(as_: As, link: str) -> None:
    browser = as_(None)
    given = {"act": "add", "day": MONDAY.isoformat(), "reason": "We were busy."}
    with in_hong_kong(TUESDAY, 9):
        assert "Yesterday’s arrival was not recorded" in said(browser.get(link))
        assert browser.post(link, given).status_code == 302
        assert "Yesterday’s arrival" not in said(browser.get(link))
    assert used_days() == [MONDAY]


def test_the_day_after_it_is_too_late_to_add(as_: As, link: str) -> None:
    with in_hong_kong(WEDNESDAY, 0, 1):
        answer = as_(None).post(link, {"act": "add", "day": MONDAY.isoformat(), "reason": "We were busy."})
    assert answer.status_code == 422
    assert used_days() == []


@pytest.mark.usefixtures("on_monday")
def test_a_press_that_this_page_does_not_know_does_nothing(as_: As, link: str) -> None:
    for given in ({}, {"act": "dance"}, {"act": "correct", "day": "soon", "reason": "x"}):
        assert as_(None).post(link, given).status_code == 422
    assert used_days() == []


@pytest.mark.usefixtures("on_monday")
def test_eight_queries_at_most(as_: As, code: str, dee: Person, django_assert_max_num_queries: Any) -> None:
    browser = as_(dee)
    with django_assert_max_num_queries(8):
        browser.get(code)
    with django_assert_max_num_queries(8):
        as_(None).get(code)


@pytest.mark.usefixtures("on_monday")
def test_an_arrival_by_the_desk_is_seen_by_the_letter(as_: As, visit: Visit, link: str, bo: Person) -> None:
    check_in(visit, by=bo)
    page = said(as_(None).get(link))
    assert "Ana is here." in page
    assert Visit.objects.get().state == State.ARRIVED


def test_two_arrivals_that_can_be_put_right_have_a_form_each(as_: As, link: str) -> None:
    browser = as_(None)
    with in_hong_kong(MONDAY, 15):
        browser.post(link, {"act": "check_in"})
    with in_hong_kong(TUESDAY, 10):
        browser.post(link, {"act": "check_in"})
        page = said(browser.get(link))
        assert page.count('id="correct-2027-01-18-reason"') == 1
        assert page.count('id="correct-2027-01-19-reason"') == 1
        wrong = said(browser.post(link, {"act": "correct", "day": MONDAY.isoformat(), "reason": ""}))
    assert wrong.count('aria-invalid="true"') == 1
    assert '<details class="quiet-way" open>' in wrong


@pytest.mark.usefixtures("on_monday")
def test_a_desk_that_never_heard_of_it_reads_what_its_own_members_were_given(
    as_: As, code: str, dee: Person, alder: Space, birch: Space, visa: Any
) -> None:
    for first_day in (date(2026, 1, 19), date(2026, 12, 1), date(2026, 1, 10)):
        make_visit(dee, birch, alder, visa, [first_day], state=State.CLOSED, terms={})
    make_visit(dee, birch, alder, visa, [date(2026, 12, 3)], state=State.CANCELLED, terms={})
    assert "members of Birch were received elsewhere 2 times." in said(as_(None).get(code))
