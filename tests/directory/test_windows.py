import pytest

from passerelle.directory.queries import view_of
from passerelle.directory.rules import Search, Window
from passerelle.kit.places import Point
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind
from tests.makers import make_space, make_spaces, make_town

EARTH = Window(-180, -85, 180, 85)


@pytest.fixture(autouse=True)
def _db(db):
    make_town("Namur", "BE", Point(50.4669, 4.8675), 1_200_000)


def test_a_wide_window_counts_and_names_who_stands_alone():
    make_spaces(5)
    alone = make_space("Alone", town="Suva", latitude=-18.1, longitude=178.4, email="")
    view = view_of(EARTH, 1, Search())
    ((longitude, latitude, count),) = view.clusters
    assert (count, view.total) == (5, 6)
    assert (longitude, latitude) == (pytest.approx(4.8671), pytest.approx(50.4637))
    (place,) = view.places
    assert (place.slug, place.name, place.town, place.is_asked) == (alone.slug, "Alone", "Suva", False)
    assert [town.name for town in view.towns] == ["Namur"]


def test_few_spaces_are_put_together_only_where_they_stand_very_near():
    """At zoom 8 a square of 64 pixels is some 30 km wide, and a finer one 8."""
    make_space("Here", longitude=4.85, features=" wifi ")
    make_space("Next door", longitude=4.851, features=" wifi ")
    further = make_space("Further", longitude=4.95, features=" wifi ")
    for search in (Search(), Search(there=("wifi",))):
        view = view_of(Window(4, 50, 6, 51), 8, search)
        assert [count for *_, count in view.clusters] == [2]
        assert [one.slug for one in view.places] == [further.slug]
        assert view.total == 3


def test_a_window_across_the_antimeridian():
    make_space("West", latitude=-17.0, longitude=179.5)
    make_space("East", latitude=-17.0, longitude=-179.5)
    make_space("Elsewhere", latitude=-17.0, longitude=0.0)
    for zoom in (4, 9, 14):
        view = view_of(Window(179, -18, -179, -16), zoom, Search())
        assert {place.name for place in view.places} == {"West", "East"}


def test_kinds_are_told_apart_in_the_squares_too():
    make_spaces(3)
    make_space("Café", kind=Kind.CAFE, latitude=50.9)
    view = view_of(EARTH, 10, Search(kinds=(Kind.CAFE,)))
    assert [place.name for place in view.places] == ["Café"]
    assert view.total == 1


def test_other_filters_and_words_are_looked_at_one_by_one():
    make_spaces(3, features=" wifi ")
    make_space("Quiet")
    assert view_of(EARTH, 3, Search(there=("wifi",))).total == 3
    assert [place.name for place in view_of(EARTH, 3, Search(q="quiet")).places] == ["Quiet"]


def test_very_near_each_stands_alone():
    make_spaces(3)
    window = Window(4.866, 50.463, 4.868, 50.464)
    assert len(view_of(window, 15, Search()).clusters) == 1
    assert len(view_of(window, 18, Search()).places) == 3


def test_joined_spaces_are_not_drawn():
    first, second = make_spaces(2)
    Space.objects.filter(pk=second.pk).update(joined_into=first)
    assert len(view_of(Window(4.866, 50.463, 4.868, 50.464), 18, Search()).places) == 1


def test_a_window_takes_four_queries(django_assert_max_num_queries):
    make_spaces(40)
    with django_assert_max_num_queries(4):
        view_of(EARTH, 12, Search())
