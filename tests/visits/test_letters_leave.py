"""When the letters of a visit leave, to whom, with what; and those that shall not leave."""

import base64
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.mail.queries import letters_due
from passerelle.networks.models import Affiliation
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits import mails
from passerelle.visits.access import ByLetter, Link
from passerelle.visits.actions import (
    accept_visit,
    cancel_visit,
    decline_visit,
    propose_other_days,
    take_back_answer,
    take_up_proposal,
    turn_down_proposal,
    withdraw_visit,
    write_a_line,
)
from passerelle.visits.models import Visit
from passerelle.visits.rules import UNDO_LASTS
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, kinds_of_letters

Ask = Callable[..., Visit]


def kinds_due(now: datetime | None = None) -> set[str]:
    return set(letters_due(now or clock.now()).values_list("kind", flat=True))


def latest(kind: str) -> Letter:
    return Letter.objects.filter(kind=kind).order_by("-pk")[0]


# The ten minutes


ANSWERS = {
    "accept": lambda visit, bo: accept_visit(visit, by=bo),
    "decline": lambda visit, bo: decline_visit(visit, by=bo),
    "propose": lambda visit, bo: propose_other_days(visit, [THURSDAY], by=bo),
}
OF_ANSWERS = {
    "accept": {"tell_visitor_of_acceptance", "confirm_to_host"},
    "decline": {"tell_visitor_of_refusal"},
    "propose": {"tell_visitor_of_proposal"},
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_letters_of_an_answer_are_held_back_for_ten_minutes(asks: Ask, bo: Person, answer: str) -> None:
    ANSWERS[answer](asks(), bo)
    almost = clock.now() + UNDO_LASTS - timedelta(seconds=1)
    assert not OF_ANSWERS[answer] & kinds_due(almost)
    assert OF_ANSWERS[answer] <= kinds_due(clock.now() + UNDO_LASTS)


@pytest.mark.parametrize("answer", ANSWERS)
def test_taken_back_they_never_leave_and_the_next_answer_has_its_own(asks: Ask, bo: Person, answer: str) -> None:
    visit = asks()
    ANSWERS[answer](visit, bo)
    take_back_answer(visit, by=bo)
    assert not OF_ANSWERS[answer] & kinds_due(clock.now() + timedelta(days=1))
    assert "ask_host_for_an_answer" in kinds_due()
    ANSWERS[answer](visit, bo)
    assert OF_ANSWERS[answer] <= kinds_due(clock.now() + UNDO_LASTS)


def test_what_the_terms_or_the_visitor_decide_leaves_at_once(asks: Ask, birch: Space, ana: Person, bo: Person) -> None:
    visit = asks()
    propose_other_days(visit, [THURSDAY], by=bo)
    take_up_proposal(visit, by=ana)
    assert OF_ANSWERS["accept"] <= kinds_due()
    Affiliation.objects.filter(space=birch).update(deviations={"way": "drop_in"})
    accepted = asks(date(2027, 1, 25))
    assert set(kinds_of_letters(accepted)) == OF_ANSWERS["accept"]
    assert OF_ANSWERS["accept"] <= kinds_due()
    assert "the days you proposed" in Letter.objects.filter(mentions__ref=visit.ref, kind="confirm_to_host")[0].text
    assert "your terms accept" in latest("confirm_to_host").text


# Once per asking


def test_the_host_is_reminded_once_per_asking(asks: Ask, bo: Person) -> None:
    visit = asks()
    mails.remind_host(visit)
    mails.remind_host(visit)
    assert kinds_of_letters(visit).count("remind_host") == 1
    decline_visit(visit, by=bo)
    take_back_answer(visit, by=bo)
    mails.remind_host(visit)
    assert kinds_of_letters(visit).count("remind_host") == 2


def test_the_second_contact_is_asked_where_there_is_one(asks: Ask, birch: Space) -> None:
    visit = asks()
    mails.ask_second_contact(visit)
    assert "ask_second_contact" not in kinds_of_letters(visit)
    visit.host.second_email = "second@example.org"
    mails.ask_second_contact(visit)
    mails.ask_second_contact(visit)
    assert list(Letter.objects.filter(kind="ask_second_contact").values_list("to", flat=True)) == ["second@example.org"]


# To whom, and where a reply goes


def test_each_side_reads_its_own_language(accepted: Visit) -> None:
    found = dict(Letter.objects.values_list("kind", "language"))
    assert found == {"ask_host_for_an_answer": "en", "tell_visitor_of_acceptance": "en", "confirm_to_host": "en"}
    accepted.home.language, accepted.person.language = "fr", "fr"
    mails.ask_home_to_vouch(accepted)
    mails.tell_visitor_host_left(accepted)
    assert {latest("ask_home_to_vouch").language, latest("tell_visitor_host_left").language} == {"fr"}


@pytest.mark.parametrize(("shown", "reply_to"), [(True, "ana@example.org"), (False, "")])
def test_the_visitors_address_is_shown_only_where_that_was_agreed(
    asks: Ask, bo: Person, shown: bool, reply_to: str
) -> None:
    visit = accept_visit(asks(shows_address=shown), by=bo)
    write_a_line(visit, "Is there a shower?", by=visit.person)
    to_host = Letter.objects.filter(to="birch@example.org")
    assert to_host.count() == 3
    assert {letter.reply_to for letter in to_host} == {reply_to}
    assert not any("ana@example.org" in letter.text + letter.html for letter in to_host)


@pytest.mark.parametrize(("shown", "reply_to"), [(True, "birch@example.org"), (False, "")])
def test_a_line_of_the_host_leads_a_reply_back_where_that_was_agreed(asks: Ask, shown: bool, reply_to: str) -> None:
    visit = asks(shows_address=shown)
    write_a_line(visit, "Do you need a screen?", by=ByLetter(visit.pk, Link.ANSWER))
    letter = latest("pass_on_a_line")
    assert (letter.to, letter.reply_to) == ("ana@example.org", reply_to)
    assert ("will see your address" in letter.text) is shown
    assert f"http://testserver/visits/{visit.reference}/" in letter.text


def test_a_confirmation_can_be_replied_to(accepted: Visit) -> None:
    assert latest("tell_visitor_of_acceptance").reply_to == "birch@example.org"


def test_a_host_without_a_confirmed_address_is_not_written_to(accepted: Visit) -> None:
    before = Letter.objects.count()
    accepted.host.email_confirmed_at = None
    mails.tell_host_of_cancellation(accepted)
    mails.remind_host(accepted)
    assert Letter.objects.count() == before


def test_whoever_was_forgotten_is_not_written_to(accepted: Visit) -> None:
    before = Letter.objects.count()
    accepted.person.forgotten_at = clock.now()
    mails.tell_visitor_of_lapse(accepted)
    assert Letter.objects.count() == before


# The calendar file


def events(letter: Letter) -> list[dict[str, object]]:
    """What the letter's calendar file puts into a calendar."""
    [file] = letter.attachments
    assert (file["name"], file["type"]) == ("passerelle.ics", "text/calendar")
    found = Calendar.from_ical(base64.b64decode(file["content"])).walk("VEVENT")
    return [
        {"uid": str(one["UID"]), "from": one["DTSTART"].dt, "is": str(one["STATUS"]), "n": int(one["SEQUENCE"])}
        for one in found
    ]


def test_the_calendar_file_holds_each_day_in_the_hosts_hours(accepted: Visit) -> None:
    found = events(latest("tell_visitor_of_acceptance"))
    nine = [datetime(day.year, day.month, day.day, 9, tzinfo=clock.zone("Asia/Hong_Kong")) for day in (MONDAY, TUESDAY)]
    assert [event["from"] for event in found] == nine
    assert {event["is"] for event in found} == {"CONFIRMED"}


def test_a_withdrawal_takes_the_same_days_out_again(accepted: Visit, bo: Person) -> None:
    put_in = events(latest("tell_visitor_of_acceptance"))
    withdraw_visit(accepted, "The roof leaks.", by=bo)
    letter = latest("tell_visitor_of_withdrawal")
    taken_out = events(letter)
    assert "> The roof leaks." in letter.text
    assert [event["uid"] for event in taken_out] == [event["uid"] for event in put_in]
    assert {event["is"] for event in taken_out} == {"CANCELLED"}
    assert taken_out[0]["n"] > put_in[0]["n"]  # type: ignore[operator]


# What shall not leave


def test_whoever_gives_up_takes_the_waiting_letters_along_but_not_the_lines(asks: Ask, ana: Person, bo: Person) -> None:
    visit = accept_visit(asks(), by=bo)
    write_a_line(visit, "I am bringing a dog.", by=ana)
    cancel_visit(visit, by=ana)
    assert kinds_of_letters(visit) == ["pass_on_a_line", "tell_host_of_cancellation"]
    assert "granted" in latest("tell_host_of_cancellation").text


def test_a_request_that_is_withdrawn_says_so(asks: Ask, ana: Person) -> None:
    cancel_visit(asks(), by=ana)
    assert "withdraws the request" in latest("tell_host_of_cancellation").text


def test_other_days_that_do_not_suit_are_told_to_the_host(asks: Ask, ana: Person, bo: Person) -> None:
    visit = asks()
    propose_other_days(visit, [THURSDAY], by=bo)
    turn_down_proposal(visit, by=ana)
    assert "21\N{NO-BREAK SPACE}January" in latest("tell_host_of_other_days_refused").text


def test_a_lapse_says_whose_answer_was_missing(asks: Ask, bo: Person) -> None:
    visit = asks()
    mails.tell_visitor_of_lapse(visit)
    assert latest("tell_visitor_of_lapse").subject == "Birch did not answer in time"
    propose_other_days(visit, [THURSDAY], by=bo)
    mails.tell_visitor_of_lapse(visit)
    assert latest("tell_visitor_of_lapse").subject == "The proposal of Birch has lapsed"


@pytest.mark.parametrize(("answered", "said"), [(True, "still stands"), (False, "can no longer accept it")])
def test_a_host_that_left_says_what_still_stands(asks: Ask, bo: Person, answered: bool, said: str) -> None:
    visit = accept_visit(asks(), by=bo) if answered else asks()
    mails.tell_visitor_host_left(visit)
    assert said in latest("tell_visitor_host_left").text
