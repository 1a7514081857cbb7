"""What a real instance refuses to start with, each with a sentence that says why and how to mend it."""

from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured

FEWEST_SIGNS = 40
FEWEST_DIFFERENT_SIGNS = 12
# Secrets seen in documents and tutorials: known to everybody, so no secrets.
KNOWN_BEGINNINGS = ("django-insecure-", "changeme", "change-me", "secret", "passerelle", "demo", "your-secret", "test")


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
