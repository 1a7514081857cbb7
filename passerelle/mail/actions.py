"""What can be done with letters: write, withhold, send, forget.

A letter is claimed by a conditional update, handed over, and marked as sent as soon as the server has said 250. Who
dies in between leaves an old claim, and the letter is taken up again, with the same Message-ID. Nothing is marked as
sent that the server did not acknowledge.
"""

import base64
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from passerelle.kit import clock
from passerelle.kit.addresses import is_mail_address
from passerelle.kit.ids import reference
from passerelle.mail import rules
from passerelle.mail.models import Letter, Mention, State
from passerelle.mail.post import Post, Unreachable
from passerelle.mail.queries import letters_due
from passerelle.mail.rendering import one_line, render

logger = logging.getLogger(__name__)
AT_ONCE = 10_000  # below the number of variables that a database takes in one statement
NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(["to", "to_name", "reply_to", "stop_link", "subject", "text", "html", "last_refusal"], ""),
    "attachments": [],
}


@dataclass(frozen=True)
class Recipient:
    """Whom a letter is for: a mail address, how the person is called (may be empty) and the language to write in."""

    address: str
    name: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter: its name, its media type (`text/calendar`) and its content."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Sent:
    """What became of one batch: how many left, will be tried again, will never leave; why it stopped, if it did."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    trouble: str = ""


def write(
    kind: str,
    *,
    room: str,
    to: Recipient,
    facts: Mapping[str, Any] | None = None,
    about: Sequence[str] = (),
    key: str | None = None,
    reply_to: str | None = None,
    stop_link: str = "",
    leave_after: datetime | None = None,
    attachments: Sequence[Attachment] = (),
) -> Letter:
    """Write the letter `kind` of `room`, in the transaction of what it tells; it leaves once `leave_after` has passed.

    `facts` fill the letter's file, `about` names the things it speaks of (`visit:42`). A second letter of the same
    `key` is not written: the first is returned, whatever has become of it since. A letter that comes again and again
    has a `stop_link`: a POST to it, without a session, is the end of them.
    Raises ValueError when `to` or `reply_to` is not one mail address.
    """
    if key is not None and (first := Letter.objects.filter(key=key).first()):
        return first
    now = clock.now()
    said = render(room, kind, to.language, facts or {})
    row = {
        "room": room,
        "kind": kind,
        "to": _address(to.address),
        "to_name": one_line(to.name)[:200],
        "reply_to": _address(reply_to) if reply_to else "",
        "stop_link": stop_link,
        "language": to.language,
        **asdict(said),
        "attachments": [asdict(file) | {"content": base64.b64encode(file.content).decode()} for file in attachments],
        "message_id": f"<{reference()}@{_our_domain()}>",
        "written_at": now,
        "leave_after": leave_after or now,
        "due_at": leave_after or now,
    }
    return _keep(key, row, about)


def _keep(key: str | None, row: dict[str, Any], about: Iterable[str]) -> Letter:
    """The row and what it mentions, or the letter that another writer of the same key has just kept."""
    try:
        with transaction.atomic():
            letter = Letter.objects.create(key=key, **row)
            Mention.objects.bulk_create(Mention(letter=letter, ref=ref) for ref in dict.fromkeys(about))
            return letter
    except IntegrityError:
        first = Letter.objects.filter(key=key).first() if key is not None else None
        if first is None:
            raise
        return first


def withhold(*, key_prefix: str | None = None, about: str | None = None, kinds: Sequence[str] = ()) -> int:
    """Stop the letters that have not left: those whose key begins with `key_prefix`, or that speak `about` a thing.

    `kinds` narrows them. A letter already in the hands of a sender leaves. Returns how many were stopped.
    """
    if (key_prefix is None) == (about is None):
        raise ValueError("Say which letters: by the beginning of their key, or by what they are about.")
    chosen = Q(key__startswith=key_prefix) if about is None else Q(pk__in=_mentioning(about))
    if kinds:
        chosen &= Q(kind__in=kinds)
    return Letter.objects.filter(chosen, state=State.WAITING).update(state=State.WITHHELD)


def send_due(now: datetime, limit: int = 100) -> Sent:
    """Hand the letters that are due at `now` to the mail server, the oldest first, `limit` at most.

    Where letters are kept in (a demonstration), they count as sent and nothing leaves.
    """
    if settings.MAIL_KEPT_IN:
        return _keep_in(now)
    return _send(now, limit)


def _keep_in(now: datetime) -> Sent:
    """Count the letters that are due as sent, without any server."""
    due = Letter.objects.filter(state=State.WAITING, due_at__lte=now)
    return Sent(sent=due.update(state=State.SENT, sent_at=now))


def _send(now: datetime, limit: int) -> Sent:
    """Send what is due at `now` over one connection, opened again when it breaks, until nothing or `limit` is left.

    After the third broken connection the batch stops: the rest is for the next round.
    """
    batch = Sent()
    if not letters_due(now).exists():
        return batch
    post = Post()
    try:
        while batch.sent + batch.put_off + batch.failed < limit and not post.is_worn_out:
            post.open()
            letter = _claim_next(now)
            if letter is None:
                break
            batch = _settle(letter, post.hand_over(letter), batch)
    except Unreachable as failure:
        logger.warning("The mail server cannot be reached: %s", failure)
        batch = replace(batch, trouble=str(failure))
    finally:
        post.close()
    return batch


@transaction.atomic(durable=True)
def _claim_next(now: datetime) -> Letter | None:
    """The oldest letter that is due, claimed and committed before anybody is told of it.

    On PostgreSQL rows that another sender is claiming are stepped over; on SQLite the transaction already holds the
    only write lock. The update repeats the condition, so that it claims nothing that was claimed in between.
    """
    letter = letters_due(now).select_for_update(skip_locked=True).first()
    if letter is None:
        return None
    letter.claimed_by = reference()
    mine = letters_due(now).order_by().filter(pk=letter.pk)
    taken = mine.update(state=State.SENDING, claimed_at=clock.now(), claimed_by=letter.claimed_by)
    return letter if taken else None


def _settle(letter: Letter, answer: rules.Answer, batch: Sent) -> Sent:
    """Write the server's answer onto the letter, if it is still ours, and into the batch."""
    ours = Letter.objects.filter(pk=letter.pk, state=State.SENDING, claimed_by=letter.claimed_by)
    now = clock.now()
    if answer.is_taken:
        ours.update(state=State.SENT, sent_at=now, claimed_by="")
        return replace(batch, sent=batch.sent + 1)
    if answer.is_final or rules.is_hopeless(letter.leave_after, now):
        ours.update(state=State.FAILED, tries=F("tries") + 1, last_refusal=answer.words, claimed_by="")
        logger.warning("A letter (%s %s) was refused for good: %s", letter.kind, letter.pk, answer.words)
        return replace(batch, failed=batch.failed + 1)
    again_at = now + rules.wait_before_try(letter.tries + 1)
    ours.update(state=State.WAITING, due_at=again_at, tries=F("tries") + 1, last_refusal=answer.words, claimed_by="")
    return replace(batch, put_off=batch.put_off + 1)


