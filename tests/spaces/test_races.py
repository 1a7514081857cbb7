"""Two real processes press on what only one of them may have: an invitation, the last manager's place, a roster."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from passerelle.credentials.actions import TRIES
from passerelle.credentials.models import Tries
from passerelle.kit.signing import seal
from passerelle.members.models import Membership
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Invitation, Space, Staff
from passerelle.spaces.rules import Role
from tests.makers import make_person, make_staff
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 6

BEGIN = """
import django, os, sys
django.setup()
from passerelle.kit.refusals import Refusal
from passerelle.people.models import Person
from passerelle.spaces.models import Space, Staff
from passerelle.spaces.actions.staff import accept_invitation, leave_staff
from passerelle.members.actions import take_in_roster
from passerelle.credentials.actions import count_a_try, key_in_use
from passerelle.networks.models import Network
waits, go = os.pipe()
pressers = []
for number in range({at_once}):
    pressers.append(os.fork())
    if pressers[-1] == 0:
        break
else:
    os.close(go)  # nobody holds the other end any more: all of them read its end, and begin
    sys.exit(any(os.waitpid(presser, 0)[1] for presser in pressers))
os.close(go)
os.read(waits, 1)
try:
    {act}
    said = "done"
except Refusal as refusal:
    said = refusal.code
os.write(1, (said + chr(10)).encode())  # in one go: the others write to the same pipe
"""


def pressed_at_once(act: str, at_once: int = PROCESSES) -> Counter[str]:
    """What each of the processes said, each given its `number`. They are one until the rooms are loaded."""
    settings = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", BEGIN.format(act=act, at_once=at_once)]
    pressed = subprocess.run(command, env=settings, stdout=subprocess.PIPE, text=True, timeout=240)
    assert pressed.returncode == 0
    return Counter(pressed.stdout.split())


def test_an_invitation_serves_one(birch: Space, bo: Person) -> None:
    people = [make_person(f"Candidate {number}").pk for number in range(PROCESSES)]
    invitation = Invitation.objects.create(space=birch, email="new@example.org", role=Role.DESK, invited_by=bo)
    sealed = seal("invitation", invitation.reference)
    said = pressed_at_once(f"accept_invitation({sealed!r}, by=Person.objects.get(pk={people}[number]))")
    assert said == {"done": 1, "invitation_was_accepted": PROCESSES - 1}
    assert Staff.objects.filter(space=birch, role=Role.DESK).count() == 1


def test_of_managers_who_leave_at_once_one_stays(birch: Space, bo: Person) -> None:
    staff = [make_staff(make_person(f"Manager {number}"), birch).pk for number in range(PROCESSES - 1)]
    keys = [Staff.objects.get(person=bo).pk, *staff]
    said = pressed_at_once(
        f"one = Staff.objects.select_related('space', 'person').get(pk={keys}[number]); leave_staff(one, by=one.person)"
    )
    assert said == {"done": PROCESSES - 1, "last_manager_stays": 1}


def test_a_roster_sent_many_times_at_once_enters_everybody_once(birch: Space, bo: Person) -> None:
    lines = "\n".join(["name,mail", *(f"Member {number},member{number}@example.org" for number in range(300))])
    said = pressed_at_once(
        f"take_in_roster(Space.objects.get(pk={birch.pk}), {lines!r}.encode(), is_complete=False,"
        f" by=Person.objects.get(pk={bo.pk}))"
    )
    assert said == {"done": PROCESSES}
    assert Membership.objects.filter(space=birch).count() == 300


def test_tries_of_short_codes_are_counted_by_all_together(birch: Space, bo: Person) -> None:
    pressed_at_once(f"[count_a_try(Space.objects.get(pk={birch.pk}), by='person:1') for _ in range(3)]")
    assert Tries.objects.get().count == 3 * PROCESSES
    pressed_at_once(f"[count_a_try(Space.objects.get(pk={birch.pk}), by='person:1') for _ in range(3)]")
    assert Tries.objects.get().count == TRIES


def test_a_network_that_signs_for_the_first_time_gets_one_key(visa: Network) -> None:
    assert pressed_at_once(f"key_in_use(Network.objects.get(pk={visa.pk}))") == {"done": PROCESSES}
    assert visa.keys.count() == 1
