"""Pages of rooms: what is free, booking in two steps, one's own bookings, the desk's, keeping rooms up, calendars."""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client

from passerelle.bookings.actions import set_retired
from passerelle.bookings.models import Booking, Claim, Resource
from passerelle.bookings.queries import feed_address
from passerelle.bookings.rules import Every
from passerelle.bookings.rules.recurring import Again
from passerelle.bookings.rules.steps import Wall
from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.bookings.letting import TUESDAY, hours
from tests.makers import make_member, make_person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
Books = Callable[..., list[Booking]]
NINE = {"day": "2027-01-12", "begins": "09:00", "ends": "11:00", "look": "1"}
TYPED = {
    "name": "Cabine 1",
    "kind": "phone_booth",
    "unit": "hour",
    "seats": "1",
    "text_fr": "Silencieuse.",
    "text_en": "Quiet.",
    "amenities": ["phone", "window"],
    "hours": "",
    "open_to": "anybody",
    "shortest": "15",
    "longest": "120",
    "buffer": "0",
    "notice_hours": "0",
    "ahead_days": "30",
    "cancel_hours": "1",
    "late_back": "0",
    "paid_first": "others",
    "hold_hours": "24",
    "tax": "",
    "price_hour": "6,50",
    "price_day": "",
    "member_price_hour": "0",
    "member_price_day": "",
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def at(resource: Resource, end: str = "") -> str:
    return f"/spaces/alder/rooms/{resource.reference}/{end}"


def read(page: Any) -> str:
    return str(page.content.decode()).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def hidden(page: Any) -> dict[str, str]:
    return {name: value for name, value in HIDDEN.findall(page.content.decode()) if name != "csrfmiddlewaretoken"}


# What is free


def test_a_stranger_sees_what_is_free_and_nobody_s_name(meuse: Resource, ana: Person, as_: As, books: Books) -> None:
    (booking,) = books(ana, meuse, about="Secret plans")
    for path in ("/spaces/alder/rooms/?day=2027-01-12", at(meuse, "?week=2027-01-12")):
        page = read(as_(None).get(path))
        for secret in ("Ana", "ana@example.org", "Secret plans", booking.reference):
            assert secret not in page
    page = read(as_(None).get(at(meuse, "?week=2027-01-12")))
    assert "Tuesday 12 January, 9:00, taken" in page
    assert "Tuesday 12 January, 11:00, free from 11:15" in page
    assert "begins=11:15" in page
    assert "€20.00 an hour, €90.00 a day at most; for members €12.00 an hour, €90.00 a day at most" in page


def test_one_sees_one_s_own_and_staff_see_who(
    meuse: Resource, ana: Person, fay: Person, lea: Person, as_: As, books: Books
) -> None:
    (booking,) = books(ana, meuse)
    mine, theirs, desk = (read(as_(who).get(at(meuse, "?week=2027-01-12"))) for who in (ana, fay, lea))
    assert f"/bookings/{booking.reference}/" in mine
    assert "my booking" in mine
    assert "Ana" not in theirs
    assert "Tuesday 12 January, 9:00, Ana Duarte" in desk


def test_a_day_says_the_free_stretches_of_every_room(
    meuse: Resource, office: Resource, ana: Person, as_: As, books: Books
) -> None:
    books(ana, meuse)
    page = read(as_(None).get("/spaces/alder/rooms/?day=2027-01-12"))
    assert "11:15 – 18:00" in page
    assert "The whole day" in page
    assert "Closed on this day." in read(as_(None).get("/spaces/alder/rooms/?day=2027-01-16"))


def test_an_office_shows_five_weeks(office: Resource, ana: Person, as_: As, books: Books) -> None:
    books(ana, office, Wall.of_days(TUESDAY, TUESDAY))
    page = read(as_(None).get(at(office)))
    assert "Tuesday 12 January, taken" in page
    assert "Wednesday 13 January, free" in page
    assert "Saturday 16 January, closed" in page
    assert "Tuesday 5 January, past" in page


@pytest.mark.parametrize(
    "asked", ["?day=soon", "?week=0001-01-01", "?week=9999-12-31", "?page=x&day=", "?day=2027-02-30"]
)
def test_an_address_that_makes_no_sense_shows_something(asked: str, meuse: Resource, office: Resource, as_: As) -> None:
    for path in ("/spaces/alder/rooms/", at(meuse), at(office)):
        assert as_(None).get(path + asked).status_code == 200


def test_a_room_of_another_space_is_not_here(meuse: Resource, birch: Space, as_: As) -> None:
    assert as_(None).get(f"/spaces/birch/rooms/{meuse.reference}/").status_code == 404


def test_the_page_of_a_space_leads_to_its_rooms(meuse: Resource, hugo: Person, as_: As) -> None:
    assert "/spaces/alder/rooms/" in read(as_(None).get("/spaces/alder/"))
    set_retired(meuse, True, by=hugo)
    assert "/spaces/alder/rooms/" not in read(as_(hugo).get("/spaces/alder/"))


# Booking


def test_a_room_is_booked_in_two_steps(meuse: Resource, ana: Person, as_: As) -> None:
    browser = as_(ana)
    first = read(browser.get(at(meuse, "book/?day=2027-01-12&begins=09:00")))
    assert '<option value="10:00" selected>' in first  # an hour, unless somebody says otherwise
    second = browser.get(at(meuse, "book/"), NINE | {"about": "Bilan"})
    assert "€24.00" in read(second)
    assert "until Monday 11 January at 9:00" in read(second)
    assert not Booking.objects.exists()
    done = browser.post(at(meuse, "book/"), hidden(second))
    booking = Booking.objects.get()
    assert done.headers["Location"] == f"/bookings/{booking.reference}/"
    assert (booking.about, booking.price) == ("Bilan", 2400)
    browser.post(at(meuse, "book/"), hidden(second))
    assert Booking.objects.count() == 1


def test_the_second_is_refused_and_offered_the_next_free_time(
    meuse: Resource, ana: Person, fay: Person, as_: As, books: Books
) -> None:
    second = as_(fay).get(at(meuse, "book/"), NINE)
    books(ana, meuse)
    late = as_(fay).post(at(meuse, "book/"), hidden(second))
    assert late.status_code == 422
    assert "It is taken then." in read(late)
    assert "Tuesday 12 January, 11:15 – 13:15" in read(late)
    (instead,) = re.findall(r'href="([^"]*begins=11[^"]*)"', late.content.decode())
    shown = as_(fay).get(instead.replace("&amp;", "&"))
    assert as_(fay).post(at(meuse, "book/"), hidden(shown)).status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "2027-01-05"}, "This has passed."),
        ({"day": "2027-01-16"}, "It is closed then."),
        ({"day": "2027-06-15"}, "This is too far ahead: at most 120 days."),
        ({"ends": "09:15"}, "This is too short: 30 minutes at least."),
        ({"ends": "09:00"}, "This is too long: 9 hours at most."),
        ({"day": "someday"}, "Enter a valid date."),
        ({"begins": "09:07"}, "Select a valid choice."),
        ({"every": "week"}, "Say how many times, or until which day."),
        ({"every": "day", "until": "2028-01-01"}, "A booking comes again 60 times at most."),
    ],
)
def test_what_cannot_be_had_says_why_and_keeps_what_was_typed(
    change: dict[str, str], said: str, meuse: Resource, ana: Person, as_: As
) -> None:
    page = read(as_(ana).get(at(meuse, "book/"), NINE | {"about": "Bilan"} | change))
    assert said in page
    assert 'value="Bilan"' in page


