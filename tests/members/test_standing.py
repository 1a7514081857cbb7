"""Good standing: what a home can say of a person for one local date."""

from datetime import date, timedelta

import pytest

from passerelle.members.rules import Belonging, Standing, excluded_end, included_end, standing

FIRST, LAST = date(2027, 1, 4), date(2027, 1, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (FIRST - DAY, Standing.NOT_YET),
        (FIRST, Standing.GOOD),
        (LAST, Standing.GOOD),
        (LAST + DAY, Standing.ENDED),
    ],
)
def test_good_standing_lasts_from_the_first_day_to_the_last_both_included(on: date, said: Standing) -> None:
    assert standing(Belonging(FIRST, excluded_end(LAST), carries_visa=True), on) is said


def test_without_an_end_it_lasts_as_long_as_anybody_can_write() -> None:
    assert standing(Belonging(FIRST, None, carries_visa=True), date.max) is Standing.GOOD


def test_what_does_not_carry_the_visa_is_not_good_standing_but_its_dates_count_first() -> None:
    belonging = Belonging(FIRST, excluded_end(LAST), carries_visa=False)
    said = [standing(belonging, on) for on in (FIRST - DAY, FIRST, LAST + DAY)]
    assert said == [Standing.NOT_YET, Standing.NO_VISA, Standing.ENDED]


def test_of_a_stranger_a_home_knows_nothing() -> None:
    assert standing(None, FIRST) is Standing.UNKNOWN


def test_people_write_the_last_day_and_we_keep_the_day_after() -> None:
    assert excluded_end(LAST) == date(2027, 2, 1)
    assert included_end(date(2027, 2, 1)) == LAST
    assert (excluded_end(None), included_end(None)) == (None, None)
