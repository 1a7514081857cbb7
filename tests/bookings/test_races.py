"""Eight processes that really press for one room: one has it, seven are told so."""

from collections.abc import Callable

import pytest

from passerelle.bookings.actions import change_resource
from passerelle.bookings.models import Booking, Claim, Resource
from passerelle.bookings.rules import Every, PaidFirst
from passerelle.bookings.rules.recurring import Again
from passerelle.bookings.rules.steps import Unit, steps_of
from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Document
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from tests.bookings.letting import NINE_TO_ELEVEN
from tests.bookings.test_paying import described, noor, room, sold, tax
from tests.makers import make_member, make_person
from tests.spaces.test_races import pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
__all__ = ["noor", "room", "sold", "tax"]
PROCESSES = 8
BOOK = """
    from datetime import datetime, time, timedelta
    from passerelle.bookings.actions import Wish, book, cancel_booking
    from passerelle.bookings.models import Booking, Resource
    from passerelle.bookings.rules import Every
    from passerelle.bookings.rules.recurring import Again
    from passerelle.bookings.rules.steps import Wall
    from passerelle.kit import clock
    wall = Wall(datetime(2027, 1, 12, 9), datetime(2027, 1, 12, 11))
    with clock.at(datetime.fromisoformat("2027-01-06T11:00+00:00")):
        {press}
"""
MINE = (
    "book(Wish(Resource.objects.get(pk={room}), {wall}, {price}, {more}), by=Person.objects.get(pk={people}[number]))"
)


def booking(room: Resource, people: list[int], wall: str = "wall", price: int = 2400, more: str = "") -> str:
    press = MINE.format(room=room.pk, wall=wall, price=price, more=more, people=people)
    return BOOK.format(press=press)


@pytest.fixture
def people(meuse: Resource) -> list[int]:
    found = [make_person(f"Member {number}") for number in range(PROCESSES)]
    for person in found:
        make_member(person, meuse.space)
    return [person.pk for person in found]


def test_eight_press_for_one_room_and_one_has_it(meuse: Resource, people: list[int]) -> None:
    said = pressed_at_once(booking(meuse, people), PROCESSES)
    assert said == {"done": 1, "resource_is_taken": PROCESSES - 1}
    assert Booking.objects.count() == 1
    assert Claim.objects.count() == 9


def test_eight_that_overlap_never_share_a_quarter(meuse: Resource, people: list[int]) -> None:
    wall = "Wall(*(datetime(2027, 1, 12, hour) + number * timedelta(minutes=30) for hour in (9, 11)))"
    said = pressed_at_once(booking(meuse, people, wall), PROCESSES)
    assert said["done"] == Booking.objects.count() >= 1
    assert set(said) <= {"done", "resource_is_taken"}
    for one in Booking.objects.select_related("resource__space"):
        claimed = set(one.claims.values_list("step", flat=True))
        assert claimed == set(steps_of(Unit.HOUR, one.wall, "Europe/Brussels", 1))


def test_eight_weekly_wishes_end_without_a_deadlock(meuse: Resource, people: list[int]) -> None:
    wall = "Wall(*(datetime(2027, 1, 12, hour) + (number % 3) * timedelta(days=7) for hour in (9, 11)))"
    more = "again=Again(Every.WEEK, times=4)"
    said = pressed_at_once(booking(meuse, people, wall, 4 * 2400, more), PROCESSES)
    assert said["done"] == 1
    assert set(said) <= {"done", "resource_is_taken", "some_times_refused"}
    assert Booking.objects.count() == 4


def test_one_person_who_presses_eight_times_has_one_booking(meuse: Resource, people: list[int]) -> None:
    said = pressed_at_once(booking(meuse, [people[0]] * PROCESSES, more="key='k'"), PROCESSES)
    assert said == {"done": PROCESSES}
    assert Booking.objects.count() == 1


