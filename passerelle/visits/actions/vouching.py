"""The home's word for somebody who is not on its roster here."""

from datetime import date

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.members.actions import Term, keep_membership
from passerelle.members.rules import Source
from passerelle.presence.actions import lock_days
from passerelle.spaces.actions.places import confirm_address, take_no_part
from passerelle.spaces.queries import today_at
from passerelle.visits import mails
from passerelle.visits.access import Actor, ByLetter, home_of, may_vouch, must
from passerelle.visits.actions.steps import change_state, put_forward, record
from passerelle.visits.models import Visit
from passerelle.visits.rules import State, Word


@transaction.atomic
def vouch_for(visit: Visit, *, valid_until: date | None, by: Actor) -> Visit:
    """The home says that this is its member, until `valid_until` (included) or without end.

    That makes a membership, so that nobody asks again: a home vouches once. If the host waited for it, it is asked now.
    Raises NotFound, Refusal `already_answered`, `ends_before_the_visit`.
    """
    must(may_vouch(by, visit))
    if valid_until is not None and valid_until < visit.last_day:
        raise Refusal("ends_before_the_visit", last_day=visit.last_day)
    lock_days(visit.host)  # before the visit: acts take rows in one order
    _take_word(visit, Word.GIVEN)
    home = home_of(visit)
    since = min(today_at(home), visit.first_day)
    keep_membership(visit.person, home, Term(since, valid_until), source=Source.VOUCH, by=by.ref)
    record("visit_vouched_for", visit, by.ref)
    _confirm_by(visit, by)
    if visit.state == State.REQUESTED and visit.host_asked_at is None:
        put_forward(visit)
    return visit


@transaction.atomic
def refuse_to_vouch(visit: Visit, *, by: Actor) -> Visit:
    """The home does not know this person as a member: a visit still asked for is declined, and the traveller told.

    Raises NotFound, Refusal `already_answered`.
    """
    must(may_vouch(by, visit))
    _take_word(visit, Word.REFUSED)
    record("visit_not_vouched_for", visit, by.ref)
    _confirm_by(visit, by)
    if visit.state in (State.REQUESTED, State.COUNTERED):
        change_state(visit, State.DECLINED, ended_at=clock.now(), next_step_at=None)
        mails.withhold(visit)
        mails.tell_visitor_home_does_not_vouch(visit)
    return visit


@transaction.atomic
def home_takes_no_part(visit: Visit, *, by: ByLetter) -> None:
    """The home says that it takes no part in any of this: it is not written to again.

    Only where it is still read at the address that got the letter: a former one does not close a space.
    Raises NotFound.
    """
    home = home_of(visit)
    must(may_vouch(by, visit) and visit.home_asked_at_address == home.email)
    if visit.word in (Word.ASKED, Word.SILENT):
        refuse_to_vouch(visit, by=by)
    take_no_part(home)


def _take_word(visit: Visit, word: Word) -> None:
    """The home's word, once: late is welcome, twice is not."""
    asked = Visit.objects.filter(pk=visit.pk, word__in=[Word.ASKED, Word.SILENT])
    if not asked.update(word=word, home_answered_at=clock.now()):
        visit.refresh_from_db(fields=["word"])
        raise Refusal("already_answered", word=visit.word)
    visit.refresh_from_db(from_queryset=Visit.objects.select_related("person", "home", "host", "network"))


def _confirm_by(visit: Visit, by: Actor) -> None:
    """Whoever answers a letter has shown that it arrives, where the home is still read at that address."""
    home = home_of(visit)
    if isinstance(by, ByLetter) and visit.home_asked_at_address == home.email:
        confirm_address(home)
