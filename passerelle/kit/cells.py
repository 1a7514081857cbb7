"""Cells of a table that goes out as CSV. Plain Python."""

import re

_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20-"
"""What begins a formula, in its usual width or in that of Chinese and Japanese letters."""
_FORMULA = re.compile(rf"(?:^|[;\t\r\n])\s*(?=[{_SIGNS}])")


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before each sign that would begin one.

    Also behind a semicolon, a tab or a line's end, where a program that parts cells there begins another.
    """
    return _FORMULA.sub(lambda found: found[0] + "'" if found.start() else "'" + found[0], cell)
