"""Processes that press at once: `python -m tests.members.plan_presser HOW_MANY`, on the database of DATABASE_URL.

They change plans, pause them and withdraw from them, as whoever took them.
"""

import json
import random
import sys
from collections import Counter
from datetime import date, datetime

import django

django.setup()

from passerelle.care.actions.paying import take_in  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.members.actions import (  # noqa: E402
    Changing,
    Pausing,
    change_plan,
    end_pause,
    keep_plan,
    pause_plan,
    withdraw_from_plan,
)
from passerelle.members.models import Enrolment  # noqa: E402
from passerelle.members.queries import figures_of_change, figures_of_withdrawal  # noqa: E402
from passerelle.payments.actions.receiving import take_cash  # noqa: E402
from passerelle.payments.models import Payment  # noqa: E402
from passerelle.plans.models import Plan  # noqa: E402
from passerelle.spaces.queries import today_at  # noqa: E402
from tests.processes import become_many, say  # noqa: E402


def outcome(act: str, taken: int, plan: int, key: str) -> str:
    enrolment = Enrolment.objects.select_related("space", "person", "plan").get(pk=taken)
    by, today = enrolment.person, today_at(enrolment.space)
    try:
        if act == "change":
            other = Plan.objects.select_related("space", "tax").get(pk=plan)
            change_plan(enrolment, Changing(other, figures_of_change(enrolment, other, today).shown, key), by=by)
        elif act == "pause":
            pause_plan(enrolment, Pausing(date(2027, 1, 10), date(2027, 1, 20), key), by=by)
        elif act == "end":
            end_pause(enrolment, by=by)
        elif act == "keep":
            keep_plan(enrolment, by=by)
        elif act == "pay":
            waits = Payment.objects.filter(payer=by, state="asked").first()
            if waits is None:
                return "nothing"
            take_in(take_cash, waits, by=enrolment.space.staff.get(role="desk").person)
        else:
            withdraw_from_plan(enrolment, figures_of_withdrawal(enrolment, today).shown, by=by)
    except Refusal as refusal:
        return f"{act}: {refusal.code}"
    return act


def main() -> None:
    world = json.loads(sys.stdin.readline())
    number = become_many()
    presses = [(act, taken) for act in world["acts"] for taken in world["taken"]] * world["times"]
    random.Random(number).shuffle(presses)
    with clock.at(datetime.fromisoformat(world["now"])):
        key = f"p{number}" if world["keys"] else "same"
        say(Counter(outcome(act, taken, world["plan"], key) for act, taken in presses))


if __name__ == "__main__":
    main()
