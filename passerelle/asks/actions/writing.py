"""Writing an ask or an offer, changing it, ending it; saying how many suggestions one wants."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from passerelle.asks.access import may_change
from passerelle.asks.models import Ask, AskWord, Wish
from passerelle.asks.queries import asks_of
from passerelle.asks.rules import LASTS_AT_MOST, LONGEST_TEXT, MOST_OPEN, Kind, Side, Weekly
from passerelle.asks.rules.matching import spoken_of
from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.kit.ids import reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.people.rules import Circle, Language


@dataclass(frozen=True)
class Words:
    """What somebody writes. `key` makes what is sent twice one."""

    side: Side
    kind: Kind
    text: str
    language: Language
    until: date
    shown_to: Circle
    on_board: bool = False
    key: str = field(default_factory=reference)

    def kept(self) -> dict[str, object]:
        """As columns."""
        return {
            "side": Side(self.side),
            "kind": Kind(self.kind),
            "text": " ".join(self.text.split()),
            "language": Language(self.language),
            "until": self.until,
            "shown_to": Circle(self.shown_to),
            "on_board": self.on_board,
        }


@transaction.atomic
def write_ask(words: Words, *, by: Person) -> Ask:
    """Somebody says what they look for, or give.

    Raises Refusal `words_are_missing`, `too_long`, `ask_is_over_already`,
    `ask_too_far_ahead`, `too_many_asks`.
    """
    hold_people(by.pk)
    if first := Ask.objects.filter(key=words.key, person=by).first():
        return first
    _must_be_kept(words)
    if asks_of(by).filter(ended_at=None, until__gte=clock.today()).count() >= MOST_OPEN:
        raise Refusal("too_many_asks", most=MOST_OPEN)
    ask = Ask.objects.create(person=by, key=words.key, **words.kept())
    _keep_words(ask)
    write_down("ask_written", about=ask.ref, actor=by.ref)
    return ask


@transaction.atomic
def change_ask(ask: Ask, words: Words, *, by: Person) -> Ask:
    """The same ask in other words, open again if it had ended. Raises as `write_ask`, and NotFound."""
    _must_be_theirs(by, ask)
    _must_be_kept(words)
    hold_people(by.pk)
    others = asks_of(by).filter(ended_at=None, until__gte=clock.today()).exclude(pk=ask.pk)
    if others.count() >= MOST_OPEN:
        raise Refusal("too_many_asks", most=MOST_OPEN)
    Ask.objects.filter(pk=ask.pk).update(ended_at=None, **words.kept())
    ask.refresh_from_db()
    _keep_words(ask)
    return ask


@transaction.atomic
def end_ask(ask: Ask, *, by: Person) -> None:
    """It is no longer looked for, or given. Once ended, ending it again changes nothing. Raises NotFound."""
    _must_be_theirs(by, ask)
    if Ask.objects.filter(pk=ask.pk, ended_at=None).update(ended_at=clock.now()):
        write_down("ask_ended", about=ask.ref, actor=by.ref)


@transaction.atomic
def want_suggestions(person: Person, a_week: Weekly) -> None:
    """From now on so many suggestions a week, or none."""
    hold_people(person.pk)
    Wish.objects.update_or_create(person=person, defaults={"a_week": int(Weekly(a_week))})


def hold_people(*keys: int) -> None:
    """Take the rows of these people until the transaction ends, in one order: what they may have is counted then."""
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    list(held.values_list("pk"))


def _must_be_theirs(person: Person, ask: Ask) -> None:
    if not may_change(person, ask):
        raise NotFound


def _must_be_kept(words: Words) -> None:
    text = " ".join(words.text.split())
    if not text:
        raise Refusal("words_are_missing")
    if len(text) > LONGEST_TEXT:
        raise Refusal("too_long", most=LONGEST_TEXT)
    if words.until < clock.today():
        raise Refusal("ask_is_over_already")
    if words.until > clock.today() + LASTS_AT_MOST:
        raise Refusal("ask_too_far_ahead")


def _keep_words(ask: Ask) -> None:
    """What it is found by: its words as they stand, and what they stand for."""
    found = {word[:40] for word in (*fold(ask.text).split(), *spoken_of(ask.text))}
    AskWord.objects.filter(ask=ask).delete()
    AskWord.objects.bulk_create(AskWord(ask=ask, text=word) for word in sorted(found))
