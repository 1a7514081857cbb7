"""Names as a hurried hand types them: without accents, without capitals."""

import unicodedata

# Letters that Unicode does not take apart, written as people type them.
_SINGLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})


def fold(text: str) -> str:
    """`text` in small letters, without accents, signs turned into single blanks: "La Louvière" → "la louviere"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SINGLE))
    letters = (sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(letters).split())
