"""The talk with the mail server: one connection, one letter after the other, and what it said to each."""

import base64
import logging
import smtplib
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from passerelle.kit.addresses import in_ascii
from passerelle.mail import rules
from passerelle.mail.models import Letter

logger = logging.getLogger(__name__)


class Unreachable(Exception):
    """The mail server cannot be talked to at all: no letter is to blame."""


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
        to=[formataddr((letter.to_name, in_ascii(letter.to)))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        connection=connection,
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.leave_after),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers a machine
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
            **_ways_to_stop(letter),
        },
    )
    message.attach_alternative(letter.html, "text/html")
    for file in letter.attachments:
        message.attach(file["name"], base64.b64decode(file["content"]), file["type"])
    return message


def _ways_to_stop(letter: Letter) -> dict[str, str]:
    """What lets a mail program stop such letters with one press of its own (RFC 2369, RFC 8058)."""
    if not letter.stop_link:
        return {}
    return {"List-Unsubscribe": f"<{letter.stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
