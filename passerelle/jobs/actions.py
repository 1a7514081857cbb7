"""What can be done with rounds: walk those that are due, and ask for one before its hour."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, When

from passerelle.jobs.models import Round
from passerelle.kit import clock
from passerelle.kit.ids import reference

Walk = Callable[[datetime], int]
"""What a round does: it is told the moment it starts and answers how many things it did."""

CLAIM_GROWS_OLD = timedelta(minutes=5)
"""A worker that has claimed a round for longer is taken for dead. A round that may take longer must bear company."""

REST_AFTER_A_FAILURE = timedelta(minutes=1)
"""What has just failed is not tried again at once, however often it is walked."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Walked:
    """One round that was walked: how many things it did, or why it stopped."""

    name: str
    count: int = 0
    failure: str = ""


def run_rounds(rounds: Mapping[str, tuple[Walk, timedelta]], worker: str = "worker") -> list[Walked]:
    """Walk, one after the other, each round that is due and that no living worker walks.

    `rounds` gives by name what to do and how often. A round that fails is reported and due again at its next hour;
    the others are walked all the same.
    """
    _make_known(rounds)
    walked = (_walk_if_due(name, walk, every, worker) for name, (walk, every) in rounds.items())
    return [done for done in walked if done is not None]


def hasten(name: str) -> None:
    """Make a round due now, because something has happened that it waits for; one that is being walked comes again.

    Called in the transaction of whatever happened, so that the round finds it.
    """
    Round.objects.filter(name=name).update(next_at=clock.now())


def _make_known(rounds: Mapping[str, tuple[Walk, timedelta]]) -> None:
    """A row for each round that is new; two workers that start together make one."""
    known = set(Round.objects.filter(name__in=rounds).values_list("name", flat=True))
    new = [Round(name=name, next_at=clock.now()) for name in rounds if name not in known]
    Round.objects.bulk_create(new, ignore_conflicts=True)


def _walk_if_due(name: str, walk: Walk, every: timedelta, worker: str) -> Walked | None:
    now = clock.now()
    claim = f"{worker[:50]}/{reference()}"
    if not _claim(name, claim, now):
        return None
    walked = _walk(name, walk, now)
    wait = max(every, REST_AFTER_A_FAILURE) if walked.failure else every
    _put_down(claim, walked, due_again_at=clock.now() + wait)
    return walked


def _claim(name: str, claim: str, now: datetime) -> bool:
    """One conditional update: of two workers that try, one changes the row. No lock is held while it is walked."""
    nobody_walks_it = Q(claimed_by="") | Q(claimed_at__lt=now - CLAIM_GROWS_OLD)
    due = Round.objects.filter(nobody_walks_it, name=name, next_at__lte=now)
    return bool(due.update(claimed_at=now, claimed_by=claim))


def _walk(name: str, walk: Walk, now: datetime) -> Walked:
    try:
        return Walked(name, count=walk(now))
    except Exception as failure:  # Whatever stops one round must not stop the others.
        logger.exception("The round %s stopped in the middle", name)
        return Walked(name, failure=f"{type(failure).__name__}: {failure}"[:300])


def _put_down(claim: str, walked: Walked, due_again_at: datetime) -> None:
    """Only while the claim is still ours: whoever took the round over now says how it ended.

    A round that was hastened while it was walked is due at once: it may have passed by what it was hastened for.
    """
    ours = Round.objects.filter(name=walked.name, claimed_by=claim)
    next_at = Case(When(next_at__gt=F("claimed_at"), then=F("next_at")), default=due_again_at)
    if walked.failure:
        ours.update(claimed_by="", next_at=next_at, failures=F("failures") + 1, report=walked.failure)
    else:
        ours.update(claimed_by="", next_at=next_at, finished_at=clock.now(), failures=0, report=f"{walked.count} done")
