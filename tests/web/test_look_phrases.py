"""Days, hours, money and distances as a person says them."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from passerelle.web import phrases

JANUARY = [date(2027, 1, day) for day in (12, 13, 14)]


def said(text: str) -> str:
    """With visible marks for the spaces at which a line must not end."""
    return text.replace("\u00a0", "~").replace("\u202f", "·")


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("fr", ["mardi 12~janvier", "mardi 12~janvier~2027", "12~janvier~2027", "mar.~12~janv.", "janvier~2027"]),
        ("en", ["Tuesday 12~January", "Tuesday 12~January~2027", "12~January~2027", "Tue~12~Jan", "January~2027"]),
    ],
)
def test_a_day_is_said_in_the_language_of_the_page(language: str, spoken: list[str]) -> None:
    day = date(2027, 1, 12)
    with translation.override(language):
        ways = [phrases.day(day), phrases.day(day, year=True), phrases.dated(day), phrases.day_short(day)]
        assert [said(text) for text in (*ways, phrases.month(day))] == spoken


def test_the_first_of_a_month_is_le_premier_in_french() -> None:
    with translation.override("fr"):
        assert said(phrases.day(date(2027, 2, 1))) == "lundi 1er~février"
    with translation.override("en"):
        assert said(phrases.day(date(2027, 2, 1))) == "Monday 1~February"


DAYS = [
    ([date(2027, 1, 12)], "le 12~janvier", "12~January"),
    (JANUARY[:2], "les 12 et 13~janvier", "12 and 13~January"),
    (JANUARY, "les 12, 13 et 14~janvier", "12, 13 and 14~January"),
    (list(reversed(JANUARY)), "les 12, 13 et 14~janvier", "12, 13 and 14~January"),
    ([*JANUARY, date(2027, 1, 15)], "du 12 au 15~janvier", "12 to 15~January"),
    ([*JANUARY, date(2027, 1, 18)], "les 12, 13, 14 et 18~janvier", "12, 13, 14 and 18~January"),
    (
        [date(2027, 1, 30), date(2027, 1, 31), date(2027, 2, 1)],
        "les 30 et 31~janvier et le 1er~février",
        "30 and 31~January and 1~February",
    ),
    (
        [date(2026, 12, 31), date(2027, 1, 4)],
        "le 31~décembre~2026 et le 4~janvier~2027",
        "31~December~2026 and 4~January~2027",
    ),
    (
        [date(2026, 12, day) for day in (29, 30, 31)] + [date(2027, 1, 1)],
        "du 29~décembre~2026 au 1er~janvier~2027",
        "29~December~2026 to 1~January~2027",
    ),
    (
        [date(2027, 1, 28), date(2027, 1, 29), date(2027, 1, 30), date(2027, 1, 31), date(2027, 2, 1)],
        "du 28~janvier au 1er~février",
        "28~January to 1~February",
    ),
    ([date(2028, 2, 28), date(2028, 2, 29)], "les 28 et 29~février", "28 and 29~February"),
]


@pytest.mark.parametrize(("chosen", "french", "english"), DAYS)
def test_days_are_listed_within_months_and_years(chosen: list[date], french: str, english: str) -> None:
    with translation.override("fr"):
        assert said(phrases.days(chosen)) == french
    with translation.override("en"):
        assert said(phrases.days(chosen)) == english


def test_bare_days_leave_the_article_to_the_slip() -> None:
    with translation.override("fr"):
        assert said(phrases.days(JANUARY, bare=True)) == "12, 13 et 14~janvier"
        assert said(phrases.days(JANUARY, bare=True, year=True)) == "12, 13 et 14~janvier~2027"
        assert phrases.days([]) == ""


def test_the_year_stands_once_behind_the_last_of_its_months() -> None:
    over_two_months = [date(2027, 1, 31), date(2027, 2, 1)]
    with translation.override("en"):
        assert said(phrases.days(over_two_months, year=True)) == "31~January and 1~February~2027"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("fr", ["9~h~42", "19~h", "0~h~05"]), ("en", ["9:42", "19:00", "0:05"])],
)
def test_an_hour(language: str, spoken: list[str]) -> None:
    with translation.override(language):
        assert [said(phrases.hour(time(*at))) for at in ((9, 42), (19, 0), (0, 5))] == spoken


def test_a_moment_is_that_of_the_place() -> None:
    """Sixteen hours past noon in London is tomorrow morning in Hong Kong."""
    moment = datetime(2027, 1, 12, 16, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert said(phrases.moment(moment, "Asia/Hong_Kong")) == "mercredi 13~janvier à 0~h~30"
        assert said(phrases.moment_short(moment, "Europe/Brussels")) == "mar.~12~janv. à 17~h~30"
    with translation.override("en"):
        assert said(phrases.moment(moment, "Asia/Hong_Kong")) == "Wednesday 13~January at 0:30"


@pytest.mark.parametrize(
    ("amount", "currency", "french", "english"),
    [
        (1800, "EUR", "18,00·€", "€18.00"),
        (-1800, "EUR", "−18,00·€", "−€18.00"),
        (123456789, "EUR", "1·234·567,89·€", "€1,234,567.89"),
        (1500, "JPY", "1·500·JPY", "JP¥1,500"),
        (0, "GBP", "0,00·£GB", "£0.00"),
    ],
)
def test_money_is_said_with_its_currency(amount: int, currency: str, french: str, english: str) -> None:
    with translation.override("fr"):
        assert said(phrases.money(amount, currency)) == french
    with translation.override("en"):
        assert said(phrases.money(amount, currency)) == english


@pytest.mark.parametrize(
    ("km", "french"),
    [
        (0.01, "50~m"),
        (0.6, "600~m"),
        (0.97, "950~m"),
        (0.996, "1~km"),
        (2.43, "2,4~km"),
        (9.96, "10~km"),
        (24.4, "24~km"),
    ],
)
def test_a_distance_is_as_exact_as_a_walk_needs(km: float, french: str) -> None:
    with translation.override("fr"):
        assert said(phrases.distance(km)) == french


def test_what_a_person_wrote_is_escaped_and_keeps_its_lines() -> None:
    written = "Hello <b>\r\nthere & here\r\n\r\n\r\nBye"
    assert phrases.paragraphs(written) == "<p>Hello &lt;b&gt;<br>there &amp; here</p>\n<p>Bye</p>"
    assert phrases.paragraphs("  ") == ""


def test_countries_weekdays_lists_and_figures() -> None:
    with translation.override("fr"):
        assert (phrases.country("BE"), phrases.country("ZZX")) == ("Belgique", "ZZX")
        assert (phrases.weekday(0), phrases.weekday(date(2027, 1, 17))) == ("lundi", "dimanche")
        assert phrases.listed(["a", "b", "c"]) == "a, b et c"
        assert [said(phrases.number(figure)) for figure in (1234, -7)] == ["1·234", "−7"]


def test_a_language_without_manners_of_its_own_borrows_the_english_order() -> None:
    with translation.override("nl"):
        assert said(phrases.days(JANUARY, year=True)) == "12, 13 and 14~januari~2027"