def test_for_whom_it_is_not_says_for_whom_it_is(meuse: Resource, as_: As) -> None:
    page = read(as_(make_person("Stranger")).get(at(meuse, "book/"), NINE))
    assert "On that day, this room is for members and, on their days, visitors." in page


def test_those_that_can_be_had_are_chosen(meuse: Resource, ana: Person, fay: Person, as_: As, books: Books) -> None:
    books(ana, meuse, hours("09:00", "10:00", date(2027, 1, 19)))
    page = as_(fay).get(at(meuse, "book/"), NINE | {"every": "week", "times": "3"})
    assert "1 of the 3 times cannot be had." in read(page)
    assert "€48.00" in read(page)
    as_(fay).post(at(meuse, "book/"), hidden(page))
    assert Booking.objects.filter(person=fay).count() == 2


def test_the_desk_books_for_somebody(meuse: Resource, lea: Person, ana: Person, cy: Person, as_: As) -> None:
    unknown = as_(lea).get(at(meuse, "book/"), NINE | {"whom": "cy@example.org"})
    assert "Nobody who is known at this space goes by that address." in read(unknown)
    page = as_(lea).get(at(meuse, "book/"), NINE | {"whom": "ana@example.org"})
    as_(lea).post(at(meuse, "book/"), hidden(page))
    assert Booking.objects.get().person == ana
    assert "Alder has booked" in Letter.objects.get(room="bookings").text


