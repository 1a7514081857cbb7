"""Everything kept about a person, handed to them."""

import json

from passerelle.care.queries import everything_kept_about
from passerelle.kit import clock
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person


def take_out(person: Person) -> bytes:
    """All that is kept about the person, from every room, as JSON that a person can read too (UTF-8, indented)."""
    kept = {"taken out at": clock.now().isoformat(), **everything_kept_about(person)}
    write_down("everything_taken_out", about=person.ref, actor=person.ref)
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()
