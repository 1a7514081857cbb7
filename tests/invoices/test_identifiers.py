"""Numbers of parties, as tables: what is right, what is put right, what is refused."""

from dataclasses import replace

import pytest

from passerelle.invoices.rules.drafts import Side
from passerelle.invoices.rules.identifiers import faults_of, tidied
from tests.invoices.makers import HONG_KONG, NETWORK, PARIS, SPACE


@pytest.mark.parametrize("side", [NETWORK, SPACE, PARIS, HONG_KONG], ids=lambda side: side.name)
def test_the_sides_of_the_tests_are_right(side: Side) -> None:
    assert faults_of(tidied(side)) == {}
    assert tidied(tidied(side)) == tidied(side)


@pytest.mark.parametrize(("country", "typed", "kept"), [
    ("BE", "0403.170.701", "BE0403170701"),
    ("be", "be 0403 170 701", "BE0403170701"),
    ("BE", "403170701", "BE0403170701"),
    ("FR", "83 404 833 048", "FR83404833048"),
    ("GR", "094259216", "EL094259216"),
    ("GR", "EL094259216", "EL094259216"),
    ("LU", "BE0403170701", "BE0403170701"),
    ("NL", "NL004495445B01", "NL004495445B01"),
    ("GB", "GB980780684", "GB980780684"),
    ("XK", "810000123", "XK810000123"),
    ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
    ("CH", "che-107.787.577 mwst", "CHE107787577MWST"),
])  # fmt: skip
def test_a_vat_number_is_kept_with_its_country(country: str, typed: str, kept: str) -> None:
    side = tidied(replace(SPACE, country=country, vat_number=typed, company_number=""))
    assert (side.vat_number, faults_of(side)) == (kept, {})


@pytest.mark.parametrize(("field", "typed", "code"), [
    ("name", "  ", "name_is_missing"),
    ("name", "x" * 161, "too_long"),
    ("country", "ZZ", "country_is_not_known"),
    ("country", "", "country_is_not_known"),
    ("vat_number", "BE0403170702", "vat_number_is_wrong"),
    ("vat_number", "FR83404833047", "vat_number_is_wrong"),
    ("vat_number", "?", "vat_number_is_wrong"),
    ("vat_number", "CHE-107.787.578 IVA", "vat_number_is_wrong"),
    ("company_number", "0403.170.702", "company_number_is_wrong"),
    ("iban", "BE68539007547035", "iban_is_wrong"),
    ("iban", "539-0075470-34", "iban_is_wrong"),
    ("bic", "GKCC", "bic_is_wrong"),
    ("email", "nowhere", "email_is_not_an_address"),
    ("account", "1" * 35, "too_long"),
])  # fmt: skip
def test_what_cannot_be_is_named_and_stays_as_it_was_typed(field: str, typed: str, code: str) -> None:
    side = tidied(replace(SPACE, **{field: typed}))
    assert faults_of(side) == {field: code}
    assert getattr(side, field) == typed.strip()


def test_an_account_without_an_iban_goes_with_the_bank_it_is_at() -> None:
    without = replace(HONG_KONG, iban="", bic="", account="004-123456-838")
    assert faults_of(without) == {"bic": "bic_is_missing"}
    assert faults_of(replace(without, bic="HSBCHKHH")) == {}
    assert without.paid_into == "004-123456-838"
    assert replace(without, iban="BE71096123456769").paid_into == "BE71096123456769"


def test_what_is_not_asked_may_be_left_out() -> None:
    assert faults_of(tidied(Side("space:1", "Le Quai", country="FR"))) == {}


def test_a_company_elsewhere_keeps_its_number_as_it_writes_it() -> None:
    assert tidied(replace(HONG_KONG, company_number=" CR  1234567 ")).company_number == "CR 1234567"
    assert tidied(replace(SPACE, company_number="0428.759.497")).company_number == "0428759497"
    for country, typed, kept in (("DK", "1358 5628", "13585628"), ("NO", "988 077 917", "988077917")):
        assert tidied(replace(HONG_KONG, country=country, company_number=typed)).company_number == kept
    assert faults_of(replace(HONG_KONG, country="SE")) == {"company_number": "company_number_is_wrong"}
    assert tidied(replace(SPACE, iban="be71 0961 2345 6769")).iban == "BE71096123456769"
