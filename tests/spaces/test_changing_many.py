"""What a list changes while somebody else writes: the staff's word stands, and the map counts what is there."""

import pytest

from passerelle.spaces.actions.listed import change_many, join_into
from passerelle.spaces.models import Space, Square
from tests.makers import make_space

pytestmark = pytest.mark.django_db


def counted() -> int:
    return sum(Square.objects.filter(zoom=0).values_list("spaces_count", flat=True))


def test_what_the_staff_wrote_since_the_list_looked_stands() -> None:
    looked_at = make_space("Birch", website="https://old.example", summary="")
    own = " name summary "
    Space.objects.filter(pk=looked_at.pk).update(name="Willow", summary="Ours", own_lines=own)
    change_many([(looked_at, {"name": "Of the list", "website": "https://new.example"})])
    there = Space.objects.get(pk=looked_at.pk)
    assert (there.name, there.summary, there.website) == ("Willow", "Ours", "https://new.example")


def test_a_space_that_was_joined_away_since_is_not_counted_again() -> None:
    looked_at, other = make_space("Birch"), make_space("Alder")
    join_into(Space.objects.get(pk=looked_at.pk), other, {})
    before = counted()
    change_many([(looked_at, {"name": "Of the list"})])
    assert counted() == before
    assert Space.objects.get(pk=looked_at.pk).name == "Birch"
