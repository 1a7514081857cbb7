"""The end of what is renewed: nothing more is asked for, whoever says so."""

from passerelle.logbook.actions import write_down
from passerelle.members.models import Enrolment
from passerelle.members.queries import sale_for
from passerelle.sales.actions import call_off


def renew_no_more(enrolment: Enrolment, *, by: str) -> bool:
    """What is paid stays; a month that is asked for and not paid is called off. Whether it was renewed until now."""
    sale = sale_for(enrolment, enrolment.until) if enrolment.until else None
    if sale is not None:
        call_off(sale, by=by)
    if not Enrolment.objects.filter(pk=enrolment.pk, renews=True).update(renews=False):
        return False
    write_down("plan_renews_no_more", about=enrolment.person.ref, actor=by, space=enrolment.space.ref)
    return True
