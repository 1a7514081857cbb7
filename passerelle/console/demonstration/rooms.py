"""The rooms of the demonstration: Coworking Namur sells a meeting room by the hour and an office by the day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from passerelle.bookings.actions import Described, Wish, add_resource, book
from passerelle.bookings.queries import Resource, asked_in_all, free_next, times_of
from passerelle.bookings.rules import Amenity, As, Kind, Letting, OpenTo, Prices
from passerelle.bookings.rules.steps import Unit, Wall
from passerelle.care.actions.paying import take_in
from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.invoices.queries import taxes_of
from passerelle.kit import clock
from passerelle.payments.actions.receiving import take_cash
from passerelle.payments.queries import payments_of
from passerelle.payments.rules import Method
from passerelle.people.queries import Person, person_at

NAMUR = "coworking-namur"
MEUSE = Described(
    "Salle Meuse",
    Kind.MEETING_ROOM,
    Letting(Unit.HOUR, Prices(2_000, 9_000, 1_200), OpenTo.VISITORS, 1, 120, 2, 36, 1, 24, late_back=50),
    8,
    "Huit places autour d’une table ronde, la Meuse sous les fenêtres.",
    "Eight seats at a round table, the river below the windows.",
    (Amenity.SCREEN, Amenity.WHITEBOARD, Amenity.WINDOW),
)
OFFICE = Described(
    "Bureau du fond",
    Kind.PRIVATE_OFFICE,
    Letting(Unit.DAY, Prices(day=4_000, member_day=2_500), OpenTo.ANYBODY, 0, 180, 1, 30),
    2,
    "Deux bureaux, une porte qui ferme.",
    "Two desks, and a door that shuts.",
)


def let_rooms(who_answers: Callable[[str], Person], today: datetime) -> None:
    """Paul and Nora have booked a few hours of the coming week, and Paul the office; some of it is paid in cash."""
    space, manager = space_of_the_story(NAMUR), who_answers(NAMUR)
    tax = taxes_of(space)[0]
    with clock.at(today - timedelta(days=60)):
        meuse, office = (add_resource(space, replace(one, tax=tax), by=manager) for one in (MEUSE, OFFICE))
    first = clock.local_day(space.time_zone, today) + timedelta(days=1)
    with clock.at(today - timedelta(hours=3)):
        for address, hour, ahead in (("paul", 9, 0), ("nora", 14, 0), ("paul", 10, 2), ("nora", 9, 4)):
            day = first + timedelta(days=ahead)
            _book(meuse, address, Wall.of_hours(day, time(hour), time(hour + 2)), "Réunion d’équipe")
        _book(office, "paul", Wall.of_days(first, first), "")
        paid = payments_of(space, "asked", first).filter(cause__startswith="sale:", line__startswith=meuse.name)
        take_in(take_cash, paid[0], by=manager)


def _book(resource: Resource, address: str, wall: Wall, about: str) -> None:
    """The soonest time from then on at which it can be had, so that no weekend and no holiday comes in the way."""
    person = person_at(f"{address}@example.org")
    assert person is not None, address
    found = free_next(resource, wall, As.MEMBER)
    if found is not None:
        (one,) = times_of(resource, [found], person, by_staff=False)
        book(Wish(resource, found, asked_in_all(resource, [one]), about, method=Method.TRANSFER), by=person)
