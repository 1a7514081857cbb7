"""Several processes that press at once: `python -m tests.getaways.presser HOW_MANY`, on the database of DATABASE_URL.

They read which stays to accept, by whom and when, and each presses all of them; then each says how often every outcome
came, as JSON.
"""

import json
import random
import sys
from collections import Counter
from datetime import datetime

import django

django.setup()

from passerelle.getaways.actions import accept_stay  # noqa: E402
from passerelle.getaways.models import Stay  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from tests.processes import become_many, say  # noqa: E402


def press(number: int, by: Person) -> str:
    stay = Stay.objects.select_related("getaway__space", "getaway__network", "person").get(pk=number)
    try:
        return str(accept_stay(stay, by=by).state)
    except Refusal as refusal:
        return refusal.code


def main() -> None:
    told = json.loads(sys.stdin.readline())
    become_many()
    person = Person.objects.get(pk=told["by"])
    with clock.at(datetime.fromisoformat(told["now"])):
        outcomes = Counter(press(stay, person) for stay in random.sample(told["stays"], len(told["stays"])))
    say(outcomes)


if __name__ == "__main__":
    main()
