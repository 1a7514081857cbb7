"""What is done by itself: suggesting, and asking three weeks later what came of an introduction."""

from datetime import datetime

from django.db import transaction

from passerelle.asks import mails
from passerelle.asks.actions.writing import hold_people
from passerelle.asks.models import Ask, Introduction, Wish
from passerelle.asks.queries import introductions_to_ask_about, is_blocked, suggested_this_week, were_suggested
from passerelle.asks.queries.suggesting import pairs_to_suggest
from passerelle.asks.rules import ANSWER_WITHIN
from passerelle.asks.rules.suggesting import Pair
from passerelle.logbook.actions import write_down

AT_ONCE = 200


def suggest(now: datetime) -> int:
    """Suggest whom to meet, as far as both sides want suggestions; says how many pairs were."""
    return sum(_suggest(pair, now) for pair in pairs_to_suggest(now))


@transaction.atomic
def _suggest(pair: Pair, now: datetime) -> bool:
    """One pair, once more looked at under the lock of its two people: another round may have been faster."""
    low, high = pair.people
    hold_people(low, high)
    asks = {ask.person_id: ask for ask in _still_open(pair)}
    wishes = dict(Wish.objects.filter(person__in=(low, high)).values_list("person", "a_week"))
    wanted = all(suggested_this_week(person, now) < wishes.get(person, 0) for person in (low, high))
    if len(asks) < 2 or not wanted or were_suggested(low, high, now) or is_blocked(low, high):
        return False
    if Introduction.objects.filter(low_ask=asks[low], high_ask=asks[high]).exists():
        return False
    row = Introduction.objects.create(
        low_id=low,
        high_id=high,
        low_ask=asks[low],
        high_ask=asks[high],
        space_id=pair.space,
        because={"words": list(pair.shared), "days": [day.isoformat() for day in pair.days]},
        suggested_at=now,
        lapse_at=now + ANSWER_WITHIN,
    )
    write_down("introduction_suggested", about=row.ref, actor="worker")
    for person in (row.low, row.high):
        mails.suggest_introduction(row, person)
    return True


def _still_open(pair: Pair) -> list[Ask]:
    keys = (pair.ask.key, pair.offer.key)
    return list(Ask.objects.filter(pk__in=keys, ended_at=None).select_related("person"))


def ask_what_came(now: datetime) -> int:
    """Put one question to each of two who were introduced three weeks ago; says of how many introductions."""
    return sum(_ask_what_came(one) for one in introductions_to_ask_about(now, AT_ONCE))


@transaction.atomic
def _ask_what_came(introduction: Introduction) -> bool:
    due = Introduction.objects.filter(pk=introduction.pk, asked_what_came=False)
    if not due.update(asked_what_came=True):
        return False
    for person in (introduction.low, introduction.high):
        mails.ask_what_came(introduction, person)
    return True
