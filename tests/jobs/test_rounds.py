"""Rounds are walked when due, by one worker, and whatever happens to one of them the others go on."""

from datetime import UTC, datetime, timedelta

import pytest

from passerelle.jobs.actions import CLAIM_GROWS_OLD, REST_AFTER_A_FAILURE, Walked, hasten, run_rounds
from passerelle.jobs.models import Round
from passerelle.jobs.queries import failing_rounds, rounds_by_name
from passerelle.kit import clock

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Walker:
    """A round that remembers when it was walked, and can be told to stumble."""

    def __init__(self, stumbles: bool = False) -> None:
        self.moments: list[datetime] = []
        self.stumbles = stumbles

    def __call__(self, now: datetime) -> int:
        self.moments.append(now)
        if self.stumbles:
            raise LookupError("the third row is odd")
        return len(self.moments)


@pytest.fixture
def walker() -> Walker:
    return Walker()


def test_a_new_round_is_walked_at_once_then_when_it_is_due_again(walker):
    rounds = {"lapse": (walker, HOUR)}
    for minutes in (0, 1, 59, 60, 61, 119, 121):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            run_rounds(rounds)
    assert walker.moments == [MONDAY, MONDAY + HOUR, MONDAY + timedelta(minutes=121)]


def test_what_was_done_is_told_and_kept(walker):
    with clock.at(MONDAY):
        assert run_rounds({"lapse": (walker, HOUR)}, "desk:1") == [Walked("lapse", count=1)]
    [kept] = rounds_by_name()
    assert (kept.report, kept.finished_at, kept.next_at) == ("1 done", MONDAY, MONDAY + HOUR)
    assert (kept.claimed_by, kept.failures) == ("", 0)


def test_a_round_that_stumbles_is_reported_and_the_others_go_on(caplog):
    odd, good = Walker(stumbles=True), Walker()
    with clock.at(MONDAY):
        walked = run_rounds({"odd": (odd, timedelta(seconds=2)), "good": (good, HOUR)})
    assert walked == [Walked("odd", failure="LookupError: the third row is odd"), Walked("good", count=1)]
    assert "odd" in caplog.text
    [failing] = failing_rounds()
    assert (failing.name, failing.failures) == ("odd", 1)
    assert failing.report == "LookupError: the third row is odd"
    assert failing.next_at == MONDAY + REST_AFTER_A_FAILURE


def test_failures_are_counted_until_it_goes_well():
    odd = Walker(stumbles=True)
    for minutes in (0, 2, 4):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            run_rounds({"odd": (odd, timedelta(seconds=2))})
    assert failing_rounds().get().failures == 3
    odd.stumbles = False
    with clock.at(MONDAY + timedelta(minutes=6)):
        run_rounds({"odd": (odd, timedelta(seconds=2))})
    assert not failing_rounds().exists()


def test_what_another_worker_walks_is_left_to_it_until_its_claim_is_old(walker):
    with clock.at(MONDAY):
        Round.objects.create(name="lapse", next_at=MONDAY, claimed_at=MONDAY, claimed_by="another")
    with clock.at(MONDAY + CLAIM_GROWS_OLD - timedelta(seconds=1)):
        assert run_rounds({"lapse": (walker, HOUR)}) == []
    with clock.at(MONDAY + CLAIM_GROWS_OLD + timedelta(seconds=1)):
        assert run_rounds({"lapse": (walker, HOUR)}) == [Walked("lapse", count=1)]


def test_a_round_that_is_hastened_is_walked_before_its_hour(walker):
    rounds = {"lapse": (walker, HOUR)}
    for minutes in (0, 1, 2):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            run_rounds(rounds)
            if minutes == 1:
                hasten("lapse")
                hasten("a round that nobody knows")
    assert walker.moments == [MONDAY, MONDAY + timedelta(minutes=2)]


@pytest.mark.parametrize("stumbles", [False, True])
def test_a_round_that_is_hastened_while_it_is_walked_comes_again(stumbles):
    def hastened(now: datetime) -> int:
        with clock.at(now + timedelta(seconds=1)):
            hasten("lapse")
        if stumbles:
            raise LookupError("the third row is odd")
        return 1

    with clock.at(MONDAY):
        run_rounds({"lapse": (hastened, HOUR)})
    assert Round.objects.get().next_at == MONDAY + timedelta(seconds=1)


def test_who_was_taken_for_dead_does_not_end_the_round_of_the_living():
    def slow(now: datetime) -> int:
        Round.objects.update(claimed_by="another", claimed_at=now)
        return 1

    with clock.at(MONDAY):
        run_rounds({"slow": (slow, HOUR)})
    kept = Round.objects.get()
    assert (kept.claimed_by, kept.finished_at, kept.next_at) == ("another", None, MONDAY)
