"""How the cellar names people and things: plainly, without a key, as `person:42` or `visit:7`."""

import re

REFERENCE = re.compile(r"[a-z][a-z_]*(:(?!\d{19})[A-Za-z0-9_-]+)?")


WORKER = "worker"
"""Who acted, where nobody did: the rounds."""


def is_reference(text: str) -> bool:
    """Whether `text` names a thing (`visit:42`) or who acts by itself (`terms`, `worker`)."""
    return len(text) <= 64 and REFERENCE.fullmatch(text) is not None


def kind_of(reference: str) -> str:
    """What kind of thing is named: `pass` in `pass:7`."""
    return reference.partition(":")[0]


def name_in(reference: str) -> str:
    """By which name of its kind: `7` in `pass:7`; nothing where there is none."""
    return reference.partition(":")[2]


def number_in(reference: str) -> int:
    """The same, where things of that kind are numbered. Raises ValueError where it is not a number."""
    return int(name_in(reference))
