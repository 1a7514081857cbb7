"""Rooms that are sold: asked for with their tax, held until they are paid, given back as was read before."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from passerelle.board.queries.today import figures_of
from passerelle.bookings.actions import Described, Wish, add_resource, book, cancel_booking, change_resource
from passerelle.bookings.actions.paying import let_go_of_what_is_not_paid
from passerelle.bookings.models import Booking, Claim, Resource
from passerelle.bookings.queries import asked_in_all, times_of, unpaid_of
from passerelle.bookings.rules import Every, OpenTo, PaidFirst
from passerelle.bookings.rules.paying import goes_back, held_until, shares
from passerelle.bookings.rules.recurring import Again, walls_of
from passerelle.bookings.rules.steps import Wall
from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Document, Tax
from passerelle.invoices.rules import Category, tax_upon
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import balances
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.payments.actions.accounts import Details, set_bank_account
from passerelle.payments.actions.receiving import Came, record_transfer, take_cash
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Space
from tests.bookings.letting import BY_THE_HOUR, MEUSE, NINE_TO_ELEVEN, hours
from tests.makers import make_person
from tests.sales.makers import make_tax

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2027, 1, 6)
Sold = Callable[..., list[Booking]]


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    """After every test the books come out even, to the cent."""
    yield
    assert list(faults_in_all()) == []


@pytest.fixture
def tax(hugo: Person, alder: Space) -> Tax:
    set_bank_account(alder, Details("Alder SRL", "BE71 0961 2345 6769"), by=hugo)
    return make_tax(alder)


def described(tax: Tax | None, **how: object) -> Described:
    given = {"open_to": OpenTo.ANYBODY, "hold_hours": 24, "late_back": 50} | how
    return replace(MEUSE, letting=replace(BY_THE_HOUR, **given), tax=tax)  # type: ignore[arg-type]


@pytest.fixture
def room(tax: Tax, hugo: Person, alder: Space) -> Resource:
    """Members are asked and may pay later; everybody else pays first, within a day. Half goes back of what is late."""
    return add_resource(alder, described(tax), by=hugo)


@pytest.fixture
def sold(room: Resource) -> Sold:
    """Somebody books what the page would say: `sold(ana)`, `sold(noor, wall, method=…, again=…)`."""

    def press(person: Person, wall: Wall = NINE_TO_ELEVEN, **how: object) -> list[Booking]:
        resource = Resource.objects.select_related("space", "tax").get(pk=room.pk)
        by = how.pop("by", person)
        assert isinstance(by, Person)
        times = times_of(resource, walls_of(wall, how.get("again")), person, by_staff=by != person)  # type: ignore[arg-type]
        given = {"price": asked_in_all(resource, times), "person": person, "method": Method.TRANSFER} | how
        return book(Wish(resource, wall, **given), by=by)  # type: ignore[arg-type]

    return press


@pytest.fixture
def noor(db: None) -> Person:
    """She is no member anywhere."""
    return make_person("Noor Janssens", email="noor@example.org")


def held(space: Space) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for account, amount in balances(space.ref):
        sums[account.kind] += amount
    return {kind: amount for kind, amount in sums.items() if amount}


def fresh(booking: Booking) -> Booking:
    return Booking.objects.select_related("resource__space", "person", "sale").get(pk=booking.pk)


def paid(booking: Booking, by: Person) -> Payment:
    sale = fresh(booking).sale
    assert sale is not None
    payment = payment_of(sale)
    take_in(record_transfer, payment, Came(payment.amount, WEDNESDAY), by=by)
    return payment


def letters(to: Person) -> list[str]:
    return list(Letter.objects.filter(to=to.email, room="bookings").order_by("pk").values_list("kind", flat=True))


def test_a_member_is_asked_at_once_and_has_the_room(room: Resource, sold: Sold, ana: Person, alder: Space) -> None:
    (mine,) = sold(ana)
    assert (mine.state, mine.price, mine.asked, mine.held_until) == ("booked", 2400, 2904, None)
    payment, document = payment_of(mine.sale), mine.sale.document  # type: ignore[union-attr, arg-type]
    assert (payment.seller, payment.amount, payment.due_on) == (alder, 2904, date(2027, 1, 20))
    assert document is not None
    assert (document.number, document.payable) == ("F2027-0001", 2904)
    assert held(alder) == {"owed_by_member": 2904, "sold": 2400, "tax_owed": 504}
    letter = Letter.objects.get(room="bookings")
    assert "€29.04" in letter.text
    assert f"/payments/{payment.reference}/" in letter.text
    assert figures_of(alder, WEDNESDAY).rooms_unpaid == 1


def test_somebody_else_pays_first_and_it_is_booked_when_the_money_comes(
    sold: Sold, noor: Person, hugo: Person, alder: Space
) -> None:
    (mine,) = sold(noor)
    assert (mine.state, mine.price, mine.asked) == ("held", 4000, 4840)
    assert mine.held_until == clock.now() + timedelta(hours=24)
    assert payment_of(mine.sale).due_on == date(2027, 1, 7)  # type: ignore[arg-type]
    assert Claim.objects.filter(booking=mine).count() == 9
    assert letters(noor) == ["hold"]
    paid(mine, hugo)
    assert fresh(mine).state == "booked"
    assert letters(noor) == ["hold", "confirm"]
    assert held(alder) == {"bank": 4840, "sold": 4000, "tax_owed": 840}
    assert list(unpaid_of(Booking.objects.all())) == []
    assert set(Record.objects.filter(about=mine.ref).values_list("act", flat=True)) == {"room_held", "booking_paid"}


def test_what_is_not_paid_in_time_is_let_go_of(sold: Sold, noor: Person, ana: Person, alder: Space) -> None:
    (mine,) = sold(noor)
    with clock.at(clock.now() + timedelta(hours=23)):
        assert let_go_of_what_is_not_paid(clock.now()) == 0
    with clock.at(clock.now() + timedelta(hours=24)):
        assert let_go_of_what_is_not_paid(clock.now()) == 1
        assert let_go_of_what_is_not_paid(clock.now()) == 0
        assert (fresh(mine).state, fresh(mine).cancelled_by) == ("lapsed", "worker")
        assert not Claim.objects.exists()
        assert held(alder) == {}
        assert [one.kind for one in Document.objects.order_by("pk")] == ["invoice", "credit_note"]
        assert letters(noor) == ["hold", "tell_of_lapse"]
        assert sold(ana)


def test_money_that_comes_too_late_goes_back(sold: Sold, noor: Person, hugo: Person, alder: Space) -> None:
    (mine,) = sold(noor)
    with clock.at(clock.now() + timedelta(days=2)):
        let_go_of_what_is_not_paid(clock.now())
        paid(mine, hugo)
    assert fresh(mine).state == "lapsed"
    assert Refund.objects.get().amount == 4840


def test_what_is_paid_is_not_let_go_of(sold: Sold, noor: Person, hugo: Person) -> None:
    (mine,) = sold(noor)
    paid(mine, hugo)
    with clock.at(clock.now() + timedelta(days=2)):
        assert let_go_of_what_is_not_paid(clock.now()) == 0
    assert fresh(mine).state == "booked"


def test_in_time_everything_goes_back(sold: Sold, noor: Person, hugo: Person, alder: Space) -> None:
    (mine,) = sold(noor)
    paid(mine, hugo)
    cancel_booking(fresh(mine), by=noor)
    assert Refund.objects.get().amount == 4840
    assert [one.kind for one in Document.objects.order_by("pk")] == ["invoice", "credit_note"]
    assert held(alder) == {"bank": 4840, "owed_by_member": -4840}
    assert "€48.40" in Letter.objects.get(kind="tell_of_cancellation").text


@pytest.mark.parametrize(("late_back", "back"), [(50, 2420), (0, 0), (33, 1597), (100, 4840)])
def test_too_late_the_stated_part_goes_back(
    late_back: int, back: int, tax: Tax, room: Resource, sold: Sold, noor: Person, hugo: Person, alder: Space
) -> None:
    change_resource(room, described(tax, late_back=late_back), by=hugo)
    (mine,) = sold(noor)
    paid(mine, hugo)
    change_resource(room, described(tax, late_back=7), by=hugo)  # what was read before it was booked holds
    with clock.at(clock.now() + timedelta(days=5, hours=12)):
        cancel_booking(fresh(mine), by=noor)
    assert fresh(mine).state == "cancelled"
    assert not Claim.objects.exists()
    assert sum(one.amount for one in Refund.objects.all()) == back
    assert held(alder).get("owed_by_member", 0) == -back
    if 0 < back < 4840:
        note = Document.objects.get(kind="credit_note")
        assert (note.says.totals.payable, note.says.draft.charged) == (back, back)
        assert "is kept, as was said" in Letter.objects.get(kind="tell_of_cancellation").text


def test_a_member_who_has_not_paid_still_owes_what_is_not_given_back(sold: Sold, ana: Person, alder: Space) -> None:
    (mine,) = sold(ana)
    with clock.at(clock.now() + timedelta(days=5, hours=12)):
        cancel_booking(fresh(mine), by=ana)
    waiting = Payment.objects.get(state="asked")
    assert (waiting.amount, Payment.objects.get(state="cancelled").amount) == (1452, 2904)
    assert held(alder) == {"owed_by_member": 1452, "sold": 1200, "tax_owed": 252}
    assert "is still owed" in Letter.objects.get(kind="tell_of_cancellation").text


def test_what_the_space_cancels_goes_back_whole_however_late(
    sold: Sold, noor: Person, hugo: Person, lea: Person
) -> None:
    (mine,) = sold(noor)
    paid(mine, hugo)
    with clock.at(clock.now() + timedelta(days=5, hours=12)):
        cancel_booking(fresh(mine), by=lea, reason="The roof leaks")
    assert Refund.objects.get().amount == 4840


def test_what_begins_is_given_back_no_longer(sold: Sold, ana: Person) -> None:
    (mine,) = sold(ana)
    with clock.at(mine.begins_at), pytest.raises(Refusal, match="too_late_to_cancel"):
        cancel_booking(fresh(mine), by=ana)


def test_what_is_only_held_goes_for_nothing_at_any_time(sold: Sold, noor: Person, alder: Space) -> None:
    with clock.at(clock.now() + timedelta(days=5, hours=12)):
        (mine,) = sold(noor)
        cancel_booking(fresh(mine), by=noor)
    assert fresh(mine).state == "cancelled"
    assert held(alder) == {}


def test_times_that_come_again_are_asked_together_and_one_of_them_goes_back(
    sold: Sold, noor: Person, hugo: Person, alder: Space
) -> None:
    three = sold(noor, hours("09:00", "10:15"), again=Again(Every.WEEK, times=3))
    sale = Sale.objects.get()
    assert [one.sale_id for one in three] == [sale.pk] * 3
    assert sale.amount == 7500 + tax_upon(7500, 2100) == sum(one.asked for one in three)
    assert sale.line == "Salle Meuse, 12 January 2027 and 2 more times"
    paid(three[0], hugo)
    cancel_booking(fresh(three[2]), by=noor)
    assert Refund.objects.get().amount == three[2].asked
    assert [fresh(one).state for one in three] == ["booked", "booked", "cancelled"]
    cancel_booking(fresh(three[0]), by=noor, all_that_follow=True)
    assert sum(one.amount for one in Refund.objects.all()) == sale.amount
    assert held(alder) == {"bank": sale.amount, "owed_by_member": -sale.amount}


def test_of_times_that_are_held_the_others_are_asked_anew(sold: Sold, noor: Person, hugo: Person) -> None:
    first, second = sold(noor, again=Again(Every.WEEK, times=2))
    cancel_booking(fresh(second), by=noor)
    old, new = Payment.objects.order_by("pk")
    assert (old.state, new.state, new.amount) == ("cancelled", "asked", 4840)
    assert fresh(first).state == "held"
    paid(first, hugo)
    assert fresh(first).state == "booked"
    assert fresh(second).state == "cancelled"


def test_staff_book_for_somebody_who_pays_at_the_desk(sold: Sold, noor: Person, lea: Person, alder: Space) -> None:
    sold(noor)
    (mine,) = sold(noor, hours("13:00", "14:00"), by=lea, method=Method.CASH)
    assert mine.state == "booked"
    take_in(take_cash, payment_of(mine.sale), by=lea)  # type: ignore[arg-type]
    assert held(alder)["till"] == 2420


def test_what_is_pressed_twice_is_sold_once(sold: Sold, noor: Person) -> None:
    assert sold(noor, key="k") == sold(noor, key="k", price=4840)
    assert Sale.objects.count() == 1


def test_without_a_tax_or_in_another_currency_it_is_settled_at_the_desk(
    room: Resource, sold: Sold, noor: Person, hugo: Person, alder: Space
) -> None:
    alder.currency = "CHF"
    alder.save()
    (mine,) = sold(noor)
    assert (mine.state, mine.asked, mine.sale) == ("booked", 0, None)
    alder.currency = "EUR"
    alder.save()
    change_resource(room, described(None), by=hugo)
    (other,) = sold(noor, hours("13:00", "14:00"))
    assert (other.state, other.asked, other.sale) == ("booked", 0, None)
    assert "settle it at the desk" in Letter.objects.order_by("pk").last().text  # type: ignore[union-attr]


def test_free_for_members_asks_members_nothing(
    tax: Tax, room: Resource, sold: Sold, ana: Person, noor: Person, hugo: Person
) -> None:
    free = described(tax)
    prices = replace(free.letting.prices, member_hour=0)
    change_resource(room, replace(free, letting=replace(free.letting, prices=prices)), by=hugo)
    assert sold(ana)[0].sale is None
    assert sold(noor, hours("13:00", "14:00"))[0].sale is not None


def test_what_cannot_be_paid_so_is_refused(
    room: Resource, sold: Sold, noor: Person, alder: Space, hugo: Person, birch: Space
) -> None:
    with pytest.raises(Refusal, match="no_cards_here"):
        sold(noor, method=Method.CARD)
    with pytest.raises(Refusal, match="booking_price_has_changed"):
        sold(noor, price=4000)
    with pytest.raises(Refusal, match="name_is_missing"):
        sold(make_person("", email="nobody@example.org"))
    theirs = Tax.objects.create(space=birch, code="hk", category=Category.OUTSIDE, percent_bp=0)
    with pytest.raises(NotFound):
        change_resource(room, described(theirs), by=hugo)
    with pytest.raises(NotFound):
        add_resource(alder, described(theirs), by=hugo)
    assert not Booking.objects.exists()


def test_nobody_keeps_a_house_shut_by_paying_nothing(sold: Sold, noor: Person) -> None:
    for hour in range(9, 14):
        sold(noor, hours(f"{hour:02}:00", f"{hour:02}:30"))
    with pytest.raises(Refusal, match="too_many_are_held"):
        sold(noor, hours("15:00", "15:30"))


def test_whoever_is_forgotten_owes_nothing_for_what_is_ahead(sold: Sold, ana: Person, alder: Space) -> None:
    sold(ana)
    forget(ana)
    assert held(alder) == {}


def test_everybody_or_nobody_pays_first(
    tax: Tax, room: Resource, sold: Sold, ana: Person, noor: Person, hugo: Person
) -> None:
    change_resource(room, described(tax, paid_first=PaidFirst.EVERYBODY), by=hugo)
    assert sold(ana)[0].state == "held"
    change_resource(room, described(tax, paid_first=PaidFirst.NOBODY), by=hugo)
    assert sold(noor, hours("13:00", "14:00"))[0].state == "booked"


@pytest.mark.parametrize(("prices", "asked"), [([33, 33, 33], [40, 40, 40]), ([2400, 0, 10], [2904, 0, 12]), ([], [])])
def test_shares_come_to_the_tax_upon_their_sum(prices: list[int], asked: list[int]) -> None:
    assert shares(prices, 2100) == asked
    assert sum(shares(prices, 2100)) == sum(prices) + tax_upon(sum(prices), 2100)


def test_it_is_held_until_it_begins_at_most_and_half_an_hour_at_least() -> None:
    with clock.at(clock.now()):
        now = clock.now()
        assert held_until(now, now + timedelta(days=9), 48) == now + timedelta(hours=48)
        assert held_until(now, now + timedelta(hours=2), 48) == now + timedelta(hours=2)
        assert held_until(now, now - timedelta(minutes=5), 48) == now + timedelta(minutes=30)


def test_what_goes_back_is_rounded_half_up() -> None:
    assert [goes_back(asked, 50, is_whole=False) for asked in (0, 1, 2, 101)] == [0, 1, 1, 51]
    assert goes_back(101, 0, is_whole=True) == 101
