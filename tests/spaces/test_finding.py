"""The words a space is found by and the squares it is counted in follow every act."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.kit.places import Point
from passerelle.spaces.actions.finding import make_findable, make_unfindable
from passerelle.spaces.actions.places import describe_space, list_space
from passerelle.spaces.models import Space, SpaceWord, Square, Word
from passerelle.spaces.rules import Description, Kind, Place
from passerelle.spaces.rules.finding import MAP_BITS, ZOOMS, bits_dropped, kept_list, sorted_by, square_of, words_of
from tests.makers import make_person, make_space


def counted() -> dict[tuple[int, int, int, str], int]:
    """What the squares say, empty ones left out."""
    rows = Square.objects.exclude(spaces_count=0)
    return {(row.zoom, row.x, row.y, row.kind): row.spaces_count for row in rows}


def really_there() -> dict[tuple[int, int, int, str], int]:
    """What counting the spaces anew gives."""
    found: Counter[tuple[int, int, int, str]] = Counter()
    for space in Space.objects.filter(joined_into=None).exclude(map_x=None):
        for zoom in ZOOMS:
            bits = bits_dropped(zoom)
            found[(zoom, (space.map_x or 0) >> bits, (space.map_y or 0) >> bits, space.kind)] += 1
    return dict(found)


@pytest.mark.parametrize(
    ("name", "town", "words"),
    [
        ("The Hive", "Hong Kong", ["the", "hive", "hong", "kong"]),
        ("L’Éléphant gris", "Nantes", ["l", "elephant", "gris", "nantes"]),
        ("Forge, la forge", "La Louvière", ["forge", "la", "louviere"]),
        ("", "", []),
    ],
)
def test_the_words_of_a_space(name: str, town: str, words: list[str]) -> None:
    assert words_of(name, town) == words


def test_a_name_in_another_alphabet_is_found_in_latin_letters_too() -> None:
    assert {"東京", "dongjing"} <= set(words_of("東京", ""))
    assert "kiev" in words_of("Хаб", "Киев")


def test_no_word_is_longer_than_its_column_and_there_are_not_too_many() -> None:
    words = words_of(f"{'x' * 99} " + " ".join(f"w{number}" for number in range(50)), "Namur")
    assert len(words[0]) == 40
    assert len(words) == 16
    assert len(sorted_by("y" * 99)) == 24


def test_a_list_in_one_column_is_sorted_and_stands_between_blanks() -> None:
    assert (kept_list(["wifi", "coffee", "wifi"]), kept_list([])) == (" coffee wifi ", "")


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_lies_in_a_square_of_the_map(latitude: float, longitude: float) -> None:
    x, y = square_of(Point(latitude, longitude))
    assert 0 <= x < 2**MAP_BITS
    assert 0 <= y < 2**MAP_BITS


def test_squares_are_counted_from_the_north_west() -> None:
    half = 2 ** (MAP_BITS - 1)
    assert square_of(Point(0, 0)) == (half, half)
    assert square_of(Point(85.06, -180)) == (0, 0)
    assert square_of(Point(-90, 180)) == (2**MAP_BITS - 1, 2**MAP_BITS - 1)


def test_listing_a_space_makes_it_found(db: None) -> None:
    keeper = make_person("Keeper", runs_the_instance=True)
    space = list_space(
        Description("La Forge", "Liège", Kind.COWORKING), Place("BE", "Europe/Brussels", 50.63, 5.57), by=keeper
    )
    off_the_map = list_space(
        Description("Nulle part", "Liège", Kind.COWORKING), Place("BE", "Europe/Brussels"), by=keeper
    )
    assert set(space.words.values_list("text", flat=True)) == {"la", "forge", "liege"}
    assert set(Word.objects.values_list("text", flat=True)) == {"la", "forge", "liege", "nulle", "part"}
    assert counted() == really_there()
    assert sum(counted().values()) == len(ZOOMS)
    assert (off_the_map.map_x, off_the_map.map_y) == (None, None)


def test_describing_it_anew_changes_what_it_is_found_by(birch: Space, bo: object) -> None:
    said = Description("Birch Works", "Kowloon", Kind.MAKER_SPACE, language="en", currency="HKD")
    describe_space(birch, said, by=bo)
    assert set(birch.words.values_list("text", flat=True)) == {"birch", "works", "kowloon"}
    assert counted() == really_there()
    assert {kind for *_, kind in counted()} == {Kind.MAKER_SPACE}
    describe_space(birch, replace(said, summary="Up a stair."), by=bo)
    assert counted() == really_there()


def test_what_its_own_staff_wrote_is_remembered(birch: Space, bo: object) -> None:
    describe_space(
        birch,
        Description("Birch", "Hong Kong", Kind.COWORKING, summary="Up a stair.", currency="HKD", language="en"),
        by=bo,
    )
    assert {"summary", "address"} <= set(birch.own_lines.split())
    assert "currency" not in birch.own_lines.split()


def test_squares_sum_where_spaces_stand_so_that_their_middle_is_known(db: None) -> None:
    make_space("One", latitude=50.0, longitude=4.0)
    make_space("Two", latitude=52.0, longitude=6.0)
    world = Square.objects.get(zoom=0)
    assert (world.spaces_count, world.latitudes, world.longitudes) == (2, 102.0, 10.0)


def test_made_unfindable_nothing_is_left_of_it(db: None) -> None:
    one, two = make_space("One"), make_space("Two")
    make_unfindable([one.pk])
    assert set(SpaceWord.objects.values_list("space", flat=True)) == {two.pk}
    assert sum(counted().values()) == len(ZOOMS)
    make_findable([one.pk])
    assert counted() == really_there()
