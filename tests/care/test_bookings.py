"""Taking out one's bookings, and being forgotten with them."""

import json
from collections.abc import Callable

import pytest

from passerelle.bookings.models import Booking, Claim, Resource
from passerelle.care.actions import forget, take_out
from passerelle.mail.models import Letter
from passerelle.people.models import Person

pytestmark = pytest.mark.django_db


def test_bookings_are_taken_out(meuse: Resource, ana: Person, books: Callable[..., list[Booking]]) -> None:
    books(ana, meuse, about="Bilan")
    (told,) = json.loads(take_out(ana))["bookings"]
    assert (told["room"], told["at"], told["your line"], told["state"]) == ("Salle Meuse", "Alder", "Bilan", "booked")


def test_whoever_is_forgotten_gives_the_time_back(
    meuse: Resource, ana: Person, fay: Person, books: Callable[..., list[Booking]]
) -> None:
    (hers,) = books(ana, meuse, about="Ana Duarte’s review")
    (others,) = books(
        fay, meuse, type(hers.wall)(*(one.replace(hour=one.hour + 5) for one in vars(hers.wall).values()))
    )
    Booking.objects.filter(pk=others.pk).update(about="With Ana Duarte")
    forget(ana)
    hers.refresh_from_db()
    others.refresh_from_db()
    assert (hers.state, hers.about) == ("cancelled", "")
    assert (others.state, others.about) == ("booked", "With …")
    assert set(Claim.objects.values_list("booking", flat=True)) == {others.pk}
    assert not Letter.objects.filter(text__contains="Ana").exists()
    assert books(fay, meuse, hers.wall)
