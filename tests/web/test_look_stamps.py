"""Stamps: always the same for the same space, never twice alike for two."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from passerelle.web.stamps import INKS, SHAPES, TURN, Cut, stamp

DAY = date(2027, 1, 14)
SPACES = [f"space-{number}" for number in range(300)]


def test_a_space_keeps_its_cut_whatever_the_day() -> None:
    hive = stamp("The Hive", "Hong Kong", DAY, "Visa", "the-hive")
    later = stamp("The Hive", "Hong Kong", date(2027, 2, 2), "Visa", "the-hive")
    assert hive == stamp("The Hive", "Hong Kong", DAY, "Visa", "the-hive")
    assert re.findall(r"rotate\([^)]*\)|class=\"[^\"]*\"", hive) == re.findall(
        r"rotate\([^)]*\)|class=\"[^\"]*\"", later
    )


def test_every_shape_and_ink_is_used_and_none_is_turned_too_far() -> None:
    cuts = [Cut.of(key) for key in SPACES]
    assert {cut.shape for cut in cuts} == set(SHAPES)
    assert {cut.ink for cut in cuts} == set(INKS)
    assert all(abs(cut.turn) <= TURN for cut in cuts)


@pytest.mark.parametrize(("language", "printed"), [("fr", "14 JANV 2027"), ("en", "14 JAN 2027")])
def test_the_town_and_the_local_date_are_printed_in_capitals(language: str, printed: str) -> None:
    with translation.override(language):
        drawn = ElementTree.fromstring(stamp("La Forge", "Liège", DAY, "Wallonie", "la-forge"))
    words = ["".join(text.itertext()) for text in drawn.iter("text")]
    assert words == ["WALLONIE", "LIÈGE", printed, "LA FORGE"]


def test_whoever_cannot_see_it_is_told_what_it_says() -> None:
    with translation.override("en"):
        drawn = ElementTree.fromstring(stamp("The Hive", "Hong Kong", DAY, "Visa", "the-hive"))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == "Stamp of The Hive, Hong Kong, 14\u00a0January\u00a02027"


def test_a_name_that_is_markup_is_only_a_name() -> None:
    drawn = stamp('<script>"&', "<b>", DAY, "&", "odd")
    assert "<script" not in drawn.lower().replace("&lt;script", "")
    ElementTree.fromstring(drawn)


@pytest.mark.parametrize("key", SPACES[:20])
def test_long_names_are_made_to_fit(key: str) -> None:
    shape = SHAPES[Cut.of(key).shape]
    drawn = ElementTree.fromstring(stamp("A" * 80, "Louvain-la-Neuve-sur-Dyle", DAY, "Visa", key))
    for text, room in zip(list(drawn.iter("text"))[1::2], (shape.town_room, shape.curve_room), strict=True):
        assert len("".join(text.itertext())) * float(text.get("font-size", "0")) * 0.66 <= room


def test_two_stamps_on_one_page_share_no_name() -> None:
    both = stamp("A", "B", DAY, "Visa", "a") + stamp("A", "B", date(2027, 1, 15), "Visa", "a")
    names = re.findall(r'id="([^"]+)"', both)
    assert len(names) == len(set(names)) == 4


def test_nothing_in_it_asks_for_a_style_the_policy_refuses() -> None:
    assert "style" not in stamp("The Hive", "Hong Kong", DAY, "Visa", "the-hive")
