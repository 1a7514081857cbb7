"""Good standing of whoever comes, on whichever footing: one question, asked at request, at the yes, at each arrival."""

from collections.abc import Collection
from datetime import date

from passerelle.kit.refusals import Refusal
from passerelle.members.queries import belonging_of
from passerelle.members.rules import Standing, standing
from passerelle.networks.models import Footing
from passerelle.passes.queries.standing import why_not_in_force
from passerelle.people.models import Person
from passerelle.spaces.models import Space


def why_not_standing(person: Person, footing: Footing, days: Collection[date]) -> Refusal | None:
    """Why this person does not stand well there on each of these local dates; None for somebody who does.

    A member of a home: `standing_is_lost`. A holder: `no_pass`, `pass_not_open` or `pass_not_then`.
    """
    if not isinstance(footing, Space):
        return why_not_in_force(person, footing, days)
    belonging = belonging_of(person, footing)
    stands = all(standing(belonging, day) is Standing.GOOD for day in days)
    return None if stands else Refusal("standing_is_lost")
