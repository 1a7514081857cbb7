"""When a holder stands well: an open pass that lasts on the day, whatever is left on it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.passes.rules.standing import Hold, Standing, standing

MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
HOLDS = st.builds(
    Hold, st.booleans(), st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=3).map(tuple), st.none() | DAYS
)
month = Hold(True, ((MARCH, APRIL),))


@pytest.mark.parametrize(
    ("holds", "on", "said"),
    [
        ([], MARCH, Standing.NONE),
        ([Hold(False, ((MARCH, None),))], MARCH, Standing.NOT_OPEN),
        ([month], date(2027, 2, 28), Standing.NOT_THEN),
        ([month], MARCH, Standing.GOOD),
        ([month], date(2027, 3, 31), Standing.GOOD),
        ([month], APRIL, Standing.NOT_THEN),
        ([Hold(True, ((MARCH, APRIL),), renews_on=APRIL)], APRIL, Standing.GOOD),
        ([Hold(True, ((MARCH, None),))], date(2029, 1, 1), Standing.GOOD),
        ([Hold(True, ())], MARCH, Standing.NOT_THEN),
        ([Hold(False, ((MARCH, None),)), month], MARCH, Standing.GOOD),
        ([Hold(False, ((MARCH, None),)), month], APRIL, Standing.NOT_THEN),
    ],
)
def test_what_a_network_says_of_a_holder(holds: list[Hold], on: date, said: Standing) -> None:
    assert standing(holds, on) is said


@given(st.lists(HOLDS, max_size=4), HOLDS, DAYS)
def test_one_more_pass_never_takes_good_standing_away(holds: list[Hold], more: Hold, on: date) -> None:
    if standing(holds, on) is Standing.GOOD:
        assert standing([*holds, more], on) is Standing.GOOD
        assert standing([more, *holds], on) is Standing.GOOD
