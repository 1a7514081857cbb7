"""What an ask and an offer have in common, how well that does on labelled pairs, and who is suggested to whom."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.asks.rules import Answers, Stands, civil_moment
from passerelle.asks.rules.matching import likeness, said_by, said_of, spoken_of
from passerelle.asks.rules.suggesting import Written, common_days, pairs, within_wishes
from passerelle.kit import clock
from tests.asks.measured import measured

FLOORS = {"tuned on": (1.0, 0.97), "held out": (1.0, 0.95), "written later": (0.92, 0.95), "unseen": (0.87, 0.51)}
MONDAY = date(2027, 1, 4)
FOREVER = date(2028, 1, 1)
DESIGN = spoken_of("logo")


@pytest.mark.parametrize("part", FLOORS)
def test_matching_is_no_worse_than_it_was_measured(part: str) -> None:
    found, (precision, recall) = measured()[part], FLOORS[part]
    assert found.precision >= precision
    assert found.recall >= recall


def test_there_are_enough_pairs_of_each_kind() -> None:
    sizes = {part: sum((one.right, one.wrong, one.missed, one.left)) for part, one in measured().items()}
    assert sum(sizes.values()) >= 120
    assert sizes["held out"] + sizes["unseen"] >= 80


@pytest.mark.parametrize(
    ("ask", "offer", "is_enough"),
    [
        ("Je cherche une graphiste.", "Graphic designer at your service.", True),
        ("Traduction vers le néerlandais", "I translate from Japanese.", False),
        ("Chambre à Namur", "Room to let in Liège", False),
        ("Un site web pour mon équipe", "Une équipe, un site", False),
        ("Je cherche un stage", "Stage proposé", False),
        ("", "", False),
    ],
)
def test_what_goes_together(ask: str, offer: str, is_enough: bool) -> None:
    assert likeness(spoken_of(ask), spoken_of(offer)).is_enough is is_enough


@given(st.text(), st.text())
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    first, second = spoken_of(one), spoken_of(other)
    assert likeness(first, second) == likeness(second, first)


def test_reasons_are_said_in_the_readers_words() -> None:
    text = "J’adore l’apiculture et les théières anciennes."
    words = [said_by("=translation", text, "fr"), said_by("theier", text, "fr")]
    assert said_of(words, "fr") == "traduction et théières"
    assert said_by("=translation", text, "en") == "translation"
    assert said_of([], "en") == ""


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (frozenset(), frozenset(), ()),
        (frozenset(), frozenset({MONDAY}), (MONDAY,)),
        (frozenset({MONDAY}), frozenset({MONDAY, MONDAY + timedelta(1)}), (MONDAY,)),
        (frozenset({MONDAY}), frozenset({MONDAY + timedelta(1)}), None),
    ],
)
def test_on_which_days_two_meet(one: frozenset[date], other: frozenset[date], days: tuple[date, ...] | None) -> None:
    assert common_days(one, other) == days
    assert common_days(other, one) == days


def written(key: int, person: int, is_ask: bool = True, kind: str = "client", until: date = FOREVER) -> Written:
    return Written(key, person, is_ask, kind, DESIGN, until)


def test_only_those_who_meet_are_paired() -> None:
    at_home: dict[int, frozenset[date]] = {1: frozenset()}
    offer = written(9, 9, is_ask=False)
    here = {9: at_home, 1: at_home, 2: {2: frozenset[date]()}, 3: {1: frozenset({MONDAY})}}
    asks = [written(1, 1), written(2, 2), written(3, 3), written(4, 3, kind="flat"), written(5, 9)]
    late = written(6, 3, until=MONDAY - timedelta(days=1))
    assert [(one.ask.key, one.days) for one in pairs([*asks, late, offer], here, ())] == [(1, ()), (3, (MONDAY,))]
    assert pairs([*asks, offer], here, {(1, 9), (3, 9)}) == []


def test_nobody_is_suggested_more_than_they_want() -> None:
    here: dict[int, dict[int, frozenset[date]]] = {person: {1: frozenset()} for person in range(10)}
    found = pairs([written(key, key) for key in range(5)] + [written(9, 9, is_ask=False)], here, ())
    assert len(found) == 5
    assert [one.ask.key for one in within_wishes(found, dict.fromkeys(range(10), 1))] == [0]
    assert [one.ask.key for one in within_wishes(found, {9: 5, 1: 1, 3: 1})] == [1, 3]


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ("2027-01-06T11:00", "2027-01-06T11:00"),
        ("2027-01-06T07:00", "2027-01-06T09:00"),
        ("2027-01-06T18:00", "2027-01-07T09:00"),
        ("2027-01-08T19:00", "2027-01-11T09:00"),
        ("2027-01-09T11:00", "2027-01-11T09:00"),
    ],
)
def test_letters_leave_in_civil_hours(said: str, leaves: str) -> None:
    there = datetime.fromisoformat(said).replace(tzinfo=clock.zone("Europe/Brussels"))
    assert civil_moment(there).replace(tzinfo=None) == datetime.fromisoformat(leaves)


@pytest.mark.parametrize(
    ("own", "is_made", "is_over", "stands"),
    [
        ("", False, False, Stands.WAITS_FOR_YOU),
        ("yes", False, False, Stands.YOU_SAID_YES),
        ("no", False, False, Stands.YOU_SAID_NO),
        ("", False, True, Stands.LAPSED),
        ("yes", False, True, Stands.LAPSED),
        ("no", False, True, Stands.YOU_SAID_NO),
        ("yes", True, True, Stands.MADE),
    ],
)
def test_how_an_introduction_stands_to_one_side(own: str, is_made: bool, is_over: bool, stands: Stands) -> None:
    lapse_at = datetime(2027, 1, 20, tzinfo=clock.zone("UTC"))
    assert Answers(own, is_made, lapse_at).stands(lapse_at - timedelta(seconds=0 if is_over else 1)) is stands
