"""From bytes to text, whatever the program that saved them. Plain Python."""

import codecs
import re

from passerelle.listings.rules.told import MOST_BYTES, ListIsUnreadable

# How files begin that are no text: a workbook or another archive, an old workbook, a PDF, pictures, a database.
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"SQLite ")
_NO_LETTERS = re.compile("[\ud800-\udfff]")


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file, its lines ending in \\n, and the encoding that was found.

    Where one file holds several encodings (pages pasted together), what is not UTF-8 is read as the old Western
    European set, byte by byte, and the encoding is called `mixed`.
    Raises ListIsUnreadable: `list_is_too_big`, `list_is_no_text` with its line, `list_is_empty`.
    """
    if len(content) > MOST_BYTES:
        raise ListIsUnreadable("list_is_too_big", most=MOST_BYTES // 1_000_000)
    if content.startswith(_NO_TEXT):
        raise ListIsUnreadable("list_is_no_text", line=1)
    text, encoding = _text(content)
    if "\x00" in text:
        raise ListIsUnreadable("list_is_no_text", line=text.count("\n", 0, text.index("\x00")) + 1)
    if not text.strip():
        raise ListIsUnreadable("list_is_empty")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def whole_letters(text: str) -> str:
    """`text` without halves of letters, which JSON can escape and no database takes."""
    return text if text.isascii() else _NO_LETTERS.sub("\ufffd", text)


def _text(content: bytes) -> tuple[str, str]:
    wide = _wide_encoding(content)
    if wide:
        return content.decode(wide, errors="replace"), "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="passerelle.western")
    # Without a single letter that UTF-8 spells in several bytes, every byte beyond ASCII stands for itself.
    return text, "cp1252" if len(text) == len(content) else "mixed"


def _wide_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content[1:40:2].count(0) > 8:  # Latin letters in two bytes each, without the mark that says so
        return "utf-16-le"
    if content[0:40:2].count(0) > 8:
        return "utf-16-be"
    return ""


def _western(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8 as the old Western European set has them; five of its places are empty."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(_WESTERN[byte] for byte in wrong), error.end


_WESTERN = [bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)]
codecs.register_error("passerelle.western", _western)
