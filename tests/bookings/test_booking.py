"""Booking and cancelling: who may, what is refused and why, what stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from passerelle.bookings.actions import Wish, book, cancel_booking, change_resource, set_retired
from passerelle.bookings.actions import booking as booking_actions
from passerelle.bookings.models import Booking, Claim, Resource
from passerelle.bookings.queries import ahead_of, behind_of, bookings_at, free_next, somebody_known_at, who_on
from passerelle.bookings.rules import As, Every, NotPossible
from passerelle.bookings.rules.recurring import Again
from passerelle.bookings.rules.steps import Wall
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.presence.rules import As as Quality
from passerelle.spaces.models import Space
from tests.bookings.letting import MEUSE, NINE_TO_ELEVEN, OFFICE, TUESDAY, hours
from tests.makers import make_closure, make_member, make_person, make_presence

pytestmark = pytest.mark.django_db
Books = Callable[..., list[Booking]]
THURSDAY = date(2027, 1, 14)


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


def test_a_member_books_at_the_price_for_members(meuse: Resource, ana: Person, books: Books) -> None:
    (booking,) = books(ana, meuse)
    assert (booking.price, booking.currency, booking.cause) == (2400, "EUR", ana.ref)
    assert booking.begins_at == datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
    assert booking.cancel_until == datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
    assert booking.wall == NINE_TO_ELEVEN
    assert Claim.objects.filter(booking=booking).count() == 9  # two hours, and a quarter to air the room
    assert Record.objects.get(act="booked").facts == {"resource": meuse.ref, "times": 1}
    letter = Letter.objects.get(room="bookings")
    assert letter.to == "ana@example.org"
    assert "€24.00" in letter.text
    assert letter.attachments[0]["type"] == "text/calendar"


@pytest.mark.parametrize(
    ("begins", "ends", "is_free"),
    [
        ("09:00", "11:00", False),
        ("10:30", "12:00", False),
        ("11:00", "12:00", False),  # in the buffer
        ("11:15", "12:00", True),
        ("13:00", "14:00", True),
    ],
)
def test_what_is_taken_is_refused_with_its_buffer(
    begins: str, ends: str, is_free: bool, meuse: Resource, ana: Person, fay: Person, books: Books
) -> None:
    books(ana, meuse)
    if is_free:
        assert books(fay, meuse, hours(begins, ends))
    else:
        assert refused(lambda: books(fay, meuse, hours(begins, ends))).code == "resource_is_taken"


def test_a_booking_before_another_leaves_room_for_its_own_buffer(
    meuse: Resource, ana: Person, fay: Person, books: Books
) -> None:
    books(ana, meuse, hours("11:00", "12:00"))
    assert refused(lambda: books(fay, meuse, hours("09:00", "11:00"))).code == "resource_is_taken"
    assert books(fay, meuse, hours("09:00", "10:45"))


def test_the_same_key_twice_is_one_booking(meuse: Resource, ana: Person, books: Books) -> None:
    first, second = (books(ana, meuse, key="k", price=2400) for _ in range(2))
    assert first == second
    assert Booking.objects.count() == 1
    assert Letter.objects.filter(room="bookings").count() == 1


def test_the_same_key_of_somebody_else_is_another(meuse: Resource, ana: Person, fay: Person, books: Books) -> None:
    books(ana, meuse, key="k")
    assert books(fay, meuse, hours("13:00", "14:00"), key="k")[0].person == fay


def test_visitors_book_on_their_days_and_others_do_not(meuse: Resource, alder: Space, books: Books) -> None:
    visitor, holder, stranger = (make_person(name) for name in ("Vi", "Ho", "St"))
    make_presence(visitor, alder, TUESDAY)
    make_presence(holder, alder, TUESDAY, quality=Quality.HOLDER)
    assert books(visitor, meuse)[0].price == 4000
    assert books(holder, meuse, hours("13:00", "14:00"))
    assert refused(lambda: books(visitor, meuse, hours("09:00", "10:00", THURSDAY))).code == "resource_is_not_for_you"
    assert refused(lambda: books(stranger, meuse, hours("15:00", "16:00"))).code == "resource_is_not_for_you"


def test_what_somebody_is_is_asked_of_every_day(alder: Space, wednesday_noon: datetime) -> None:
    person, friday = make_person("Pe"), THURSDAY + timedelta(days=1)
    make_member(person, alder, since=TUESDAY, until=friday)
    make_presence(person, alder, friday)
    spans = [[TUESDAY], [THURSDAY, friday], [friday], [TUESDAY - timedelta(days=1)]]
    assert who_on(person, alder, spans) == [As.MEMBER, As.ANYBODY, As.VISITOR, As.ANYBODY]


def test_staff_book_for_somebody_known_and_without_notice(
    meuse: Resource, alder: Space, lea: Person, ana: Person, cy: Person, books: Books
) -> None:
    today = hours("12:15", "13:00", date(2027, 1, 6))
    assert refused(lambda: books(ana, meuse, today)).facts["why"] is NotPossible.TOO_SOON
    (booking,) = books(ana, meuse, today, by=lea)
    assert (booking.person, booking.cause, booking.price) == (ana, lea.ref, 900)
    with pytest.raises(NotFound):
        books(ana, meuse, by=cy)
    assert somebody_known_at(alder, " ANA@example.org") == ana
    assert somebody_known_at(alder, "cy@example.org") is None
    assert somebody_known_at(alder, "nobody@example.org") is None


def test_closed_dates_and_hours_of_its_own(
    meuse: Resource, hugo: Person, alder: Space, ana: Person, books: Books
) -> None:
    make_closure(alder, THURSDAY, THURSDAY + timedelta(days=1))
    shut = refused(lambda: books(ana, meuse, hours("09:00", "10:00", THURSDAY)))
    assert shut.facts["why"] is NotPossible.SHUT_THEN
    later = type(MEUSE)(**(vars(MEUSE) | {"hours": "Mo-Fr 13h-22h"}))
    change_resource(meuse, later, by=hugo)
    meuse.refresh_from_db()
    assert refused(lambda: books(ana, meuse)).facts["why"] is NotPossible.SHUT_THEN
    assert books(ana, meuse, hours("20:00", "22:00"))


def test_a_price_that_changed_meanwhile_is_not_agreed_to_unseen(meuse: Resource, ana: Person, books: Books) -> None:
    assert refused(lambda: books(ana, meuse, price=1)).code == "booking_price_has_changed"
    assert not Booking.objects.exists()


def test_what_is_retired_is_booked_no_more_and_keeps_its_bookings(
    meuse: Resource, hugo: Person, ana: Person, cy: Person, books: Books
) -> None:
    (booking,) = books(ana, meuse)
    with pytest.raises(NotFound):
        set_retired(meuse, True, by=cy)
    set_retired(meuse, True, by=hugo)
    assert refused(lambda: books(ana, meuse, hours("13:00", "14:00"))).code == "resource_is_retired"
    booking.refresh_from_db()
    assert booking.state == "booked"
    set_retired(meuse, False, by=hugo)
    assert books(ana, meuse, hours("13:00", "14:00"))


def test_by_what_it_is_booked_never_changes(meuse: Resource, hugo: Person) -> None:
    assert refused(lambda: change_resource(meuse, OFFICE, by=hugo)).code == "unit_never_changes"


def test_nobody_takes_a_whole_house(
    meuse: Resource, ana: Person, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking_actions, "MOST_AHEAD", 1)
    books(ana, meuse)
    assert refused(lambda: books(ana, meuse, hours("13:00", "14:00"))).code == "too_many_bookings"


def test_whole_days_claim_dates(office: Resource, ana: Person, fay: Person, books: Books) -> None:
    (booking,) = books(ana, office, Wall.of_days(TUESDAY, THURSDAY))
    assert booking.price == 12000
    assert sorted(Claim.objects.values_list("step", flat=True)) == [TUESDAY.toordinal() + step for step in range(3)]
    assert refused(lambda: books(fay, office, Wall.of_days(THURSDAY, THURSDAY))).code == "resource_is_taken"
    assert free_next(office, Wall.of_days(THURSDAY, THURSDAY), As.ANYBODY) == Wall.of_days(
        date(2027, 1, 15), date(2027, 1, 15)
    )


def test_the_next_free_time_is_offered(meuse: Resource, ana: Person, books: Books) -> None:
    books(ana, meuse)
    assert free_next(meuse, NINE_TO_ELEVEN, As.MEMBER) == hours("11:15", "13:15")


def test_the_database_itself_refuses_the_second(meuse: Resource, ana: Person, books: Books) -> None:
    (booking,) = books(ana, meuse)
    claim = Claim.objects.filter(booking=booking).first()
    assert claim is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(resource=meuse, step=claim.step, booking=booking)


# Again and again


def test_what_comes_again_keeps_its_hour(meuse: Resource, ana: Person, books: Books) -> None:
    tuesday = hours("09:00", "10:00", date(2027, 3, 23))
    booked = books(ana, meuse, tuesday, again=Again(Every.WEEK, times=2))
    assert [one.begins_at.hour for one in booked] == [8, 7]
    assert [one.number for one in booked] == [0, 1]
    assert Letter.objects.filter(room="bookings").count() == 1


def test_it_is_taken_whole_or_the_others_are_chosen(meuse: Resource, ana: Person, fay: Person, books: Books) -> None:
    books(ana, meuse, hours("10:00", "11:00", TUESDAY + timedelta(days=7)))
    weekly = {"again": Again(Every.WEEK, times=3)}
    no = refused(lambda: books(fay, meuse, **weekly))
    assert (no.code, no.facts) == ("some_times_refused", {"refused": 1, "of": 3})
    assert Booking.objects.filter(person=fay).count() == 0
    booked = books(fay, meuse, others=True, **weekly)
    assert [one.wall.begins.date() for one in booked] == [TUESDAY, TUESDAY + timedelta(days=14)]


def test_there_are_not_too_many_times(meuse: Resource, ana: Person) -> None:
    wish = Wish(meuse, NINE_TO_ELEVEN, 0, again=Again(Every.DAY, until=date(2028, 1, 1)))
    assert refused(lambda: book(wish, by=ana)).code == "too_many_times"


def test_this_and_all_that_follow_are_cancelled(meuse: Resource, ana: Person, books: Books) -> None:
    first, second, third = books(ana, meuse, again=Again(Every.WEEK, times=3))
    second = bookings_at(meuse.space).get(pk=second.pk)
    assert [one.pk for one in cancel_booking(second, by=ana, all_that_follow=True)] == [second.pk, third.pk]
    assert list(ahead_of(Booking.objects.all(), clock.now())) == [first]
    assert set(behind_of(Booking.objects.all(), clock.now())) == {second, third}
    assert set(Claim.objects.values_list("booking", flat=True)) == {first.pk}


# Cancelling


def test_whoever_booked_cancels_in_time_and_the_time_is_free(
    meuse: Resource, ana: Person, fay: Person, books: Books
) -> None:
    (booking,) = books(ana, meuse)
    with pytest.raises(NotFound):
        cancel_booking(booking, by=fay)
    with clock.at(booking.cancel_until + timedelta(seconds=1)):
        no = refused(lambda: cancel_booking(booking, by=ana))
    assert (no.code, no.facts["until"]) == ("too_late_to_cancel", booking.cancel_until)
    with clock.at(booking.cancel_until):
        cancel_booking(booking, by=ana)
    assert books(fay, meuse)
    assert refused(lambda: cancel_booking(booking, by=ana)).code == "booking_is_cancelled"
    letter = Letter.objects.filter(kind="tell_of_cancellation").get()
    assert "as you wished" in letter.text


def test_staff_cancel_with_a_reason_until_it_is_over(
    meuse: Resource, ana: Person, lea: Person, cy: Person, books: Books
) -> None:
    (booking,) = books(ana, meuse)
    with pytest.raises(NotFound):
        cancel_booking(booking, by=cy, reason="x")
    assert refused(lambda: cancel_booking(booking, by=lea)).code == "reason_is_missing"
    with clock.at(booking.ends_at):
        assert refused(lambda: cancel_booking(booking, by=lea, reason="x")).code == "booking_is_over"
    with clock.at(booking.ends_at - timedelta(minutes=1)):
        cancel_booking(booking, by=lea, reason="Une fuite d’eau.")
    booking.refresh_from_db()
    assert (booking.state, booking.reason, booking.cancelled_by) == ("cancelled", "Une fuite d’eau.", lea.ref)
    assert "Une fuite d’eau." in Letter.objects.get(kind="tell_of_cancellation").text


def test_two_cancellations_make_one(meuse: Resource, ana: Person, books: Books) -> None:
    (booking,) = books(ana, meuse)
    stale = Booking.objects.select_related("resource__space", "person").get(pk=booking.pk)
    cancel_booking(booking, by=ana)
    assert refused(lambda: cancel_booking(stale, by=ana)).code == "booking_is_cancelled"
    assert Letter.objects.filter(kind="tell_of_cancellation").count() == 1
