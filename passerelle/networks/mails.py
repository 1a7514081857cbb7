"""What is written in the name of a network."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings

from passerelle.mail.actions import Recipient, write
from passerelle.networks.models import Affiliation
from passerelle.networks.queries import organisers_of
from passerelle.people.models import Person
from passerelle.spaces.queries import managers_of


def tell_space_it_was_admitted(affiliation: Affiliation) -> None:
    """Tell the managers that their space stands in a network now, and where they say what they offer."""
    path = f"/manage/{affiliation.space.slug}/terms/{affiliation.network.slug}/"
    _write_to(managers_of(affiliation.space), "space_was_admitted", affiliation, link=f"{settings.SITE_URL}{path}")


def tell_both_sides_it_leaves(affiliation: Affiliation, said_by: Person) -> None:
    """Tell the organisers and the managers that the space leaves, why, and until when visitors are welcome."""
    assert affiliation.until is not None
    readers = {person.pk: person for person in (*organisers_of(affiliation.network), *managers_of(affiliation.space))}
    _write_to(
        readers.values(),
        "space_leaves",
        affiliation,
        reason=affiliation.left_because,
        last_day=affiliation.until - timedelta(days=1),
        said_by=said_by.name,
        link=f"{settings.SITE_URL}/networks/{affiliation.network.slug}/",
    )


def _write_to(people: Iterable[Person], kind: str, affiliation: Affiliation, **facts: object) -> None:
    space, network = affiliation.space, affiliation.network
    for person in people:
        write(
            kind,
            room="networks",
            to=Recipient(person.email, person.name, person.language),
            facts={"space": space.name, "network": network.name, "since": affiliation.since, **facts},
            about=(space.ref, network.ref, person.ref),
            key=f"{kind}:{affiliation.pk}:{person.pk}",
        )
