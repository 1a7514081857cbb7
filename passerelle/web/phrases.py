"""Days, hours, money and distances as a person says them, in the active language.

French follows French typography: « lundi 12 janvier », « 9 h 42 », « 18,00 € », with no-break spaces where a line
must not end. A language without manners of its own here borrows the English order with its own words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from babel import Locale, dates, numbers
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from passerelle.kit import clock
from passerelle.web.marked import marked

NO_BREAK = "\u00a0"
THIN = "\u202f"
MINUS = "\u2212"
SHORT_COUNTRIES = {"HK": "Hong Kong", "MO": "Macao"}  # "Hong Kong SAR China" is for forms, not for travellers
LONG_RUN = 4  # from so many days in a row on, the first and the last say it better


@dataclass(frozen=True)
class Manners:
    """How one language puts a date, an hour and a list together."""

    locale: str
    first: str  # the first of a month
    one: str
    several: str
    from_to: str
    bare_from_to: str
    and_: str
    at: str
    hour: str
    full_hour: str


MANNERS = {
    "fr": Manners(
        "fr", "1er", "le {}", "les {}", "du {} au {}", "{} au {}", " et ", "{} à {}",
        f"{{}}{NO_BREAK}h{NO_BREAK}{{:02}}", f"{{}}{NO_BREAK}h",
    ),
    "en": Manners("en_GB", "1", "{}", "{}", "{} to {}", "{} to {}", " and ", "{} at {}", "{}:{:02}", "{}:00"),
}  # fmt: skip


def manners() -> Manners:
    """Those of the active language; English ones for a language that has none of its own."""
    return MANNERS.get(_language().partition("-")[0], MANNERS["en"])


def _language() -> str:
    return get_language() or "en"


def _locale() -> Locale:
    return _locale_of(_language())


@lru_cache(maxsize=64)
def _locale_of(language: str) -> Locale:
    spoken = language.partition("-")[0]
    return Locale.parse(MANNERS[spoken].locale if spoken in MANNERS else spoken)


@lru_cache(maxsize=4096)
def _formatted(value: date, pattern: str, language: str) -> str:
    """By Babel, once: a list says the same few dates over and over."""
    return str(dates.format_date(value, pattern, _locale_of(language)))


def _month(value: date, year: bool) -> str:
    return _formatted(value, f"MMMM{NO_BREAK}yyyy" if year else "MMMM", _language())


def _number(value: date) -> str:
    return manners().first if value.day == 1 else str(value.day)


def dated(value: date) -> str:
    """« 12 janvier 2027 » · "12 January 2027"."""
    return f"{_number(value)}{NO_BREAK}{_month(value, year=True)}"


def day(value: date, year: bool = False) -> str:
    """« lundi 12 janvier » · "Monday 12 January"; with its year when asked."""
    return f"{weekday(value)} {_number(value)}{NO_BREAK}{_month(value, year)}"


def day_short(value: date) -> str:
    """« lun. 12 janv. » · "Mon 12 Jan"."""
    language = _language()
    name, month = _formatted(value, "EEE", language), _formatted(value, "MMM", language)
    return NO_BREAK.join((name, _number(value), month))


def weekday(value: date | int, short: bool = False) -> str:
    """The name of a weekday, of a date's or by its number (Monday is 0)."""
    number = value if isinstance(value, int) else value.weekday()
    return str(_locale().days["stand-alone"]["abbreviated" if short else "wide"][number])


def month(value: date) -> str:
    """« janvier 2027 » · "January 2027"."""
    return _month(value, year=True)


def days(values: Iterable[date], bare: bool = False, year: bool = False) -> str:
    """« les 12, 13 et 14 janvier » · "12, 13 and 14 January", across months and years; `bare` leaves « les » out.

    Years are named when there are two of them, or when `year` is true. Four days in a row or more are said by the
    first and the last: « du 12 au 16 janvier ».
    """
    listed_days = sorted(set(values))
    named = year or len({value.year for value in listed_days}) > 1
    if len(listed_days) >= LONG_RUN and _is_a_run(listed_days):
        return _first_to_last(listed_days[0], listed_days[-1], bare, named)
    months = [list(group) for _, group in groupby(listed_days, lambda value: (value.year, value.month))]
    last_of_year = {group[-1].year: group for group in months}
    return listed(_within_a_month(group, bare, named and last_of_year[group[0].year] is group) for group in months)


def _is_a_run(values: Sequence[date]) -> bool:
    return all(after - before == timedelta(days=1) for before, after in pairwise(values))


def _within_a_month(values: Sequence[date], bare: bool, year: bool) -> str:
    said = f"{listed(map(_number, values))}{NO_BREAK}{_month(values[-1], year)}"
    return said if bare else (manners().one if len(values) == 1 else manners().several).format(said)


