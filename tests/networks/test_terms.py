"""Terms as data: what they may say, how they are kept, and how a host deviates from its network's."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.networks.rules import Included, Terms, TermsAreWrong, Way

MONDAY = date(2027, 1, 4)

LIMITS: dict[str, tuple[int, int]] = {
    "free_days": (0, 31),
    "within_days": (1, 366),
    "notice_hours": (0, 336),
    "visitors_a_day": (0, 500),
    "minimum_membership_days": (0, 366),
    "same_town_km": (0, 500),
    "day_price": (0, 10_000_000),
    "floor_days": (0, 31),
    "rest_months": (0, 24),
    "most_away_percent": (0, 100),
}


def flaw(**said: Any) -> tuple[str, str] | None:
    """The field that is wrong, and why; nothing where the terms stand."""
    try:
        Terms.read(said)
    except TermsAreWrong as wrong:
        return wrong.field, wrong.code
    return None


@pytest.mark.parametrize(("field", "least", "most"), [(field, *limits) for field, limits in LIMITS.items()])
def test_a_number_stands_between_its_limits(field: str, least: int, most: int) -> None:
    assert flaw(**{field: least}) is None
    assert flaw(**{field: most}) is None
    assert flaw(**{field: least - 1}) == (field, "out_of_range")
    assert flaw(**{field: most + 1}) == (field, "out_of_range")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"weekdays": [0, 6]}, None),
        ({"weekdays": []}, None),
        ({"weekdays": [0, 7]}, ("weekdays", "out_of_range")),
        ({"weekdays": [-1, 0]}, ("weekdays", "out_of_range")),
        ({"weekdays": ["Monday"]}, ("weekdays", "not_known")),
        ({"weekdays": 3}, ("weekdays", "not_known")),
        ({"from_hour": "09:30"}, None),
        ({"to_hour": "09:30"}, None),
        ({"from_hour": "09:30", "to_hour": "09:31"}, None),
        ({"from_hour": "09:30", "to_hour": "09:30"}, ("to_hour", "out_of_range")),
        ({"from_hour": "10:00", "to_hour": "09:30"}, ("to_hour", "out_of_range")),
        ({"from_hour": "25:00"}, ("from_hour", "out_of_range")),
        ({"from_hour": "09:30:00"}, ("from_hour", "out_of_range")),
        ({"to_hour": "noon"}, ("to_hour", "out_of_range")),
        ({"day_price": None}, None),
        ({"way": "notice"}, None),
        ({"way": "by_parachute"}, ("way", "not_known")),
        ({"included": ["wifi", "locker"]}, None),
        ({"included": ["sauna"]}, ("included", "not_known")),
        ({"what_a_later_version_says": 1}, None),
    ],
    ids=str,
)
def test_what_terms_may_say(said: dict[str, Any], wrong: tuple[str, str] | None) -> None:
    assert flaw(**said) == wrong


def test_what_is_kept_is_read_back_and_the_rest_has_its_default() -> None:
    terms = Terms(free_days=5, way=Way.DROP_IN, weekdays=(1, 3), included=(Included.LOCKER,), from_hour="10:00")
    assert Terms.read(terms.written()) == terms
    assert terms.written()["weekdays"] == [1, 3]
    assert Terms.read({"way": "drop_in", "weekdays": ["3", 1, 1]}) == Terms(way=Way.DROP_IN, weekdays=(1, 3))


def test_a_deviation_is_what_a_host_says_otherwise_and_nothing_else() -> None:
    default = Terms(free_days=3)
    ours = replace(default, free_days=5, way=Way.DROP_IN)
    assert ours.deviations_from(default) == {"free_days": 5, "way": "drop_in"}
    assert default.with_deviations({"free_days": 5, "way": "drop_in"}) == ours


def test_visitors_come_on_the_days_of_the_week_that_the_terms_name() -> None:
    assert [Terms(weekdays=(0, 5)).welcomes_on(MONDAY + timedelta(days=day)) for day in range(7)] == [
        True, False, False, False, False, True, False,
    ]  # fmt: skip
