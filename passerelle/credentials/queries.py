"""What can be asked about credentials: what a code is worth, and how to show one."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import CharField, QuerySet

from passerelle.credentials.models import Credential
from passerelle.credentials.rules import NotACode, Validity, is_signed, pack, unpack, validity
from passerelle.kit import clock, ids
from passerelle.kit.composed import Given, whole
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Verdict:
    """What a code is worth; `credential` is None when nobody here issued it, or when it is broken."""

    validity: Validity
    credential: Credential | None = None

    @property
    def is_valid(self) -> bool:
        """Whether its bearer is to be let in."""
        return self.validity is Validity.VALID


def verify(code: str, on: date | None = None) -> Verdict:
    """What the code in an address is worth on `on` (default: today where the host is). At most one query."""
    try:
        claim, signature = unpack(code)
    except NotACode:
        return Verdict(Validity.BROKEN)
    credential = _whole().filter(serial=claim.serial).first()
    if credential is None:
        return Verdict(Validity.NOT_OURS)
    if credential.claim != claim or not is_signed(claim, signature, bytes(credential.key.public_key)):
        return Verdict(Validity.BROKEN)
    return _verdict(credential, on)


def by_short_code(host: Space, typed: str, on: date | None = None) -> Verdict:
    """What six signs typed at `host` are worth on `on` (default: today there).

    Six signs can be found by trying: ask through `actions.read_short_code`, which counts.
    """
    issued = _whole().filter(host=host, short_code=ids.typed(typed)).order_by("revoked_at", "-id")
    standing = issued.filter(revoked_at=None).first()
    credential = standing or issued.order_by("-revoked_at").first()
    return _verdict(credential, on) if credential else Verdict(Validity.NOT_OURS)


def credential_because_of(cause: str) -> Credential | None:
    """The credential in force for `cause` (such as `visit:42`), with its key, person, home and host."""
    return _IN_FORCE.first(cause=cause)


def code_of(credential: Credential) -> str:
    """The 130 signs that say it."""
    return pack(credential.claim, bytes(credential.signature))


def address_of(credential: Credential) -> str:
    """The address in its QR code, in capitals throughout: a QR code needs a third less room for those."""
    return f"{settings.SITE_URL.upper()}/C/{code_of(credential)}"


WITH_EVERYTHING = ("key", "person", "home", "host")
_IN_FORCE = whole(
    Credential,
    lambda credentials: credentials.filter(cause=Given("cause", CharField()), revoked_at=None).order_by("id"),
    *WITH_EVERYTHING,
)


def _whole() -> QuerySet[Credential]:
    return Credential.objects.select_related(*WITH_EVERYTHING)


def _verdict(credential: Credential, on: date | None) -> Verdict:
    day = on or clock.local_day(credential.host.time_zone)
    worth = validity(credential.since, credential.until, day, is_revoked=credential.revoked_at is not None)
    return Verdict(worth, credential)
