from datetime import UTC, date, datetime, time

import pytest

from passerelle.spaces.rules import (
    Closed,
    closes_at,
    hours_as_meant,
    hours_can_be_read,
    next_opening,
    office_hours,
    spans_on,
)

MONDAY, WEDNESDAY, SATURDAY = date(2027, 1, 4), date(2027, 1, 6), date(2027, 1, 9)
NINE_TO_SIX = (time(9), time(18))


def at(*moment: int) -> datetime:
    """A local moment; which zone does not matter here."""
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "day", "spans"),
    [
        ("Mo-Fr 09:00-18:00", WEDNESDAY, (NINE_TO_SIX,)),
        ("Mo-Fr 09:00-18:00", SATURDAY, ()),
        ("Mo-Fr 09:00-12:00,13:00-18:00", WEDNESDAY, ((time(9), time(12)), (time(13), time(18)))),
        ("24/7", SATURDAY, ((time(0), time(23, 59)),)),
        ("We 20:00-02:00", WEDNESDAY, ((time(20), time(23, 59)),)),
        ("", WEDNESDAY, (NINE_TO_SIX,)),
        ("", SATURDAY, ()),
        ("quand on est là", WEDNESDAY, (NINE_TO_SIX,)),
        ("Mo-Fr 09:00-18:00; PH off", date(2027, 7, 21), ()),
    ],
)
def test_hours_of_a_day(hours, day, spans):
    assert spans_on(day, hours, "BE") == spans


def test_unknown_hours_are_ordinary_ones_but_for_public_holidays():
    assert spans_on(date(2027, 7, 21), "", "BE") == ()
    assert spans_on(date(2027, 7, 21), "", "HK") == (NINE_TO_SIX,)


def test_a_country_without_known_holidays_keeps_its_hours():
    assert spans_on(WEDNESDAY, "Mo-Fr 09:00-18:00; PH off", "ZZ") == (NINE_TO_SIX,)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mo-Fr 09:00-18:00", "Mo-Fr 09:00-18:00"),
        ("lundi au vendredi de 9h à 18h30", "Mo-Fr 09:00-18:30"),
        ("du lundi au vendredi, 9 h – 18 h ; samedi 10h-13h", "Mo-Fr 09:00-18:00; Sa 10:00-13:00"),
        ("Lu-Ve 9h-12h, 13h-18h", "Mo-Fr 09:00-12:00,13:00-18:00"),
        ("Monday to Friday from 9 to 18", "Mo-Fr 09:00-18:00"),
        ("mardi et jeudi 9h-17h", "Tu,Th 09:00-17:00"),
        ("tous les jours 8h30-19h", "Mo-Su 08:30-19:00"),
        ("Mon-Fri 9-18.30\nSat 10-14", "Mo-Fr 09:00-18:30; Sa 10:00-14:00"),
    ],
)
def test_hours_as_people_write_them_are_understood(written, meant):
    assert hours_as_meant(written) == meant
    assert hours_can_be_read(meant)


@pytest.mark.parametrize("written", ["on verra bien", "le matin", "9h du lundi"])
def test_what_cannot_be_understood_stays_as_it_was_typed(written):
    assert hours_as_meant(written) == written


def test_closed_dates_are_taken_out_of_the_hours():
    on = office_hours("Mo-Fr 09:00-18:00", "BE", [Closed(MONDAY, WEDNESDAY)])
    assert on(MONDAY) == ()
    assert on(WEDNESDAY) == (NINE_TO_SIX,)


def test_a_place_is_open_from_its_opening_until_just_before_closing():
    on = office_hours("Mo-Fr 09:00-18:00", "BE", ())
    assert closes_at(at(2027, 1, 6, 9, 0), on) == time(18)
    assert closes_at(at(2027, 1, 6, 8, 59), on) is None
    assert closes_at(at(2027, 1, 6, 18, 0), on) is None


def test_the_next_opening_is_today_or_the_next_open_day():
    on = office_hours("Mo-Fr 09:00-18:00", "BE", ())
    assert next_opening(at(2027, 1, 6, 7, 0), on) == at(2027, 1, 6, 9, 0)
    assert next_opening(at(2027, 1, 8, 18, 0), on) == at(2027, 1, 11, 9, 0)


def test_a_place_that_never_opens_has_no_next_opening():
    assert next_opening(at(2027, 1, 6, 7, 0), lambda _day: ()) is None
