"""What a test of the board sets out: notices, and people who agreed to be announced."""

from datetime import date
from itertools import count
from typing import Any

from passerelle.board.models import Consent, Notice
from passerelle.board.rules import Kind, State
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from tests.makers import WEDNESDAY_NOON

_numbers = count(1)


def make_notice(space: Space, person: Person, title: str = "Desk lamp to give away", **facts: Any) -> Notice:
    """A notice that stands on the board until the end of January, unless said otherwise."""
    given = {"kind": Kind.OFFER, "state": State.SHOWN, "until": date(2027, 2, 1), "key": f"k{next(_numbers)}"}
    given |= {"written_at": WEDNESDAY_NOON, "stood_at": WEDNESDAY_NOON} | facts
    return Notice.objects.create(space=space, person=person, title=title, **given)


def agree(cause: Membership | Visit, name: str, **facts: Any) -> Consent:
    """Whoever this is about agreed to be announced."""
    given: dict[str, Any] = {"given_at": WEDNESDAY_NOON}
    given |= {"visit": cause} if isinstance(cause, Visit) else {"membership": cause, "until": date(2027, 2, 5)}
    return Consent.objects.create(person=cause.person, name=name, **(given | facts))
