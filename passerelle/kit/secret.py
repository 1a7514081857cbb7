"""The instance's secret, in a file that only its owner can read. Everything signed here depends on it."""

import os
import secrets
from pathlib import Path


def kept_secret(home: Path, *, invent: bool) -> str:
    """The secret in the file `secret` of the instance's directory; empty if there is none, unless one is invented."""
    path = home / "secret"
    if invent and not path.exists():
        keep_new_secret(path)
    return path.read_text().strip() if path.exists() else ""


def keep_new_secret(path: Path) -> bool:
    """Draw a secret and keep it where only this user can read it; False if there was one already."""
    beside = _written_beside(path, secrets.token_urlsafe(48))
    try:
        os.link(beside, path)  # whole or not at all: another process may be starting at the same moment
    except FileExistsError:
        return False
    finally:
        beside.unlink()
    return True


def keep_secret(path: Path, secret: str) -> None:
    """Keep this secret, whatever was kept before."""
    _written_beside(path, secret).replace(path)


def _written_beside(path: Path, secret: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".secret-{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secret + "\n")
    return beside
