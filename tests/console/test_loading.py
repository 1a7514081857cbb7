"""`passerelle load rates FILE`."""

from datetime import date
from pathlib import Path

import pytest

from passerelle.console.loading import load_rates
from passerelle.console.words import CannotGoOn
from passerelle.rates.models import PublishedRate
from tests.rates.published import envelope

pytestmark = pytest.mark.django_db


def test_a_file_of_the_bank_is_kept_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "eurofxref-hist.xml"
    file.write_bytes(envelope({date(2027, 1, 5): {"HKD": "8.15", "USD": "1.09"}, date(2027, 1, 4): {"HKD": "8.14"}}))
    for new in (3, 0):
        assert load_rates(file) == 0
        assert f"3 rates from 2027-01-04 to 2027-01-05: {new} new." in capsys.readouterr().out
    assert PublishedRate.objects.count() == 3


@pytest.mark.parametrize(("content", "why"), [(b"<html/>", "none of the bank's files"), (None, "cannot be read")])
def test_another_file_is_refused(tmp_path: Path, content: bytes | None, why: str) -> None:
    file = tmp_path / "rates.xml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CannotGoOn, match=why):
        load_rates(file)
    assert not PublishedRate.objects.exists()
