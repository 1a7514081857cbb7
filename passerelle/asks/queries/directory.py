"""The directory of people: those who tell something of themselves that the reader may read. No word of a part that is
not shown to the reader finds anybody, not even by a typing error.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from passerelle.asks.queries.reach import Reach, in_sight, stands_in
from passerelle.kit import clock
from passerelle.kit.begins import begins
from passerelle.kit.fold import fold
from passerelle.kit.typing_errors import errors_forgiven, halves, lengths, meant_by
from passerelle.members.queries import in_force
from passerelle.people.models import Person, Told, ToldWord
from passerelle.people.rules import CIRCLES, Circle, Part, Shown
from passerelle.presence.models import Presence
from passerelle.presence.rules import State

MOST_LISTED = 600
"""Whoever finds more has not said whom they look for."""
MOST_WORDS = 6
MOST_CANDIDATES = 3000


@dataclass(frozen=True)
class LookingFor:
    """Whom somebody looks for: any words, words of the trade, a language, people of one space, those who are here."""

    words: str = ""
    trade: str = ""
    language: str = ""
    space: int = 0
    here: bool = False


@dataclass(frozen=True)
class Found:
    """The keys of those who were found, by name; whether there are more, and whether words were guessed."""

    keys: tuple[int, ...]
    has_more: bool = False
    is_near_miss: bool = False


@dataclass
class Listed:
    """One person of the directory: the parts that the reader may read, the spaces, and where they are today."""

    name: str
    parts: dict[Part, str] = field(default_factory=dict)
    spaces: list[tuple[str, str]] = field(default_factory=list)
    here: str = ""


Asked = tuple[str, str, bool]  # a word, the part it has to stand in if any, whether it is still being typed


def people_found(reach: Reach, looking: LookingFor) -> Found:
    """Whom this reader finds. One query; three where nothing is found and words may be mistyped."""
    words = _asked(looking)
    exact = _listed(reach, looking, [_exactly(word, is_last=last) & _in(part) for word, part, last in words])
    mistyped = [word for word, _, _ in words if errors_forgiven(word)]
    if exact.keys or not mistyped:
        return exact
    known = _nearly(mistyped)
    nearly = [_perhaps(word, known, is_last=last) & _in(part) for word, part, last in words]
    found = _listed(reach, looking, nearly)
    return Found(found.keys, found.has_more, is_near_miss=bool(found.keys))


def _asked(looking: LookingFor) -> list[Asked]:
    texts = ((looking.words, ""), (looking.trade, Part.TRADE), (looking.language, Part.LANGUAGES))
    found: list[Asked] = []
    for text, part in texts:
        typed = fold(text).split()[:MOST_WORDS]
        found += [(word, str(part), place == len(typed) - 1) for place, word in enumerate(typed)]
    return found


def _in(part: str) -> Q:
    return Q(part=part) if part else Q()


def _exactly(word: str, *, is_last: bool) -> Q:
    return begins("text", word) if is_last else Q(text=word)


def _perhaps(word: str, known: Sequence[str], *, is_last: bool) -> Q:
    return Q(text__in=sorted(meant_by(word, known))) | _exactly(word, is_last=is_last)


def _nearly(words: Sequence[str]) -> list[str]:
    """Words that begin or end as one of these and are about as long."""
    likely = Q(pk=None)
    for word in words:
        beginning, ending = halves(word)
        likely |= begins("text", beginning) | begins("backwards", ending)
    texts = ToldWord.objects.filter(likely).order_by().values_list("text", flat=True).distinct()[:MOST_CANDIDATES]
    shortest, longest = min(lengths(word)[0] for word in words), max(lengths(word)[1] for word in words)
    return [text for text in texts if shortest <= len(text) <= longest]


def _listed(reach: Reach, looking: LookingFor, words: Sequence[Q]) -> Found:
    today = clock.today()
    sight = in_sight(reach, today)
    people = Person.objects.filter(forgotten_at=None).exclude(name="")
    people = people.filter(Exists(Told.objects.filter(sight, person=OuterRef("pk"))))
    for wanted in words:
        people = people.filter(pk__in=ToldWord.objects.filter(wanted).filter(sight).order_by().values("person"))
    if looking.space:
        near = [looking.space] if looking.space in reach.around else []
        people = people.filter(pk__in=_of_spaces(near, today))
    if looking.here:
        people = people.filter(shown_while_here=Shown.SPACE, pk__in=_here(reach).values("person"))
    keys = tuple(people.order_by("name", "id").values_list("pk", flat=True)[: MOST_LISTED + 1])
    return Found(keys[:MOST_LISTED], len(keys) > MOST_LISTED)


def _of_spaces(spaces: Collection[int], on: date) -> "QuerySet[Told, Any]":
    return Told.objects.filter(stands_in(spaces, on)).order_by().values("person")


def _here(reach: Reach) -> "QuerySet[Presence]":
    """Everybody who has checked in today where the reader has: nobody else may know who is there."""
    places = Q(pk=None)
    for place in reach.here:
        places |= Q(space=place.key, day=clock.local_day(place.zone))
    return Presence.objects.filter(places, state=State.USED).order_by()


def listed(reach: Reach, keys: Sequence[int]) -> list[Listed]:
    """These people as the reader may see them, in this order. Two queries."""
    today = clock.today()
    told = Told.objects.filter(in_sight(reach, today, keys), person__in=list(keys)).select_related("person")
    rows: dict[int, Listed] = {}
    shown = set()
    for one in told:
        row = rows.setdefault(one.person_id, Listed(one.person.name))
        row.parts[Part(one.part)] = one.text
        if one.person.shown_while_here == Shown.SPACE:
            shown.add(one.person_id)
    homes = in_force(today).filter(person__in=list(keys), space__in=sorted(reach.around)).order_by()
    here = _here(reach).filter(person__in=list(keys))
    no_day = Cast(Value(None), DateField())
    columns = ("person", "space__name", "space__slug")
    for key, name, slug, day in homes.values_list(*columns, no_day).union(here.values_list(*columns, "day")):
        if key in rows and day is None:
            rows[key].spaces.append((name, slug))
        elif key in shown:
            rows[key].here = name
    return [rows[key] for key in keys if key in rows]


def read_in(circle: Circle, told: Mapping[Part, tuple[str, Circle]]) -> dict[Part, str]:
    """What somebody in that circle reads of these parts, in their order."""
    far = CIRCLES.index(circle)
    listed = ((part, *told[part]) for part in Part if part in told)
    return {part: text for part, text, shown_to in listed if text and CIRCLES.index(shown_to) >= far}
