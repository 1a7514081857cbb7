"""Several processes that press at once: `python -m tests.visits.presser HOW_MANY`, on the database of DATABASE_URL.

They read a list of presses as JSON, and each presses all of them in an order of its own. Then each says how often every
outcome came, as JSON: the refusal's code, or what was done.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import django

django.setup()

from passerelle.kit import clock  # noqa: E402
from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from passerelle.visits import actions  # noqa: E402
from passerelle.visits.access import ByLetter, Link  # noqa: E402
from passerelle.visits.models import Visit  # noqa: E402
from tests.processes import become_many, say  # noqa: E402


def visit(press: dict[str, Any]) -> Visit:
    return Visit.objects.select_related("person", "home", "host", "network").get(pk=press["visit"])


def accept(press: dict[str, Any], by: Person) -> str:
    actions.accept_visit(visit(press), by=by)
    return "accepted"


def decline(press: dict[str, Any], by: Person) -> str:
    actions.decline_visit(visit(press), by=by)
    return "declined"


def propose(press: dict[str, Any], by: Person) -> str:
    actions.propose_other_days(visit(press), [date.fromisoformat(press["day"])], by=by)
    return "countered"


def cancel(press: dict[str, Any], by: Person) -> str:
    asked = visit(press)
    actions.cancel_visit(asked, by=asked.person)
    return "cancelled"


def take_back(press: dict[str, Any], by: Person) -> str:
    actions.take_back_answer(visit(press), by=by)
    return "taken back"


def check_in(press: dict[str, Any], by: Person) -> str:
    return "arrived" if actions.check_in(visit(press), by=by).is_first else "was here"


def withdraw(press: dict[str, Any], by: Person) -> str:
    actions.withdraw_visit(visit(press), "Flooded.", by=by)
    return "withdrawn"


def take_up(press: dict[str, Any], by: Person) -> str:
    asked = visit(press)
    actions.take_up_proposal(asked, by=asked.person)
    return "taken up"


def vouch(press: dict[str, Any], by: Person) -> str:
    actions.vouch_for(visit(press), valid_until=None, by=ByLetter(press["visit"], Link.VOUCH))
    return "vouched"


def refuse(press: dict[str, Any], by: Person) -> str:
    actions.refuse_to_vouch(visit(press), by=ByLetter(press["visit"], Link.VOUCH))
    return "refused"


def work(press: dict[str, Any], by: Person) -> str:
    """What the worker does by itself; `hours` later, since the clocks of a request are long."""
    with clock.at(clock.now() + timedelta(hours=press.get("hours", 0))):
        return str(actions.take_next_step(press["visit"]))


def add(press: dict[str, Any], by: Person) -> str:
    actions.add_arrival(visit(press), date.fromisoformat(press["day"]), "Seen at noon.", by=by)
    return "added"


def correct(press: dict[str, Any], by: Person) -> str:
    actions.correct_check_in(visit(press), date.fromisoformat(press["day"]), "Somebody else.", by=by)
    return "corrected"


def leave(press: dict[str, Any], by: Person) -> str:
    asked = visit(press)
    actions.leave_early(asked, by=asked.person)
    return "left"


def write(press: dict[str, Any], by: Person) -> str:
    actions.write_a_line(visit(press), "Hello.", by=by)
    return "written"


def ask(press: dict[str, Any], by: Person) -> str:
    home, host = Space.objects.get(pk=press["home"]), Space.objects.get(pk=press["host"])
    days = (date.fromisoformat(press["day"]),)
    actions.ask_for_a_visit(actions.Asking(home, host, days), by=Person.objects.get(pk=press["person"]))
    return "asked"


PRESSES: dict[str, Callable[[dict[str, Any], Person], str]] = {
    press.__name__: press
    for press in (
        *(accept, decline, propose, cancel, take_back, withdraw, take_up, vouch, refuse),
        *(check_in, add, correct, leave, write, work, ask),
    )
}


def outcome(press: dict[str, Any], by: Person) -> str:
    try:
        return PRESSES[press["press"]](press, by)
    except Refusal as refusal:
        return refusal.code


def main() -> None:
    world = json.loads(sys.stdin.readline())
    number = become_many()
    by = Person.objects.get(pk=world["by"])
    presses = world["presses"]
    random.Random(number).shuffle(presses)
    with clock.at(datetime.fromisoformat(world["now"])):
        counted = Counter(outcome(press, by) for press in presses)
    say(counted)


if __name__ == "__main__":
    main()
