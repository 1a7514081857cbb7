"""The week of a room, the day of all and the desk's list, with 10,000 bookings of one space; prints figures as JSON."""

import contextlib
import json
import sys
from datetime import datetime, time, timedelta
from itertools import islice, product
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  models can be imported only now
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from bench.cost import cost_of, milliseconds, queries_of  # noqa: E402
from passerelle.bookings.models import Booking, Claim, Resource  # noqa: E402
from passerelle.bookings.rules import Kind, OpenTo  # noqa: E402
from passerelle.bookings.rules.steps import Unit, Wall, steps_of, stretch_of  # noqa: E402
from passerelle.console.prepare import gather_static_files  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from tests.makers import make_member, make_person, make_space, make_staff  # noqa: E402

ROOMS, PEOPLE, BOOKINGS, A_LOT = 10, 200, 10_000, 1_000
HOURS = (9, 11, 13, 15)


def main() -> dict[str, Any]:
    """Fill, then ask for the pages as a member and as the desk."""
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0)
        gather_static_files()
    space = make_space("Let", slug="let", hours="24/7")
    people = [make_person(f"Member {number}") for number in range(PEOPLE)]
    for person in people:
        make_member(person, space)
    make_staff(people[0], space)
    rooms = [_room(space, number) for number in range(ROOMS)]
    filling = cost_of(lambda: fill(rooms, [person.pk for person in people]))
    one = f"/spaces/let/rooms/{rooms[0].reference}/"
    day = clock.local_day(space.time_zone) + timedelta(days=30)
    pages = {
        "a room's week, a member": (people[1], f"{one}?week={day}"),
        "a room's week, the desk": (people[0], f"{one}?week={day}"),
        "all rooms of a day": (people[1], f"/spaces/let/rooms/?day={day}"),
        "the price of a time": (people[1], f"{one}book/?look=1&day={day}&begins=17:00&ends=18:00"),
        "the desk's list": (people[0], "/desk/let/bookings/"),
        "my bookings": (people[1], "/bookings/"),
    }
    return {
        "bookings": Booking.objects.count(),
        "claims": Claim.objects.count(),
        "filled_s": filling.wall_s,
        "pages": {title: _asked(person, path) for title, (person, path) in pages.items()},
    }


def _room(space: Space, number: int) -> Resource:
    return Resource.objects.create(
        space=space, name=f"Room {number}", kind=Kind.MEETING_ROOM, unit=Unit.HOUR, open_to=OpenTo.MEMBERS,
        price_hour=1_000, currency="EUR", buffer=1, ahead_days=365,
    )  # fmt: skip


def fill(rooms: list[Resource], people: list[int]) -> None:
    """Four bookings a day in each room, an hour and a half each, from today on."""
    zone, today = rooms[0].space.time_zone, clock.local_day(rooms[0].space.time_zone)
    times = islice(product(range(BOOKINGS), rooms, HOURS), BOOKINGS)
    bookings, claims = [], []
    for number, (ahead, room, hour) in enumerate(times):
        day = today + timedelta(days=ahead)
        wall = Wall(datetime.combine(day, time(hour)), datetime.combine(day, time(hour + 1, 30)))
        there = stretch_of(wall, zone)
        bookings.append(
            Booking(
                resource=room,
                person_id=people[number % len(people)],
                cause="person:1",
                price=1_500,
                currency="EUR",
                begins_at=there.begins_at,
                ends_at=there.ends_at,
                cancel_until=there.begins_at,
            )
        )
        claims.append((room, steps_of(Unit.HOUR, wall, zone, room.buffer)))
    made = Booking.objects.bulk_create(bookings, A_LOT)
    claimed = zip(made, claims, strict=True)
    Claim.objects.bulk_create(
        (Claim(resource=room, step=step, booking=one) for one, (room, steps) in claimed for step in steps), A_LOT
    )


def _asked(person: Any, path: str) -> dict[str, float]:
    """How often a page asks the database, and how long it takes; it has to answer 200."""
    browser = Client(headers={"accept-language": "fr", "host": settings.ALLOWED_HOSTS[-1]})
    browser.force_login(person)
    if browser.get(path).status_code != 200:
        raise RuntimeError(f"{path} does not answer")
    return {"queries": queries_of(lambda: browser.get(path)), "ms": milliseconds(lambda: browser.get(path), 21)}


if __name__ == "__main__":
    print(json.dumps(main()))
