"""QR codes as pictures that any page can hold: vectors, black on white, without a file of their own."""

from base64 import b64decode, b64encode
from typing import Any

from markupsafe import Markup, escape

from passerelle.kit.late_imports import late

# Four empty modules all around, as ISO/IEC 18004 asks, and white under them: telephones read nothing on a dark page.
QUIET_ZONE = 4
DOTS_A_MODULE = 6  # some four centimetres on a screen: a telephone reads it across a table


def qr_code(text: str) -> Any:
    """The code of `text` at error correction M: a segno.QRCode, whose `version` says how fine it is."""
    return late("segno").make(text, error="m", boost_error=False, micro=False)


def qr_picture(text: str, title: str) -> Markup:
    """An SVG element that holds `text` for a camera and `title` for whoever hears the page instead of seeing it."""
    drawn = qr_code(text).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1))  # noqa: S704


def qr_file(text: str) -> bytes:
    """The code of `text` as a file, PNG, to go with a letter."""
    drawn = qr_code(text).png_data_uri(scale=DOTS_A_MODULE, border=QUIET_ZONE)
    return b64decode(drawn.partition(",")[2])


def qr_modules(text: str) -> str:
    """The code of `text` for a script that draws it: how wide it is, a colon, its modules row by row as base64 of bits.

    The mask is set: to weigh all eight takes eight times as long, and a camera reads any of them.
    """
    code = late("segno").make(text, error="m", boost_error=False, micro=False, mask=3)
    bits = "".join(str(module) for row in code.matrix_iter(border=0) for module in row)
    width, padded = code.symbol_size(border=0)[0], bits.ljust(-(-len(bits) // 8) * 8, "0")
    packed = int(padded, 2).to_bytes(len(padded) // 8, "big")
    return f"{width}:{b64encode(packed).decode()}"
