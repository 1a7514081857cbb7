"""What can be asked about asks, offers, suggestions and introductions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from passerelle.asks.models import Ask as Ask
from passerelle.asks.models import AskWord, Block, Count, Wish
from passerelle.asks.models import Introduction as Introduction
from passerelle.asks.queries.reach import Reach, in_sight, stands_in
from passerelle.asks.rules import (
    A_WEEK,
    ASK_WHAT_CAME_AFTER,
    FEWEST_TOLD,
    KEPT_FOR,
    SAME_TWO_AGAIN_AFTER,
    Answers,
    Came,
)
from passerelle.asks.rules.matching import said_by, said_of, stem
from passerelle.asks.rules.vocabulary import subject_of
from passerelle.kit import clock
from passerelle.kit.begins import begins
from passerelle.kit.fold import fold
from passerelle.kit.typing_errors import errors_forgiven, halves, meant_by
from passerelle.people.models import Person
from passerelle.spaces.models import Space

MOST_WORDS = 6
MOST_CANDIDATES = 3000


@dataclass(frozen=True)
class Looking:
    """What somebody looks for among asks and offers: words, a side, a kind, the board of one space."""

    words: str = ""
    side: str = ""
    kind: str = ""
    space: int = 0


def open_asks(on: date) -> QuerySet[Ask]:
    """Asks and offers that stand on that day."""
    return Ask.objects.filter(ended_at=None, until__gte=on)


def asks_of(person: Person) -> QuerySet[Ask]:
    """What this person wrote, the newest first."""
    return Ask.objects.filter(person=person)


def ask_called(reference: str) -> Ask | None:
    """The ask or offer with this public name, with whoever wrote it."""
    return Ask.objects.select_related("person").filter(reference=reference).first()


def asks_on_the_board_of(space: Space | int, on: date) -> QuerySet[Ask]:
    """What may be pinned to the board of a space: written by somebody who stands in it, who wants it there.

    The board shows no name: whoever answers asks for an introduction.
    """
    key = space if isinstance(space, int) else space.pk
    return open_asks(on).filter(stands_in([key], on), on_board=True)


def asks_found(reader: Person, reach: Reach, looking: Looking) -> QuerySet[Ask]:
    """What others have written and this reader may see, the newest first."""
    today = clock.today()
    near = looking.space in {place.key for place in reach.places}
    found = asks_on_the_board_of(looking.space, today) if near else open_asks(today).filter(in_sight(reach, today))
    found = found.exclude(person=reader)
    if looking.side:
        found = found.filter(side=looking.side)
    if looking.kind:
        found = found.filter(kind=looking.kind)
    for wanted in _wanted(looking.words):
        found = found.filter(Exists(AskWord.objects.filter(wanted, ask=OuterRef("pk"))))
    return found


def ask_seen(reader: Person, reach: Reach, reference: str) -> Ask | None:
    """One of them, where this reader may see it by searching or on the board of one of their spaces."""
    today = clock.today()
    on_boards = Q(stands_in([place.key for place in reach.places], today), on_board=True)
    seen = open_asks(today).filter(in_sight(reach, today) | on_boards).exclude(person=reader)
    return seen.select_related("person").filter(reference=reference).first()


def _wanted(words: str) -> list[Q]:
    """Each word typed, by itself, by what it stands for, by how it begins, or mistyped: one query for these."""
    typed = fold(words).split()[:MOST_WORDS]
    meant: dict[str, set[str]] = {word: {word, subject_of(word) or stem(word)} for word in typed}
    strange = [word for word in typed if not subject_of(word) and errors_forgiven(word)]
    near = _nearly(strange) if strange else []
    for word in strange:
        meant[word] |= set(meant_by(word, near))
    asked = [Q(text__in=sorted(meant[word])) for word in typed]
    return [*asked[:-1], asked[-1] | begins("text", typed[-1])] if typed else []


def _nearly(words: Sequence[str]) -> list[str]:
    likely = Q(pk=None)
    for word in words:
        likely |= begins("text", halves(word)[0][:3])
    return list(AskWord.objects.filter(likely).order_by().values_list("text", flat=True).distinct()[:MOST_CANDIDATES])


def wish_of(person: Person) -> int:
    """How many suggestions a week this person wants."""
    return next(iter(Wish.objects.filter(person=person).values_list("a_week", flat=True)), 0)


def introductions_of(person: Person) -> QuerySet[Introduction]:
    """All that were suggested to this person, and all they asked for, the newest first."""
    found = Introduction.objects.filter(Q(low=person) | Q(high=person))
    return found.select_related("low", "high", "low_ask", "high_ask", "space")


def introduction_called(reference: str) -> Introduction | None:
    """The introduction with this public name, with its two people and what they wrote."""
    found = Introduction.objects.select_related("low", "high", "low_ask", "high_ask", "space")
    return found.filter(reference=reference).first()


def suggested_this_week(person: int, now: datetime) -> int:
    """How many suggestions somebody had in the last seven days, whatever came of them."""
    of_both = Q(low=person, low_ask__isnull=False) | Q(high=person, high_ask__isnull=False)
    return Introduction.objects.filter(of_both, suggested_at__gt=now - A_WEEK, line="").count()


def asked_this_week(person: int, now: datetime) -> int:
    """How many introductions somebody asked for in the last seven days, whatever came of them."""
    of_both = Q(low=person, low_ask=None) | Q(high=person, high_ask=None)
    return Introduction.objects.filter(of_both, suggested_at__gt=now - A_WEEK).exclude(line="").count()


def were_suggested(low: int, high: int, now: datetime) -> bool:
    """Whether these two were suggested to each other a short while ago; a block is asked apart, and told to nobody."""
    found = Introduction.objects.filter(low=low, high=high, suggested_at__gt=now - SAME_TWO_AGAIN_AFTER)
    return found.exists()


def is_blocked(one: int, other: int) -> bool:
    """Whether one of two people never wants to be suggested to the other again."""
    return Block.objects.filter(Q(by=one, other=other) | Q(by=other, other=one)).exists()


def introductions_to_ask_about(now: datetime, at_most: int) -> list[Introduction]:
    """Those that were made three weeks ago and of which nobody has been asked what came."""
    due = Introduction.objects.filter(made_at__lte=now - ASK_WHAT_CAME_AFTER, asked_what_came=False)
    return list(due.select_related("low", "high", "space").order_by("made_at", "id")[:at_most])


def asks_to_let_go(now: datetime) -> QuerySet[Ask]:
    """What has been over for half a year."""
    long_ago = now - KEPT_FOR
    return Ask.objects.filter(Q(ended_at__lt=long_ago) | Q(until__lt=long_ago.date()))


def came_of_introductions(spaces: Sequence[int]) -> int:
    """How many said that something came of an introduction at these spaces; none under three: it would say who."""
    counted = Count.objects.filter(space__in=list(spaces), came=Came.YES).aggregate(all=Sum("number"))["all"] or 0
    return counted if counted >= FEWEST_TOLD else 0


def is_low(person: int, introduction: Introduction) -> bool:
    """On which of its two sides somebody stands."""
    return introduction.low_id == person


def answers_of(person: int, introduction: Introduction) -> Answers:
    """What this side of it may know."""
    own = introduction.low_says if is_low(person, introduction) else introduction.high_says
    return Answers(own, introduction.made_at is not None, introduction.lapse_at)


def other_of(person: int, introduction: Introduction) -> Person:
    """The other one: to be shown only once it is made."""
    return introduction.high if is_low(person, introduction) else introduction.low


def own_ask(person: int, introduction: Introduction) -> Ask | None:
    """What this side wrote, if anything."""
    return introduction.low_ask if is_low(person, introduction) else introduction.high_ask


def others_ask(person: int, introduction: Introduction) -> Ask | None:
    """What the other side wrote, if anything."""
    return introduction.high_ask if is_low(person, introduction) else introduction.low_ask


def has_told(person: int, introduction: Introduction) -> bool:
    """Whether this side has said what came of it; what it said is not kept."""
    return introduction.low_told if is_low(person, introduction) else introduction.high_told


def reasons(introduction: Introduction, person: int, language: str) -> str:
    """What both speak of, in a language, and where it is no subject in the words of this side."""
    own = own_ask(person, introduction) or others_ask(person, introduction)
    words = introduction.because.get("words", ())
    return said_of([said_by(word, own.text if own else "", language) for word in words], language)


def days_of(introduction: Introduction) -> list[date]:
    """The days on which both are at the space; none where both are at home there."""
    return [date.fromisoformat(day) for day in introduction.because.get("days", ())]


def lapses_on(introduction: Introduction) -> date:
    """The local day of the space on which it lapses."""
    return clock.local_day(introduction.space.time_zone, introduction.lapse_at)
