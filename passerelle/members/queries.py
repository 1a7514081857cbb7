"""What can be asked about members."""

from datetime import date

from django.db.models import AutoField, F, Q, QuerySet

from passerelle.kit.composed import Given, whole
from passerelle.kit.fold import fold
from passerelle.members.models import Membership
from passerelle.members.rules import Belonging, Standing, standing
from passerelle.people.models import Person
from passerelle.spaces.models import Space

MOST_FOUND = 500  # whoever finds more has not said whom they look for
PERSON, HOME = Given("person", AutoField()), Given("home", AutoField())
_OF_A_PERSON = whole(Membership, lambda members: members.filter(person=PERSON).order_by("since", "id"), "space")
_AT_HOME = whole(Membership, lambda members: members.filter(person=PERSON, space=HOME).order_by("id"), "space")


def membership_of(person: Person, home: Space) -> Membership | None:
    """This person's membership of this space, present or past."""
    return _AT_HOME.first(person=person.pk, home=home.pk)


def standing_of(person: Person, home: Space, on: date) -> Standing:
    """Whether `home` can say, for the local date `on`, that this person is its member in good standing."""
    return standing(belonging_of(person, home), on)


def belonging_of(person: Person, home: Space) -> Belonging | None:
    """Since when and until when this person is at home there; asked at every arrival, so it reads three columns."""
    found = Membership.objects.filter(person=person, space=home).order_by()
    return next((Belonging(*row) for row in found.values_list("since", "until", "carries_visa")), None)


def homes_of(person: Person, on: date) -> list[Membership]:
    """The memberships in good standing on `on`, the oldest first, each with its space."""
    return list(in_force(on).filter(person=person, carries_visa=True).select_related("space").order_by("since", "id"))


def members_of(space: Space) -> QuerySet[Membership]:
    """Everybody who is or was at home in this space, by name, each with the person."""
    return Membership.objects.filter(space=space).select_related("person").order_by("person__name", "id")


def in_force(on: date) -> QuerySet[Membership]:
    """Memberships of the local date `on`."""
    return Membership.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


def in_force_or_to_come(space: Space, on: date) -> QuerySet[Membership]:
    """The memberships of a space that are not over on `on`; one ended before it began holds no day, and is over."""
    return Membership.objects.filter(Q(until=None) | Q(until__gt=on) & Q(until__gt=F("since")), space=space)


def members_called(space: Space, words: str) -> QuerySet[Membership]:
    """The members, present and past, whose name or address holds every word, without accents and capitals.

    Names are folded here and not in the database, which folds them differently on each system.
    """
    wanted = fold(words).split()
    if not wanted:
        return members_of(space)
    rows = Membership.objects.filter(space=space).values_list("pk", "person__name", "person__email")
    found = [pk for pk, name, address in rows if all(word in fold(f"{name} {address}") for word in wanted)]
    return members_of(space).filter(pk__in=found[:MOST_FOUND])


def membership_in(space: Space, number: int) -> Membership | None:
    """One membership of this space."""
    return members_of(space).select_related("space").filter(pk=number).first()


def memberships_of(person: Person) -> list[Membership]:
    """Every home that this person has or had, the oldest first."""
    return _OF_A_PERSON.all(person=person.pk)
