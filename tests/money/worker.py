"""Processes that may be killed at any moment: `python -m tests.money.worker`, on DATABASE_URL.

Python and Django are begun once. Each line that it is told, as JSON, becomes a process of its own (`["charge", network,
presses]`, `["close", network, []]`), whose number it says at once. Told a number alone it waits for that process to
end, and says how it did.
"""

import json
import os
import sys
import traceback
from datetime import UTC, date, datetime
from typing import Any

import django

django.setup()

from django.db import OperationalError, connection  # noqa: E402

from passerelle.kit import clock  # noqa: E402
from passerelle.networks.models import Network  # noqa: E402
from passerelle.networks.queries import network_at  # noqa: E402
from passerelle.passes.actions.charging import Asked, charge_day  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.settlement.actions import close_month  # noqa: E402
from passerelle.settlement.actions.bundles import issue_bundles  # noqa: E402
from passerelle.settlement.actions.documents import issue_documents  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402

AFTER = datetime(2027, 2, 3, 12, tzinfo=UTC)


def charge(network: Network, presses: list[Any]) -> None:
    """Each press is a key, a person, a space and a day: in their order, whatever was pressed before."""
    people, spaces = Person.objects.in_bulk(), Space.objects.in_bulk()
    for key, person, space, day in presses:
        press(Asked(people[person], network, spaces[space], date.fromisoformat(day), 1_100, key, "visit:1"))


def press(asked: Asked) -> None:
    """A desk that was told to wait too long presses again."""
    while True:
        try:
            charge_day(asked, by="person:9")
        except OperationalError:
            continue
        return


def work(what: str, slug: str, presses: list[Any]) -> None:
    network = network_at(slug)
    assert network is not None
    with clock.at(AFTER):
        if what == "charge":
            charge(network, presses)
        else:
            close_month(network, date(2027, 1, 1), by="console")
            issue_documents(clock.now())
            issue_bundles(clock.now())


def begun(told: list[Any]) -> int:
    """A process of its own, which shares no connection with any other."""
    number = os.fork()
    if number:
        return number
    ended_well = False
    try:
        work(*told)
        connection.close()
        ended_well = True
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(not ended_well)


def ended(number: int) -> int:
    """How it ended: 0 is well, below nothing is the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        told = json.loads(line)
        sys.stdout.write(f"{ended(told) if isinstance(told, int) else begun(told)}\n")
        sys.stdout.flush()
