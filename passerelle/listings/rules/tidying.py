"""Values put right: signs that were mangled, stray blanks, wide digits, websites, mail addresses. Plain Python."""

import re
from functools import lru_cache
from urllib.parse import unquote

from passerelle.kit.late_imports import late
from passerelle.listings.rules.decoding import whole_letters

# Letters and digits as wide as an ideogram, and the wide blank.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LONGEST_ADDRESS = 2_000
SAYS_NOTHING = {"", "-", "–", "—", "?", "n/a", "na", "null", "none", "undefined", "unknown", "inconnu", "[]", "{}"}
"""What stands in a cell of which nobody knows anything, in small letters."""
# Controls, marks that turn the order of letters, letters and blanks without a shape.
_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_BLANKS = re.compile(r"[^\S\n]+")
_STRAY_CIRCUMFLEX = re.compile(r"(?<![^\W\d_])Â(?=\s)\s?")
_MAIL = re.compile(r"[^\s@/:;,<>\"'=?&|]{1,64}\s?@\s?(?:[^\s@/:;,.<>()\[\]\"'=?&|]+\.)+[^\W\d_]{2,}")
_WEBSITE = re.compile(
    r"https?://(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.)+[^\W\d_](?:(?:[^\W_]|-){0,61}[^\W_])(?::\d{1,5})?(?:[/?#][^\s<>\"']*)?",
    re.I,
)
# The first web address in a text; others may follow, or the words that a wiki shows instead.
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)(?:(?![,;]+(?:https?:|www\.))[^\s|<>\"'\]])+", re.I)
_SCHEME = re.compile(r"h?t?tps?[:;]?[/\\]{1,3}(?:https?:?/+)?|https?:(?=[^/])|//", re.I)


def seen(text: str) -> str:
    """`text` as a reader sees it: no unseen signs, single blanks, letters spelled as meant; its lines stay lines.

    What was read in the wrong encoding before it came here ("MÃ©mÃ©") is put right, and wide digits made narrow.
    """
    if not text.isascii():
        text = _mended(text)
    elif text.isprintable() and "  " not in text:
        return text.strip()
    text = _BLANKS.sub(" ", _UNSEEN.sub(" ", text))
    return text.strip() if "\n" not in text else "\n".join(line.strip() for line in text.split("\n")).strip()


def on_one_line(text: str) -> str:
    """`text` with its lines parted by commas, as an address is written on one."""
    return text if "\n" not in text else ", ".join(line.strip(" ,") for line in text.split("\n") if line.strip(" ,"))


def has_mail_address(text: str) -> bool:
    """Whether a mail address stands in `text`, plainly or in the escapes of web addresses."""
    return "@" in (said := _plainly(text)) and bool(_MAIL.search(said))


def without_mail_addresses(text: str) -> str:
    """`text` with each mail address masked but for its host: nobody's address is taken from a list."""
    if not has_mail_address(text):
        return text
    masked = _MAIL.sub(_masked, text)
    return masked if not has_mail_address(masked) else re.sub("[@%＠﹫]", "…", _plainly(text))


@lru_cache(maxsize=4096)
def website(said: str) -> str:
    """The web address that `said` means, with its scheme; empty where it means none, or holds a mail address."""
    if len(said) > _LONGEST_ADDRESS or has_mail_address(said):
        return ""
    found = _ADDRESS.search(said)
    address = found[0] if found else said.strip()
    if " " in address or "." not in address:
        return ""
    scheme = "https://" if address[:8].lower().startswith("https") else "http://"
    host, slash, path = _SCHEME.sub("", address, count=1).partition("/")
    address = f"{scheme}{host}{slash}{path}".rstrip(".,;…")
    return address if "@" not in host and _WEBSITE.fullmatch(address) else ""


@lru_cache(maxsize=4096)
def _mended(text: str) -> str:
    text = whole_letters(text).translate(_WIDE)
    return _STRAY_CIRCUMFLEX.sub(" ", late("ftfy").fix_encoding(text)).replace("\u2028", "\n").replace("\u2029", "\n")


def _plainly(text: str) -> str:
    """`text` with the escapes of web addresses resolved, those in escapes too, and wide signs narrow."""
    if "%" in text:
        for _ in range(3):
            text = unquote(text)
    return text.translate({0xFF20: "@", 0xFE6B: "@", 0xFF0E: "."})


def _masked(found: re.Match[str]) -> str:
    return f"…{found[0].rpartition('@')[2].strip()}"
