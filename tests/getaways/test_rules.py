from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.getaways.rules import (
    Cancelling,
    Comprises,
    NotPossible,
    Offer,
    PriceFor,
    Setting,
    Span,
    answer_is_due,
    days_without_a_place,
)

TODAY = date(2027, 1, 6)
SUMMER = Offer(
    Setting.SEASIDE,
    Comprises.BOTH,
    since=date(2027, 6, 1),
    until=date(2027, 9, 1),
    minimum_days=3,
    places=2,
    price=6_500,
    price_for=PriceFor.DAY,
    cancelling=Cancelling(free_days=14, kept_percent=50),
)


def changed(**fields: object) -> Offer:
    return Offer(**{**vars(SUMMER), **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2027, 6, 1), date(2027, 6, 3), None),
        (date(2027, 8, 29), date(2027, 8, 31), None),
        (date(2027, 5, 31), date(2027, 6, 3), NotPossible.OUT_OF_SEASON),
        (date(2027, 8, 30), date(2027, 9, 1), NotPossible.OUT_OF_SEASON),
        (date(2027, 6, 1), date(2027, 6, 2), NotPossible.TOO_SHORT),
        (date(2027, 6, 2), date(2027, 6, 1), NotPossible.ENDS_BEFORE_IT_BEGINS),
        (date(2027, 6, 1), date(2027, 8, 30), NotPossible.TOO_LONG),
        (TODAY, date(2027, 1, 9), NotPossible.BEGINS_TOO_SOON),
        (date(2029, 6, 1), date(2029, 6, 5), NotPossible.TOO_FAR_AHEAD),
    ],
)
def test_days_can_be_had_within_the_season_and_not_too_few(first: date, last: date, why: NotPossible | None) -> None:
    assert SUMMER.why_not(Span(first, last), TODAY) is why


def test_a_stay_of_ninety_days_is_the_longest() -> None:
    assert SUMMER.why_not(Span(date(2027, 6, 1), date(2027, 8, 29)), TODAY) is None


def test_a_price_is_for_each_day_or_for_the_whole() -> None:
    four = Span(date(2027, 6, 29), date(2027, 7, 2))
    assert SUMMER.price_of(four) == 26_000
    assert changed(price_for=PriceFor.STAY).price_of(four) == 6_500


@pytest.mark.parametrize(
    ("on", "kept"),
    [(date(2027, 6, 17), 0), (date(2027, 6, 18), 13_001), (date(2027, 6, 30), 13_001)],
)
def test_cancelling_is_free_until_so_many_days_before(on: date, kept: int) -> None:
    assert SUMMER.cancelling.kept_of(26_001, date(2027, 7, 1), on) == kept


def test_where_cancelling_is_free_until_the_eve_of_arrival_the_day_itself_is_late() -> None:
    rule = Cancelling(free_days=1, kept_percent=100)
    assert rule.kept_of(500, date(2027, 3, 1), date(2027, 2, 28)) == 0
    assert rule.kept_of(500, date(2027, 3, 1), date(2027, 3, 1)) == 500


@given(st.integers(0, 10_000_000), st.integers(0, 100), st.integers(0, 365), st.integers(-400, 400))
def test_what_is_kept_is_never_more_than_the_price(price: int, percent: int, free_days: int, before: int) -> None:
    first = date(2028, 3, 1)
    kept = Cancelling(free_days, percent).kept_of(price, first, first - timedelta(days=before))
    assert 0 <= kept <= price
    assert kept == 0 or before < free_days


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({}, []),
        ({"until": date(2027, 6, 1)}, [("until", "season_ends_before_it_begins")]),
        ({"until": date(2027, 6, 3)}, [("minimum_days", "season_is_too_short")]),
        ({"price": 0, "places": 501}, [("places", "out_of_range"), ("price", "out_of_range")]),
        ({"cancelling": Cancelling(366, 101)}, [("free_days", "out_of_range"), ("kept_percent", "out_of_range")]),
    ],
)
def test_what_cannot_be_offered_is_named_by_field(fields: dict[str, object], faults: list[tuple[str, str]]) -> None:
    assert list(changed(**fields).faults()) == faults


def test_a_day_is_full_when_as_many_stays_as_places_lie_on_it() -> None:
    first, second, third = (date(2027, 7, day) for day in (1, 2, 3))
    taken = [Span(first, second), Span(second, third)]
    assert days_without_a_place(2, taken, Span(first, third)) == [second]
    assert days_without_a_place(1, taken, Span(first, third)) == [first, second, third]
    assert days_without_a_place(3, taken, Span(first, third)) == []


def test_an_answer_is_due_in_three_days_and_before_the_first_day_begins() -> None:
    asked = datetime(2027, 6, 1, 10, tzinfo=UTC)
    assert answer_is_due(asked, asked + timedelta(days=9)) == asked + timedelta(days=3)
    assert answer_is_due(asked, asked + timedelta(hours=5)) == asked + timedelta(hours=5)
