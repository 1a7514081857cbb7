"""A process that, when told to go, leaves a space's staff or accepts an invitation, and says what came of it.

`python -m tests.spaces.leaver leave 7` · `python -m tests.spaces.leaver accept 7 SEALED`, 7 being the person's key.
"""

import sys

import django

django.setup()

from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.spaces.actions.staff import accept_invitation, leave_staff  # noqa: E402
from passerelle.spaces.models import Staff  # noqa: E402


def press(act: str, person: Person, sealed: str) -> str:
    """Do it, and say `done` or why not."""
    try:
        if act == "leave":
            leave_staff(Staff.objects.select_related("space").get(person=person), by=person)
        else:
            accept_invitation(sealed, by=person)
    except Refusal as refusal:
        return refusal.code
    return "done"


if __name__ == "__main__":
    act, key, *rest = sys.argv[1:]
    person = Person.objects.get(pk=key)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(press(act, person, "".join(rest)) + "\n")
