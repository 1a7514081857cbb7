"""How the cellar names people and things: plainly, without a key, as `person:42` or `visit:7`."""

import re

REFERENCE = re.compile(r"[a-z][a-z_]*(:(?!\d{19})[A-Za-z0-9_-]+)?")


def is_reference(text: str) -> bool:
    """Whether `text` names a thing (`visit:42`) or who acts by itself (`terms`, `worker`)."""
    return len(text) <= 64 and REFERENCE.fullmatch(text) is not None
