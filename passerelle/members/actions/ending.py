"""The end of what is renewed or wanted: nothing more is asked for, whoever says so."""

from passerelle.logbook.actions import write_down
from passerelle.members.models import Enrolment, PlanChange
from passerelle.members.queries import sale_for
from passerelle.members.rules.enrolments import ChangeState
from passerelle.sales.actions import call_off


def renew_no_more(enrolment: Enrolment, *, by: str) -> bool:
    """What is paid stays; a month that is asked for and not paid is called off. Whether it was renewed until now."""
    call_off_next_month(enrolment, by=by)
    if not Enrolment.objects.filter(pk=enrolment.pk, renews=True).update(renews=False):
        return False
    write_down("plan_renews_no_more", about=enrolment.person.ref, actor=by, space=enrolment.space.ref)
    return True


def call_off_next_month(enrolment: Enrolment, *, by: str) -> None:
    """The month that is asked for and not paid is asked for no longer."""
    sale = sale_for(enrolment, enrolment.until) if enrolment.until else None
    if sale is not None:
        call_off(sale, by=by)


def call_off_change(change: PlanChange, *, by: str) -> bool:
    """A change of plans is wanted no longer, or was not paid: the plan stays. False where its money has come."""
    if change.sale.taken_back_at is None and not call_off(change.sale, by=by):
        return False
    if PlanChange.objects.filter(pk=change.pk, state=ChangeState.ASKED).update(state=ChangeState.CALLED_OFF):
        enrolment = change.enrolment
        write_down("plan_change_called_off", about=enrolment.person.ref, actor=by, space=enrolment.space.ref)
    return True
