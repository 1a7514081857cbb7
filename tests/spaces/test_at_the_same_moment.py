"""Real processes press at once: a space keeps a manager, and an invitation serves once."""

import os
import subprocess
import sys

import pytest

from passerelle.kit.signing import seal
from passerelle.spaces.actions.staff import invite_staff
from passerelle.spaces.models import Staff
from passerelle.spaces.rules import Role
from tests.makers import make_person, make_space, make_staff
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def press_at_once(*presses: tuple[str, ...]) -> list[str]:
    """What came of each press, in order of the alphabet."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.spaces.leaver"]
    leavers = [
        subprocess.Popen([*command, *press], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for press in presses
    ]
    for leaver in leavers:
        assert leaver.stdout is not None
        assert leaver.stdout.readline() == "ready\n"
    for leaver in leavers:
        assert leaver.stdin is not None
        leaver.stdin.write("go\n")
        leaver.stdin.flush()
    return sorted(leaver.communicate(timeout=60)[0].strip() for leaver in leavers)


def test_of_four_managers_who_leave_at_once_one_stays() -> None:
    space = make_space()
    managers = [make_person(f"Manager {number}") for number in range(4)]
    for manager in managers:
        make_staff(manager, space)
    outcomes = press_at_once(*(("leave", str(manager.pk)) for manager in managers))
    assert outcomes == ["done", "done", "done", "last_manager_stays"]
    assert Staff.objects.filter(space=space, role=Role.MANAGER).count() == 1


def test_of_four_who_accept_at_once_one_comes_in() -> None:
    space, manager = make_space(), make_person("Manager")
    make_staff(manager, space)
    invitation = invite_staff(space, "eve@example.org", Role.DESK, by=manager)
    sealed = seal("invitation", invitation.reference)
    hopefuls = [make_person(f"Hopeful {number}") for number in range(4)]
    outcomes = press_at_once(*(("accept", str(hopeful.pk), sealed) for hopeful in hopefuls))
    assert outcomes == ["done", *["invitation_was_accepted"] * 3]
    assert Staff.objects.filter(space=space, role=Role.DESK).count() == 1
