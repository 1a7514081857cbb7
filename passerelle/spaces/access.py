"""Who may do what at a space."""

from django.db.models import AutoField

from passerelle.kit.composed import Composed, Given
from passerelle.people.models import Person
from passerelle.spaces.models import Space, Staff
from passerelle.spaces.rules import Role

_ROLES = Composed(
    lambda: Staff.objects.filter(person=Given("person", AutoField()), space=Given("space", AutoField())).values_list(
        "role"
    ),
    str,
)


def is_staff_of(person: Person, space: Space) -> bool:
    """Whether this person acts for this space, as manager or at the desk."""
    return bool(_ROLES.all(person=person.pk, space=space.pk))


def may_manage(person: Person, space: Space) -> bool:
    """Managers change the page, the terms, the hours, the staff and the members."""
    return Role.MANAGER in _ROLES.all(person=person.pk, space=space.pk)


def may_receive(person: Person, space: Space) -> bool:
    """The desk and the managers see who is expected, answer requests and record arrivals."""
    return is_staff_of(person, space)


def may_list(person: Person) -> bool:
    """Whoever runs the instance lists spaces that nobody acts for yet."""
    return person.is_active and person.runs_the_instance
