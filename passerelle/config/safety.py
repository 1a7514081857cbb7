"""What a real instance refuses to start with, each with a sentence that says why and how to mend it."""

import os
import secrets
from pathlib import Path
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

FEWEST_SIGNS = 40
FEWEST_DIFFERENT_SIGNS = 12
# Secrets seen in documents and tutorials: known to everybody, so no secrets.
KNOWN_BEGINNINGS = ("django-insecure-", "changeme", "change-me", "secret", "passerelle", "demo", "your-secret", "test")


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


def refuse_unsafe_start(*, secret: str, hosts: list[str], debug: bool, site_url: str) -> None:
    """Stop a real instance that would start unsafe. Raises ImproperlyConfigured with what to do about it."""
    if debug:
        _refuse("DEBUG is on: pages of errors would show this instance's secrets to strangers. Unset DEBUG.")
    if not site_url.startswith(("https://", "http://")):
        _refuse("SITE_URL is missing: letters need the address of this site. Set it, as in https://visits.example.org.")
    if any(_lets_any_name_in(host) for host in hosts):
        _refuse("ALLOWED_HOSTS lets any name in: letters and links could be forged. Name this site's hosts.")
    _refuse_weak_secret(secret)


def _lets_any_name_in(host: str) -> bool:
    """`*`, and also `.org`, which is every name under a top-level domain."""
    return not host or "*" in host or (host.startswith(".") and "." not in host[1:])


def _refuse_weak_secret(secret: str) -> None:
    if not secret:
        _refuse("There is no secret, so nothing could be signed. Run `passerelle secret` once, or set SECRET_KEY.")
    if secret.lower().startswith(KNOWN_BEGINNINGS):
        _refuse("The secret is one that others know. Unset SECRET_KEY and run `passerelle secret` once.")
    if len(secret) < FEWEST_SIGNS or len(set(secret)) < FEWEST_DIFFERENT_SIGNS:
        _refuse("The secret could be guessed. Unset SECRET_KEY and run `passerelle secret` once to draw a good one.")


def _refuse(sentence: str) -> NoReturn:
    raise ImproperlyConfigured(sentence)
