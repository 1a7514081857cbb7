"""What can be asked about people."""

from passerelle.people.models import Person as Person  # doors take the name from here


def person_at(address: str) -> Person | None:
    """The person known by this mail address, whatever its capitals."""
    return Person.objects.filter(email=address.strip().lower(), forgotten_at=None).first()
