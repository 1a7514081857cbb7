"""What a plan is, and how long it lasts: every month's end and leap day is a case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.plans.rules import Described, Kind, valid_until

MONTH = Described("Le mois", "A month", Kind.MONTH, 18_000, carries_visa=True)
DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("kind", "since", "valid_days", "last"),
    [
        (Kind.DAY, date(2028, 2, 29), 0, date(2028, 2, 29)),
        (Kind.WEEK, date(2027, 12, 29), 0, date(2028, 1, 4)),
        (Kind.MONTH, date(2027, 3, 1), 0, date(2027, 3, 31)),
        (Kind.MONTH, date(2027, 1, 15), 0, date(2027, 2, 14)),
        (Kind.MONTH, date(2027, 1, 31), 0, date(2027, 2, 27)),
        (Kind.MONTH, date(2028, 1, 31), 0, date(2028, 2, 28)),
        (Kind.MONTH, date(2027, 12, 31), 0, date(2028, 1, 30)),
        (Kind.BUNDLE, date(2027, 1, 4), 90, date(2027, 4, 3)),
        (Kind.BUNDLE, date(2027, 1, 4), 0, None),
    ],
)
def test_the_last_day_is_included(kind: Kind, since: date, valid_days: int, last: date | None) -> None:
    assert valid_until(kind, since, valid_days) == last


@given(DAYS)
def test_a_month_lasts_28_to_31_days_and_the_next_begins_on_the_day_after(since: date) -> None:
    last = valid_until(Kind.MONTH, since)
    assert last is not None
    assert 27 <= (last - since).days <= 30
    assert (last + timedelta(days=1)).day in {since.day, *range(28, 32)}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name_fr": ""}, {"name_fr": "name_is_missing"}),
        ({"price": 0}, {"price": "out_of_range"}),
        ({"price": 0, "is_trial": True}, {}),
        ({"price": -1, "is_trial": True}, {"price": "out_of_range"}),
        ({"kind": Kind.BUNDLE}, {"days": "out_of_range"}),
        ({"kind": Kind.BUNDLE, "days": 10}, {}),
        ({"kind": Kind.WEEK, "days": 8}, {"days": "out_of_range"}),
        ({"days": 31}, {}),
        ({"days": 32}, {"days": "out_of_range"}),
        ({"hours": "whenever"}, {"hours": "hours_cannot_be_read"}),
        ({"hours": "lundi au vendredi de 18h à 23h"}, {}),
    ],
)
def test_what_cannot_be_offered_is_named(change: dict, fault: dict) -> None:
    assert replace(MONTH, **change).tidied().faults() == fault


def test_what_the_kind_does_not_have_is_left_out() -> None:
    day = replace(MONTH, kind=Kind.DAY, days=3, valid_days=9, name_fr="  Un   jour ").tidied()
    assert (day.days, day.valid_days, day.name_fr) == (0, 0, "Un jour")
    assert replace(MONTH, hours="Mo-Fr 18-23").tidied().hours == "Mo-Fr 18:00-23:00"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("said", [None, True, False])
def test_a_month_carries_the_visa_unless_said(kind: Kind, said: bool | None) -> None:
    carries = replace(MONTH, kind=kind, carries_visa=said).tidied().carries_visa
    assert carries is (kind is Kind.MONTH if said is None else said)
