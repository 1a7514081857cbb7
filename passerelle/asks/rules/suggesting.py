"""Who is to be suggested to whom: asks and offers of one kind, of people who will be at one space on a same day.

Nobody compares everything with everything: offers are gathered by space, kind and each word that can lead, and an ask
looks only under its own words. Plain Python.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from passerelle.asks.rules.matching import can_lead, likeness

Where = Mapping[int, frozenset[date]]
"""By space: the days on which somebody is expected or here; every day, where the days are empty: they are at home."""


@dataclass(frozen=True)
class Written:
    """An ask or an offer as it is matched: by its key, whose it is, of what kind, what it speaks of, until when."""

    key: int
    person: int
    is_ask: bool
    kind: str
    words: frozenset[str]
    until: date


@dataclass(frozen=True)
class Pair:
    """An ask and an offer that go together, why, and where both will be; no days where both are at home there."""

    ask: Written
    offer: Written
    score: int
    shared: tuple[str, ...]
    space: int
    days: tuple[date, ...]

    @property
    def people(self) -> tuple[int, int]:
        """The two, the lower key first."""
        low, high = sorted((self.ask.person, self.offer.person))
        return low, high


def pairs(written: Iterable[Written], where: Mapping[int, Where], apart: Collection[tuple[int, int]]) -> list[Pair]:
    """All pairs that go together, the best first; two people who are to be kept `apart` are none."""
    best: dict[tuple[int, int], Pair] = {}
    for pair in _meeting(list(written), where):
        kept = best.get((pair.ask.key, pair.offer.key))
        if pair.people not in apart and (kept is None or len(pair.days) > len(kept.days)):
            best[pair.ask.key, pair.offer.key] = pair
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.ask.key, pair.offer.key))


def _meeting(written: list[Written], where: Mapping[int, Where]) -> Iterator[Pair]:
    offers: dict[tuple[int, str, str], list[Written]] = defaultdict(list)
    for one in written:
        if not one.is_ask:
            for space in where.get(one.person, {}):
                for word in filter(can_lead, one.words):
                    offers[space, one.kind, word].append(one)
    for ask in (one for one in written if one.is_ask):
        for space in where.get(ask.person, {}):
            under = (offers.get((space, ask.kind, word), ()) for word in filter(can_lead, ask.words))
            for offer in {offer.key: offer for listed in under for offer in listed}.values():
                yield from _pair(ask, offer, space, where)


def _pair(ask: Written, offer: Written, space: int, where: Mapping[int, Where]) -> Iterator[Pair]:
    if ask.person == offer.person:
        return
    alike = likeness(ask.words, offer.words)
    days = common_days(where[ask.person][space], where[offer.person][space])
    if days is None or not alike.is_enough:
        return
    still = tuple(day for day in days if day <= min(ask.until, offer.until))
    if still or not days:
        yield Pair(ask, offer, alike.score, alike.shared, space, still)


def common_days(one: frozenset[date], other: frozenset[date]) -> tuple[date, ...] | None:
    """The days on which both are there, in order; none where both are at home, and None where they never meet."""
    if not one and not other:
        return ()
    return tuple(sorted(one & other if one and other else one | other)) or None


def within_wishes(found: Iterable[Pair], left: Mapping[int, int]) -> Iterator[Pair]:
    """Of pairs in order, those that each of the two still wants this week, and no two people twice."""
    taken: Counter[int] = Counter()
    met: set[tuple[int, int]] = set()
    for pair in found:
        if pair.people not in met and all(taken[person] < left.get(person, 0) for person in pair.people):
            met.add(pair.people)
            taken.update(pair.people)
            yield pair
