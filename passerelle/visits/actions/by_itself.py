"""What happens to a visit by itself, when its time has come. The worker calls these for rows that are due."""

from django.db import transaction

from passerelle.credentials.actions import revoke_credentials
from passerelle.kit import clock
from passerelle.kit.references import WORKER
from passerelle.presence.actions import let_go
from passerelle.presence.rules import State as Day
from passerelle.visits import mails
from passerelle.visits.actions.steps import change_state, put_to_host, record, set_next_step
from passerelle.visits.models import Visit
from passerelle.visits.queries import WITH_EVERYBODY, days_held, presences_of, waiting
from passerelle.visits.rules import State, Word
from passerelle.visits.rules.clocks import Step, days_to_let_go, due_step


@transaction.atomic
def take_next_step(key: int) -> Step | None:
    """Do what is due to the visit with this key, and note when to look again; None when nothing was due."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related(*WITH_EVERYBODY).filter(pk=key).first()
    if visit is None:
        return None
    held = days_held(visit)
    step = due_step(waiting(visit, held), clock.now())
    if step is None:
        set_next_step(visit, held)
        return None
    _STEPS[step](visit)
    return step


@transaction.atomic
def tell_that_host_left(visit: Visit) -> None:
    """The host has left the network of this visit: the visitor is told, once. An accepted visit still stands."""
    untold = Visit.objects.filter(pk=visit.pk, told_that_host_left_at=None)
    if untold.update(told_that_host_left_at=clock.now()):
        record("visitor_told_that_host_left", visit, WORKER)
        mails.tell_visitor_host_left(visit)


def _write_to_host(visit: Visit) -> None:
    """The home has been silent long enough: the host is asked all the same, and told so."""
    visit.word = Word.SILENT
    put_to_host(visit)
    record("home_was_silent", visit, WORKER)


def _remind(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(remind_at=None)
    visit.remind_at = None
    set_next_step(visit, held=())
    record("host_reminded", visit, WORKER)
    mails.remind_host(visit)


def _ask_second(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(remind_at=None, second_at=None)
    visit.remind_at = visit.second_at = None
    set_next_step(visit, held=())
    record("second_contact_asked", visit, WORKER)
    mails.ask_second_contact(visit)


def _lapse(visit: Visit) -> None:
    change_state(visit, State.LAPSED, ended_at=clock.now(), next_step_at=None)
    record("visit_lapsed", visit, WORKER)
    mails.withhold(visit)
    mails.tell_visitor_of_lapse(visit)


def _let_days_go(visit: Visit) -> None:
    """Days on which nobody checked in are free again; after the last one the visit is over."""
    freed = let_go(visit.ref, days_to_let_go(days_held(visit), clock.zone(visit.host.time_zone), clock.now()))
    if freed:
        record("days_let_go", visit, WORKER, days=freed)
    left = presences_of(visit)
    if any(presence.state == Day.HELD for presence in left):
        set_next_step(visit)
        return
    state = State.CLOSED if visit.state == State.ARRIVED else State.NO_SHOW
    change_state(visit, state, ended_at=clock.now(), next_step_at=None)
    revoke_credentials(visit.ref)
    record("visit_closed" if state is State.CLOSED else "visitor_did_not_come", visit, WORKER)


_STEPS = {
    Step.WRITE_TO_HOST: _write_to_host,
    Step.REMIND_HOST: _remind,
    Step.ASK_SECOND_CONTACT: _ask_second,
    Step.LAPSE: _lapse,
    Step.LET_A_DAY_GO: _let_days_go,
}
