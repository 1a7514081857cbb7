"""What Alder lets: a meeting room by the hour and an office by the day; and how somebody books them."""

from collections.abc import Callable
from datetime import date, time

import pytest

from passerelle.bookings.actions import Described, Wish, add_resource, book
from passerelle.bookings.models import Booking, Resource
from passerelle.bookings.queries import times_of
from passerelle.bookings.rules import Kind, Letting, OpenTo, Prices
from passerelle.bookings.rules.recurring import walls_of
from passerelle.bookings.rules.steps import Unit, Wall
from passerelle.people.models import Person
from passerelle.spaces.access import may_receive
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Role
from tests.makers import make_person, make_staff

TUESDAY = date(2027, 1, 12)
BY_THE_HOUR = Letting(
    Unit.HOUR,
    Prices(hour=2000, day=9000, member_hour=1200),
    OpenTo.VISITORS,
    notice_hours=1,
    ahead_days=120,
    shortest=2,
    longest=36,
    buffer=1,
    cancel_hours=24,
)
BY_THE_DAY = Letting(Unit.DAY, Prices(day=4000), OpenTo.ANYBODY, ahead_days=120, longest=30)
MEUSE = Described("Salle Meuse", Kind.MEETING_ROOM, BY_THE_HOUR, 8, "Vue sur la Meuse.", "It looks on the river.")
OFFICE = Described("Bureau 3", Kind.PRIVATE_OFFICE, BY_THE_DAY, 2)


def hours(begins: str, ends: str, day: date = TUESDAY) -> Wall:
    return Wall.of_hours(day, time.fromisoformat(begins), time.fromisoformat(ends))


NINE_TO_ELEVEN = hours("09:00", "11:00")


@pytest.fixture
def hugo(wednesday_noon: object, alder: Space) -> Person:
    """The manager of Alder."""
    person = make_person("Hugo Leroy", email="hugo@example.org")
    make_staff(person, alder)
    return person


@pytest.fixture
def lea(alder: Space) -> Person:
    """At the desk of Alder."""
    person = make_person("Léa Martin", email="lea@example.org")
    make_staff(person, alder, Role.DESK)
    return person


@pytest.fixture
def meuse(hugo: Person, alder: Space) -> Resource:
    """A meeting room of Alder, by the hour, with a quarter to air it; for members and visitors."""
    return add_resource(alder, MEUSE, by=hugo)


@pytest.fixture
def office(hugo: Person, alder: Space) -> Resource:
    """An office of Alder, by the day, for anybody."""
    return add_resource(alder, OFFICE, by=hugo)


@pytest.fixture
def books() -> Callable[..., list[Booking]]:
    """Somebody books at the price that the page would say: `books(ana, meuse)`, `books(ana, meuse, wall, again=…)`."""

    def press(person: Person, resource: Resource, wall: Wall = NINE_TO_ELEVEN, **how: object) -> list[Booking]:
        by = how.pop("by", person)
        assert isinstance(by, Person)
        staff = may_receive(by, resource.space)
        times = times_of(resource, walls_of(wall, how.get("again")), person, by_staff=staff)  # type: ignore[arg-type]
        given = {"price": sum(one.price for one in times), "person": person} | how
        return book(Wish(resource, wall, **given), by=by)  # type: ignore[arg-type]

    return press
