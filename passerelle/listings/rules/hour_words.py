"""Hours in running words: days, times and the words between them. Plain Python.

A text is cut into words; each is a day, a time, a link or nothing. A single word that is none of these, and the text is
left alone. So is what can be meant in two ways: "9-5", "10:00am to 1:00", "Mon / Fri".
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from passerelle.kit.fold import fold

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_NAMES = {
    name: day
    for day, names in zip(
        _DAYS,
        (
            "mo mon monday mondays lu lun lundi lundis", "tu tue tues tuesday tuesdays mar mardi mardis",
            "we wed weds wednesday wednesdays mer mercredi mercredis",
            "th thu thur thurs thursday thursdays jeu jeudi jeudis",
            "fr fri friday fridays ven vendredi vendredis", "sa sat saturday saturdays sam samedi samedis",
            "su sun sunday sundays dim dimanche dimanches",
        ),
        strict=True,
    )
    for name in names.split()
}  # fmt: skip
_LONGEST_NAME = 12
_LONG_NAMES = [name for name in _NAMES if len(name) > 4]
_SEVERAL = {
    "daily": "Mo-Su", "everyday": "Mo-Su", "weekdays": "Mo-Fr", "weekday": "Mo-Fr", "semaine": "Mo-Fr",
    "weekend": "Sa-Su", "weekends": "Sa-Su",
}  # fmt: skip
_TOGETHER = {
    "tous les jours": "daily", "every day": "daily", "7j/7": "daily", "7 jours sur 7": "daily", "en semaine": "semaine",
    "week-end": "weekend", "week end": "weekend", "jusqu'à": "to", "jusqu’à": "to", "jusqu'a": "to",
    "jours fériés": "ph",
    "public holidays": "ph", "bank holidays": "ph", "a.m.": "am", "p.m.": "pm", "a.m": "am", "p.m": "pm",
}  # fmt: skip
_SILENT = {
    "from",
    "du",
    "de",
    "des",
    "on",
    "open",
    "ouvert",
    "ouverte",
    "le",
    "les",
    "the",
    "heures",
    "hours",
    "fronm",
    "opening",
}
_DASH = {"-", "to", "till", "until", "au", "à", "a", "til"}
_AND = {",", "&", "and", "et", "an", "+"}
_CLOSED = {"closed", "close", "fermé", "ferme", "fermée", "off"}
_TIME = re.compile(
    r"(\d{1,2})(?:(?:\s?(h|:|\.)\s?)([0-5]\d)(?::00)?|\s?(h)(?![a-z]))?\s?([ap]m)?(?![a-z\d])|(\d{2})([0-5]\d)(?!\d)"
)
_WORD = re.compile(r"[^\W\d_]+\.?|[-,&;:/().+]|\d")
_LATEST_WRAP, _EARLIEST_START = 6 * 60, 10 * 60


class Meant(NamedTuple):
    """Hours in the syntax; whether they are clear; whether they are in doubt, so that nobody else should guess."""

    hours: str = ""
    is_clear: bool = False
    is_in_doubt: bool = False


class _Time(NamedTuple):
    minutes: int
    is_bare: bool
    half: str


class _Word(NamedTuple):
    kind: str  # day, time, dash, and, or, end, colon, closed
    said: str = ""
    time: _Time = _Time(0, True, "")


class _Unclear(ValueError):
    """The text says something else, or says it in two ways."""


class _InDoubt(_Unclear):
    """What is said can be meant in two ways."""


def weekdays_and_spans(text: str) -> Meant:
    """The hours that a text in English or French says, if it says nothing else."""
    try:
        words = list(_words(text))
        rules = [_rule(words) for words in _parts(words)]
    except _InDoubt:
        return Meant(is_in_doubt=True)
    except _Unclear:
        return Meant()
    if all(rule.endswith("off") for rule in rules) or not _no_day_twice(rules):
        return Meant(is_in_doubt=True)
    return Meant("; ".join(rules), is_clear=True)


# Words


def _words(text: str) -> Iterator[_Word]:
    text = re.sub(r"[\u2010-\u2015\u2212~〜～]", "-", text.casefold().replace("\N{NO-BREAK SPACE}", " "))
    for said, meant in _TOGETHER.items():
        text = text.replace(said, meant)
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _TIME.match(text, place)
        if found:
            yield _Word("time", found[0], _time(found))
        else:
            found = _WORD.match(text, place)
            if not found:
                raise _Unclear
            yield from _word(found[0])
        place = found.end()


def _word(said: str) -> Iterator[_Word]:
    bare = said.rstrip(".") or said
    if bare in _SILENT or bare in "()":
        return
    for kind, words in (("dash", _DASH), ("and", _AND), ("closed", _CLOSED)):
        if bare in words:
            yield _Word(kind)
            return
    if bare in "/:;.":
        yield _Word({"/": "or", ":": "colon"}.get(bare, "end"))
        return
    days = {"noon": "12", "midi": "12", "midnight": "24", "minuit": "24"}.get(bare)
    if days:
        yield _Word("time", bare, _Time(int(days) * 60, False, ""))
        return
    yield _Word("day", _day(bare))


@lru_cache(maxsize=512)
def _day(word: str) -> str:
    if word == "ph":
        return "PH"
    if word in _NAMES or word in _SEVERAL:
        return _NAMES.get(word) or _SEVERAL[word]
    near = get_close_matches(fold(word), _LONG_NAMES, 1, 0.82) if 4 < len(word) <= _LONGEST_NAME else []
    if not near:
        raise _Unclear
    return _NAMES[near[0]]


def _time(found: re.Match[str]) -> _Time:
    hour, mark, minutes, lone_h, half, four_h, four_m = found.groups()
    hours, past = int(hour or four_h), int(minutes or four_m or 0)
    if half and hours <= 12:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours * 60 + past > 24 * 60:
        raise _Unclear
    is_bare = not (half or lone_h or mark == "h" or four_h or hours > 12 or (hour or "").startswith("0"))
    return _Time(hours * 60 + past, is_bare, half or "")


# Rules


def _parts(words: list[_Word]) -> Iterator[list[_Word]]:
    """One rule each: its days and its spans, whichever come first. A new one begins where days follow spans."""
    words_of_rules = _without_joints(words)
    if not words_of_rules:
        raise _Unclear
    days_first = words_of_rules[0].kind == "day"
    part: list[_Word] = []
    for word in words_of_rules:
        if part and word.kind in ("day", "time", "closed") and _begins_anew(part, word, days_first):
            yield part
            part = []
        part.append(word)
    yield part


def _begins_anew(part: list[_Word], word: _Word, days_first: bool) -> bool:
    kinds = {"day"} if word.kind == "day" else {"time", "closed"}
    others = {"time", "closed"} if word.kind == "day" else {"day"}
    has_both = any(one.kind in others for one in part) and any(one.kind in kinds for one in part)
    before = next(one.kind for one in reversed(part) if one.kind in ("day", "time", "closed"))
    return has_both and before in others and (word.kind == "day") == days_first


def _without_joints(words: list[_Word]) -> list[_Word]:
    """The words without what only joins a day to its hours or one rule to the next."""
    kept: list[_Word] = []
    for place, word in enumerate(words):
        if word.kind in ("day", "time", "closed"):
            kept.append(word)
            continue
        before = kept[-1].kind if kept else ""
        after = next((one.kind for one in words[place + 1 :] if one.kind in ("day", "time", "closed")), "")
        if before == after and before in ("day", "time") and word.kind in ("dash", "and", "or"):
            kept.append(word)
        elif before in ("dash", "and", "or") and word.kind != "colon":
            raise _Unclear
    return kept


def _rule(words: list[_Word]) -> str:
    days = _days([word for word in words if word.kind != "closed" and not _is_between(words, word, "time")])
    spans = [word for word in words if word.kind == "time" or _is_between(words, word, "time")]
    is_closed = any(word.kind == "closed" for word in words)
    if is_closed == bool(spans):
        raise _Unclear
    said = "off" if is_closed else ",".join(_spans(spans))
    return f"{days} {said}" if days else said


def _is_between(words: list[_Word], word: _Word, kind: str) -> bool:
    """Whether a word is one of times, or links two of them."""
    if word.kind == kind:
        return True
    place = next(place for place, one in enumerate(words) if one is word)
    return word.kind in ("dash", "and", "or") and words[place - 1].kind == kind


def _days(words: list[_Word]) -> str:
    said = ""
    for place, word in enumerate(words):
        if word.kind == "dash":
            said += "-"
        elif word.kind == "or":
            before, after = words[place - 1].said, words[place + 1].said if place + 1 < len(words) else ""
            if (before, after) not in pairwise(_DAYS):  # "Mon / Fri" is a range to some and two days to others
                raise _InDoubt
            said += ","
        elif word.kind == "and":
            said += ","
        else:
            said += ("," if said and said[-1] not in "-," else "") + word.said
    if re.search(r"^-|[-,]$|-[^-,]*-|PH-|-PH", said):
        raise _Unclear
    return said


def _spans(words: list[_Word]) -> Iterator[str]:
    times = [word.time for word in words if word.kind == "time"]
    links = [word.kind for word in words if word.kind != "time"]
    if len(times) % 2 or len(links) < len(times) // 2:
        raise _Unclear
    if any(kind == "and" for kind in links[::2]) and len(links) == len(times) - 1:
        raise _Unclear
    if any(later.minutes < earlier.minutes for earlier, later in pairwise(times[:-1])):
        raise _InDoubt
    for begins, ends in zip(times[::2], times[1::2], strict=True):
        yield _span(begins, ends)


def _span(begins: _Time, ends: _Time) -> str:
    if ends.half and begins.is_bare and begins.minutes < 12 * 60:  # "1 - 6pm", "9 - 6pm"
        raise _InDoubt
    if begins.half and ends.is_bare:
        raise _InDoubt
    opens, closes = begins.minutes, ends.minutes or 24 * 60
    if begins.half == "am" and opens < 60 and closes < 24 * 60:  # noon to most who write 12am
        raise _InDoubt
    if opens == closes:
        raise _InDoubt
    if closes < opens and (closes > _LATEST_WRAP or opens < _EARLIEST_START or (begins.is_bare and ends.is_bare)):
        raise _InDoubt
    return f"{_clock(opens)}-{_clock(closes)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _no_day_twice(rules: Iterable[str]) -> bool:
    """Whether no day is given two sets of hours, and only one rule is for every day."""
    seen: set[str] = set()
    for rule in rules:
        days = _each_day(rule.partition(" ")[0]) if rule[0].isalpha() and rule != "off" else set(_DAYS)
        if seen & days:
            return False
        seen |= days
    return True


def _each_day(days: str) -> set[str]:
    each: set[str] = set()
    for part in days.split(","):
        first, _, last = part.partition("-")
        if not last:
            each.add(first)
            continue
        begins, ends = _DAYS.index(first), _DAYS.index(last)
        each |= {_DAYS[day % 7] for day in range(begins, ends + 1 if ends >= begins else ends + 8)}
    return each
