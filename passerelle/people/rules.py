"""What is true of people. Plain Python."""

from datetime import timedelta
from enum import StrEnum

CODE_LASTS = timedelta(minutes=15)  # letters may take a few minutes, and a phone has to be found
LONGEST_NAME = 120


class Language(StrEnum):
    """The languages that pages and letters are written in."""

    FRENCH = "fr"
    ENGLISH = "en"


class Shown(StrEnum):
    """By whom one may be named while one is at a space: by nobody but its staff, or by whoever is there too."""

    NOBODY = "nobody"
    SPACE = "space"
