"""What a network may choose so that visits stay fair: nothing of it holds unless it is chosen."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from passerelle.kit.refusals import Refusal
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.queries import offers_between
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.rules import Allowance
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.visits.models import Visit
from passerelle.visits.queries import terms_now
from passerelle.visits.queries.fairness import days_away
from passerelle.visits.rules.fairness import away_allowance, rested_on
from tests.makers import make_affiliation, make_presence, make_spaces, make_staff
from tests.visits.conftest import MONDAY, TUESDAY, WEDNESDAY

Ask = Callable[..., Visit]
FAIR = {"rest_months": 3}


def offer(space: Space, **deviations: object) -> None:
    Affiliation.objects.filter(space=space).update(deviations=deviations)


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


# As many days as one's home gives


@pytest.mark.parametrize(
    ("host", "home", "floor", "given"),
    [(3, 2, 1, 2), (3, 5, 1, 3), (3, 0, 1, 1), (3, 0, 2, 2), (2, 0, 5, 2), (3, 1, 0, 3), (0, 3, 1, 0)],
)
def test_the_lesser_of_both_never_under_the_floor(host: int, home: int, floor: int, given: int) -> None:
    terms = Terms(free_days=host, floor_days=floor)
    assert terms.for_members_of(Terms(free_days=home)).free_days == given


def test_a_home_that_left_gives_nothing() -> None:
    assert Terms(free_days=3, floor_days=1).for_members_of(None).free_days == 1


def test_it_is_counted_and_frozen_as_the_home_gives(asks: Ask, alder: Space, birch: Space, bo: Person) -> None:
    offer(alder, free_days=1)
    offer(birch, free_days=3, floor_days=1)
    assert [one.terms.free_days for one in offers_between(alder, birch, MONDAY)] == [1]
    assert refused(lambda: asks(MONDAY, TUESDAY)).code == "days_beyond"
    visit = accept_visit(asks(MONDAY), by=bo)
    terms = terms_now(visit)
    assert terms
    assert terms.free_days == 1


# A rest between two visits


@pytest.mark.parametrize(
    ("other", "asked", "again"),
    [
        (date(2027, 1, 31), date(2027, 4, 29), date(2027, 4, 30)),  # April has no 31st
        (date(2027, 1, 31), date(2027, 4, 30), None),
        (date(2023, 11, 30), date(2024, 2, 28), date(2024, 2, 29)),  # a leap day
        (date(2027, 7, 1), date(2027, 4, 2), date(2027, 10, 1)),  # one that is still to come
        (date(2027, 7, 1), date(2027, 4, 1), None),
    ],
)
def test_months_lie_between_two_visits(other: date, asked: date, again: date | None) -> None:
    assert rested_on(Terms(rest_months=3), [other], [asked]) == again


def test_a_second_visit_waits_and_the_days_of_one_visit_do_not(asks: Ask, ana: Person, birch: Space) -> None:
    offer(birch, **FAIR)
    make_presence(ana, birch, MONDAY - timedelta(days=40))
    refusal = refused(lambda: asks(MONDAY, TUESDAY))
    assert refusal.code == "visited_too_recently"
    assert refusal.facts["from_day"] > MONDAY


def test_it_is_asked_again_at_the_yes(asks: Ask, ana: Person, birch: Space, bo: Person) -> None:
    offer(birch, **FAIR)
    visit = asks(MONDAY, TUESDAY)
    make_presence(ana, birch, MONDAY - timedelta(days=7))
    assert refused(lambda: accept_visit(visit, by=bo)).code == "visited_too_recently"


def test_one_visit_of_several_days_is_one(asks: Ask, birch: Space, bo: Person) -> None:
    offer(birch, **FAIR)
    assert accept_visit(asks(MONDAY, TUESDAY), by=bo).state == "accepted"


# Not always away


def test_a_share_of_the_working_days_of_ninety() -> None:
    assert away_allowance(Terms()) is None
    assert away_allowance(Terms(most_away_percent=50)) == Allowance(32, 90)
    assert away_allowance(Terms(most_away_percent=1)) == Allowance(0, 90)


def test_days_at_all_hosts_count_together(asks: Ask, ana: Person, birch: Space, visa: Network) -> None:
    offer(birch, most_away_percent=5)  # three of 64
    elsewhere, further = make_spaces(2)
    make_presence(ana, elsewhere, MONDAY - timedelta(days=30))
    make_presence(ana, further, MONDAY + timedelta(days=30))
    terms = Terms(most_away_percent=5)
    assert len(days_away(ana, terms, [TUESDAY])) == 2
    refusal = refused(lambda: asks(MONDAY, TUESDAY))
    assert (refusal.code, refusal.facts) == ("away_too_often", {"most": 3, "within": 90})
    assert asks(TUESDAY).state == "requested"


def test_a_day_at_two_hosts_is_away_once(asks: Ask, ana: Person, birch: Space) -> None:
    offer(birch, most_away_percent=2)  # one of 64
    (elsewhere,) = make_spaces(1)
    make_presence(ana, elsewhere, MONDAY)
    assert asks(MONDAY).state == "requested"
    assert refused(lambda: asks(TUESDAY)).code == "away_too_often"


def test_a_day_that_a_pass_pays_is_no_hospitality(asks: Ask, ana: Person, birch: Space) -> None:
    offer(birch, most_away_percent=2)
    (elsewhere,) = make_spaces(1)
    make_presence(ana, elsewhere, MONDAY, quality="holder")
    assert asks(WEDNESDAY).state == "requested"


def test_nothing_holds_unless_it_is_chosen(ana: Person, alder: Space, visa: Network, birch: Space) -> None:
    """Away every day, there yesterday, from a home that gives nothing: still welcome."""
    offer(alder, free_days=0)
    for space in make_spaces(3):
        make_affiliation(space, visa)
        make_staff(ana, space)
        make_presence(ana, space, MONDAY)
    make_presence(ana, birch, MONDAY - timedelta(days=3))
    assert ask_for_a_visit(Asking(alder, birch, (TUESDAY,)), by=ana).state == "requested"
