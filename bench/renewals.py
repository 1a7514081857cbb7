"""A night on which the next month is asked of many members at once: each is sold, booked, invoiced and written to."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from bench.cost import cost_of
from bench.world import members_of
from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.members.actions.enrolling import ask_for_next_months
from passerelle.members.models import Enrolment
from passerelle.members.rules.enrolments import State
from passerelle.payments.models import BankAccount
from passerelle.payments.rules import Method
from passerelle.plans.models import Plan
from passerelle.plans.rules import Kind
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from tests.makers import make_space

RENEWALS = 5_000


def a_night() -> dict[str, Any]:
    """Fill a space whose members all renew, then let the round come as often as it takes."""
    fill()
    rounds, asked = 0, 0

    def all_of_them() -> None:
        nonlocal rounds, asked
        while now := ask_for_next_months(clock.now()):
            rounds, asked = rounds + 1, asked + now

    cost = cost_of(all_of_them)
    if not asked == Sale.objects.count() == RENEWALS:
        raise RuntimeError(f"{asked} of {RENEWALS} were asked")
    return {"members": asked, "rounds": rounds, "took_s": cost.wall_s, "letters": Letter.objects.count()}


@transaction.atomic
def fill() -> Space:
    """Everybody is on the same month, which ends in five days."""
    space = make_space("Nights", slug="nights")
    tax = Tax.objects.create(space=space, code="be_21", percent_bp=2100)
    BankAccount.objects.create(space=space, holder="Nights", iban="BE71096123456769")
    plan = Plan.objects.create(
        space=space, name_fr="Mois", name_en="Month", kind=Kind.MONTH, price=12_100, currency=space.currency, tax=tax,
        carries_visa=True,
    )  # fmt: skip
    until = clock.local_day(space.time_zone) + timedelta(days=5)
    Enrolment.objects.bulk_create(
        Enrolment(
            key=f"n{number}", space=space, person=person, plan=plan, method=Method.TRANSFER, state=State.OPEN,
            first_on=until - timedelta(days=31), until=until, renews=True,
        )
        for number, person in enumerate(members_of(space, RENEWALS))
    )  # fmt: skip
    return space
