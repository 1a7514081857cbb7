"""Signatures made with the instance's secret, one key per purpose, so that no link can be used for another act."""

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from passerelle.kit.refusals import Refusal


def derive(purpose: str) -> bytes:
    """32 bytes that depend on the instance's secret and on `purpose` (HKDF, RFC 5869)."""
    return _derive(settings.SECRET_KEY, purpose)


def sign(purpose: str, text: str) -> str:
    """A signature of 128 bits over `text`, in 22 signs that may stand in an address."""
    digest = hmac.new(derive(purpose), text.encode(), sha256).digest()[:16]
    return urlsafe_b64encode(digest).decode().rstrip("=")


def check(purpose: str, text: str, signature: str) -> bool:
    """Whether `signature` was made here, for this purpose, over this text."""
    return hmac.compare_digest(sign(purpose, text).encode(), signature.encode())


def seal(purpose: str, text: str) -> str:
    """`text` followed by its signature, to stand in an address."""
    return f"{text}.{sign(purpose, text)}"


def unseal(purpose: str, sealed: str) -> str:
    """The text of what `seal` made.

    Raises Refusal `link_not_valid` when it was not made here or not for this purpose.
    """
    text, _, signature = sealed.rpartition(".")
    if not text or not check(purpose, text, signature):
        raise Refusal("link_not_valid")
    return text


@lru_cache(maxsize=256)
def _derive(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"passerelle", info=purpose.encode()).derive(secret.encode())