def test_nobody_else_books_for_others(meuse: Resource, ana: Person, fay: Person, as_: As) -> None:
    page = as_(ana).get(at(meuse, "book/"), NINE)
    as_(ana).post(at(meuse, "book/"), hidden(page) | {"whom": "fay@example.org"})
    assert Booking.objects.get().person == ana


# One's own, and the desk's


def test_my_bookings_and_cancelling_one(meuse: Resource, ana: Person, fay: Person, as_: As, books: Books) -> None:
    first, *_others = books(ana, meuse, again=Again(Every.WEEK, times=3))
    assert read(as_(ana).get("/bookings/")).count("Salle Meuse") == 3
    assert "/bookings/" in read(as_(ana).get("/me/"))
    assert "Salle Meuse" not in read(as_(fay).get("/bookings/"))
    page = f"/bookings/{first.reference}/"
    assert "Cancel this one and the 2 that follow" in read(as_(ana).get(page))
    assert as_(ana).post(page, {"act": "cancel"}).status_code == 302
    assert Booking.objects.filter(state="cancelled").count() == 1
    assert "cancelled" in read(as_(ana).get("/bookings/?show=past"))
    assert as_(ana).post(page, {"act": "cancel"}).status_code == 422
    assert as_(ana).post(page, {"act": "dance"}).status_code == 422
    assert as_(fay).get(page).status_code == 404


def test_the_desk_sees_all_and_cancels_with_a_reason(
    meuse: Resource, ana: Person, lea: Person, cy: Person, as_: As, books: Books
) -> None:
    (booking,) = books(ana, meuse)
    listed = read(as_(lea).get("/desk/alder/bookings/"))
    assert "Ana Duarte" in listed
    assert "to be settled at the desk" in listed
    page = f"/bookings/{booking.reference}/"
    assert as_(cy).get(page).status_code == 404
    assert "Say why" in read(as_(lea).post(page, {"act": "cancel", "reason": " "}))
    as_(lea).post(page, {"act": "cancel", "reason": "A leak."})
    assert "A leak." in read(as_(ana).get(page))


def test_too_late_says_so(meuse: Resource, ana: Person, as_: As, books: Books) -> None:
    (booking,) = books(ana, meuse)
    page = f"/bookings/{booking.reference}/"
    with clock.at(booking.cancel_until + timedelta(minutes=1)):
        assert "It is too late to cancel from here" in read(as_(ana).get(page))
        late = read(as_(ana).post(page, {"act": "cancel"}))
    assert "It could be cancelled until Monday 11 January at 9:00." in late


# Keeping rooms up


