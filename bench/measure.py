"""All measurements on the database that the environment names; prints the figures as JSON."""

import contextlib
import json
import sys
from dataclasses import asdict
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench import acts  # noqa: E402
from bench.load import BARE, BARE_SERVER, Page, press_on_all  # noqa: E402
from bench.server import running  # noqa: E402
from bench.world import World, build  # noqa: E402
from passerelle.console.prepare import bring_database_up_to_date, gather_static_files  # noqa: E402
from passerelle.people.models import Person  # noqa: E402

BARE_ANSWER = "bare answer: Django and server"
HEALTH = "/healthz: middleware and one query"
LEAST = "an empty page, signed in"


def main() -> dict[str, Any]:
    """Prepare, press, count."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
        gather_static_files()
        world = build()
    pages = pages_to_press_on(world)
    rows = [{"title": "request → yes → check-in (actions)", "is_page": False, **asdict(acts.whole_visits(world))}]
    queries = {page.title: queries_of(page) for page in pages[2:]}
    pressed_in = acts.check_ins(world)
    rows.append({"title": f"check-ins by {acts.PROCESSES} processes", "is_page": False, **asdict(pressed_in)})
    connection.close()
    with running() as server:
        pressed = press_on_all(pages, server)
    page_rows = [
        {"title": page.title, "is_page": True, "queries": queries.get(page.title), **asdict(pressed[page.title])}
        for page in pages
    ]
    return {
        "rows": page_rows + rows,
        "bare_us": pressed[BARE_ANSWER].cpu_us,
        "health_us": pressed[HEALTH].cpu_us,
        "least_us": pressed[LEAST].cpu_us,
        "check_ins_per_second": pressed_in.per_second,
    }


def pages_to_press_on(world: World) -> list[Page]:
    """The bare answer first, then what people open."""
    traveller, desk = cookie_of(world.traveller), cookie_of(world.desk)
    wanted: list[tuple[str, str, tuple[str, ...], str, str]] = [
        (HEALTH, "healthz", (), "", ""),
        ("a space's page, to strangers", "space", ("host",), "", ""),
        (LEAST, "my_visits", (), cookie_of(world.newcomer), ""),
        ("a space's page, signed in", "space", ("host",), traveller, ""),
        ("my visits, 500 of them", "my_visits", (), traveller, ""),
        ("my visits, those that are over", "my_visits", (), traveller, "?show=past"),
        ("our visitors, 200 today", "our_visitors", ("host",), desk, ""),
        ("the desk, 200 today", "desk", ("host",), desk, ""),
    ]
    pages = [Page("bare answer: the server alone", BARE_SERVER), Page(BARE_ANSWER, BARE)]
    return pages + [
        Page(title, reverse(name, args=args) + query, cookie) for title, name, args, cookie, query in wanted
    ]


def cookie_of(person: Person) -> str:
    """What a browser sends once this person has signed in and seen a page: the session, and the token of its forms."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    client.get(reverse("my_visits"))
    kept = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return "; ".join(f"{name}={client.cookies[name].value}" for name in kept)


def queries_of(page: Page) -> int:
    """How often the page asks the database, signing in included; it has to answer 200."""
    client = Client(headers={"cookie": page.cookie, "accept-language": "fr", "host": "127.0.0.1"})
    client.get(page.path)  # what is kept in memory after the first time is kept now
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(page.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.path} answers {answer.status_code}")
    return len(seen)


if __name__ == "__main__":
    print(json.dumps(main()))
