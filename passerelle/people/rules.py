"""What is true of people. Plain Python."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

CODE_LASTS = timedelta(minutes=15)  # letters may take a few minutes, and a phone has to be found
LONGEST_NAME = 120
LONGEST_PART = 300


class Language(StrEnum):
    """The languages that pages and letters are written in."""

    FRENCH = "fr"
    ENGLISH = "en"


class Shown(StrEnum):
    """By whom one may be named while one is at a space: by nobody but its staff, or by whoever is there too."""

    NOBODY = "nobody"
    SPACE = "space"


class Part(StrEnum):
    """What a person may tell of themself, each part for itself."""

    TRADE = "trade"
    SKILLS = "skills"
    LANGUAGES = "languages"
    LOOKS_FOR = "looks_for"
    OFFERS = "offers"


class Circle(StrEnum):
    """Who may read something: nobody, whoever is at home or expected at the same space, whoever is in a space of the
    same network, or everybody who signs in here. Each circle holds the one before.
    """

    NOBODY = "nobody"
    SPACE = "space"
    NETWORK = "network"
    EVERYBODY = "everybody"


CIRCLES = tuple(Circle)


def widest(circles: Iterable[Circle]) -> Circle:
    """The widest of these circles: by it the name is shown that stands over the parts."""
    return max(circles, key=CIRCLES.index, default=Circle.NOBODY)
