"""A manager's day, on the database that the environment names: 200 present, 2,000 members; a night of renewals."""

import contextlib
import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  models can be imported only now
from django.urls import reverse  # noqa: E402

from bench.load import Page, press_on_all  # noqa: E402
from bench.measure import cookie_of, queries_of  # noqa: E402
from bench.renewals import a_night  # noqa: E402
from bench.server import running  # noqa: E402
from bench.world import a_zone_where_it_is_noon, members_of  # noqa: E402
from passerelle.console.prepare import bring_database_up_to_date, gather_static_files  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.presence.models import Presence  # noqa: E402
from passerelle.presence.rules import As, State  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from passerelle.spaces.rules import Role  # noqa: E402
from tests.makers import asks_no_document, make_space, make_staff  # noqa: E402

PRESENT, EXPECTED, MEMBERS = 200, 50, 2_000


def main() -> dict[str, Any]:
    """Fill a house, press on what its manager and its desk open."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
        gather_static_files()
        manager = a_full_house()
        night = a_night()
    cookie = cookie_of(manager)
    pages = [
        Page(title, reverse(name, args=("full",)) + query, cookie)
        for title, name, query in (
            ("today, 200 present", "today", ""),
            ("who is here, 50 a page", "here", ""),
            ("evacuation list, 200 names", "evacuation", ""),
            ("a member found among 2,000", "desk_members", "?q=number"),
        )
    ]
    queries = {page.title: queries_of(page) for page in pages}
    connection.close()
    with running() as server:
        pressed = press_on_all(pages, server)
    rows = [{"title": page.title, "queries": queries[page.title], **asdict(pressed[page.title])} for page in pages]
    return {"rows": rows, "night": night}


@transaction.atomic
def a_full_house() -> Person:
    """A space with its members, of whom many are here today and some are expected; gives its manager."""
    zone = a_zone_where_it_is_noon()
    space = make_space("Full", slug="full", time_zone=zone)
    asks_no_document(space)
    people = members_of(space, MEMBERS)
    today = clock.local_day(zone)
    Presence.objects.bulk_create(_day(person, space, today, is_here=True) for person in people[:PRESENT])
    later = people[PRESENT : PRESENT + EXPECTED]
    Presence.objects.bulk_create(_day(person, space, today, is_here=False) for person in later)
    manager = Person.objects.create(email="manager@example.org", name="Mo Manager", password="!")
    make_staff(manager, space, Role.MANAGER)
    return manager


def _day(person: Person, space: Space, day: date, *, is_here: bool) -> Presence:
    now = clock.now()
    here = {"state": State.USED, "used_at": now, "witness": "desk"} if is_here else {"state": State.HELD}
    quality = As.MEMBER if is_here else As.VISITOR
    return Presence(person=person, space=space, day=day, quality=quality, cause="visit:0", held_at=now, **here)


if __name__ == "__main__":
    print(json.dumps(main()))
