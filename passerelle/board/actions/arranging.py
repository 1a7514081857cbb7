"""How a space wants its board."""

from dataclasses import dataclass

from django.db import transaction

from passerelle.board.access import may_arrange, must
from passerelle.board.models import Board
from passerelle.board.rules import AT_ONCE, MOST_AT_ONCE, Readers
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Arranged:
    """Who reads, whether notices wait for a word of the team, and how many a member may have there at once."""

    readers: Readers = Readers.HOUSE
    approves_first: bool = False
    at_once: int = AT_ONCE


@transaction.atomic
def arrange(space: Space, wanted: Arranged, *, by: Person) -> None:
    """From now on the board is like this. What waits goes on waiting; what was for the house stays for the house.

    Raises NotFound, Refusal `notices_at_once_out_of_range`.
    """
    must(may_arrange(by, space))
    if not 1 <= wanted.at_once <= MOST_AT_ONCE:
        raise Refusal("notices_at_once_out_of_range", most=MOST_AT_ONCE)
    lines = {"readers": wanted.readers, "approves_first": wanted.approves_first, "at_once": wanted.at_once}
    Board.objects.update_or_create(space=space, defaults=lines)
    write_down("board_arranged", about=space.ref, actor=by.ref, **lines)
