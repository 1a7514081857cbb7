"""Names for things that the world may see, drawn by chance."""

import secrets

REFERENCE_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
SHORT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def reference() -> str:
    """A public name of 12 signs, 60 bits: not to be guessed, and easy to read aloud."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(12))


def can_be_asked_for(name: str) -> bool:
    """Whether a database can look for a name that was sent: PostgreSQL fails on a NUL instead of finding nothing."""
    return "\x00" not in name


def key_of(sent: str) -> str:
    """The key by which what a form sends twice is one; a new one where it is none that can be kept."""
    return sent[:40] if sent and can_be_asked_for(sent) else reference()


def short_code() -> str:
    """Six signs to be typed by hand, without 0, 1, I, L and O. Under 30 bits: only useful behind a limit of tries."""
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(6))


def readable(code: str) -> str:
    """A short code in groups of three: HK7 4QM."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def typed(code: str) -> str:
    """A short code as somebody typed it, brought back to its signs."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
