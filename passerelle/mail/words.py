"""How letters say dates, moments, counts and amounts in the reader's language.

Plain Python over the tables of Babel (Unicode CLDR), with the French habits that those tables leave out: « 1er
janvier », « 9 h 30 », the no-break space before : ; ? !
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision

from passerelle.kit import clock

NBSP = "\N{NO-BREAK SPACE}"
# Days before months and a clock of 24 hours, as most of our English readers, who are travellers, write them.
LOCALES = {"en": "en_GB"}
NEAR_DAYS = 180
_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[:;?!»](?:\s|$|[)\]»]))")
_AFTER_GUILLEMET = re.compile(r"« (?=\S)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def day(value: date, language: str, *, weekday: bool = True) -> str:
    """mardi 12 janvier · Tuesday 12 January; with the year when it is far away."""
    pattern = ("EEEE " if weekday else "") + f"d{NBSP}MMMM" + _year_of(value)
    return _first_of_month(format_date(value, pattern, locale=_locale(language)), value, language)


def days(values: Iterable[date], language: str) -> str:
    """12, 13 et 14 janvier · 12, 13 and 14 January."""
    return _joined(_months(values, language), language)


def on_day(value: date, language: str) -> str:
    """le mardi 12 janvier · on Tuesday 12 January."""
    return ("le " if language == "fr" else "on ") + day(value, language)


def on_days(values: Iterable[date], language: str) -> str:
    """les 12, 13 et 14 janvier, le 30 avril et le 1er mai · on 12, 13 and 14 January."""
    months = list(_groups(values))
    said = _months((value for month in months for value in month), language)
    if language != "fr":
        return "on " + _joined(said, language)
    articles = ("le " if len(month) == 1 else "les " for month in months)
    return _joined([article + month for article, month in zip(articles, said, strict=True)], language)


def hour(value: datetime, language: str, zone: str) -> str:
    """9 h 30 · 9:30, as the clock on the wall shows it in `zone`."""
    there = clock.local(zone, value)
    if language != "fr":
        return f"{there.hour}:{there:%M}"
    minutes = f"{NBSP}{there:%M}" if there.minute else ""
    return f"{there.hour}{NBSP}h{minutes}"


def moment(value: datetime, language: str, zone: str) -> str:
    """mardi 12 janvier à 9 h 30 · Tuesday 12 January at 9:30, in the time zone `zone`."""
    link = f" à{NBSP}" if language == "fr" else f" at{NBSP}"
    return day(clock.local_day(zone, value), language) + link + hour(value, language, zone)


def counted(count: int, language: str, one: str, many: str) -> str:
    """1 jour, 3 jours; in French nought is singular."""
    is_one = count < 2 if language == "fr" else count == 1
    return f"{format_decimal(count, locale=_locale(language))}{NBSP}{one if is_one else many}"


def money(minor: int, language: str, currency: str) -> str:
    """An amount in minor units of `currency`: 18,00 € · €18.00."""
    return str(format_currency(minor / 10 ** get_currency_precision(currency), currency, locale=_locale(language)))


def typeset(text: str, language: str) -> str:
    """`text` with the no-break spaces and the apostrophe of printed French; in other languages as it is."""
    if language != "fr":
        return text
    text = _AFTER_GUILLEMET.sub(f"«{NBSP}", _BEFORE_SIGN.sub(NBSP, text))
    return _APOSTROPHE.sub("’", text)


FILTERS = (day, days, on_day, on_days, hour, moment, counted, money)


def _locale(language: str) -> str:
    return LOCALES.get(language, language)


def _year_of(value: date) -> str:
    """Half a year around today, a day and a month can only be one date."""
    return "" if abs((value - clock.local_day("UTC")).days) < NEAR_DAYS else " y"


def _first_of_month(text: str, value: date, language: str) -> str:
    """The tables say "1 janvier"; French says "1er janvier"."""
    return re.sub(rf"\b1{NBSP}", f"1er{NBSP}", text, count=1) if language == "fr" and value.day == 1 else text


def _groups(values: Iterable[date]) -> list[list[date]]:
    """The dates by month, in order."""
    in_order = sorted(set(values))
    return [list(month) for _, month in groupby(in_order, key=lambda value: (value.year, value.month))]


def _months(values: Iterable[date], language: str) -> list[str]:
    """For each month its days and its name: "12, 13 et 14 janvier"."""
    return [_one_month(month, language) for month in _groups(values)]


def _one_month(month: Sequence[date], language: str) -> str:
    last = day(month[-1], language, weekday=False)
    numbers = ["1er" if value.day == 1 and language == "fr" else str(value.day) for value in month[:-1]]
    return _joined([*numbers, last], language)


def _joined(parts: Sequence[str], language: str) -> str:
    return str(format_list(list(parts), locale=_locale(language)))
