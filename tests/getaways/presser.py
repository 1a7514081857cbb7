"""One of several processes that press at once: `python -m tests.getaways.presser`, on the database of DATABASE_URL.

It reads which stays to accept, by whom and when, says that it is ready, waits for the word, and presses each; then it
says how often each outcome came.
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


def press(number: int, by: Person) -> str:
    stay = Stay.objects.select_related("getaway__space", "getaway__network", "person").get(pk=number)
    try:
        return str(accept_stay(stay, by=by).state)
    except Refusal as refusal:
        return refusal.code


if __name__ == "__main__":
    told = json.loads(sys.stdin.readline())
    person = Person.objects.get(pk=told["by"])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with clock.at(datetime.fromisoformat(told["now"])):
        outcomes = Counter(press(stay, person) for stay in random.sample(told["stays"], len(told["stays"])))
    sys.stdout.write(json.dumps(outcomes))
