"""What tests of plans that are taken have in common: a day, money that comes, and what is called a plan taken."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from passerelle.care.actions.paying import take_in
from passerelle.kit import clock
from passerelle.members.models import Enrolment
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment
from passerelle.people.models import Person

WEDNESDAY = date(2027, 1, 6)
Joins = Callable[..., Enrolment]


def at(month: int, day: int) -> AbstractContextManager[datetime]:
    return clock.at(datetime(2027, month, day, 4, tzinfo=UTC))


def paid(enrolment: Enrolment, by: Person) -> Enrolment:
    """What waits of it has come, today."""
    waits = Payment.objects.filter(cause__startswith="sale:", payer=enrolment.person, state="asked")
    take_in(record_transfer, waits.get(), Came(waits.get().amount, clock.today()), by=by)
    return Enrolment.objects.select_related("plan", "space", "person").get(pk=enrolment.pk)