def _first_to_last(first: date, last: date, bare: bool, year: bool) -> str:
    begin = _number(first)
    if (first.year, first.month) != (last.year, last.month):
        begin += f"{NO_BREAK}{_month(first, year and first.year != last.year)}"
    pattern = manners().bare_from_to if bare else manners().from_to
    return pattern.format(begin, f"{_number(last)}{NO_BREAK}{_month(last, year)}")


def listed(words: Iterable[Any]) -> str:
    """« a, b et c » · "a, b and c"."""
    *before, last = [str(word) for word in words] or [""]
    return manners().and_.join((", ".join(before), last)) if before else last


def hour(value: time | datetime, zone: str | None = None) -> str:
    """« 9 h 42 », « 19 h » · "9:42", "19:00"; a moment is first put in `zone`."""
    if isinstance(value, datetime):
        value = _local(value, zone).time()
    pattern = manners().hour if value.minute else manners().full_hour
    return pattern.format(value.hour, value.minute)


def moment(value: datetime, zone: str | None = None, year: bool = False) -> str:
    """« lundi 12 janvier à 9 h 42 » · "Monday 12 January at 9:42", as the clock of `zone` shows it."""
    there = _local(value, zone)
    return manners().at.format(day(there.date(), year), hour(there.time()))


def moment_short(value: datetime, zone: str | None = None) -> str:
    """« lun. 12 janv. à 9 h 42 » · "Mon 12 Jan at 9:42"."""
    there = _local(value, zone)
    return manners().at.format(day_short(there.date()), hour(there.time()))


def _local(value: datetime, zone: str | None) -> datetime:
    return clock.local(zone, value) if zone else timezone.localtime(value)


def money(amount: int, currency: str) -> str:
    """An amount in minor units: « 18,00 € » · "€18.00", negative with a true minus."""
    value = Decimal(amount).scaleb(-numbers.get_currency_precision(currency))
    said = str(numbers.format_currency(abs(value), currency, locale=_locale()))
    return (MINUS if amount < 0 else "") + said.replace(NO_BREAK, THIN)


def amount(minor: int, currency: str) -> str:
    """The same without its currency, for a column whose heading says it: « 1 234,00 » · "1,234.00"."""
    places = numbers.get_currency_precision(currency)
    pattern = "#,##0." + "0" * places if places else "#,##0"
    said = str(numbers.format_decimal(abs(Decimal(minor).scaleb(-places)), format=pattern, locale=_locale()))
    return (MINUS if minor < 0 else "") + said.replace(NO_BREAK, THIN)


def rate(value: Decimal) -> str:
    """A rate with all the decimals it has: « 8,1537 » · "8.1537"."""
    return str(numbers.format_decimal(value, format="0.############", locale=_locale(), decimal_quantization=False))


def number(value: Decimal | int) -> str:
    """A figure with its thousands apart: « 1 234 » · "1,234"."""
    return _figure(Decimal(value), _language())


@lru_cache(maxsize=4096)
def _figure(value: Decimal, language: str) -> str:
    """By Babel, once: the figures of lists are small and come again."""
    said = str(numbers.format_decimal(abs(value), locale=_locale_of(language)))
    return (MINUS if value < 0 else "") + said.replace(NO_BREAK, THIN)


def distance(km: float) -> str:
    """« 600 m », « 2,4 km », « 24 km »: as exactly as one needs to decide whether to walk."""
    if km < 0.995:
        return f"{max(round(km * 20) * 50, 50)}{NO_BREAK}m"
    rounded = Decimal(km).quantize(Decimal("0.1") if km < 9.95 else Decimal(1))
    return f"{number(rounded)}{NO_BREAK}km"


def country(code: str) -> str:
    """The name of a country (ISO 3166, two letters); the code itself where it is not known."""
    return SHORT_COUNTRIES.get(code.upper()) or str(_locale().territories.get(code.upper(), code))


def nbsp(text: str) -> str:
    """Keep a short value on one line."""
    return text.replace(" ", NO_BREAK)


def paragraphs(text: str) -> SafeString:
    """What a person wrote, escaped: an empty line begins a paragraph, the end of a line stays one."""
    written = text.replace("\r\n", "\n").strip().split("\n\n")
    return format_html_join("\n", "<p>{}</p>", ((_lines(part.strip()),) for part in written if part.strip()))


def _lines(text: str) -> SafeString:
    first, *others = text.split("\n")
    return format_html("{}{}", first, format_html_join("", "<br>{}", ((line,) for line in others)))


FILTERS = {
    made.__name__: made
    for made in (
        amount, country, dated, day, day_short, days, distance, hour, listed, marked, moment, moment_short, money,
        month, nbsp, number, paragraphs, rate, weekday,
    )
}  # fmt: skip
