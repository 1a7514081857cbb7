"""The letters, the readers and the mail server of these tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.mail import rendering
from passerelle.mail.actions import Recipient, write
from passerelle.mail.models import Letter
from tests.mail.post_office import PostOffice

LETTERS = Path(__file__).parent / "letters"


@pytest.fixture(autouse=True)
def _samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room `samples` keeps its letters beside these tests."""
    folder_of = rendering.letters_of
    monkeypatch.setattr(rendering, "letters_of", lambda room: LETTERS if room == "samples" else folder_of(room))


@pytest.fixture
def write_code() -> Callable[..., Letter]:
    """Writes a short letter to a reader."""

    def write_to(address: str, **named: Any) -> Letter:
        return write("code", room="samples", to=Recipient(address, "Mei Wong", "en"), facts={"code": "482913"}, **named)

    return write_to


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A mail server on loopback, to which the settings point."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "127.0.0.1", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 1
    with PostOffice() as office:
        settings.EMAIL_PORT = office.port
        yield office
