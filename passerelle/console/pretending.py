"""What keeps a demonstration, where anybody is anybody, away from real people."""

from django.conf import settings
from django.db import connection

from passerelle.console.wiping import holds_something
from passerelle.console.words import CannotGoOn
from passerelle.logbook.actions import write_down
from passerelle.logbook.queries import records_about

MARK = "demonstration_built"


def mark_as_invented() -> None:
    """From now on whoever is in this database is invented."""
    write_down(MARK, about="instance:1", actor="worker")


def refuse_a_real_instance() -> None:
    """People without the logbook's mark are real people: nothing invented comes among them, and nothing is dropped.

    Raises CannotGoOn.
    """
    if not holds_something(connection) or records_about("instance:1").filter(act=MARK).exists():
        return
    raise CannotGoOn("This database holds a real instance. Give the demonstration another DATABASE_URL.")


def refuse_to_pretend() -> None:
    """With PASSERELLE_DEMO=1 whoever comes may sign in as anybody: not over a real instance. Raises CannotGoOn."""
    if settings.DEMO:
        refuse_a_real_instance()
