"""Opening hours as people write them."""

import pytest

from passerelle.listings.rules import share_of_hours_in
from passerelle.listings.rules.hours import opening, opening_of_days


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("Mo-Fr 09:00-18:00; Sa 10:00-14:00", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"),
        ("Mo-Fr 8:30-18:00", "Mo-Fr 08:30-18:00"),
        ("Mon-Fri 08:30-18:00, Sat 08:30-18:00", "Mo-Fr 08:30-18:00; Sa 08:30-18:00"),
        ("Mon–Fri 10:00–00:00, Sun closed", "Mo-Fr 10:00-24:00; Su off"),
        ("9am–5pm", "09:00-17:00"),
        ("Monday to Friday - 7:30am to 8:00pm - Saturday - 8:00am to 2:00pm", "Mo-Fr 07:30-20:00; Sa 08:00-14:00"),
        ("Tuesday, Thursday: 9h00 - 18h00", "Tu,Th 09:00-18:00"),
        ("9 a.m. to noon", "09:00-12:00"),
        ("du lundi au vendredi de 9h à 18h", "Mo-Fr 09:00-18:00"),
        ("Lu-Ve 9h-12h30 et 13h30-18h", "Mo-Fr 09:00-12:30,13:30-18:00"),
        ("Du lundi au jeudi : 8h30-19h ; vendredi 8h30-18h", "Mo-Th 08:30-19:00; Fr 08:30-18:00"),
        ("12h00 - 18h00 (mardi - samedi)", "Tu-Sa 12:00-18:00"),
        ("17h30 - 2h (semaine) - 13h30 - 3h (samedi)", "Mo-Fr 17:30-02:00; Sa 13:30-03:00"),
        ("tous les jours de 8h à 20h", "Mo-Su 08:00-20:00"),
        ("Wendesday to Satuday 10-18", "We-Sa 10:00-18:00"),
        ("0730-2130", "07:30-21:30"),
        ("10-23", "10:00-23:00"),
        ("24/7", "24/7"),
        ("24h", "24/7"),
        ("24h/24, 7j/7", "24/7"),
        ("Open 24 hours", "24/7"),
        ('{"mon": "9-18", "tue": "9-18"}', "Mo-Tu 09:00-18:00"),
    ],
)
def test_hours_that_are_clear(said: str, hours: str) -> None:
    assert (opening(said).hours, opening(said).note) == (hours, "")


@pytest.mark.parametrize(
    "said",
    [
        "9-5",  # to five in the morning, or in the afternoon
        "10:00am to 1:00",
        "12:00am to 7:00pm",  # most who write so mean noon
        "9:30pm to 9:30pm",
        "Mon / Fri: 7h - 19h",  # a range to some, two days to others
        "Monday to Friday",
        "Mo-Fr",
        "Monday to Friday 9-18, Thursday 9-20",  # Thursday twice
        "fermé le dimanche",  # and on the others?
        "2012",
        "first Saturdays of months 10-12",
        "{not json",
    ],
)
def test_hours_that_can_be_meant_in_two_ways_stay_words(said: str) -> None:
    assert (opening(said).hours, opening(said).note) == ("", said)


@pytest.mark.parametrize("said", ["", " ", "?", "-", "n/a", "unknown"])
def test_hours_that_say_nothing(said: str) -> None:
    assert (opening(said).hours, opening(said).note) == ("", "")


def test_days_told_one_by_one() -> None:
    assert opening_of_days({"Sa": "closed", "Mo": "9-12, 13-18", "Tu": "9-12, 13-18"}).hours == (
        "Mo-Tu 09:00-12:00,13:00-18:00; Sa closed"
    )
    assert opening_of_days({"Mo": "9-18", "We": "9-18", "Tu": "9-18", "Su": "24h"}).hours == (
        "Mo-We 09:00-18:00; Su 00:00-24:00"
    )
    assert opening_of_days({"Mo": "9-5"}).note == "Mo 9-5"
    assert opening_of_days({"Mo": "", "Tu": "?"}).hours == ""


def test_the_share_of_a_file_counts_rows_and_names_what_is_left() -> None:
    share = share_of_hours_in(b"opening_hours,count\nMo-Fr 09:00-17:00,3\n,1\nwhenever,2\n", "a.csv")
    assert (share.said, share.understood, share.left) == (2, 1, ("whenever",))
    assert share_of_hours_in(b"text\n9h-18h\n", "a.csv", {"text": "hours"}).understood == 1
