"""Pages of rooms that are sold: what is read before booking, where one pays, what is not paid, what goes back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.bookings.models import Booking, Resource
from passerelle.kit import clock
from passerelle.payments.models import Payment
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.bookings.letting import hours
from tests.bookings.test_paying import noor, room, sold, tax
from tests.web.test_rooms import NINE, TYPED, at, hidden, read

__all__ = ["noor", "room", "sold", "tax"]

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
Sold = Callable[..., list[Booking]]
DESK = "/desk/alder/bookings/"


def asked(as_: As, who: Person, resource: Resource, **more: str) -> Any:
    """Read the price, then press."""
    browser = as_(who)
    page = browser.get(at(resource, "book/"), NINE | more)
    given = hidden(page) | {"method": "transfer"} | more
    return browser.post(at(resource, "book/"), given)


def test_what_has_to_be_paid_first_says_until_when_it_is_held(room: Resource, noor: Person, as_: As) -> None:
    page = read(as_(noor).get(at(room, "book/"), NINE))
    assert "€48.40" in page
    assert "tax included; €40.00 without" in page
    assert "until Thursday 7 January at 12:00" in page
    assert "Afterwards, until it begins, 50 % of the price goes back." in page
    assert "Hold it for me" in page
    assert re.search(r'value="transfer"[^>]*checked', page)
    answer = asked(as_, noor, room)
    payment = Payment.objects.get()
    assert answer.headers["Location"] == f"/payments/{payment.reference}/"
    mine = Booking.objects.get()
    shown = read(as_(noor).get(f"/bookings/{mine.reference}/"))
    assert "held until it is paid" in shown
    assert "Pay €48.40" in shown
    assert "Free of charge until it is paid." in shown


def test_a_member_reads_that_it_may_be_paid_later(room: Resource, ana: Person, as_: As) -> None:
    page = read(as_(ana).get(at(room, "book/"), NINE))
    assert "It is booked meanwhile, and may be paid within two weeks." in page
    assert "€29.04" in page
    answer = asked(as_, ana, room)
    mine = Booking.objects.get()
    assert answer.headers["Location"] == f"/bookings/{mine.reference}/"
    assert "not paid yet; due on" in read(as_(ana).get(answer.headers["Location"]))
    assert "not paid" in read(as_(ana).get("/bookings/?show=unpaid"))


def test_the_conditions_of_a_room_say_how_it_is_paid(room: Resource, as_: As) -> None:
    page = read(as_(None).get(at(room)))
    assert "Members may pay later; for others it is held for 1 day" in page


def test_whoever_has_no_name_says_one_for_the_invoice(room: Resource, noor: Person, as_: As) -> None:
    noor.name = ""
    noor.save()
    assert "It stands on the invoice." in read(as_(noor).get(at(room, "book/"), NINE))
    assert asked(as_, noor, room).status_code == 422
    assert asked(as_, noor, room, name="Noor Janssens").status_code == 302
    assert Person.objects.get(pk=noor.pk).name == "Noor Janssens"


def test_the_desk_sees_what_is_not_paid_and_takes_cash(
    room: Resource, noor: Person, ana: Person, lea: Person, hugo: Person, sold: Sold, as_: As
) -> None:
    (mine,) = sold(noor)
    (other,) = sold(ana, method="cash", wall=hours("14:00", "15:00"))
    listed = read(as_(lea).get(f"{DESK}?show=unpaid"))
    assert "Noor Janssens" in listed
    assert "€48.40" in listed
    assert "2 bookings of rooms are not paid" in read(as_(hugo).get("/manage/alder/today/"))
    assert "Paid in cash: €48.40" in read(as_(lea).get(f"/bookings/{mine.reference}/"))
    assert as_(lea).post(f"/bookings/{mine.reference}/", {"act": "cash"}).status_code == 302
    assert Booking.objects.get(pk=mine.pk).state == "booked"
    again = as_(lea).post(f"/bookings/{mine.reference}/", {"act": "cash"})
    assert again.status_code == 422
    assert "Noor" not in read(as_(lea).get(f"{DESK}?show=unpaid"))
    assert as_(ana).post(f"/bookings/{other.reference}/", {"act": "cash"}).status_code == 422
    assert Payment.objects.get(payer=ana).state == "asked"


def test_too_late_one_reads_what_goes_back_before_one_cancels(room: Resource, ana: Person, sold: Sold, as_: As) -> None:
    (mine,) = sold(ana)
    with clock.at(clock.now() + timedelta(days=5, hours=12)):
        page = read(as_(ana).get(f"/bookings/{mine.reference}/"))
        assert "if you cancel now, €14.52 of €29.04 is not owed" in page
        assert as_(ana).post(f"/bookings/{mine.reference}/", {"act": "cancel"}).status_code == 302
    assert Booking.objects.get().state == "cancelled"


def test_pages_ask_the_database_seldom(
    room: Resource, ana: Person, lea: Person, sold: Sold, as_: As, django_assert_max_num_queries: Any
) -> None:
    for hour in range(9, 17):
        sold(ana, hours(f"{hour:02}:00", f"{hour:02}:30"))
    mine, browser = Booking.objects.first(), as_(lea)
    assert mine is not None
    for path in (DESK, f"{DESK}?show=unpaid", f"{DESK}?show=past", f"/bookings/{mine.reference}/"):
        with django_assert_max_num_queries(8):
            assert browser.get(path).status_code == 200


def test_a_manager_says_which_tax_and_who_pays_first(tax: Any, hugo: Person, alder: Space, as_: As) -> None:
    browser = as_(hugo)
    assert "21" in read(browser.get("/manage/alder/rooms/new/"))
    told = TYPED | {"tax": str(tax.pk), "paid_first": "everybody", "hold_hours": "12", "late_back": "30"}
    assert browser.post("/manage/alder/rooms/new/", told).status_code == 302
    resource = Resource.objects.get()
    assert (resource.tax, resource.paid_first, resource.hold_hours, resource.late_back) == (tax, "everybody", 12, 30)
    page = browser.get(f"/manage/alder/rooms/{resource.reference}/").content.decode()
    assert re.search(rf'<option value="{tax.pk}" selected', page)
    wrong = told | {"late_back": "101", "hold_hours": "0"}
    assert read(browser.post("/manage/alder/rooms/new/", wrong)).count("too small or too great") == 2
