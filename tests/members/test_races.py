"""Eight real processes press at once: a member is here once a day, whoever records it."""

from collections import Counter

import pytest

from passerelle.kit import clock
from passerelle.logbook.models import Record
from passerelle.members.models import IdentitySeen, SpacesIdentityRule
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from tests.makers import asks_no_document, make_member, make_person
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races, pytest.mark.usefixtures("wednesday_noon")]

PROCESSES = 8


def press_at_once(members: list[int], by: Person, acts: tuple[str, ...], times: int = 3) -> Counter[str]:
    """Each of the processes does all acts for all members, in an order of its own; how often each outcome came."""
    world = {"by": by.pk, "now": clock.now().isoformat(), "members": members, "acts": acts, "times": times}
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.members.presser", world, PROCESSES):
        outcomes += Counter(said)
    return outcomes


def test_a_document_is_noted_once_with_the_check_in(members: list[int], dee: Person) -> None:
    SpacesIdentityRule.objects.update(is_asked=True)
    outcomes = press_at_once(members, dee, ("desk", "poster", "seen"))
    assert outcomes["came"] == 5
    assert set(outcomes) == {"came", "was here", "identity_not_seen"} - ({"identity_not_seen"} - set(outcomes))
    assert IdentitySeen.objects.count() == Record.objects.filter(act="identity_seen").count() == 5


@pytest.fixture
def members(birch: Space) -> list[int]:
    """Five members of Birch, whose desk asks for no document."""
    asks_no_document(birch)
    return [make_member(make_person(f"Member {number}"), birch).pk for number in range(5)]


def test_a_member_is_here_once_whoever_presses(members: list[int], dee: Person) -> None:
    outcomes = press_at_once(members, dee, ("desk", "poster"))
    assert outcomes == {"came": 5, "was here": PROCESSES * 30 - 5}
    assert Presence.objects.count() == Record.objects.filter(act="member_checked_in").count() == 5


def test_coming_and_taking_back_at_once_agree_with_what_was_written(members: list[int], dee: Person) -> None:
    outcomes = press_at_once(members, dee, ("desk", "poster", "back"))
    came, back = (Record.objects.filter(act=act).count() for act in ("member_checked_in", "member_check_in_taken_back"))
    assert (outcomes["came"], outcomes["taken back"]) == (came, back)
    assert Presence.objects.count() == came - back
