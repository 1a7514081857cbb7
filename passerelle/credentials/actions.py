"""What can be done with credentials: issue, revoke, note a use, read what somebody typed.

None of these asks who may: a credential follows from what it was issued for, and whoever calls has asked that already.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from passerelle.credentials.models import Credential, NetworkKey, Tries, Use
from passerelle.credentials.queries import Verdict, by_short_code, credential_because_of
from passerelle.credentials.rules import LONGEST, SERIAL_BITS, Claim, Validity, public_half, sign
from passerelle.kit import clock, ids, signing
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Footing, Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space

TRIES = 20
TRIES_COUNT_FOR = timedelta(minutes=10)
DRAWS = 5  # of six signs among 31: that two drawings in a row meet one in use happens to nobody


@dataclass(frozen=True)
class Grounds:
    """On what a credential stands: whose word it is that lets `person` in at `host`, on `days`, because of `cause`.

    It is that of the home in which `person` is a member, or of the network that has sold a pass.
    `cause` is a reference (`visit:42`): this room does not know what it names.
    """

    person: Person
    footing: Footing
    host: Space
    network: Network
    cause: str
    days: Collection[date]

    @property
    def since(self) -> date:
        """The first day."""
        return min(self.days)

    @property
    def until(self) -> date:
        """The day after the last."""
        return max(self.days) + timedelta(days=1)


@transaction.atomic
def issue_credential(grounds: Grounds) -> Credential:
    """The credential for `grounds`: one for each cause. Asked again for the same days it is the same one.

    Days that have changed make a new credential, and the old one is revoked. Raises Refusal `days_too_far_apart`.
    """
    if (grounds.until - grounds.since).days > LONGEST:
        raise Refusal("days_too_far_apart", most=LONGEST)
    known = credential_because_of(grounds.cause)
    if known and (known.since, known.until) == (grounds.since, grounds.until):
        return known
    if known:
        revoke_credentials(grounds.cause)
    credential = _draw(grounds, key_in_use(grounds.network))
    write_down("credential_issued", about=grounds.cause, actor=grounds.footing.ref, credential=credential.ref)
    return credential


@transaction.atomic
def revoke_credentials(cause: str) -> int:
    """What was issued for `cause` opens no door any more; says how many there were."""
    revoked = Credential.objects.filter(cause=cause, revoked_at=None).update(revoked_at=clock.now())
    if revoked:
        write_down("credential_revoked", about=cause, actor=cause)
    return revoked


def record_use(verdict: Verdict, space: Space, *, by: str) -> Use | None:
    """Keep that a credential was read at `space`, and what it was worth; nothing for a code that nobody issued."""
    if verdict.credential is None:
        return None
    return Use.objects.create(credential=verdict.credential, space=space, verdict=verdict.validity, by=by)


def use_credential(cause: str, space: Space, *, by: str) -> None:
    """Keep that somebody arrived at `space` on the credential in force for `cause`; nothing where there is none.

    Called while arrivals wait for each other, so it looks up no more than a key.
    """
    for key in Credential.objects.filter(cause=cause, revoked_at=None).values_list("pk", flat=True):
        Use.objects.create(credential_id=key, space=space, verdict=Validity.VALID, by=by)


def read_short_code(host: Space, typed: str, *, by: str) -> Verdict:
    """What six signs typed at `host` are worth today; each miss counts against `by`.

    Raises Refusal `too_many_tries`, with the moment from which it can be tried again.
    """
    count_a_try(host, by=by)
    verdict = by_short_code(host, typed)
    if verdict.credential is not None:
        Tries.objects.filter(space=host, by=by).delete()
    return verdict


def count_a_try(space: Space, *, by: str) -> None:
    """Count that `by` tries a short code at `space`: at most 20 misses in ten minutes, in all processes together.

    Raises Refusal `too_many_tries`. The count is one conditional update, so eight tries at once are eight tries.
    """
    moment = clock.now()
    tries = Tries.objects.filter(space=space, by=by)
    young = tries.filter(since__gt=moment - TRIES_COUNT_FOR, count__lt=TRIES)
    if young.update(count=F("count") + 1):
        return
    # The first of ten minutes makes the row or begins it anew; whoever comes at the same moment finds it begun.
    Tries.objects.get_or_create(space=space, by=by, defaults={"since": moment, "count": 0})
    tries.filter(since__lte=moment - TRIES_COUNT_FOR).update(since=moment, count=0)
    if not young.update(count=F("count") + 1):
        raise Refusal("too_many_tries", again_at=tries.get().since + TRIES_COUNT_FOR)


def key_in_use(network: Network) -> NetworkKey:
    """The key with which `network` signs today: a new one at first, and whenever the instance's secret was changed."""
    key = NetworkKey.objects.filter(network=network, until=None).first()
    return key if key and _is_derived_from_our_secret(key) else _next_key(network)


@transaction.atomic
def _next_key(network: Network) -> NetworkKey:
    """Under the network's lock: of two who find no key, the second finds the one that the first has made."""
    Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    last = NetworkKey.objects.filter(network=network).order_by("number").last()
    if last and _is_derived_from_our_secret(last):
        return last
    moment, number = clock.now(), last.number + 1 if last else 1
    NetworkKey.objects.filter(network=network, until=None).update(until=moment)
    public = public_half(_private_half(network.pk, number))
    return NetworkKey.objects.create(network=network, number=number, public_key=public, since=moment)


def _is_derived_from_our_secret(key: NetworkKey) -> bool:
    return bytes(key.public_key) == public_half(_private_half(key.network_id, key.number))


def _draw(grounds: Grounds, key: NetworkKey) -> Credential:
    """Serial and short code are drawn by chance; the database says when one is taken, and we draw again."""
    for _ in range(DRAWS):
        credential = _drawn(grounds, key)
        try:
            with transaction.atomic():
                credential.save(force_insert=True)
        except IntegrityError:
            if already := credential_because_of(grounds.cause):
                return already
        else:
            return credential
    raise RuntimeError(f"no short code is free at {grounds.host.ref}")


def _drawn(grounds: Grounds, key: NetworkKey) -> Credential:
    credential = Credential(
        serial=secrets.randbits(SERIAL_BITS),
        key=key,
        person=grounds.person,
        home=grounds.footing if isinstance(grounds.footing, Space) else None,
        host=grounds.host,
        cause=grounds.cause,
        short_code=ids.short_code(),
        since=grounds.since,
        until=grounds.until,
    )
    credential.signature = _signature(credential.claim)
    return credential


def _signature(claim: Claim) -> bytes:
    return sign(claim, _private_half(claim.network, claim.key))


def _private_half(network: int, number: int) -> bytes:
    return signing.derive(f"credential:{network}:{number}")
