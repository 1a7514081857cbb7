"""The one door for libraries that are heavy to import or may be missing."""

import importlib
from typing import Any


def late(name: str) -> Any:
    """Import the module `name` now, at its first use, rather than when the program starts."""
    return importlib.import_module(name)
