"""The secret address of somebody’s calendar: made, made anew, ended."""

from django.db import transaction

from passerelle.events.models import Feed
from passerelle.kit.ids import reference
from passerelle.people.models import Person


@transaction.atomic
def make_feed(person: Person) -> None:
    """There is an address from now on; one that there was opens nothing any more."""
    Feed.objects.update_or_create(person=person, defaults={"reference": reference()})


@transaction.atomic
def end_feed(person: Person) -> None:
    """The address opens nothing any more."""
    Feed.objects.filter(person=person).delete()
