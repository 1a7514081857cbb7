"""Answering a suggestion, asking for an introduction, keeping two apart, saying what came of it.

What somebody says is written on their own side of the row, under its lock, and looked at by nobody but the act that
sees whether both have said yes. A no changes nothing else: no letter, no record, no count, no state.
"""

from django.db import transaction
from django.db.models import F

from passerelle.asks import mails
from passerelle.asks.access import Actor, side_of
from passerelle.asks.actions.writing import hold_people
from passerelle.asks.models import Ask, Block, Count, Introduction
from passerelle.asks.queries import (
    ask_seen,
    asked_this_week,
    introductions_of,
    is_blocked,
    is_low,
    other_of,
    were_suggested,
)
from passerelle.asks.queries.reach import reach_of
from passerelle.asks.rules import ANSWER_WITHIN, MOST_ASKED_A_WEEK, Came, Says
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space

LONGEST_LINE = 280


@transaction.atomic
def answer(introduction: Introduction, says: Says, *, by: Actor) -> Introduction:
    """One of the two says yes or no; with the second yes they are introduced. Until then a word can be changed.

    Pressed twice, it is one answer. Raises NotFound, and Refusal `introduction_is_over` once it has lapsed.
    """
    person = side_of(by, introduction)
    if person is None:
        raise NotFound
    row = _held(introduction)
    if row.made_at is not None:
        return row
    if clock.now() >= row.lapse_at:
        raise Refusal("introduction_is_over")
    setattr(row, "low_says" if is_low(person, row) else "high_says", Says(says))
    both = row.low_says == Says.YES and row.high_says == Says.YES
    row.made_at = clock.now() if both else None
    Introduction.objects.filter(pk=row.pk).update(low_says=row.low_says, high_says=row.high_says, made_at=row.made_at)
    if both:
        write_down("introduction_made", about=row.ref, actor="asks")
        mails.introduce(row, row.low)
        mails.introduce(row, row.high)
    return row


@transaction.atomic
def keep_apart(introduction: Introduction, *, by: Actor) -> None:
    """One of the two does not want this one, nor ever the other again; told to nobody. Raises NotFound."""
    person = side_of(by, introduction)
    if person is None:
        raise NotFound
    row = _held(introduction)
    Block.objects.get_or_create(by_id=person, other_id=other_of(person, row).pk)
    if row.made_at is None and clock.now() < row.lapse_at:
        says = {"low_says" if is_low(person, row) else "high_says": Says.NO}
        Introduction.objects.filter(pk=row.pk).update(**says)


@transaction.atomic
def ask_for_introduction(ask: Ask, line: str, *, by: Person) -> Introduction:
    """Whoever has read an ask or an offer says yes to whoever wrote it, with a line about what they bring.

    Raises NotFound, and Refusal `words_are_missing`, `too_long`, `suggested_already`, `too_many_introductions`. Where
    the writer does not want this person, the answer is the same as to anybody, and no letter leaves.
    """
    reach = reach_of(by)
    seen = ask_seen(by, reach, ask.reference)
    if seen is None or not reach.places:
        raise NotFound
    line = " ".join(line.split())
    if not line:
        raise Refusal("words_are_missing")
    if len(line) > LONGEST_LINE:
        raise Refusal("too_long", most=LONGEST_LINE)
    low, high = sorted((by.pk, seen.person_id))
    hold_people(low, high)
    now = clock.now()
    if were_suggested(low, high, now):
        raise Refusal("suggested_already")
    if asked_this_week(by.pk, now) >= MOST_ASKED_A_WEEK:
        raise Refusal("too_many_introductions", most=MOST_ASKED_A_WEEK)
    return _asked(seen, by, line, Space.objects.get(pk=reach.places[0].key))


def _asked(ask: Ask, by: Person, line: str, space: Space) -> Introduction:
    now, is_asker_low = clock.now(), by.pk < ask.person_id
    apart = is_blocked(by.pk, ask.person_id)
    writer_says = Says.NO if apart else ""
    row = Introduction.objects.create(
        low=by if is_asker_low else ask.person,
        high=ask.person if is_asker_low else by,
        low_ask=None if is_asker_low else ask,
        high_ask=ask if is_asker_low else None,
        low_says=Says.YES if is_asker_low else writer_says,
        high_says=writer_says if is_asker_low else Says.YES,
        line=line,
        space=space,
        suggested_at=now,
        lapse_at=now + ANSWER_WITHIN,
    )
    write_down("introduction_asked", about=row.ref, actor=by.ref)
    if not apart:
        mails.ask_for_introduction(row, ask.person)
    return row


@transaction.atomic
def say_what_came(introduction: Introduction, came: Came, *, by: Actor) -> bool:
    """One of the two says whether anything came of it, once: it is counted, and not kept who said what.

    False where this side has said it already. Raises NotFound, also before they were introduced.
    """
    person = side_of(by, introduction)
    if person is None or introduction.made_at is None:
        raise NotFound
    told = "low_told" if is_low(person, introduction) else "high_told"
    if not Introduction.objects.filter(pk=introduction.pk, **{told: False}).update(**{told: True}):
        return False
    counted = {"space": introduction.space_id, "came": Came(came)}
    Count.objects.get_or_create(space_id=introduction.space_id, came=Came(came))
    Count.objects.filter(**counted).update(number=F("number") + 1)
    return True


def _held(introduction: Introduction) -> Introduction:
    """The row as it stands, locked: two answers at once are taken one after the other."""
    list(Introduction.objects.select_for_update(no_key=True).filter(pk=introduction.pk).values_list("pk"))
    person = introduction.low
    row = introductions_of(person).filter(pk=introduction.pk).first()
    if row is None:
        raise NotFound
    return row
