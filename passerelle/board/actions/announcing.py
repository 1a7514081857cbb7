"""A member or a visitor agrees to be announced, in words of their own, and takes it back by one press."""

from dataclasses import dataclass

from django.db import transaction

from passerelle.board.access import may_be_announced, may_withdraw, must
from passerelle.board.models import Consent
from passerelle.board.queries import board_of
from passerelle.board.rules import LONGEST_WORDS, NEWCOMER_STAYS, Readers
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.spaces.queries import today_at
from passerelle.visits.models import Visit
from passerelle.visits.rules import OPEN, State


@dataclass(frozen=True)
class Words:
    """What stands on the board: the name as the person wants it, what they do, what they look for; and who reads it."""

    name: str
    trade: str = ""
    seeks: str = ""
    readers: Readers = Readers.HOUSE


@transaction.atomic
def be_announced(cause: Membership | Visit, words: Words, *, by: Person) -> Consent:
    """From now on the board announces a member for thirty days, a visitor until the visit ends. Agreed again, the words
    are the new ones, and the days begin anew.

    Raises NotFound, Refusal `name_is_missing`, `too_long`, and `nobody_to_announce` where membership or visit is over.
    """
    must(may_be_announced(by, cause))
    space = cause.host if isinstance(cause, Visit) else cause.space
    if _is_over(cause):
        raise Refusal("nobody_to_announce")
    said = [" ".join(text.split()) for text in (words.name, words.trade, words.seeks)]
    if not said[0]:
        raise Refusal("name_is_missing")
    if any(len(text) > LONGEST_WORDS for text in said):
        raise Refusal("too_long", most=LONGEST_WORDS)
    is_open = board_of(space).readers == Readers.EVERYBODY
    lines = {
        "person": by,
        "name": said[0],
        "trade": said[1],
        "seeks": said[2],
        "readers": words.readers if is_open else Readers.HOUSE,
        "given_at": clock.now(),
        "until": None if isinstance(cause, Visit) else today_at(space) + NEWCOMER_STAYS,
    }
    named = {"visit": cause} if isinstance(cause, Visit) else {"membership": cause}
    consent, _ = Consent.objects.update_or_create(**named, defaults=lines)
    write_down("announcement_agreed", about=cause.ref, actor=by.ref, readers=lines["readers"])
    return consent


@transaction.atomic
def be_announced_no_more(consent: Consent, *, by: Person) -> None:
    """The consent is taken back, and nothing of it is kept. Raises NotFound."""
    must(may_withdraw(by, consent))
    cause = consent.visit or consent.membership
    if cause is not None and Consent.objects.filter(pk=consent.pk).delete()[0]:
        write_down("announcement_withdrawn", about=cause.ref, actor=by.ref)


def _is_over(cause: Membership | Visit) -> bool:
    if isinstance(cause, Visit):
        return State(cause.state) not in OPEN or cause.last_day < today_at(cause.host)
    return cause.until is not None and cause.until <= today_at(cause.space)
