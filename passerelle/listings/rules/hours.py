"""Opening hours as lists write them, brought into the OpenStreetMap syntax where they are clear. Plain Python."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from passerelle.listings.rules.hour_words import weekdays_and_spans
from passerelle.spaces.rules import LONGEST, hours_as_meant, hours_can_be_read

WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEKDAYS: Mapping[str, str] = {
    name: code
    for code, names in {
        "Mo": "mo mon monday mondays lun lundi montag", "Tu": "tu tue tues tuesday mar mardi dienstag",
        "We": "we wed weds wednesday mer mercredi mittwoch", "Th": "th thu thur thurs thursday jeu jeudi donnerstag",
        "Fr": "fr fri friday ven vendredi freitag", "Sa": "sa sat saturday sam samedi samstag",
        "Su": "su sun sunday dim dimanche sonntag",
    }.items()
    for name in names.split()
}  # fmt: skip
_LONGEST_READ = 600  # longer texts are no hours, and reading them could take long
_NOTHING_SAID = {"", "?", "-", "–", "—", "n/a", "na", "unknown", "inconnu", "tbd", "none", "null"}
_NEVER_CLOSED = re.compile(
    r"(?:open |ouvert )?(?:24 ?/ ?7|24 ?(?:h|hours|heures)(?: ?/ ?24)?(?: ?,? ?(?:7 ?/ ?7|7 ?j ?/ ?7|7 days a week))?"
    r"|7 ?j? ?/ ?7(?: ?,? ?(?:et )?24 ?h? ?/ ?24)?|0?0[h:](?:00)? ?[-–] ?24[h:](?:00)?|always open|toujours ouvert)"
)
_TOO_LITTLE_SAID = re.compile(r"\d+|(?:(?:mo|tu|we|th|fr|sa|su)[a-z]*(?:[\s,–-]+|$))+|(?:public holidays?|ph|sh)", re.I)
_SHORT_HOUR = re.compile(r"(?<![\d:./+-])(?=\d:\d\d)|(?<=:\d\d-)(?=\d:\d\d)")
_SAYS_WHEN = re.compile(r"\d:\d\d|24/7")


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours in the OpenStreetMap syntax, or empty, and the words as they stand where these could not be understood."""

    hours: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HoursShare:
    """How many of the hours that are said could be understood, and those that could not."""

    said: int
    understood: int
    left: tuple[str, ...]


def weekday_code(word: str) -> str:
    """ "mon", "lundi", "Monday" → "Mo"; empty for another word."""
    return _WEEKDAYS.get(word.casefold(), "")


@lru_cache(maxsize=20_000)
def opening(text: str) -> Opening:
    """The hours that a text says. What can be meant in two ways stays words: nobody is sent to a closed door."""
    text = " ".join(text.split("\n")).strip()
    if text.casefold() in _NOTHING_SAID:
        return Opening()
    if len(text) > _LONGEST_READ:
        return Opening("", text)
    if text.startswith("{"):
        return opening_of_days(_days_of(text)) if _days_of(text) else Opening("", text)
    hours = _understood(text)
    return Opening(hours) if 0 < len(hours) <= LONGEST["hours"] else Opening("", text)


def opening_of_days(by_day: Mapping[str, str]) -> Opening:
    """The hours of a week whose days are told one by one, by their codes (Mo, Tu …); silence on a day says nothing."""
    said = {day: by_day[day].strip() for day in WEEK if by_day.get(day, "").strip().casefold() not in _NOTHING_SAID}
    spans = {day: _spans(text) for day, text in said.items()}
    if all(spans.values()):
        hours = "; ".join(f"{days} {span}" for days, span in _grouped(spans))
        if len(hours) <= LONGEST["hours"]:
            return Opening(hours)
    return Opening("", "; ".join(f"{day} {text}" for day, text in said.items()))


def share_of_hours(texts: Iterable[str]) -> HoursShare:
    """How many of these texts, empty ones left out, can be understood as opening hours."""
    said = [text for text in texts if text.strip()]
    left = tuple(text for text in said if not opening(text).hours)
    return HoursShare(len(said), len(said) - len(left), left)


def _days_of(text: str) -> dict[str, str]:
    """What a table of days says that was written into one cell: {"mon": "9-18", …}; empty where it is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    days = {weekday_code(str(day)): hours for day, hours in said.items()} if isinstance(said, dict) else {}
    return days if all(day and isinstance(hours, str) for day, hours in days.items()) else {}


def _understood(text: str) -> str:
    if _NEVER_CLOSED.fullmatch(text.casefold()):
        return "24/7"
    if _TOO_LITTLE_SAID.fullmatch(text):
        return ""
    if hours_can_be_read(text):
        return _SHORT_HOUR.sub("0", text)
    meant = weekdays_and_spans(text)
    if meant.is_clear:
        return meant.hours if meant.hours and hours_can_be_read(meant.hours) else ""
    guessed = "" if meant.is_in_doubt else hours_as_meant(text)
    return guessed if guessed != text and _SAYS_WHEN.search(guessed) and hours_can_be_read(guessed) else ""


def _spans(text: str) -> str:
    """The spans of one day, as the syntax has them; empty where they are not clear."""
    hours = opening(text).hours
    return "00:00-24:00" if hours == "24/7" else hours if not re.search(r"[A-Z;]", hours) else ""


def _grouped(spans: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Days that follow each other and have the same spans, together."""
    days = [day for day in WEEK if day in spans]
    while days:
        run = [days.pop(0)]
        while days and spans[days[0]] == spans[run[0]] and WEEK.index(days[0]) == WEEK.index(run[-1]) + 1:
            run.append(days.pop(0))
        yield run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}", spans[run[0]]
