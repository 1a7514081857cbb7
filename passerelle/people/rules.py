"""What is true of people. Plain Python."""

from enum import StrEnum


class Language(StrEnum):
    """The languages that pages and letters are written in."""

    FRENCH = "fr"
    ENGLISH = "en"
