"""What a round of suggestions is made from: what stands open, who is where, who is to be kept apart. Seven queries."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from passerelle.asks.models import Block, Introduction, Wish
from passerelle.asks.queries import open_asks
from passerelle.asks.rules import A_WEEK, LOOKS_AHEAD, SAME_TWO_AGAIN_AFTER, Side
from passerelle.asks.rules.matching import spoken_of
from passerelle.asks.rules.suggesting import Pair, Written, pairs, within_wishes
from passerelle.kit import clock
from passerelle.members.queries import in_force
from passerelle.presence.models import Presence


def pairs_to_suggest(now: datetime) -> list[Pair]:
    """The pairs that are to be suggested now, the best first, as far as both sides want suggestions."""
    today = clock.today()
    left = _wanted_still(now)
    rows = open_asks(today).filter(person__in=Wish.objects.filter(a_week__gt=0).values("person")).order_by()
    listed = rows.values_list("pk", "person", "side", "kind", "text", "until")
    written = [
        Written(key, person, side == Side.ASK, kind, spoken_of(text), until)
        for key, person, side, kind, text, until in listed
        if left.get(person, 0) > 0
    ]
    where = _where({one.person for one in written}, today)
    return list(within_wishes(pairs(written, where, _apart(now)), left))


def _wanted_still(now: datetime) -> dict[int, int]:
    """By person, how many suggestions are left of what they want in seven days."""
    had: Counter[int] = Counter()
    recent = Introduction.objects.filter(suggested_at__gt=now - A_WEEK, line="").order_by()
    for low, high in recent.values_list("low", "high"):
        had.update((low, high))
    wishes = Wish.objects.filter(a_week__gt=0).values_list("person", "a_week")
    return {person: a_week - had[person] for person, a_week in wishes}


def _where(people: Iterable[int], today: date) -> dict[int, dict[int, frozenset[date]]]:
    """By person and space: their days there from today on; no days where they are at home."""
    wanted, found = set(people), dict[int, dict[int, frozenset[date]]]()
    days = Presence.objects.filter(day__range=(today, today + LOOKS_AHEAD)).order_by()
    for person, space, day in days.values_list("person", "space", "day"):
        if person in wanted:
            own = found.setdefault(person, {})
            own[space] = own.get(space, frozenset()) | {day}
    for person, space in in_force(today).order_by().values_list("person", "space"):
        if person in wanted:
            found.setdefault(person, {})[space] = frozenset()
    return found


def _apart(now: datetime) -> set[tuple[int, int]]:
    """Two who were suggested to each other lately, whatever came of it, and two of whom one does not want the other."""
    lately = Introduction.objects.filter(suggested_at__gt=now - SAME_TWO_AGAIN_AFTER).order_by()
    found = set(lately.values_list("low", "high"))
    for by, other in Block.objects.values_list("by", "other"):
        found.add((min(by, other), max(by, other)))
    return found
