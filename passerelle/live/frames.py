"""What is sent down a wall's connection: Server-Sent Events, as the HTML standard has them (section 9.2)."""

import json

from passerelle.kit import clock

OVER = b"event: over\ndata: {}\n\n"
"""Its address was taken back, or is none of a wall."""


def sheet(written: bytes) -> bytes:
    """What the wall shows from now on; `written` stands on one line."""
    return b"event: sheet\ndata: " + written + b"\n\n"


def beat() -> bytes:
    """The moment, so that a wall knows that it is still listened to, and what the time is."""
    return b"event: beat\ndata: " + json.dumps({"now": clock.now().isoformat()}).encode() + b"\n\n"
