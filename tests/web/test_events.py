"""The calendar of a space, one event, one’s own, and what managers keep up."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from passerelle.events.actions import announce, let_members_propose, propose
from passerelle.events.models import Answer, Event, Occurrence
from passerelle.events.rules import ForWhom, Saying
from passerelle.events.rules.recurring import Every
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from tests.events.happening import ONCE, TALK, comes, on, walls
from tests.makers import make_person

CALENDAR = "/spaces/alder/events/"
FORM = {
    "title": "Apéro", "kind": "meetup", "language": "fr", "first_on": "2027-03-02", "at": "18:30", "ends": "20:00",
    "every": "week", "until": "", "for_whom": "everybody", "places": "2", "hours": "2", "room": "",
    "text": "", "host": "",
}  # fmt: skip


def page_of(one: Occurrence) -> str:
    return f"{CALENDAR}{one.reference}/"


def test_an_empty_calendar_says_so(alder: Space, as_: Any) -> None:
    said = as_(None).get(CALENDAR).content.decode()
    assert "Nothing is announced yet" in said
    assert "Nothing has taken place yet" in as_(None).get(f"{CALENDAR}?show=past").content.decode()


def test_each_reader_sees_what_is_for_them(alder: Space, hugo: Person, ana: Person, cy: Person, as_: Any) -> None:
    for whom in ForWhom:
        announce(alder, replace(ONCE, title=f"For {whom}", for_whom=whom), by=hugo)
    for reader, seen in ((None, {"everybody"}), (cy, {"everybody"}), (ana, set(ForWhom)), (hugo, set(ForWhom))):
        said = as_(reader).get(CALENDAR).content.decode()
        assert {whom for whom in ForWhom if f"For {whom}" in said} == seen


def test_what_is_not_for_them_is_as_what_does_not_exist(alder: Space, hugo: Person, cy: Person, as_: Any) -> None:
    secret = announce(alder, replace(ONCE, for_whom=ForWhom.MEMBERS), by=hugo).occurrences.get()
    assert as_(cy).get(page_of(secret)).status_code == as_(cy).get(f"{CALENDAR}abcdefghjkmn/").status_code == 404
    for there in (page_of(secret), f"{CALENDAR}abcdefghjkmn/"):
        assert as_(None).get(there).headers["Location"].startswith("/account/login/code/")


def test_somebody_comes_and_reads_who_else_does(talk: Occurrence, ana: Person, fay: Person, as_: Any) -> None:
    comes(fay, talk, shows_name=True)
    browser = as_(ana)
    assert "Fay Renard" not in browser.get(page_of(talk)).content.decode()
    pressed = browser.post(page_of(talk), {"act": "come"}, follow=True)
    said = pressed.content.decode()
    assert "You come." in said
    assert "Fay Renard" in said
    assert "Ana Duarte" not in as_(fay).get(page_of(talk)).content.decode()
    browser.post(page_of(talk), {"act": "not_come"})
    assert Answer.objects.get(person=ana).saying == Saying.NOT_COMING


def test_the_third_reads_that_they_wait(talk: Occurrence, ana: Person, fay: Person, cy: Person, as_: Any) -> None:
    comes(ana, talk)
    comes(fay, talk)
    assert "Onto the waiting list" in as_(cy).get(page_of(talk)).content.decode()
    said = as_(cy).post(page_of(talk), {"act": "come"}, follow=True).content.decode()
    assert "You are the first to move up." in said
    assert "Ana Duarte" not in said


def test_a_stranger_who_would_come_proves_an_address_first(talk: Occurrence, as_: Any) -> None:
    answer = as_(None).post(page_of(talk), {"act": "come"})
    assert answer.headers["Location"] == f"/account/login/code/?next={page_of(talk)}"
    assert not Answer.objects.exists()


def test_what_cannot_be_pressed_is_said(talk: Occurrence, ana: Person, as_: Any) -> None:
    assert as_(ana).post(page_of(talk), {"act": "dance"}).status_code == 422
    assert as_(ana).post(page_of(talk), {"act": "not_come"}).status_code == 404


def test_pages_take_eight_queries_however_much_happens(
    apero: Event, hugo: Person, ana: Person, as_: Any, django_assert_max_num_queries: Any
) -> None:
    first = on(apero, "2027-03-02")
    for number in range(12):
        comes(make_person(f"Person {number}"), first)
    comes(ana, on(apero, "2027-03-09"))
    propose_some(apero.space, hugo, ana)
    browsers: dict[Person, Client] = {hugo: as_(hugo), ana: as_(ana)}
    paths = (CALENDAR, f"{CALENDAR}?month=2027-03", page_of(first), "/events/", "/manage/alder/events/")
    for person, browser in browsers.items():
        for path in paths:
            with django_assert_max_num_queries(8):
                assert browser.get(path).status_code == (404 if person == ana and "manage" in path else 200)


def propose_some(space: Space, hugo: Person, ana: Person) -> None:
    let_members_propose(space, True, by=hugo)
    for _ in range(3):
        propose(space, TALK, by=ana)


def test_the_month_shows_its_days(apero: Event, as_: Any) -> None:
    said = as_(None).get(f"{CALENDAR}?month=2027-03").content.decode()
    assert said.count("Apéro du mardi</a>") == 10  # five in the list, five in the month
    for nonsense in ("x", "2027-13", "9999-12", "0001-01"):
        assert as_(None).get(f"{CALENDAR}?month={nonsense}").status_code == 200


def test_a_manager_announces_changes_and_calls_off(alder: Space, hugo: Person, ana: Person, as_: Any) -> None:
    browser = as_(hugo)
    assert browser.post("/manage/alder/events/new/", FORM | {"title": ""}).status_code == 422
    assert browser.post("/manage/alder/events/new/", FORM | {"host": "cy@example.org"}).status_code == 422
    assert browser.post("/manage/alder/events/new/", FORM | {"host": "ana@example.org"}).status_code == 302
    event = Event.objects.get()
    assert event.host == ana
    one = on(event, "2027-03-16")
    there = f"/manage/alder/events/{one.reference}/"
    assert 'value="18:30"' in browser.get(there).content.decode()
    moved = {
        "title": "Apéro",
        "first_on": "2027-03-18",
        "at": "19:00",
        "ends": "00:30",
        "room": "",
        "places": "",
        "text": "",
    }
    assert browser.post(there, moved).status_code == 302
    assert walls(event)[2] == "03-18 19:00"
    following = f"/manage/alder/events/{on(event, '2027-03-23').reference}/following/"
    assert 'value="2027-03-23"' in browser.get(following).content.decode()
    assert browser.post(following, FORM | {"first_on": "2027-03-24"}).status_code == 302
    later = Event.objects.latest("pk")
    assert walls(later)[:2] == ["03-24 18:30", "03-31 18:30"]
    off = f"/manage/alder/events/{on(later, '2027-03-31').reference}/off/"
    assert browser.post(off, {"act": "this", "reason": ""}).status_code == 422
    assert browser.post(off, {"act": "following", "reason": "Fini"}).status_code == 302
    assert walls(later) == ["03-24 18:30"]
    assert "Fini" in browser.get(off.replace("/manage/alder", "/spaces/alder").removesuffix("off/")).content.decode()


def test_members_propose_where_they_may(alder: Space, hugo: Person, ana: Person, as_: Any) -> None:
    assert as_(ana).get(f"{CALENDAR}propose/").status_code == 404
    as_(hugo).post("/manage/alder/events/", {"act": "open"})
    assert "Propose an event" in as_(ana).get(CALENDAR).content.decode()
    assert as_(ana).post(f"{CALENDAR}propose/", FORM).status_code == 302
    event = Event.objects.get()
    assert "1 event is proposed by a member" in as_(hugo).get("/manage/alder/today/").content.decode()
    as_(hugo).post(f"/manage/alder/events/proposals/{event.reference}/", {"act": "accept", "line": "Merci"})
    assert walls(event)[0] == "03-02 18:30"
    assert "Merci" in Letter.objects.get(kind="tell_of_proposal").text
    said = as_(hugo).post(f"/manage/alder/events/proposals/{event.reference}/", {"act": "decline"}, follow=True)
    assert "answered this proposal already" in said.content.decode()


def test_a_secret_address_is_made_and_ended(talk: Occurrence, ana: Person, as_: Any) -> None:
    browser = as_(ana)
    comes(ana, talk)
    said = browser.post("/events/", {"act": "make"}, follow=True).content.decode()
    address = said.split('readonly value="http://testserver')[1].split('"')[0]
    file = as_(None).get(address)
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;TZID=Europe/Brussels:20270302T183000" in file.content
    browser.post("/events/", {"act": "make"})
    assert as_(None).get(address).status_code == 404
    browser.post("/events/", {"act": "end"})
    assert "Make an address" in browser.get("/events/").content.decode()


def test_the_public_file_of_a_space(apero: Event, as_: Any) -> None:
    file = as_(None).get("/spaces/alder/events.ics").content
    assert b"RRULE:FREQ=WEEKLY" in file
    assert as_(None).get("/spaces/nowhere/events.ics").status_code == 404


@pytest.mark.parametrize(
    ("whom", "told"), [(ForWhom.MEMBERS, False), (ForWhom.VISITORS, True), (ForWhom.EVERYBODY, True)]
)
def test_a_visit_lists_what_happens_on_its_days(
    whom: ForWhom, told: bool, birch: Space, alder: Space, bo: Person, ana: Person, visa: Network,
    wednesday_noon: object, as_: Any,
) -> None:  # fmt: skip
    announce(birch, replace(TALK, first_on=date(2027, 1, 12), every=Every.DAY, for_whom=whom), by=bo)
    visit = accept_visit(ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 13),), "Maps."), by=ana), by=bo)
    letter = Letter.objects.get(kind="tell_visitor_of_acceptance").text
    said = as_(ana).get(f"/visits/{visit.reference}/").content.decode()
    assert ("Apéro du mardi" in letter) is ("Apéro du mardi" in said) is told
    assert letter.count("Apéro du mardi") == said.count("Apéro du mardi</a>") == int(told)


def test_the_day_of_a_manager_shows_its_events(apero: Event, hugo: Person, as_: Any) -> None:
    Occurrence.objects.filter(event=apero, recurs_on=date(2027, 3, 2)).update(day=date(2027, 1, 6))
    assert "Events today" in as_(hugo).get("/manage/alder/today/").content.decode()
