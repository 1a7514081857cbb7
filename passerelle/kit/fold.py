"""Names as a hurried hand types them: without accents, without capitals."""

import re
import unicodedata

# Letters that Unicode does not take apart, written as people type them.
_SINGLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """`text` in small letters, without accents, signs turned into single blanks: "La Louvière" → "la louviere"."""
    if text.isascii():  # most text, and the short way gives the same
        return _NO_LETTERS.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SINGLE))
    letters = (sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(letters).split())
