"""What a code says and how it is written: seventeen bytes and a signature. Plain Python.

The layout, with a worked example, is in docs/credentials.md; whoever changes a byte here raises VERSION.
"""

import struct
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = 1
SERIAL_BITS = 56
LONGEST = 255  # days from the first to the last, both counted
EPOCH = date(2020, 1, 1)
# version 1 · network 2 · key 1 · serial 7 · first day 2 · number of days 1 · host 3
LAYOUT = struct.Struct(">BHB7sHB3s")
CODE_SIGNS = 130  # 81 bytes, five bits a sign


class Validity(StrEnum):
    """What a code is worth on a given local date."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_OURS = "not_ours"  # well made, perhaps, but nobody here issued it
    BROKEN = "broken"


class NotACode(ValueError):
    """The text is not one that `pack` makes."""


@dataclass(frozen=True)
class Claim:
    """What is signed: for which host, from which local date and for how many days, under which key of which network.

    It holds no name and no address: `serial` leads to them, on the instance that issued it, and nowhere else.
    """

    network: int
    key: int
    serial: int
    first_day: date
    days: int
    host: int

    @property
    def until(self) -> date:
        """The first date on which it is no longer valid."""
        return self.first_day + timedelta(days=self.days)

    def written(self) -> bytes:
        """The seventeen bytes that are signed. Raises ValueError where a number does not fit."""
        try:
            return LAYOUT.pack(
                VERSION,
                self.network,
                self.key,
                self.serial.to_bytes(7, "big"),
                (self.first_day - EPOCH).days,
                self.days,
                self.host.to_bytes(3, "big"),
            )
        except (struct.error, OverflowError) as reason:
            raise ValueError(f"{self} does not fit in a code") from reason

    @classmethod
    def read(cls, payload: bytes) -> "Claim":
        """The claim in these seventeen bytes. Raises NotACode."""
        version, network, key, serial, first_day, days, host = LAYOUT.unpack(payload)
        if version != VERSION or not days:
            raise NotACode("a code of another version, or for no day")
        first = EPOCH + timedelta(days=first_day)
        return cls(network, key, int.from_bytes(serial, "big"), first, days, int.from_bytes(host, "big"))


def pack(claim: Claim, signature: bytes) -> str:
    """Claim and signature as 130 signs of base32, capitals, without padding: what a QR code holds most densely."""
    return b32encode(claim.written() + signature).decode().rstrip("=")


def unpack(code: str) -> tuple[Claim, bytes]:
    """The claim and the signature of a code, whatever its capitals. Raises NotACode.

    A signature says nothing until `is_signed` has looked at it.
    """
    text = code.strip().upper()
    if len(text) != CODE_SIGNS:
        raise NotACode("a code has 130 signs")
    try:
        whole = b32decode(text + "======")
    except ValueError as reason:
        raise NotACode("a code is written in base32") from reason
    if b32encode(whole).decode().rstrip("=") != text:  # the last sign has two bits to spare: only zeros are ours
        raise NotACode("a code has one spelling")
    return Claim.read(whole[: LAYOUT.size]), whole[LAYOUT.size :]


def public_half(private_key: bytes) -> bytes:
    """The 32 bytes that may be told to everybody, for 32 that may not (Ed25519, RFC 8032)."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def sign(claim: Claim, private_key: bytes) -> bytes:
    """The 64 bytes by which `is_signed` knows that this claim was made with this key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(claim.written())


def is_signed(claim: Claim, signature: bytes, public_key: bytes) -> bool:
    """Whether the holder of the key signed exactly this claim."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, claim.written())
    except InvalidSignature:
        return False
    return True


def validity(since: date, until: date, on: date, *, is_revoked: bool) -> Validity:
    """What a well-signed code is worth on the local date `on`: from `since`, included, to `until`, excluded."""
    if is_revoked:
        return Validity.REVOKED
    if on < since:
        return Validity.NOT_YET
    return Validity.EXPIRED if on >= until else Validity.VALID
