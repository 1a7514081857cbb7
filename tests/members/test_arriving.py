"""Members at the door: once a day, whoever records it, and taken back for 24 hours."""

from datetime import date, timedelta

import pytest

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.members.actions import check_in_member, take_back_check_in
from passerelle.members.models import Membership
from passerelle.members.queries import members_found
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.presence.actions import Holding, hold_days
from passerelle.presence.models import Presence
from passerelle.presence.rules import Allowance
from passerelle.spaces.models import Space
from tests.makers import WEDNESDAY_NOON, asks_no_document, make_member, make_person, make_presence

TODAY = date(2027, 1, 6)
pytestmark = pytest.mark.usefixtures("wednesday_noon")


@pytest.fixture
def ida(birch: Space) -> Person:
    """A member of Birch, whose desk asks for no document."""
    asks_no_document(birch)
    return make_person("Ida Wong", email="ida@example.org")


@pytest.fixture
def membership(ida: Person, birch: Space) -> Membership:
    """Ida's, since long ago."""
    return make_member(ida, birch)


def test_the_desk_records_a_member_once_a_day(membership: Membership, dee: Person, ida: Person) -> None:
    assert [check_in_member(membership, by=dee).is_first for _ in range(3)] == [True, False, False]
    kept = Presence.objects.get()
    assert (kept.day, kept.state, kept.quality, kept.witness) == (TODAY, "used", "member", "desk")
    assert (kept.cause, kept.recorded_by) == (f"membership:{membership.pk}", dee.ref)
    assert Record.objects.filter(act="member_checked_in", about=ida.ref).count() == 1


def test_the_day_is_the_spaces_own(membership: Membership, dee: Person) -> None:
    with clock.at(WEDNESDAY_NOON + timedelta(hours=6)):  # one in the morning in Hong Kong
        check_in_member(membership, by=dee)
    assert Presence.objects.get().day == TODAY + timedelta(days=1)


def test_a_member_records_it_by_the_poster_of_this_space_and_no_other(
    membership: Membership, ida: Person, birch: Space, cedar: Space, fay: Person
) -> None:
    for by, poster in ((ida, None), (ida, cedar), (fay, birch)):
        with pytest.raises(NotFound):
            check_in_member(membership, by=by, poster=poster)
    assert check_in_member(membership, by=ida, poster=birch).presence.witness == "poster"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (TODAY + timedelta(days=1), None),
        (date(2020, 1, 1), TODAY),
    ],
    ids=["from tomorrow", "until yesterday"],
)
def test_the_membership_has_to_hold_on_that_day(since: date, until: date | None, ida: Person, dee: Person) -> None:
    membership = make_member(ida, dee.staff_of.get().space, since=since, until=until)
    with pytest.raises(Refusal, match="membership_is_not_in_force"):
        check_in_member(membership, by=dee)
    assert not Presence.objects.exists()


def test_a_plan_without_the_visa_opens_the_own_door(ida: Person, birch: Space, dee: Person) -> None:
    membership = make_member(ida, birch, carries_visa=False, until=TODAY + timedelta(days=1))
    assert check_in_member(membership, by=dee).is_first


def test_a_day_held_for_a_visit_is_recorded_with_the_visit(
    membership: Membership, ida: Person, birch: Space, dee: Person
) -> None:
    make_presence(ida, birch, TODAY)
    with pytest.raises(Refusal, match="expected_as_visitor"):
        check_in_member(membership, by=dee)


def test_no_day_is_held_for_whoever_is_here_as_a_member(
    membership: Membership, ida: Person, birch: Space, dee: Person
) -> None:
    check_in_member(membership, by=dee)
    holding = Holding(ida, birch, [TODAY], Allowance(3, 90), places_a_day=2, cause="visit:1")
    with pytest.raises(Refusal, match="days_beyond"):
        hold_days(holding)


def test_a_members_day_takes_no_visitors_place_and_no_free_day(
    membership: Membership, ida: Person, birch: Space, dee: Person
) -> None:
    check_in_member(membership, by=dee)
    tomorrow = [TODAY + timedelta(days=1)]
    assert hold_days(Holding(ida, birch, tomorrow, Allowance(1, 90), places_a_day=1, cause="visit:1"))


def test_the_desk_takes_a_mistake_back_for_24_hours(
    membership: Membership, dee: Person, ida: Person, cy: Person
) -> None:
    presence = check_in_member(membership, by=dee).presence
    for by in (ida, cy):
        with pytest.raises(NotFound):
            take_back_check_in(presence, by=by)
    with clock.at(WEDNESDAY_NOON + timedelta(hours=24)), pytest.raises(Refusal, match="too_late_to_correct"):
        take_back_check_in(presence, by=dee)
    with clock.at(WEDNESDAY_NOON + timedelta(hours=23, minutes=59)):
        take_back_check_in(presence, by=dee)
        with pytest.raises(Refusal, match="nothing_to_correct"):
            take_back_check_in(presence, by=dee)
    assert not Presence.objects.exists()
    assert check_in_member(membership, by=dee).is_first


def test_members_are_found_by_name_for_the_desk(birch: Space, bo: Person, visa: Network) -> None:
    for name, until in (("Zoë Lefèvre", None), ("Zoe Lam", TODAY), ("Joe Lam", None)):
        make_member(make_person(name, email=f"{name[:2].lower()}{len(name)}@example.org"), birch, until=until)
    nameless = make_member(make_person("", email="quiet@example.org"), birch)

    def names(words: str, at_most: int = 5) -> list[str]:
        return [one.name for one in members_found(birch, words, TODAY, at_most)]

    assert names("zoe") == ["Zoë Lefèvre"]
    assert names("LAM jo") == ["Joe Lam"]
    assert names("e", 1) == ["Joe Lam"]
    assert names("") == names("example") == names("quiet@") == []
    assert members_found(birch, " Quiet@example.org", TODAY, 5)[0].key == nameless.pk


def test_managers_and_desk_record_members(birch: Space, bo: Person, dee: Person) -> None:
    asks_no_document(birch)
    for by in (bo, dee):
        assert check_in_member(make_member(make_person(f"Of {by.name}"), birch), by=by).is_first
