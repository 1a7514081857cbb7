"""How letters leave: claimed one by one, handed to the mail server, and what its answers mean.

A letter is claimed by a conditional update, handed over, and marked as sent as soon as the server has said 250. Who
dies in between leaves an old claim, and the letter is taken up again, with the same Message-ID. Nothing is marked as
sent that the server did not acknowledge.
"""

import base64
import logging
import smtplib
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.mail import rules
from passerelle.mail.models import Letter, State

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """What became of one batch: how many left, will be tried again, will never leave; why it stopped, if it did."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    trouble: str = ""


class Unreachable(Exception):
    """The mail server cannot be talked to at all: no letter is to blame."""


def keep_in(now: datetime) -> Sent:
    """Count the letters that are due as sent, without any server."""
    due = Letter.objects.filter(state=State.WAITING, due_at__lte=now)
    return Sent(sent=due.update(state=State.SENT, sent_at=now))


def send(now: datetime, limit: int) -> Sent:
    """Send what is due at `now` over one connection, opened again when it breaks, until nothing or `limit` is left.

    After the third broken connection the batch stops: the rest is for the next round.
    """
    batch = Sent()
    if not _due(now).exists():
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


class Post:
    """One connection to the mail server, as Django's settings describe it."""

    MOST_BREAKS = 3

    def __init__(self) -> None:
        self.connection: BaseEmailBackend = get_connection(fail_silently=False)
        self.is_open = False
        self.breaks = 0

    @property
    def is_worn_out(self) -> bool:
        """Whether the server hung up so often that asking again at once is rude."""
        return self.breaks >= self.MOST_BREAKS

    def open(self) -> None:
        """Be connected. Raises Unreachable: a wrong password or a dead server is no letter's fault."""
        if self.is_open:
            return
        try:
            self.connection.open()
        except Exception as failure:
            raise Unreachable(rules.words_of(failure)) from failure
        self.is_open = True

    def close(self) -> None:
        """Hang up; a server that is already gone does not matter."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException) as failure:
            logger.debug("The mail server did not say goodbye: %s", failure)
        self.is_open = False

    def hand_over(self, letter: Letter) -> rules.Answer:
        """What the server says to `letter`; a connection that broke or went silent is put away."""
        try:
            self.connection.send_messages([as_message(letter, self.connection)])
        except Exception as failure:  # Whatever one letter brings about, the others must not wait for it.
            answer = rules.answer_to(failure)
            if answer.is_broken:
                self.breaks += 1
                self.close()
            return answer
        return rules.TAKEN


def as_message(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter as mail (RFC 5322): the same headers however often it is handed over."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((letter.to_name, letter.to))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        connection=connection,
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.leave_after),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers a machine
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
        },
    )
    message.attach_alternative(letter.html, "text/html")
    for file in letter.attachments:
        message.attach(file["name"], base64.b64decode(file["content"]), file["type"])
    return message


def _due(now: datetime) -> QuerySet[Letter]:
    """Letters to take: due, or in the hands of somebody for so long that he must be dead."""
    abandoned = Q(state=State.SENDING, claimed_at__lt=now - rules.claim_grows_old_after(settings.EMAIL_TIMEOUT))
    return Letter.objects.filter(Q(state=State.WAITING) | abandoned, due_at__lte=now).order_by("due_at", "id")


@transaction.atomic
def _claim_next(now: datetime) -> Letter | None:
    """The oldest letter that is due, claimed and committed before anybody is told of it.

    On PostgreSQL rows that another sender is claiming are stepped over; on SQLite the transaction already holds the
    only write lock. The update repeats the condition, so that it claims nothing that was claimed in between.
    """
    letter = _due(now).select_for_update(skip_locked=True).first()
    if letter is None:
        return None
    letter.claimed_by = reference()
    mine = _due(now).order_by().filter(pk=letter.pk)
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
