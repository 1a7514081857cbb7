"""Names as a hurried hand mistypes them: what an index can find of them, and which of the finds are meant.

A typing error is a letter too many, too few, another one, or two in the wrong order. One error leaves the first or the
second half of a name whole, so that whatever was meant begins or ends as what was typed. Plain Python.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA


def errors_forgiven(typed: str) -> int:
    """How many errors are forgiven in what was typed: none in three letters, two from ten on."""
    return 0 if len(typed) < 4 else 1 if len(typed) < 10 else 2


def halves(typed: str) -> tuple[str, str]:
    """How what was meant begins, or else ends (read backwards), whatever the one error is.

    Two letters that changed places across the middle spoil both halves: each is therefore one letter short.
    """
    half = max(len(typed) // 2 - 1, 2)
    return typed[:half], typed[: -half - 1 : -1]


def lengths(typed: str) -> tuple[int, int]:
    """How long what was meant may be, at least and at most."""
    most = errors_forgiven(typed)
    return len(typed) - most, len(typed) + most


def meant_by(typed: str, known: Iterable[str]) -> dict[str, int]:
    """Those of the names that may be meant, each with how many errors away it is."""
    most = errors_forgiven(typed)
    away = ((name, OSA.distance(typed, name, score_cutoff=most)) for name in known)
    return {name: errors for name, errors in away if errors <= most}
