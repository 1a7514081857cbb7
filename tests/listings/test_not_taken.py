"""Nothing that a list says vanishes without a word: what is in no value is named, column by column."""

import json

import pytest

from passerelle.listings.rules import NotTaken, read_list
from tests.listings.atlas import Atlas


def left(*rows: dict[str, object]) -> list[NotTaken]:
    content = json.dumps([{"name": f"Le Pont {number}", **row} for number, row in enumerate(rows)])
    return list(read_list(content.encode(), "a.json", Atlas()).not_taken)


def test_a_column_that_is_not_understood_is_named_with_its_rows_and_an_example() -> None:
    assert left({"music": "loud", "rats": ""}, {"music": " "}, {"music": "soft"}) == [NotTaken("music", 2, "loud")]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({"description": "A room.", "comment": "Ring twice."}, ["comment"]),
        ({"description": "A room.", "comment": "A ROOM."}, []),  # the same once more
        ({"type": "Library"}, ["type"]),
        ({"type": "Library", "category": "Café"}, ["type"]),
        ({"wifi": "yes", "kitchen": "no"}, ["kitchen"]),
        ({"wifi": "yes", "music": "yes"}, ["music"]),
        ({"exchanges": "yes", "residencies": "maybe"}, ["residencies"]),
        ({"amenities": "Wi-Fi, kitchen"}, []),
        ({"amenities": "Wi-Fi, table football"}, ["amenities"]),
        ({"website": "https://one.example", "url": "https://two.example"}, ["url"]),
        ({"website": "no site"}, []),  # flagged
        ({"url": "https://wiki.hackerspaces.org/Le_Pont"}, []),  # names the row
        ({"status": "open"}, ["status"]),
        ({"address": {"en": "3F, 51 Yulgok-ro, Seoul", "ko": "율곡로 51"}}, []),
        ({"address": {"en": "3F, 51 Yulgok-ro, Seoul", "eo": "Strato Yulgok 51"}}, ["address.eo"]),
        ({"address": "Rue de Fer 48, Namur", "street": "Rue de Fer", "house_number": 48}, []),
        ({"address": "Rue de Fer 48, Namur", "street": "Rue Haute"}, ["street"]),
        ({"country": "Belgique", "country_code": "be", "town": "Namur"}, []),
        ({"lat": 50.46, "lon": 4.87, "geo_point_2d": "50.46, 4.87"}, []),
        ({"hours": "Mo-Fr 9-18", "mon": "9-18"}, ["mon"]),
        ({"hours": "by appointment"}, []),  # stays as words, and is flagged
        ({"price": "15 €", "rates": {"month": 200}}, []),
        ({"music": "unknown", "smoking": None, "animals": "n/a"}, []),
    ],
)
def test_what_is_in_no_value_of_a_row_is_named(row: dict[str, object], columns: list[str]) -> None:
    assert [one.column for one in left(row)] == columns


def test_a_column_without_a_heading_is_named_as_well() -> None:
    found = read_list(b"Name;;Town\nLe Pont;loud;Namur", "a.csv", Atlas())
    assert found.not_taken == (NotTaken("", 1, "loud"),)


def test_a_mail_address_is_no_example() -> None:
    (one,) = left({"contact": "nous@pont.example"})
    assert (one.column, one.rows, "@pont" in one.example) == ("contact", 1, False)


def test_rows_that_are_refused_are_named_by_themselves() -> None:
    assert left({"name": "", "music": "loud"}) == []