SOLD = """
    from datetime import datetime
    from passerelle.bookings.actions import cancel_booking
    from passerelle.bookings.actions.paying import let_go_of_what_is_not_paid
    from passerelle.bookings.models import Booking
    from passerelle.care.actions.paying import take_in
    from passerelle.kit import clock
    from passerelle.kit.refusals import Refusal
    from passerelle.payments.actions.receiving import take_cash
    from passerelle.payments.models import Payment
    with clock.at(datetime.fromisoformat("{at}")):
        {press}
"""
CASH = "take_in(take_cash, Payment.objects.get(pk={payment}), by=Person.objects.get(pk={desk}))"
LAPSE = "let_go_of_what_is_not_paid(clock.now())"
CANCEL = (
    'cancel_booking(Booking.objects.select_related("resource__space", "person").get(pk={key}), '
    "by=Person.objects.get(pk={who}))"
)


def test_eight_press_for_a_room_that_is_paid_first_and_one_holds_it(
    room: Resource, hugo: Person, people: list[int]
) -> None:
    change_resource(room, described(room.tax, paid_first=PaidFirst.EVERYBODY), by=hugo)
    said = pressed_at_once(booking(room, people, price=2904), PROCESSES)
    assert said == {"done": 1, "resource_is_taken": PROCESSES - 1}
    assert (Booking.objects.get().state, Payment.objects.count(), Document.objects.count()) == ("held", 1, 1)
    assert list(faults_in_all()) == []


def test_money_and_the_round_at_the_same_moment_make_one_of_the_two(
    sold: Callable[..., list[Booking]], noor: Person, lea: Person
) -> None:
    (mine,) = sold(noor, method=Method.CASH)
    cash = CASH.format(payment=Payment.objects.get().pk, desk=lea.pk)
    press = f"{cash} if number % 2 else {LAPSE}"
    pressed_at_once(SOLD.format(press=press, at="2027-01-07T11:00+00:00"), PROCESSES)
    mine.refresh_from_db()
    lapsed = mine.state == "lapsed"
    assert mine.state in ("lapsed", "booked")
    assert Claim.objects.exists() is not lapsed
    assert Payment.objects.get().state == "paid"  # the money lies on the desk, whoever was quicker
    assert Refund.objects.exists() is lapsed
    assert list(faults_in_all()) == []


def test_cancelling_paying_and_letting_go_at_once_leave_books_that_are_right(
    sold: Callable[..., list[Booking]], noor: Person, lea: Person
) -> None:
    first, second = sold(noor, method=Method.CASH, again=Again(Every.WEEK, times=2))
    cash = CASH.format(payment=Payment.objects.get().pk, desk=lea.pk)
    cancel = [CANCEL.format(key=one.pk, who=noor.pk) for one in (first, second)]
    press = f"[lambda: {cash}, lambda: {cancel[0]}, lambda: {cancel[1]}, lambda: {LAPSE}][number % 4]()"
    said = pressed_at_once(SOLD.format(press=press, at="2027-01-07T11:00+00:00"), PROCESSES)
    assert set(said) <= {"done", "came_already", "booking_is_cancelled", "booking_is_over"}
    assert list(faults_in_all()) == []
    assert not Booking.objects.filter(state="held").exists()
    standing = Booking.objects.filter(state="booked")
    assert set(Claim.objects.values_list("booking", flat=True)) == set(standing.values_list("pk", flat=True))


def test_eight_who_cancel_cancel_once(meuse: Resource, ana: Person, books: Callable[..., list[Booking]]) -> None:
    (mine,) = books(ana, meuse, NINE_TO_ELEVEN)
    press = f"""cancel_booking(
            Booking.objects.select_related("resource__space", "person").get(pk={mine.pk}),
            by=Person.objects.get(pk={ana.pk}))"""
    said = pressed_at_once(BOOK.format(press=press), PROCESSES)
    assert said == {"done": 1, "booking_is_cancelled": PROCESSES - 1}
    assert not Claim.objects.exists()
