"""What two spaces of the demonstration sell their members, and who is about to take it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from passerelle.care.actions.paying import take_in
from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.invoices.actions import name_tax, set_party
from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import Side
from passerelle.kit import clock
from passerelle.members.actions import Joining, join
from passerelle.payments.actions.accounts import Details, set_bank_account
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.rules import Method
from passerelle.people.queries import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.queries import plans_offered
from passerelle.plans.rules import Described, Kind
from passerelle.sales.queries import payment_waiting, sales_for

TRIAL = Described("Un jour pour voir", "A day to see", Kind.DAY, 0, is_trial=True)
PLANS = {
    "coworking-namur": (
        TRIAL,
        Described("La journée", "A day", Kind.DAY, 1_900),
        Described("Dix jours", "Ten days", Kind.BUNDLE, 15_000, days=10, valid_days=180),
        Described("Le mois du soir", "Evenings", Kind.MONTH, 6_500, hours="Mo-Fr 17:00-22:00", pause_days=60),
        Described("Le mois", "A month", Kind.MONTH, 19_000, carries_visa=True, pause_days=60),
    ),
    "azulejo": (
        Described("La semaine", "A week", Kind.WEEK, 6_500),
        Described("Le mois", "A month", Kind.MONTH, 17_000, carries_visa=True),
    ),
}


TAKEN = (("tom", Kind.DAY, 0, Method.CASH), ("marit", Kind.MONTH, 5, Method.TRANSFER))
NAMUR = "coworking-namur"
SIDE = Side(
    "", "Coworking Namur ASBL", "Rue de Fer 48", "5000", "Namur", "BE", vat_number="BE0403019261",
    email="coworking-namur@example.org",
)  # fmt: skip


def offer_plans(who_answers: Callable[[str], Person]) -> None:
    """Namur sells all kinds, which anybody can take by themselves; Lisbon enters people on weeks and months."""
    namur, manager = space_of_the_story(NAMUR), who_answers(NAMUR)
    set_party(namur, replace(SIDE, ref=namur.ref), by=manager)
    set_bank_account(namur, Details("Coworking Namur ASBL", "BE71 0961 2345 6769"), by=manager)
    taxes = {NAMUR: name_tax(namur, "be_21", 2_100, Category.STANDARD, "", by=manager)}
    for name, plans in PLANS.items():
        for described in plans:
            offer_plan(space_of_the_story(name), described, by=who_answers(name), tax=taxes.get(name))


def take_plans(person: Callable[[str], Person], today: datetime) -> None:
    """Two newcomers in Namur: one pays a day when he arrives, the other's transfer for a month is on its way."""
    namur = space_of_the_story(NAMUR)
    plans = {plan.kind: plan for plan in plans_offered(namur) if plan.price}
    first = clock.local_day(namur.time_zone, today)
    with clock.at(today - timedelta(hours=3)):
        for name, kind, days, method in TAKEN:
            join(Joining(plans[kind], first + timedelta(days=days), method, f"{name}-{kind}"), by=person(name))


def be_on_evenings(person: Callable[[str], Person], today: datetime) -> None:
    """Somebody has been on evenings in Namur for ten days, and may want another plan or a pause."""
    namur, samir, hugo = space_of_the_story(NAMUR), person("samir"), person("hugo")
    evenings = next(plan for plan in plans_offered(namur) if plan.hours)
    with clock.at(today - timedelta(days=10)):
        first = clock.local_day(namur.time_zone)
        taken = join(Joining(evenings, first, Method.TRANSFER, "samir-evenings"), by=samir)
        waits = payment_waiting(sales_for(taken.ref))
        assert waits is not None
        take_in(record_transfer, waits, Came(waits.amount, first), by=hugo)