def try_again(letter: Letter) -> bool:
    """Send a letter that had failed once more, dated now; False when it is in any other state."""
    failed = Letter.objects.filter(pk=letter.pk, state=State.FAILED)
    now = clock.now()
    return bool(failed.update(state=State.WAITING, tries=0, leave_after=now, due_at=now))


def forget_address(address: str) -> int:
    """Empty every letter to `address`, and take it away as an address to reply to. Returns how many were emptied."""
    Letter.objects.filter(reply_to__iexact=address).update(reply_to="")
    return _empty(Q(to__iexact=address))


def forget_about(ref: str) -> int:
    """Empty every letter that speaks about `ref`, whoever read it. Returns how many were emptied."""
    return _empty(Q(pk__in=_mentioning(ref)))


@transaction.atomic
def _empty(chosen: Q) -> int:
    """The row stays: that a letter was written, of which kind and when, says nothing about anybody."""
    emptied = Letter.objects.filter(chosen)
    emptied.filter(state=State.WAITING).update(state=State.WITHHELD)
    return emptied.update(**NOTHING, key=None)


@transaction.atomic
def forget_letters_to_strangers(written_before: datetime, *, known: QuerySet[Any], kept_about: str) -> int:
    """Empty old letters to whoever is not among the `known` addresses (in small letters). Returns how many.

    A letter that may still leave stays, and so does one that speaks of a thing whose reference begins with
    `kept_about`. Keys stay: what was written once is not written again. What the mail server would not take is
    withheld, so that nobody tries to send an empty letter.
    """
    settled = Letter.objects.exclude(state__in=[State.WAITING, State.SENDING]).exclude(to="")
    old = settled.filter(written_at__lt=written_before).exclude(mentions__ref__startswith=kept_about)
    strange = list(old.annotate(address=Lower("to")).exclude(address__in=known).values_list("pk", flat=True)[:AT_ONCE])
    emptied = Letter.objects.filter(pk__in=strange)
    emptied.filter(state=State.FAILED).update(state=State.WITHHELD)
    return emptied.update(**NOTHING)


def _mentioning(ref: str) -> Any:
    return Mention.objects.filter(ref=ref).values("letter")


def _address(address: str) -> str:
    if not is_mail_address(address):
        raise ValueError(f"{address!r} is not one mail address.")
    return address


def _our_domain() -> str:
    """The domain that makes our Message-IDs ours: the one that letters come from."""
    written_from = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return written_from or urlsplit(settings.SITE_URL).hostname or "localhost"
