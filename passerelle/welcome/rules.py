"""What there is to know in a first hour. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_TEXT = 1200
LONGEST_NAME = 32  # an SSID has 32 bytes at most (IEEE 802.11)
LONGEST_KEY = 63  # WPA: 8 to 63 signs
OLD_AFTER = timedelta(days=120)


class Topic(StrEnum):
    """What one asks in a first hour, in the order in which one asks it."""

    DOOR = "door"
    WIFI = "wifi"
    CALLS = "calls"
    QUIET = "quiet"
    COFFEE = "coffee"
    LUNCH = "lunch"
    BINS = "bins"
    EMERGENCY = "emergency"
    WHOM = "whom"


@dataclass(frozen=True)
class Said:
    """What a space says of one topic, in both languages; either may be empty."""

    fr: str = ""
    en: str = ""


@dataclass(frozen=True)
class Wifi:
    """The name of a network in the air, which everybody there can see, and its key."""

    name: str = ""
    key: str = ""


def is_old(checked_at: datetime | None, now: datetime) -> bool:
    """Whether nobody has said for so long that all of it still holds that it should be looked at."""
    return checked_at is not None and now >= checked_at + OLD_AFTER
