"""Several processes that press charges at once, as desks would: `python -m tests.passes.presser HOW_MANY`.

They read as JSON what to press, and each presses all of it in an order of its own. Then each says how often every
outcome came, as JSON.
"""

import json
import random
import sys
from collections import Counter
from datetime import date, datetime
from typing import Any

import django

django.setup()

from passerelle.kit import clock  # noqa: E402
from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.networks.models import Network  # noqa: E402
from passerelle.passes.actions.charging import Asked, charge_day, take_back  # noqa: E402
from passerelle.passes.models import Charge  # noqa: E402
from passerelle.passes.rules import ChargeState  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402

STANDING = (ChargeState.CHARGED, ChargeState.CONTESTED)
from tests.processes import become_many, say  # noqa: E402


def press(told: dict[str, Any]) -> str:
    """One press: a day charged, or what stands under a key taken back."""
    space = Space.objects.get(pk=told["space"])
    if told["press"] == "take_back":
        charge = Charge.objects.filter(space=space, key=told["key"]).first()
        return "taken back" if charge and take_back(charge, STANDING, by="person:9") else "nothing"
    person, network = Person.objects.get(pk=told["person"]), Network.objects.get(pk=told["network"])
    day = date.fromisoformat(told["day"])
    try:
        charge_day(Asked(person, network, space, day, 1100, told["key"], "visit:1"), by="person:9")
    except Refusal as refusal:
        return refusal.code
    return "charged"


def main() -> None:
    world = json.loads(sys.stdin.readline())
    presses = world["presses"]
    random.Random(become_many()).shuffle(presses)
    with clock.at(datetime.fromisoformat(world["now"])):
        say(Counter(press(told) for told in presses))


if __name__ == "__main__":
    main()
