"""What becomes of asks when their writer is forgotten, and when they are long over."""

from datetime import datetime

from django.db import transaction

from passerelle.asks.models import Ask, Block, Introduction, Wish
from passerelle.asks.queries import asks_to_let_go, introductions_of
from passerelle.asks.rules import KEPT_FOR
from passerelle.people.models import Person


@transaction.atomic
def leave_asks(person: Person) -> list[str]:
    """Everything that somebody looked for or gave is gone, with what was suggested; gives the references of letters."""
    gone = [one.ref for one in introductions_of(person)]
    Introduction.objects.filter(pk__in=introductions_of(person).values("pk")).delete()
    Ask.objects.filter(person=person).delete()
    Wish.objects.filter(person=person).delete()
    Block.objects.filter(by=person).delete()
    Block.objects.filter(other=person).delete()
    return gone


def let_go_of_old_asks(now: datetime) -> int:
    """Let go of asks that have been over for half a year, and of introductions as old; says how many asks."""
    Introduction.objects.filter(suggested_at__lt=now - KEPT_FOR).delete()
    gone = asks_to_let_go(now)
    many = gone.count()
    gone.delete()
    return many
