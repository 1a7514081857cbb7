"""What can be done with two spaces that may be one: propose the pair, say that they are two.

That they are one is for `care` to do, which can see what else belongs to either.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from django.db import transaction
from django.db.models import Q

from passerelle.kit import clock
from passerelle.kit.lots import lots
from passerelle.kit.references import number_in
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.access import may_decide
from passerelle.listings.models import Listing, Pair
from passerelle.listings.queries import joined_since, telling_words_of, worth_comparing_with
from passerelle.listings.rules import PARTING_LASTS, Verdict
from passerelle.listings.rules.alike import Alike, Known, pairs_alike
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space

AT_ONCE = 500
MOST_AT_ONCE = 8000
A_BORDER = 0.05  # degrees of latitude: two pins further apart are never one place


@dataclass(frozen=True)
class Likely:
    """A pair that may be one: each the key of a space, or `row:7` for the eighth of those that are being added."""

    first: int | str
    second: int | str
    score: float
    reasons: tuple[str, ...]


def likely_among(fresh: Collection[Known]) -> list[Likely]:
    """The likely pairs among `fresh`, and of these with what is known, on which nobody has been asked yet."""
    if not fresh:
        return []
    found = list(_alike(fresh))
    asked = _asked_of({key for pair in found for key in (pair.first, pair.second) if isinstance(key, int)})
    return [
        Likely(pair.first, pair.second, pair.score, pair.reasons)
        for pair in found
        if frozenset((pair.first, pair.second)) not in asked
    ]


def propose(likely: Collection[Likely], added: Sequence[int]) -> None:
    """Keep these pairs until somebody says what they are; `added` are the keys that the new rows have got."""
    pairs = (_pair(one, added) for one in likely)
    Pair.objects.bulk_create(pairs, batch_size=1000, ignore_conflicts=True)


@transaction.atomic
def keep_apart(pair: Pair, *, by: Person) -> Pair:
    """These are two spaces, and the question is not put again.

    Raises Refusal `pair_was_decided` where somebody has said so, or otherwise, already.
    """
    if not may_decide(by, pair):
        raise NotFound
    decide(pair, Verdict.APART, by)
    write_down("spaces_kept_apart", about=pair.first.ref, actor=by.ref, other=pair.second.ref)
    return pair


def decide(pair: Pair, verdict: Verdict, by: Person) -> None:
    """Keep what a person said of a pair; one conditional update, so of two who press at once one has said it.

    Raises Refusal `pair_was_decided`.
    """
    said = {"verdict": verdict, "decided_by": by, "decided_at": clock.now()}
    if not Pair.objects.filter(pk=pair.pk, verdict=Verdict.PROPOSED).update(**said):
        raise Refusal("pair_was_decided")
    pair.refresh_from_db()


def hand_over_listings(space: Space, other: Space) -> list[int]:
    """`space` turned out to be `other`: what lists say of it they say of `other`; the keys of these listings.

    Questions about it, and what was said to them, are put about `other` as well; its own wait until it is found again.
    """
    moved = list(Listing.objects.filter(space=space).values_list("pk", flat=True))
    Listing.objects.filter(pk__in=moved).update(space=other)
    asked = Pair.objects.filter(Q(first=space) | Q(second=space)).exclude(verdict=Verdict.JOINED)
    Pair.objects.bulk_create((_about(pair, space, other) for pair in asked), ignore_conflicts=True)
    return moved


def give_listings_back(listings: Collection[int], space: Space) -> None:
    """What lists say in these listings they say of `space` again."""
    Listing.objects.filter(pk__in=listings).update(space=space)


def put_again(pair: Pair) -> None:
    """The two were joined a moment ago, and the question is open again. Raises Refusal `too_late_to_part`."""
    just_joined = joined_since(clock.now() - PARTING_LASTS).filter(pk=pair.pk)
    if not just_joined.update(verdict=Verdict.PROPOSED, decided_by=None, decided_at=None):
        raise Refusal("too_late_to_part")
    pair.refresh_from_db()


def _about(pair: Pair, space: Space, other: Space) -> Pair:
    """The same question, and what was said to it, about `other` instead of `space`."""
    third = pair.second_id if pair.first_id == space.pk else pair.first_id
    first, second = sorted((third, other.pk))
    said = {"verdict": pair.verdict, "decided_by": pair.decided_by, "decided_at": pair.decided_at}
    return Pair(first_id=first, second_id=second, score=pair.score, reasons=pair.reasons, **said)


def _alike(fresh: Collection[Known]) -> Iterator[Alike]:
    """The likely pairs of very many, a belt of latitude after the other: a place taken apart takes six kilobytes.

    Each belt is compared with itself, with what lies just north of it and with what is known there; what has no pin,
    with all that bears one of its words.
    """
    pinned = sorted((one for one in fresh if one.point), key=lambda one: one.point or ())
    for start in range(0, len(pinned), MOST_AT_ONCE):
        belt, beyond = pinned[start : start + MOST_AT_ONCE], pinned[start + MOST_AT_ONCE :]
        north = _latitude(belt[-1]) + A_BORDER
        border = takewhile(lambda one: _latitude(one) <= north, beyond)  # noqa: B023 (used up within this round)
        yield from pairs_alike(belt, chain(border, worth_comparing_with(belt)))
    pinless = [one for one in fresh if not one.point]
    words = {word for one in pinless for word in telling_words_of(one)}
    namesakes = (one for one in pinned if not words.isdisjoint(telling_words_of(one)))
    yield from pairs_alike(pinless, chain(namesakes, worth_comparing_with(pinless)))


def _latitude(one: Known) -> float:
    assert one.point is not None
    return one.point.latitude


def _asked_of(keys: Collection[int]) -> set[frozenset[int | str]]:
    return {
        frozenset(pair)
        for lot in lots(sorted(keys), AT_ONCE)
        for pair in Pair.objects.filter(first__in=lot).values_list("first_id", "second_id")
    }


def _pair(likely: Likely, added: Sequence[int]) -> Pair:
    keys = (added[number_in(key)] if isinstance(key, str) else key for key in (likely.first, likely.second))
    first, second = sorted(keys)
    return Pair(first_id=first, second_id=second, score=likely.score, reasons=list(likely.reasons))