def test_a_manager_adds_changes_and_retires_a_room(hugo: Person, as_: As) -> None:
    browser = as_(hugo)
    assert browser.post("/manage/alder/rooms/new/", TYPED).status_code == 302
    resource = Resource.objects.get()
    assert (resource.price_hour, resource.price_day, resource.member_price_hour) == (650, None, 0)
    assert (resource.shortest, resource.longest, resource.amenities) == (1, 8, " phone window")
    page = f"/manage/alder/rooms/{resource.reference}/"
    shown = read(browser.get(page))
    assert 'value="6.50"' in shown
    assert 'value="120"' in shown
    assert browser.post(page, TYPED | {"longest": "60", "unit": "day"}).status_code == 302  # the unit stays
    resource.refresh_from_db()
    assert (resource.longest, resource.unit) == (4, "hour")
    browser.post(page + "retired/", {"act": "retire"})
    assert "out of use" in read(browser.get("/manage/alder/rooms/"))
    browser.post(page + "retired/", {"act": "again"})
    assert "out of use" not in read(browser.get("/manage/alder/rooms/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "A name is needed."),
        ({"shortest": "20"}, "Full quarters of an hour"),
        ({"shortest": "240"}, "The longest is shorter than the shortest."),
        ({"unit": "day", "price_day": ""}, "What is had by the day has a price for the day"),
        ({"hours": "whenever"}, "Write them like this"),
        ({"ahead_days": "0"}, "This number is too small or too great."),
        ({"price_hour": "-1"}, "This amount cannot be."),
    ],
)
def test_what_cannot_be_kept_stays_as_typed(change: dict[str, str], said: str, hugo: Person, as_: As) -> None:
    page = as_(hugo).post("/manage/alder/rooms/new/", TYPED | change)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Silencieuse." in page.content.decode()
    assert not Resource.objects.exists()


# Calendars


def test_calendars_are_read_by_another_program_and_end_with_their_address(
    meuse: Resource, office: Resource, hugo: Person, ana: Person, as_: As, books: Books
) -> None:
    books(ana, meuse, about="Bilan; à deux, enfin")
    books(ana, office, Wall.of_days(TUESDAY, TUESDAY))
    busy, named = (f"/rooms/{feed_address(meuse, names=names)}/calendar.ics" for names in (False, True))
    page = as_(None).get(busy)
    assert page.headers["Content-Type"].startswith("text/calendar")
    (event,) = vobject.readOne(page.content.decode()).vevent_list
    assert event.dtstart.value == datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
    assert event.dtend.value == datetime(2027, 1, 12, 10, 0, tzinfo=UTC)
    assert event.summary.value == "Pris"
    assert "Ana" not in page.content.decode()
    assert Booking.objects.first().reference not in page.content.decode()  # type: ignore[union-attr]
    (told,) = vobject.readOne(as_(None).get(named).content.decode()).vevent_list
    assert (told.summary.value, told.description.value) == ("Ana Duarte", "Bilan; à deux, enfin")
    days = as_(None).get(f"/rooms/{feed_address(office, names=False)}/calendar.ics").content.decode()
    assert vobject.readOne(days).vevent.dtstart.value == TUESDAY
    as_(hugo).post(f"/manage/alder/rooms/{meuse.reference}/calendars/")
    assert {as_(None).get(address).status_code for address in (busy, named)} == {404}


def test_the_letter_s_file_is_read_by_another_program(meuse: Resource, ana: Person, books: Books) -> None:
    books(ana, meuse, again=Again(Every.WEEK, times=2))
    file = Letter.objects.get(room="bookings").attachments[0]
    calendar = vobject.readOne(b64decode(file["content"]).decode())
    assert [one.dtstart.value.day for one in calendar.vevent_list] == [12, 19]


# Speed


def test_pages_ask_few_questions_however_much_is_booked(
    meuse: Resource,
    office: Resource,
    ana: Person,
    lea: Person,
    as_: As,
    books: Books,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(8):
        person = make_person(f"Member {number}")
        make_member(person, meuse.space)
        books(person, meuse, hours(f"{9 + number:02}:00", f"{9 + number:02}:30"))
    books(ana, office, Wall.of_days(TUESDAY, TUESDAY))
    paths = {
        ana: ["/spaces/alder/rooms/?day=2027-01-12", at(meuse, "?week=2027-01-12"), at(office), "/bookings/"],
        lea: ["/spaces/alder/rooms/?day=2027-01-12", at(meuse, "?week=2027-01-12"), "/desk/alder/bookings/"],
    }
    for person, addresses in paths.items():
        browser = as_(person)
        for address in addresses:
            with django_assert_max_num_queries(8):
                assert browser.get(address).status_code == 200
    browser = as_(ana)
    with django_assert_max_num_queries(8):
        browser.get(at(meuse, "book/"), NINE | {"every": "week", "times": "12"})
    assert Claim.objects.count() == 8 * 3 + 1
