"""What happens to letters by itself: they leave."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.mail.actions import send_due


def send_letters(now: datetime) -> int:
    """Send what is due. Raises ConnectionError when the mail server cannot be reached, so that the round says so."""
    batch = send_due(now)
    if batch.trouble:
        raise ConnectionError(batch.trouble)
    return batch.sent


ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "send_letters": (send_letters, timedelta(seconds=2))
}
