"""Where this instance keeps its things, for the commands that run before Django can start."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The instance's directory, as the settings find it."""
    is_demo = os.environ.get("PASSERELLE_DEMO", "").lower() in ("1", "true", "yes", "on")
    return Path(os.environ.get("PASSERELLE_HOME") or CHECKOUT / "var" / ("demo" if is_demo else "")).absolute()
