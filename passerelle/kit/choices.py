"""Enumerations of the rules as choices of a column. The words that people read live in the doors."""

from enum import StrEnum


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Each member's value, and the same value for the eyes of the back office."""
    return [(member.value, member.value.replace("_", " ")) for member in kind]
