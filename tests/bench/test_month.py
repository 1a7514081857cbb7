"""The measured month is one that can be closed: a closing that refuses would be found only after minutes of filling."""

import pytest

from bench import month


@pytest.mark.django_db
def test_the_month_that_is_measured_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month, "SPACES", 3)
    monkeypatch.setattr(month, "HOLDERS", 4)
    found = month.main(31)
    assert found["closed"]["wall_s"] > 0
    assert found["charges"] == 31
