"""Everything kept about a person, handed to them; everything that a space owns, handed to its managers."""

import json
from collections.abc import Iterator

from passerelle.care.access import may_take_space_out
from passerelle.care.queries import everything_kept_about
from passerelle.care.space_files import files_of
from passerelle.kit import clock
from passerelle.kit.archives import zipped
from passerelle.kit.refusals import NotFound
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space


def take_out(person: Person) -> bytes:
    """All that is kept about the person, from every room, as JSON that a person can read too (UTF-8, indented)."""
    kept = {"taken out at": clock.now().isoformat(), **everything_kept_about(person)}
    write_down("everything_taken_out", about=person.ref, actor=person.ref)
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


def take_space_out(space: Space, language: str, *, by: Person | None) -> Iterator[bytes]:
    """The parts of a ZIP with all that the space owns, explained in that language; made while it is read.

    Without a person it is whoever types the command, who may. Raises NotFound.
    """
    if by is not None and not may_take_space_out(by, space):
        raise NotFound
    write_down("space_taken_out", about=space.ref, actor=by.ref if by else "console")
    return zipped(files_of(space, language), clock.local(space.time_zone))
