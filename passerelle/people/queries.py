"""What can be asked about people."""

from passerelle.people.models import Person as Person  # doors take the name from here


def person_at(address: str) -> Person | None:
    """The person known by this mail address, whatever its capitals."""
    return Person.objects.filter(email=address.strip().lower(), forgotten_at=None).first()


def person_by_ref(ref: str) -> Person | None:
    """The person that the cellar calls `person:42`; None for anybody else."""
    kind, _, number = ref.partition(":")
    return Person.objects.filter(pk=int(number)).first() if kind == "person" and number.isdigit() else None
