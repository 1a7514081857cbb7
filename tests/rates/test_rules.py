"""Reading what the European Central Bank publishes, crossing by way of the euro, and rounding."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.rates.rules import (
    NoRates,
    Published,
    changed,
    changed_back,
    crossed,
    exactly,
    read_published,
    rounded,
    rounding,
)
from tests.rates.published import envelope

FRIDAY, MONDAY = date(2027, 1, 8), date(2027, 1, 11)


def test_the_banks_file_is_read_day_by_day() -> None:
    text = envelope({MONDAY: {"USD": "1.0952", "JPY": "161.05"}, FRIDAY: {"HKD": "8.5501"}})
    assert read_published(text) == [
        Published("USD", MONDAY, Decimal("1.0952")),
        Published("JPY", MONDAY, Decimal("161.05")),
        Published("HKD", FRIDAY, Decimal("8.5501")),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "no XML"),
        (b"<html>", "no XML"),
        (b"<rates/>", "no rate"),
        (envelope({}), "no rate"),
        (envelope({MONDAY: {"USD": "0"}}), "'0' is no rate"),
        (envelope({MONDAY: {"USD": "-1.1"}}), "is no rate"),
        (envelope({MONDAY: {"USD": "N/A"}}), "is no rate"),
        (envelope({MONDAY: {"USD": "NaN"}}), "is no rate"),
        (envelope({MONDAY: {"USD": "1e30"}}), "is no rate"),
        (envelope({MONDAY: {"USD": "1.0000001"}}), "is no rate"),
        (envelope({MONDAY: {"usd": "1.1"}}), "is no currency"),
        (envelope({"yesterday": {"USD": "1.1"}}), "is no day"),
        (envelope({MONDAY: {"USD": "1.1"}}).replace(b'time="2027-01-11"', b""), "outside of any day"),
        (b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + envelope({MONDAY: {"USD": "1.1"}}), "document type"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "document type"),
    ],
)
def test_what_the_bank_would_not_publish_is_refused(text: bytes, why: str) -> None:
    with pytest.raises(NoRates, match=why):
        read_published(text)


def test_a_rate_between_two_currencies_goes_by_way_of_the_euro() -> None:
    swiss, dollar = Published("CHF", MONDAY, Decimal("0.9412")), Published("HKD", FRIDAY, Decimal("8.5501"))
    rate = crossed(swiss, dollar)
    assert (rate.value, rate.on) == (Decimal("9.0842541"), FRIDAY)
    assert changed(15000, rate.value, of="HKD", into="CHF") == 1651


@pytest.mark.parametrize(
    ("amount", "rate", "of", "into", "comes_to"),
    [
        (15000, "8.1500", "HKD", "EUR", 1840),
        (30000, "8.1500", "HKD", "EUR", 3681),
        (2000, "160", "JPY", "EUR", 1250),  # no smaller unit than the yen
        (1, "2", "USD", "EUR", 1),  # a half goes up
        (1250, "0.00625", "EUR", "JPY", 2000),
        (3000, "3.4", "TND", "EUR", 88),  # a thousand millimes make a dinar
    ],
)
def test_an_amount_is_changed_to_the_nearest_smallest_unit(
    amount: int, rate: str, of: str, into: str, comes_to: int
) -> None:
    assert changed(amount, Decimal(rate), of=of, into=into) == comes_to


@given(st.integers(0, 10**9), st.decimals("0.001", "20000", places=4))
def test_what_is_changed_there_and_back_is_off_by_less_than_a_unit_of_either(amount: int, rate: Decimal) -> None:
    there = changed(amount, rate, of="USD", into="EUR")
    assert abs(changed_back(there, rate, of="USD", into="EUR") - amount) <= Fraction(rate) / 2 + Fraction(1, 2)


@given(st.lists(st.integers(0, 10**7), max_size=30), st.decimals("0.5", "200", places=4))
def test_rounding_is_what_many_come_to_more_than_each(amounts: list[int], rate: Decimal) -> None:
    exact = [exactly(amount, rate, of="HKD", into="EUR") for amount in amounts]
    kept = [rounded(one) for one in exact]
    assert sum(kept) + rounding(zip(exact, kept, strict=True)) == rounded(sum(exact, Fraction()))
