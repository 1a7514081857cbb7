"""What a mail server's answers mean, and when to try again. Plain Python.

RFC 5321: 4yz is "not now", 5yz is "never like this"; 421 comes with hanging up. A client keeps trying for four or five
days (section 4.5.4.1).
"""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=4)

CLAIM_GROWS_OLD = timedelta(minutes=5)
STEPS_OF_A_TALK = 15
"""Connecting over two families of addresses, greeting, encrypting, signing in, sender, reader, letter: none of them may
last longer than the timeout, so nobody who is alive holds a letter for longer than all of them together."""


@dataclass(frozen=True)
class Answer:
    """What came of handing a letter over.

    `words` is the server's sentence; `is_final` says that it will never take this letter; `is_broken` that the
    connection can no longer be used.
    """

    is_taken: bool = False
    words: str = ""
    is_final: bool = False
    is_broken: bool = False


TAKEN = Answer(is_taken=True)


def answer_to(failure: Exception) -> Answer:
    """The answer that an exception of the mail library stands for."""
    words = words_of(failure)
    match failure:
        case smtplib.SMTPRecipientsRefused():
            code = max(refused[0] for refused in failure.recipients.values())
            return Answer(words=words, is_final=_is_never(code), is_broken=code == 421)
        case smtplib.SMTPSenderRefused():
            # Our own address was refused: a setting to mend, for which no letter is lost. "Too big" is its own fault.
            return Answer(words=words, is_final=failure.smtp_code == 552, is_broken=failure.smtp_code == 421)
        case smtplib.SMTPDataError():
            return Answer(words=words, is_final=_is_never(failure.smtp_code), is_broken=failure.smtp_code == 421)
        case OSError():  # every other exception of smtplib, a timeout and a reset are among these
            return Answer(words=words, is_broken=True)
        case ValueError():
            return Answer(words=words, is_final=True)  # no mail can be made of the row: trying again changes nothing
    return Answer(words=words, is_broken=True)


def words_of(failure: Exception) -> str:
    """What to keep of a failure: the server's own code and sentence where there is one."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(said)}" for code, said in failure.recipients.values())[:500]
    if isinstance(failure, smtplib.SMTPResponseException):
        return f"{failure.smtp_code} {_text(failure.smtp_error)}"[:500]
    return f"{type(failure).__name__}: {failure}"[:500]


def wait_before_try(tries: int) -> timedelta:
    """How long a letter waits after `tries` talks that came to nothing: 1, 2, 4, 8 … minutes, four hours at most."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 10)), LONGEST_WAIT)


def is_hopeless(leave_after: datetime, now: datetime) -> bool:
    """Whether a letter has been tried for so long that whoever waits for it should be told."""
    return now - leave_after > GIVE_UP_AFTER


def claim_grows_old_after(timeout: float | None) -> timedelta:
    """How old a sender's claim is when he must be dead; `timeout` is what one step of a talk may last, in seconds."""
    return max(CLAIM_GROWS_OLD, timedelta(seconds=STEPS_OF_A_TALK * (timeout or 0)))


def _is_never(code: int) -> bool:
    return 500 <= code < 600


def _text(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
