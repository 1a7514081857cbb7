"""What can be done with the logbook: write into it."""

from collections.abc import Iterable
from typing import Any

from passerelle.kit import clock
from passerelle.kit.references import is_reference
from passerelle.logbook.models import Record
from passerelle.logbook.rules import as_fact, is_act


def write_down(act: str, *, about: str, actor: str, **facts: Any) -> Record:
    """Write that `actor` did `act` about `about`, now, in the transaction of the act itself.

    Raises ValueError when a reference is none, or when a fact is prose: that is a mistake of the caller.
    """
    record = line(act, about=about, actor=actor, **facts)
    record.save(force_insert=True)
    return record


def write_down_all(records: Iterable[Record]) -> None:
    """Several lines, in order, in one go."""
    Record.objects.bulk_create(records)


def line(act: str, *, about: str, actor: str, **facts: Any) -> Record:
    """A line that is not written yet. Raises ValueError as `write_down` does."""
    if not is_act(act):
        raise ValueError(f"An act is a past sentence in snake case, not {act!r}.")
    for reference in (about, actor):
        if not is_reference(reference):
            raise ValueError(f"A record names people and things by reference (person:7), not {reference!r}.")
    return Record(at=clock.now(), act=act, actor=actor, about=about, facts=as_fact(facts))
