"""Several processes that press at once: `python -m tests.members.presser HOW_MANY`, on the database of DATABASE_URL.

They check the same members in, as the desk and as themselves, and take them back where they are told to.
"""

import json
import random
import sys
from collections import Counter
from datetime import datetime

import django

django.setup()

from passerelle.kit import clock  # noqa: E402
from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.members.actions import check_in_member, take_back_check_in  # noqa: E402
from passerelle.members.models import Membership  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.presence.models import Presence  # noqa: E402
from tests.processes import become_many, say  # noqa: E402


def outcome(act: str, key: int, by: Person) -> str:
    membership = Membership.objects.select_related("space", "person").get(pk=key)
    try:
        if act == "poster":
            arrival = check_in_member(membership, by=membership.person, poster=membership.space)
            return "came" if arrival.is_first else "was here"
        if act in ("desk", "seen"):
            return "came" if check_in_member(membership, by=by, saw_identity=act == "seen").is_first else "was here"
        kept = Presence.objects.select_related("space").filter(person=membership.person).first()
        if kept is None:
            return "nobody"
        take_back_check_in(kept, by=by)
        return "taken back"
    except Refusal as refusal:
        return refusal.code


def main() -> None:
    world = json.loads(sys.stdin.readline())
    number = become_many()
    by = Person.objects.get(pk=world["by"])
    presses = [(act, key) for act in world["acts"] for key in world["members"]] * world["times"]
    random.Random(number).shuffle(presses)
    with clock.at(datetime.fromisoformat(world["now"])):
        counted = Counter(outcome(act, key, by) for act, key in presses)
    say(counted)


if __name__ == "__main__":
    main()
