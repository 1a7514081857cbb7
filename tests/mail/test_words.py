"""Dates, moments, counts and amounts, as each language says them."""

from datetime import UTC, date, datetime

import pytest

from passerelle.kit import clock
from passerelle.mail import words

HONG_KONG = "Asia/Hong_Kong"


@pytest.fixture(autouse=True)
def _in_december():
    with clock.at(datetime(2026, 12, 20, tzinfo=UTC)):
        yield


def plain(text):
    """With blanks that may break, to be easier to read here."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2027, 1, 12), "mardi 12 janvier", "Tuesday 12 January"),
        (date(2027, 1, 1), "vendredi 1er janvier", "Friday 1 January"),
        (date(2027, 5, 11), "mardi 11 mai", "Tuesday 11 May"),
        (date(2028, 2, 29), "mardi 29 février 2028", "Tuesday 29 February 2028"),
        (date(2025, 8, 1), "vendredi 1er août 2025", "Friday 1 August 2025"),
    ],
)
def test_a_day(day, french, english):
    assert plain(words.day(day, "fr")) == french
    assert plain(words.day(day, "en")) == english
    assert plain(words.on_day(day, "fr")) == f"le {french}"
    assert plain(words.on_day(day, "en")) == f"on {english}"


@pytest.mark.parametrize(
    ("days", "french", "english", "french_on"),
    [
        ([date(2027, 1, 12)], "12 janvier", "12 January", "le 12 janvier"),
        ([date(2027, 1, 13), date(2027, 1, 12)], "12 et 13 janvier", "12 and 13 January", "les 12 et 13 janvier"),
        (
            [date(2027, 1, 12), date(2027, 1, 13), date(2027, 1, 14)],
            "12, 13 et 14 janvier",
            "12, 13 and 14 January",
            "les 12, 13 et 14 janvier",
        ),
        (
            [date(2027, 4, 29), date(2027, 4, 30), date(2027, 5, 1)],
            "29 et 30 avril et 1er mai",
            "29 and 30 April and 1 May",
            "les 29 et 30 avril et le 1er mai",
        ),
        ([date(2027, 3, 1), date(2027, 3, 2)], "1er et 2 mars", "1 and 2 March", "les 1er et 2 mars"),
    ],
)
def test_several_days(days, french, english, french_on):
    assert plain(words.days(days, "fr")) == french
    assert plain(words.days(days, "en")) == english
    assert plain(words.on_days(days, "fr")) == french_on
    assert plain(words.on_days(days, "en")) == f"on {english}"


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (datetime(2027, 1, 12, 1, 30, tzinfo=UTC), "mardi 12 janvier à 9 h 30", "Tuesday 12 January at 9:30"),
        (datetime(2027, 1, 12, 11, 0, tzinfo=UTC), "mardi 12 janvier à 19 h", "Tuesday 12 January at 19:00"),
        (datetime(2027, 1, 12, 16, 5, tzinfo=UTC), "mercredi 13 janvier à 0 h 05", "Wednesday 13 January at 0:05"),
    ],
)
def test_a_moment_is_the_one_on_the_wall_over_there(moment, french, english):
    assert plain(words.moment(moment, "fr", HONG_KONG)) == french
    assert plain(words.moment(moment, "en", HONG_KONG)) == english


@pytest.mark.parametrize(
    ("count", "french", "english"), [(0, "0 jour", "0 days"), (1, "1 jour", "1 day"), (3, "3 jours", "3 days")]
)
def test_a_count(count, french, english):
    assert plain(words.counted(count, "fr", "jour", "jours")) == french
    assert plain(words.counted(count, "en", "day", "days")) == english


def test_an_amount():
    assert plain(words.money(1800, "fr", "EUR")) == "18,00 €"
    assert plain(words.money(1800, "en", "EUR")) == "€18.00"
    assert plain(words.money(1800, "fr", "JPY")) == "1 800 JPY"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Une question ?", "Une question\u00a0?"),
        (
            "« Bonjour » dit-elle ; l'autre rit : oui !",
            "«\u00a0Bonjour\u00a0» dit-elle\u00a0; l’autre rit\u00a0: oui\u00a0!",
        ),
        ("(vraiment ?)", "(vraiment\u00a0?)"),
        (":-) et 10:30", ":-) et 10:30"),
    ],
)
def test_french_is_typeset(written, printed):
    assert words.typeset(written, "fr") == printed
    assert words.typeset(written, "en") == written
